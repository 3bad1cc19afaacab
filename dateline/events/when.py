"""When an event was: the date expression that belongs to its clause, or what sentence, paragraph and paper lend it."""

import dataclasses
import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.events.clauses import FUTURE, PAST, PRESENT, Clause, Mood, Sort
from dateline.events.scorer import Features, shares, total
from dateline.events.tree import Tree
from dateline.events.words import happening
from dateline.model import Dated
from dateline_timeline.when import Basis, Grain, Timex, When

LOOK_BACK = 3  # sentences before this one whose dates may still hold
_SECOND_DAY = dt.date(1, 1, 2)  # the first that has a day before it
_BUCKETS = (2, 4, 7, 12, 20)
_FRONT = 3  # sentences in which a dateline may stand
_DATELINE = re.compile(r"[A-Z]{3,}[^a-z]{0,30}.{0,25}(--|\(|—|–)")
_GAPS = (1, 3, 8)
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "his", "her", "its", "their"})
_CLAUSAL = ("relcl", "advcl", "xcomp", "ROOT", "ccomp", "acl")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A date expression and where it hangs in the parse."""

    timex: Timex
    first: int
    last: int
    top: int
    governor: int  # trigger token of the candidate it hangs under, -1 for none
    path: tuple[str, ...]  # dependencies from `top` up to that trigger
    preposition: str
    sentence: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to date a clause: an expression, or the publication day (`anchor` is None)."""

    anchor: Anchor | None
    place: str  # "own", "above", "below", "beside", "before", "told", "published"
    features: Features


Tellings = Mapping[str, Sequence[Anchor]]
"""What happens → the dates that the article gives to it anywhere."""


def find_anchors(tree: Tree, clauses: Sequence[Clause], dates: Sequence[Timex]) -> tuple[Anchor, ...]:
    """Tie every expression that has an interval to the candidate it hangs under."""
    triggers = {clause.trigger for clause in clauses}
    found = []
    for timex in dates:
        if timex.when is None:
            continue
        first, last = tree.at(timex.start, timex.end)
        if first < 0:
            continue
        top = tree.top(first, last)
        governor, preposition = -1, ""
        path: list[str] = []
        for node in tree.up(top):
            if not preposition and tree.pos[node] in ("ADP", "SCONJ") and node != top:
                preposition = tree.lower[node]
            if node in triggers and not first <= node <= last:
                governor = node
                break
            path.append(tree.deps[node])
        if not preposition and first and tree.pos[first - 1] in ("ADP", "SCONJ"):
            preposition = tree.lower[first - 1]
        found.append(Anchor(timex, first, last, top, governor, tuple(path), preposition, tree.sentences[top]))
    return tuple(found)


def find_tellings(tree: Tree, by_trigger: Mapping[int, Clause], anchors: Sequence[Anchor]) -> Tellings:
    """The dates that hang directly under each kind of happening, in the order of the text."""
    found: dict[str, list[Anchor]] = {}
    for anchor in anchors:
        if anchor.governor in by_trigger and not anchor.timex.period:
            found.setdefault(happening(tree.lemmas[anchor.governor]), []).append(anchor)
    return found


def choices(
    tree: Tree,
    clause: Clause,
    by_trigger: Mapping[int, Clause],
    anchors: Sequence[Anchor],
    tellings: Tellings,
    published: dt.date | None,
) -> tuple[Choice, ...]:
    """All ways to date a clause, with the features that the scorer weighs.

    `anchors` are in the order of the text; `tellings` are those of `find_tellings`.
    """
    sentence = tree.sentences[clause.trigger]
    here = [a for a in anchors if a.sentence == sentence]
    kind = "noun" if clause.noun else "verb"
    found = []
    nearest = min((abs(a.top - clause.trigger) for a in here), default=0)
    chain = _chain(clause, by_trigger)
    some_own = any(a.governor == clause.trigger for a in here)
    for anchor in here:
        place, steps = _relation(clause, anchor, by_trigger, chain)
        distance = abs(anchor.top - clause.trigger)
        names = [
            f"at:{place}", f"at:{place}:{kind}", f"distance:{bisect_left(_BUCKETS, distance)}",
            f"preposition:{anchor.preposition or '-'}",
            f"grain:{anchor.timex.when.grain.value}" if anchor.timex.when else "",
            "after" if anchor.first > clause.trigger else "ahead",
            f"path:{place}:{'<'.join(anchor.path[-2:])}",
        ]  # fmt: skip
        if distance == nearest:
            names.append("nearest")
        if len(here) == 1:
            names.append("only")
        if some_own and place != "own":
            names.append("another-is-own")
        if anchor.governor >= 0 and by_trigger[anchor.governor].sort is Sort.REPORTING and place == "above":
            names.append("of-the-saying")
        if place != "above":  # where relations above were weights of their own, they only remembered their article
            names.append(f"{place}:{steps}")
        if steps not in ("-", "inside") and place != "above":
            names += [f"{place}:from:{steps.split('>')[0]}", f"{place}:to:{steps.split('>')[-1]}"]
        if anchor.timex.period:
            names += ["period", f"period:{anchor.preposition or '-'}"]
        names += _agreement(clause, anchor.timex, published)
        found.append(Choice(anchor, place, tuple(names)))
    earlier = [a for a in anchors if sentence - LOOK_BACK <= a.sentence < sentence and not a.timex.period]
    for back, anchor in enumerate(reversed(earlier[-2:])):
        names = [
            "at:before", f"at:before:{kind}", f"back:{back}", "before-with-own" if here else "before-alone",
            f"before-grain:{anchor.timex.when.grain.value}" if anchor.timex.when else "",
        ]  # fmt: skip
        if tree.blocks[anchor.top] != tree.blocks[clause.trigger]:
            names.append("other-paragraph")
        if _in_dateline(tree, anchor):
            names.append("dateline")
        names += _agreement(clause, anchor.timex, published)
        found.append(Choice(anchor, "before", tuple(names)))
    same = tellings.get(happening(tree.lemmas[clause.trigger]), ())
    elsewhere = sorted((a for a in same if a.sentence != sentence), key=lambda a: (abs(a.sentence - sentence), a.first))
    for back, anchor in enumerate(elsewhere[:2]):
        gap = anchor.sentence - sentence
        definite = any(tree.lower[c] in _DEFINITE for c in tree.children[clause.trigger])
        names = [
            "at:told", f"at:told:{kind}", f"told:{'later' if gap > 0 else 'earlier'}:{bisect_left(_GAPS, abs(gap))}",
            f"told:{back}", "told-with-own" if here else "told-alone", f"told:{kind}:{'the' if definite else 'a'}",
            f"told:{clause.tense}",
        ]  # fmt: skip
        if tree.lemmas[anchor.governor] == tree.lemmas[clause.trigger]:
            names.append(f"told-same-word:{kind}")
        if some_own:
            names.append("told-some-own")
        names += _agreement(clause, anchor.timex, published)
        found.append(Choice(anchor, "told", tuple(names)))
    if published is not None:
        names = [
            "at:published", f"at:published:{kind}", f"published:{clause.tense}", f"published:{clause.mood}",
            f"published:{clause.sort}", f"published:dates:{min(len(here), 2)}", f"published:{clause.tense}:{kind}",
            f"published:{clause.relation}" if clause.relation in _CLAUSAL else "",
        ]  # fmt: skip
        if some_own:
            names.append("published:some-own")
        if elsewhere:
            names.append(f"published:told-elsewhere:{kind}")
        if sentence < 2:
            names.append("published:lead")
        if tree.tags[clause.trigger] in ("VBD", "VBN", "VBZ", "VBP", "VBG", "VB"):
            names.append(f"published:{tree.tags[clause.trigger]}")
        if any(tree.lower[c] in ("has", "have", "'ve", "had") for c in tree.children[clause.trigger]):
            names.append("published:perfect")
        found.append(Choice(None, "published", tuple(names)))
    return tuple(found)


def choose(options: Sequence[Choice], weights: Mapping[str, float]) -> tuple[Choice, float] | None:
    """The likeliest option and its share of the probability; the first of equals."""
    if not options:
        return None
    likely = shares([total(option.features, weights) for option in options])
    best = max(range(len(options)), key=lambda i: (likely[i], -i))
    return options[best], likely[best]


def _chain(clause: Clause, by_trigger: Mapping[int, Clause]) -> dict[int, str]:
    """The candidates above a clause and the relations that lead to each ("xcomp", "ccomp>advcl")."""
    found: dict[int, str] = {}
    steps: list[str] = []
    node = clause
    while node.governor >= 0 and node.governor not in found:
        steps.append(node.relation)
        found[node.governor] = ">".join(steps) if len(steps) < 3 else f"{steps[0]}>…>{steps[-1]}"
        node = by_trigger[node.governor]
    return found


def _relation(
    clause: Clause, anchor: Anchor, by_trigger: Mapping[int, Clause], chain: Mapping[int, str]
) -> tuple[str, str]:
    if anchor.governor == clause.trigger:
        return "own", "-"
    if anchor.first <= clause.trigger <= anchor.last:
        return "own", "inside"
    if clause.hangs_on >= 0 and anchor.first <= clause.hangs_on <= anchor.last:
        return "own", "when"  # "until August 22, when a drill reached the shelter"
    if anchor.governor in chain:
        return "above", chain[anchor.governor]
    if anchor.governor >= 0:
        below = _chain(by_trigger[anchor.governor], by_trigger)
        if clause.trigger in below:
            return "below", below[clause.trigger]
        shared = [node for node in below if node in chain]
        if shared:
            return "beside", chain[shared[0]].split(">")[0] + "<" + below[shared[0]].split(">")[0]
    return "beside", "-"


def _in_dateline(tree: Tree, anchor: Anchor) -> bool:
    """Whether a date stands in the line before the first sentence: "WARSAW, February 26 (Xinhua) --"."""
    line = tree.text[max(0, tree.starts[anchor.first] - 40) : tree.ends[anchor.last] + 20].strip()
    return anchor.sentence < _FRONT and bool(_DATELINE.search(line))


def _agreement(clause: Clause, timex: Timex, published: dt.date | None) -> list[str]:
    """Whether the verb's tense and the side of the publication day on which the date lies go together."""
    when = timex.when
    if when is None or published is None or when.earliest is None or when.latest is None:
        return ["side:unknown"]
    if when.earliest > published:
        side = "later"
    elif when.latest < published:
        side = "earlier"
    elif when.earliest == when.latest:
        side = "same"
    else:
        side = "around"
    return [f"side:{side}", f"side:{side}:{clause.tense}", f"side:{side}:{clause.mood}"]


def with_joined(tree: Tree, anchor: Anchor, anchors: Sequence[Anchor]) -> Anchor:
    """Two eras joined by "and" are one stretch of time: "during the Russian Empire and Soviet rule"."""
    if not anchor.timex.period:
        return anchor
    for other in anchors:
        first, second = sorted((anchor, other), key=lambda a: a.first)
        one, two = first.timex.when, second.timex.when
        between = tree.lower[first.last + 1 : second.first]
        if other is anchor or not other.timex.period or between not in (("and",), ("and", "the"), ("and", "during")):
            continue
        if one is None or two is None or one.earliest is None or two.latest is None or one.earliest > two.latest:
            continue
        text = tree.text[first.timex.start : second.timex.end]
        when = When(
            one.earliest, max(two.latest, one.latest or two.latest), Grain.PERIOD,
            f"{one.edtf.split('/')[0]}/{two.edtf.split('/')[-1]}", one.basis, f"{one.reason}; {two.reason}",
            approximate=True,
        )  # fmt: skip
        timex = dataclasses.replace(first.timex, end=second.timex.end, text=text, when=when, value=when.edtf)
        return dataclasses.replace(anchor, timex=timex, first=first.first, last=second.last)
    return anchor


def dated(choice: Choice, share: float, clause: Clause, published: dt.date | None) -> Dated | None:
    """The time of an event from the chosen option, with the reason in words for the reader."""
    if choice.anchor is None:
        when = from_publication(clause, published)
        return None if when is None else Dated(when, when.reason, round(min(share, 0.5), 3))
    timex = choice.anchor.timex
    assert timex.when is not None  # noqa: S101  anchors are made of expressions that have an interval
    if choice.place in ("above", "below", "beside") and timex.when.open_start and timex.when.earliest is None:
        return None  # "was normal until May and then fell": it did not fall until May
    if timex.period and published is not None and timex.when.latest is not None and timex.when.latest > published:
        timex = dataclasses.replace(timex, when=_unfinished(timex.when, published))
    factor, words = _BASES[choice.place]
    hangs = clause.hangs_on >= 0 and choice.anchor.first <= clause.hangs_on <= choice.anchor.last
    assert timex.when is not None  # noqa: S101
    when = _closed(timex.when) if hangs or choice.place in ("before", "told") else timex.when
    return Dated(when, words.format(" ".join(timex.text.split())), round(share * factor, 3), timex.start, timex.end)


def _unfinished(when: When, published: dt.date) -> When:
    """An era whose end the article could not know: a war that is told of while it lasts."""
    if when.earliest is None or when.earliest > published:
        return when
    reason = f"{when.reason}; its end came after the article of {published}"
    edtf = f"{when.edtf.partition('/')[0]}/.."
    return dataclasses.replace(when, latest=None, edtf=edtf, open_end=True, reason=reason)


_BASES: Mapping[str, tuple[float, str]] = {
    "own": (1.0, "“{}” in the same clause"),
    "above": (0.9, "“{}” in the same sentence"),
    "below": (0.8, "“{}” in the same sentence"),
    "beside": (0.7, "“{}” in the same sentence"),
    "before": (0.5, "“{}” in a sentence before this one"),
    "told": (0.6, "“{}” where the article tells of it elsewhere"),
}


def _closed(when: When) -> When:
    """The day itself of "until that day" or "since that day", for what is told to have happened on it."""
    day = when.latest if when.open_start else when.earliest if when.open_end else None
    if day is None or (when.open_start and when.earliest) or (when.open_end and when.latest):
        return when
    edtf = when.edtf.strip("./")
    return dataclasses.replace(when, earliest=day, latest=day, edtf=edtf, open_start=False, open_end=False)


def from_publication(clause: Clause, published: dt.date | None) -> When | None:
    """What the day of publication says of an event that the article does not date."""
    if published is None:
        return None
    day = published.isoformat()
    if clause.tense == FUTURE or clause.mood is Mood.AHEAD:
        reason = f"not dated in the article, which was published on {day} and tells it as still to come"
        return When(published, None, Grain.DAY, f"{day}/..", Basis.INFERRED, reason, approximate=True, open_end=True)
    if clause.tense == PRESENT:
        reason = f"not dated in the article, which was published on {day} and tells it as going on"
        return When(published, published, Grain.DAY, f"{day}~", Basis.INFERRED, reason, approximate=True)
    before = max(published, _SECOND_DAY) - dt.timedelta(days=1)
    reason = f"not dated in the article, which was published on {day} and tells it as just past"
    return When(before, published, Grain.DAYS, f"{before}/{day}", Basis.INFERRED, reason, approximate=True)


__all__ = ["LOOK_BACK", "PAST", "Anchor", "Choice", "choices", "choose", "dated", "find_anchors"]
