"""The time and the place that the words of a clause's own sentence give it, or that they lend from another."""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence

from dateline.events import when as timing
from dateline.events import where as placing
from dateline.events.clauses import Clause
from dateline.events.refer import Ground
from dateline.events.scorer import load_weights
from dateline.events.tree import Tree
from dateline.events.words import AFTERWARDS
from dateline.model import Dated, Where
from dateline_geo.place import Kind
from dateline_timeline.tense import Tense
from dateline_timeline.when import Basis, Grain

_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_COARSE = frozenset(
    {Grain.MONTH, Grain.QUARTER, Grain.SEASON, Grain.HALF, Grain.YEAR, Grain.DECADE, Grain.CENTURY, Grain.PERIOD}
)
_NATIONAL = frozenset({"national", "nationwide", "countrywide", "nation-wide", "country-wide"})
GROUND_CONFIDENCE = 0.6  # of a place that "these lands" stands for; a named place beats it from this probability on
DEFINITE_CONFIDENCE = 0.4  # of a place that "the city" stands for
DEFINITE_BELOW = 0.3  # "the city" stands for the city named before only where nothing else is likelier than this
AFTER = "after "  # how the basis of what came after something dated begins
# How long the aftermath lasts that a simple past tells of: "1,100 were killed after the vote of December 2007".
AFTERMATH_DAYS = {Grain.MONTH: 92, Grain.QUARTER: 183, Grain.SEASON: 183, Grain.HALF: 366, Grain.YEAR: 366}
LONG_PAST_DAYS = 365  # a sentence with a date further back than this tells of the past


def time_of(
    tree: Tree,
    clause: Clause,
    by_trigger: Mapping[int, Clause],
    anchors: Sequence[timing.Anchor],
    tellings: timing.Tellings,
    published: dt.date | None,
) -> tuple[Dated | None, str, float]:
    """The time of a clause, how it is tied to it (see `select.Draft`), and its share of the probability."""
    options = timing.choices(tree, clause, by_trigger, anchors, tellings, published)
    best = timing.choose(options, load_weights()["date"])
    if best is None:
        return None, "", 0.0
    option, share = best
    if option.anchor is not None and tree.deps[option.anchor.top] == "poss":
        own = [o for o in options if o.place == "own" and o.anchor and tree.deps[o.anchor.top] != "poss"]
        option, share = timing.choose(own, load_weights()["date"]) or best  # "this year's walk starts on 25 April"
    if option.anchor is not None:
        option = dataclasses.replace(option, anchor=timing.with_joined(tree, option.anchor, anchors))
    if option.anchor is None and _looks_back(tree, clause, anchors, published):
        return None, "", share
    found = timing.dated(option, share, clause, published)
    if found is not None and option.anchor is not None and _comes_after(tree, clause, option.anchor, by_trigger):
        found = _after(tree, clause, found)
    return found, option.place if found else "", share


def _looks_back(
    tree: Tree, clause: Clause, anchors: Sequence[timing.Anchor], published: dt.date | None
) -> bool:  # fmt: skip
    """Whether a sentence speaks of another time, so that the day of publication can't be lent to it.

    That is a pluperfect ("had failed to prevent") and a date or an era long past, even where that dates another clause.
    """
    if clause.tense is Tense.PAST and any(tree.lower[c] in ("had", "'d") for n in _joined_verbs(tree, clause)
                                          for c in tree.below(n, "aux")):  # fmt: skip
        return True
    sentence = tree.sentences[clause.trigger]
    for anchor in anchors:
        when = anchor.timex.when
        if anchor.sentence != sentence or when is None or published is None or clause.tense is not Tense.PAST:
            continue
        if when.latest is not None and (published - when.latest).days > LONG_PAST_DAYS:
            return True
    return False


def _joined_verbs(tree: Tree, clause: Clause) -> list[int]:
    """The verb and those that it is joined to by "and", whose auxiliary it shares."""
    found = [clause.trigger]
    while tree.deps[found[-1]] == "conj" and tree.heads[found[-1]] != found[-1]:
        found.append(tree.heads[found[-1]])
    return found


def _comes_after(tree: Tree, clause: Clause, anchor: timing.Anchor, by_trigger: Mapping[int, Clause]) -> bool:
    """Whether the date is that of something that came before: "following the victory in the 2020 war, efforts …"."""
    if anchor.timex.when is None or anchor.timex.when.grain not in _COARSE or anchor.governor == clause.trigger:
        return False
    if anchor.timex.when.open_end or anchor.timex.when.open_start:
        return False
    passed = False
    for node in tree.up(anchor.top):
        if node == clause.trigger:
            return False
        passed = passed or node in by_trigger
        if passed and tree.lower[node] in AFTERWARDS and tree.deps[node] in ("prep", "mark"):
            return clause.trigger in tree.up(node)
        if passed and any(tree.lower[c] in AFTERWARDS for c in tree.below(node, "mark")):
            return clause.trigger in tree.up(node)
    return False


def _after(tree: Tree, clause: Clause, found: Dated) -> Dated:
    """What came after something dated: a simple past soon after it, a perfect ("have expanded") from then on."""
    when = found.when
    start = when.edtf.split("/")[0].rstrip("~?%")
    perfect = any(tree.lower[c] in ("has", "have", "'ve", "’ve") for c in tree.below(clause.trigger, "aux"))
    days = AFTERMATH_DAYS.get(when.grain)
    if clause.tense is Tense.PAST and not perfect and days is not None and when.earliest and when.latest:
        latest = min(when.latest, dt.date.max - dt.timedelta(days=days)) + dt.timedelta(days=days)
        later = dataclasses.replace(
            when, latest=latest, edtf=f"{start}/{latest}~", basis=Basis.INFERRED, approximate=True,
            grain=Grain.PERIOD, reason=f"how long after {when.edtf} the article does not say, so {days} days are drawn",
        )  # fmt: skip
    else:
        later = dataclasses.replace(
            when, latest=None, open_end=True, edtf=f"{start}/..", basis=Basis.INFERRED, approximate=True,
            reason=f"from {when.edtf} on, with no end said",
        )  # fmt: skip
    return dataclasses.replace(found, when=later, basis=found.basis.replace("“", f"{AFTER}“", 1))


def at_ground(tree: Tree, ground: Ground) -> Where:
    """The place that "these lands" or "the city" stands for, with the reason in words."""
    words = " ".join(tree.text[tree.starts[ground.first] : tree.ends[ground.last]].split())
    basis = f"“{words}” stands for {ground.spot.resolution.mention.text}, named before"
    return Where(ground.spot.resolution, basis, GROUND_CONFIDENCE if ground.firm else DEFINITE_CONFIDENCE)


def place_of(
    tree: Tree,
    clause: Clause,
    by_trigger: Mapping[int, Clause],
    spots: Sequence[placing.Spot],
    grounds: Sequence[Ground],
) -> tuple[Where | None, str, bool, Where | None]:
    """The place of a clause, how it is tied to it, and whether its words are known to nobody but the parse.

    The last is a likelier name than that place of which too little says that it is one at all: nothing for readers.
    """
    weights = load_weights()
    options = placing.choices(tree, clause, by_trigger, spots)
    best = placing.choose(options, weights["place"], weights["place-chance"])
    doubtful = None
    if best is not None and best[0].doubtful:
        doubtful = placing.placed(tree, *best, clause)
        best = placing.choose([o for o in options if not o.doubtful], weights["place"], weights["place-chance"])
    pointed = next((g for g in grounds if clause.first <= g.head <= clause.last), None)
    if pointed is not None and _points_better(clause, pointed, best):
        return at_ground(tree, pointed), "ground", False, doubtful
    national = _national(tree, clause, spots)
    if national is not None and (best is None or best[0].at != "own"):
        basis = f"a national matter of {national.resolution.mention.text}"
        return Where(national.resolution, basis, GROUND_CONFIDENCE), "national", False, doubtful
    if best is None:
        return None, "", False, doubtful
    option = placing.held(tree, placing.finer(tree, best[0], options), options)
    return (
        placing.placed(tree, option, best[1], clause),
        option.at,
        option.spot.wide and tree.labels[option.spot.last] not in _PLACE_LABELS,
        doubtful,
    )


def _points_better(clause: Clause, ground: Ground, best: tuple[placing.Choice, float] | None) -> bool:
    """Whether "these lands" tells the place better than the likeliest name does."""
    if best is None or best[1] < (GROUND_CONFIDENCE if ground.firm else DEFINITE_BELOW):
        return True
    # "expulsion from their ancestral homes amid the Karabakh conflict": the name is another event's.
    return ground.firm and ground.governor == clause.trigger and best[0].at != "own"


def _national(tree: Tree, clause: Clause, spots: Sequence[placing.Spot]) -> placing.Spot | None:
    """The country of "national efforts": the one named in the sentence, else the one named last before it."""
    subjects = [] if clause.noun else tree.below(clause.trigger, "nsubj", "nsubjpass")
    if not any(tree.lower[c] in _NATIONAL for subject in subjects for c in tree.below(subject, "amod")):
        return None
    countries = [s for s in spots if s.resolution.place is not None and s.resolution.place.kind is Kind.COUNTRY]
    here = [s for s in countries if s.sentence == tree.sentences[clause.trigger]]
    before = [s for s in countries if s.sentence < tree.sentences[clause.trigger]]
    return here[0] if here else before[-1] if before else None
