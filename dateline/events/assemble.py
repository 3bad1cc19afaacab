"""One parsed article with its dates and places in, its events and what was left out of them out."""

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dateline.events import when as timing
from dateline.events import where as placing
from dateline.events.category import category_of
from dateline.events.clauses import Clause, Mood, find_clauses, tense_of, verb_mood
from dateline.events.headline import make_headline
from dateline.events.numbers import find_numbers
from dateline.events.refer import Ground, antecedent, find_grounds, subject_of
from dateline.events.scorer import load_weights
from dateline.events.select import Draft, select
from dateline.events.tree import Tree, read_tree
from dateline.events.voice import Quotes, find_quotes, status_of, voice_of
from dateline.events.where import SITES
from dateline.events.words import AWAITING, STRONG_NOUNS, table
from dateline.model import Article, Dated, Drop, Event, Evidence, Status, Where
from dateline_geo.place import Kind, Resolution
from dateline_timeline.tense import Tense
from dateline_timeline.when import Basis, Grain, Timex

if TYPE_CHECKING:
    from spacy.tokens import Doc

# What can be told of twice and stays where it is; words for whole areas are left to `find_grounds`.
_THINGS = (SITES | STRONG_NOUNS) - table("""
    area city coast corridor countryside county desert district field forest gulf governorate hill island lake mountain
    municipality neighborhood neighbourhood peninsula province quarter region river sea street suburb town township
    valley village ward zone road square
""")
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_ACTOR_LABELS = frozenset({"PERSON", "ORG", "NORP", "GPE"})
_AFTER = frozenset({"after", "following", "since"})
_COARSE = frozenset(
    {Grain.MONTH, Grain.QUARTER, Grain.SEASON, Grain.HALF, Grain.YEAR, Grain.DECADE, Grain.CENTURY, Grain.PERIOD}
)
_RULES = table("""
    empire rule era period reign dynasty times age union soviet occupation
""")
_NATIONAL = frozenset({"national", "nationwide", "countrywide", "nation-wide", "country-wide"})
GROUND_CONFIDENCE = 0.6  # of a place that "these lands" stands for; a named place beats it from this probability on
DEFINITE_BELOW = 0.3  # "the city" stands for the city named before only where nothing else is likelier than this
CARRIED_CONFIDENCE = 0.35  # of a place taken over from the sentence before
DATELINE_CONFIDENCE = 0.3
LONG_PAST_DAYS = 365  # a sentence with a date further back than this tells of the past
MAIN_EVENTS, MAIN_SHARE = 3, 0.75  # so many shown events, and so large a share, make a place that of the article
DATELINE_DAYS = 14  # what happened longer ago than this need not have happened where the reporter sits


@dataclass(frozen=True, slots=True)
class Assembly:
    """What one article reports. `events` holds also those that are not to be shown; see `is_shown`."""

    events: tuple[Event, ...]
    drops: tuple[Drop, ...]


def is_shown(event: Event) -> bool:
    """Whether an event is for readers, and not only for measuring how clauses were read."""
    return event.shown


def tense_at(doc: "Doc") -> Callable[[int, int], Tense | None]:
    """Tell the temporal tagger the tense of the verb that a date hangs under; None for no verb."""
    tree = read_tree(doc)

    def at(start: int, end: int) -> Tense | None:
        first, last = tree.at(start, end)
        if first < 0:
            return None
        prepositions: set[str] = set()
        for node in tree.up(tree.top(first, last)):
            if tree.pos[node] == "ADP":
                prepositions.add(tree.lower[node])
            if tree.pos[node] == "VERB":
                if _awaits(tree, node, prepositions):
                    return Tense.FUTURE
                tense, mood, _ = verb_mood(tree, node)
                return None if mood is Mood.POSSIBLE and tense is Tense.PRESENT else tense  # "could": either side
            if tree.pos[node] == "AUX":
                due = any(tree.lemmas[c] in AWAITING for c in tree.below(node, "acomp"))
                return Tense.FUTURE if due else tense_of(tree, node)[0]
        return None

    return at


def _awaits(tree: Tree, verb: int, prepositions: set[str]) -> bool:
    """Whether what is told in the past lies ahead all the same: "was set for Monday", "was given until Tuesday"."""
    if "until" in prepositions:
        return tree.lemmas[verb] in AWAITING or tree.lemmas[verb] in ("give", "extend", "grant", "have", "wait")
    if tree.lemmas[verb] == "set" and tree.below(verb, "dobj"):
        return False
    return tree.lemmas[verb] in AWAITING


def assemble(
    article: Article,
    doc: "Doc",
    places: tuple[Resolution, ...],
    dates: tuple[Timex, ...],
    periods: tuple[Timex, ...] = (),
) -> Assembly:
    """Assemble the events of one article.

    Args:
        article: offsets of everything else point into its `text`.
        doc: the parse of that text or of the head of it.
        places: place names, resolved or not, in any order.
        dates: expressions of time, in any order.
        periods: named eras and events with bounds of their own ("during Soviet rule"); they date only their own clause.

    Returns:
        All candidates as events, in the order of their triggers, and a drop for each thing that is not shown.
    """
    tree = read_tree(doc)
    clauses = find_clauses(tree)
    by_trigger = {clause.trigger: clause for clause in clauses}
    quotes = find_quotes(tree.text)
    every_date = sorted({*dates, *periods}, key=lambda t: (t.start, t.end))
    anchors = timing.find_anchors(tree, clauses, every_date)
    tellings = timing.find_tellings(tree, by_trigger, anchors)
    usable = [p for p in places if not _is_rule(p, every_date)]
    spots = placing.find_spots(tree, clauses, usable, [(a.first, a.last) for a in anchors if not a.timex.period])
    grounds = find_grounds(tree, spots, by_trigger)
    title = _title_block(tree, article)
    drafts = []
    for clause in clauses:
        when, date_at, share = _time(tree, clause, by_trigger, anchors, tellings, article.published)
        where, place_at, unknown = _place(tree, clause, by_trigger, spots, grounds)
        in_title = tree.blocks[clause.trigger] == title
        quoted = quotes.holds(tree.starts[clause.trigger])
        drafts.append(Draft(clause, when, date_at, share, where, place_at, in_title, unknown, quoted))
    chosen = _carry_places(tree, select(tree, drafts), spots, article.published)
    events = tuple(_event(article, tree, draft, by_trigger, quotes, grounds, anchors) for draft in chosen)
    return Assembly(
        events, (*_clause_drops(article, tree, chosen, events), *_leftovers(article, tree, chosen, places, every_date))
    )


def _is_rule(place: Resolution, dates: Sequence[Timex]) -> bool:
    """Whether a place name is only part of the name of an era: "during the Russian Empire"."""
    return any(
        t.start <= place.mention.start and place.mention.end <= t.end and _RULES & set(t.text.lower().split())
        for t in dates
    )


def _title_block(tree: Tree, article: Article) -> int:
    """The number of the block that holds the title, -1 where the text has none."""
    if not len(tree) or not tree.bounds:
        return -1
    first = next((i for i in range(len(tree)) if tree.pos[i] != "SPACE"), 0)
    block = [i for i in range(first, min(len(tree), first + 60)) if tree.blocks[i] == tree.blocks[first]]
    line = tree.text[tree.starts[block[0]] : tree.ends[block[-1]]].strip()
    titled = bool(article.title) and article.title.strip() == line
    unstopped = len(block) < 40 and line[-1:] not in ".!?:\"”'" and tree.blocks[-1] != tree.blocks[first]
    return tree.blocks[first] if titled or unstopped else -1


def _time(
    tree: Tree,
    clause: Clause,
    by_trigger: Mapping[int, Clause],
    anchors: Sequence[timing.Anchor],
    tellings: timing.Tellings,
    published: dt.date | None,
) -> tuple[Dated | None, str, float]:
    options = timing.choices(tree, clause, by_trigger, anchors, tellings, published)
    best = timing.choose(options, load_weights()["date"])
    if best is None:
        return None, "", 0.0
    option, share = best
    if option.anchor is not None:
        option = dataclasses.replace(option, anchor=timing.with_joined(tree, option.anchor, anchors))
    if option.anchor is None and _looks_back(tree, clause, anchors, published):
        return None, "", share
    found = timing.dated(option, share, clause, published)
    if found is not None and option.anchor is not None and _comes_after(tree, clause, option.anchor, by_trigger):
        found = _after(found)
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
    passed = False
    for node in tree.up(anchor.top):
        if node == clause.trigger:
            return False
        passed = passed or node in by_trigger
        if passed and tree.lower[node] in _AFTER and tree.deps[node] in ("prep", "mark"):
            return clause.trigger in tree.up(node)
        if passed and any(tree.lower[c] in _AFTER for c in tree.below(node, "mark")):
            return clause.trigger in tree.up(node)
    return False


def _after(found: Dated) -> Dated:
    when = found.when
    start = when.edtf.split("/")[0].rstrip("~?%")
    later = dataclasses.replace(
        when, latest=None, open_end=True, edtf=f"{start}/..", basis=Basis.INFERRED, approximate=True,
        reason=f"after something that is dated {when.edtf}",
    )  # fmt: skip
    return dataclasses.replace(found, when=later, basis=found.basis.replace("“", "after “", 1))


def _place(
    tree: Tree,
    clause: Clause,
    by_trigger: Mapping[int, Clause],
    spots: Sequence[placing.Spot],
    grounds: Sequence[Ground],
) -> tuple[Where | None, str, bool]:
    weights = load_weights()
    options = placing.choices(tree, clause, by_trigger, spots)
    best = placing.choose(options, weights["place"], weights["place-chance"])
    if best is not None and best[0].doubtful:
        # Good enough to measure how clauses were read, and too little to tell a reader: another name, or none.
        best = placing.choose([o for o in options if not o.doubtful], weights["place"], weights["place-chance"])
    pointed = next((g for g in grounds if clause.first <= g.head <= clause.last), None)
    if pointed is not None and _points_better(clause, pointed, best):
        words = " ".join(tree.text[tree.starts[pointed.first] : tree.ends[pointed.last]].split())
        resolution = pointed.spot.resolution
        basis = f"“{words}” stands for {resolution.mention.text}, named before"
        return Where(resolution, basis, GROUND_CONFIDENCE if pointed.firm else GROUND_CONFIDENCE / 1.5), "ground", False
    national = _national(tree, clause, spots)
    if national is not None and (best is None or best[0].at != "own"):
        basis = f"a national matter of {national.resolution.mention.text}"
        return Where(national.resolution, basis, GROUND_CONFIDENCE), "national", False
    if best is None:
        return None, "", False
    option = placing.held(tree, placing.finer(tree, best[0], options), options)
    return (
        placing.placed(tree, option, best[1], clause),
        option.at,
        option.spot.wide and tree.labels[option.spot.last] not in _PLACE_LABELS,
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


def _carry_places(
    tree: Tree, drafts: Sequence[Draft], spots: Sequence[placing.Spot], published: dt.date | None
) -> tuple[Draft, ...]:
    """Lend a place to shown events whose sentence names none: that of the event before it, else the dateline's."""
    dateline = next((s for s in spots if s.resolution.role == "dateline"), None)
    carried = []
    last: Draft | None = None
    placed: list[Draft] = []
    main = _main_place(drafts)
    for draft in drafts:
        if not draft.reason and draft.where is None:
            draft = dataclasses.replace(
                draft, where=_lent(tree, draft, last, placed, dateline, main, published, spots), place_at="before"
            )
        elif not draft.reason and draft.where is not None:
            placed.append(draft)
            if draft.where.confidence > CARRIED_CONFIDENCE:
                last = draft
        carried.append(draft)
    return tuple(carried)


def _lent(
    tree: Tree, draft: Draft, last: Draft | None, placed: Sequence[Draft], dateline: placing.Spot | None,
    main: Where | None, published: dt.date | None, spots: Sequence[placing.Spot],
) -> Where | None:  # fmt: skip
    token = draft.clause.trigger
    triggers = frozenset(one.clause.trigger for one in placed)
    if last is not None and last.where is not None and not last.in_title:
        gap = tree.sentences[token] - tree.sentences[last.clause.trigger]
        if gap <= 2 and tree.blocks[token] == tree.blocks[last.clause.trigger]:
            words = last.where.resolution.mention.text
            return Where(last.where.resolution, f"“{words}” in a sentence before this one", CARRIED_CONFIDENCE)
    if any(draft.clause.first <= s.first <= draft.clause.last and s.preposition in placing.STANDING for s in spots):
        return None  # it names a place, if one that we could not make out: no other is better
    for other in reversed(placed):
        shared = _same_thing(tree, draft.clause, other.clause, triggers)
        if shared and other.where is not None:
            words = other.where.resolution.mention.text
            return Where(other.where.resolution, f"“{words}”, where “{shared}” was told of before", CARRIED_CONFIDENCE)
    if main is not None:
        words = main.resolution.mention.text
        return Where(main.resolution, f"“{words}”, where most of what the article tells happened", DATELINE_CONFIDENCE)
    if dateline is not None and draft.date_at != "published" and _is_recent(draft, published):
        words = dateline.resolution.mention.text
        return Where(dateline.resolution, f"the article is datelined {words}", DATELINE_CONFIDENCE)
    return None


def _main_place(drafts: Sequence[Draft]) -> Where | None:
    """The place of nearly all that an article shows, where it has one."""
    named = [d.where for d in drafts if not d.reason and d.where is not None and d.where.resolution.place is not None]
    counts: dict[str, int] = {}
    for where in named:
        key = where.resolution.place.key if where.resolution.place else ""
        counts[key] = counts.get(key, 0) + 1
    best = max(counts, key=lambda key: counts[key], default="")
    if not best or counts[best] < MAIN_EVENTS or counts[best] < MAIN_SHARE * len(named):
        return None
    return next(where for where in named if where.resolution.place and where.resolution.place.key == best)


def _same_thing(tree: Tree, clause: Clause, other: Clause, triggers: frozenset[int]) -> str:
    """A site or a happening that a clause names with "the" and an earlier clause has already spoken of."""
    before = {
        tree.lemmas[i]
        for i in range(other.first, other.last + 1)
        if tree.pos[i] in ("NOUN", "PROPN") and next((n for n in tree.up(i) if n in triggers), -1) in (i, other.trigger)
    }
    subject = -1 if clause.noun else subject_of(tree, clause.trigger)
    meant = antecedent(tree, subject) if subject >= 0 and tree.lower[subject] == "it" else -1
    for i in (*([meant] if meant >= 0 else []), *range(clause.first, clause.last + 1)):
        if tree.pos[i] != "NOUN" or tree.lemmas[i] not in before or tree.lemmas[i] not in _THINGS:
            continue
        if any(tree.lower[c] in ("the", "this", "that") for c in tree.children[i]):
            return f"the {tree.words[i]}"
    return ""


def _is_recent(draft: Draft, published: dt.date | None) -> bool:
    """Whether an event is of the days that a dateline speaks for."""
    day = draft.when and (draft.when.when.latest or draft.when.when.earliest)
    return bool(day and published and abs((published - day).days) <= DATELINE_DAYS)


def _event(
    article: Article, tree: Tree, draft: Draft, by_trigger: Mapping[int, Clause], quotes: Quotes,
    grounds: Sequence[Ground], anchors: Sequence[timing.Anchor],
) -> Event:  # fmt: skip
    clause = draft.clause
    start, end = tree.starts[clause.first], tree.ends[clause.last]
    first, last = tree.bounds[tree.sentences[clause.trigger]]
    while last > first and tree.pos[last] == "SPACE":
        last -= 1
    while first < last and tree.pos[first] == "SPACE":
        first += 1
    evidence = [Evidence(article.id, start, end)]
    if (tree.starts[first], tree.ends[last]) != (start, end):
        evidence.append(Evidence(article.id, tree.starts[first], tree.ends[last]))
    if (
        draft.reason
    ):  # not shown: nobody reads its headline, and writing one for every clause would cost half of the time
        headline = tree.text[tree.starts[clause.trigger] : tree.ends[clause.trigger]]
    else:
        dates = [(a.first, a.last) for a in anchors if a.sentence == tree.sentences[clause.trigger]]
        headline = make_headline(tree, clause, grounds, dates)
    voice = voice_of(tree, clause, by_trigger, quotes)
    status = status_of(clause, voice, tree)
    when = draft.when
    if (
        status is Status.HAPPENED
        and when is not None
        and article.published
        and (when.when.earliest or dt.date.min) > article.published
    ):
        status = Status.PLANNED
    numbers = () if draft.reason else find_numbers(tree, clause)
    trigger = (tree.starts[clause.trigger], tree.ends[clause.trigger])
    digest = hashlib.sha256(f"{article.id}:{trigger[0]}:{trigger[1]}".encode()).hexdigest()
    return Event(
        id=digest[:12], headline=headline, quote=tree.text[start:end], category=category_of(tree, clause), when=when,
        where=draft.where, voice=voice, status=status, evidence=tuple(evidence),
        actors=() if draft.reason else _actors(tree, clause), numbers=numbers,
        trigger=trigger, shown=not draft.reason,
    )  # fmt: skip


def _actors(tree: Tree, clause: Clause) -> tuple[str, ...]:
    """Names of persons, groups and organisations among the subject, the agent and the object of a clause."""
    found: list[str] = []
    roles = (
        ("nsubj", "nsubjpass", "dobj", "agent", "dative", "poss", "prep")
        if clause.noun
        else ("nsubj", "nsubjpass", "dobj", "agent", "dative")
    )
    for child in tree.below(clause.trigger, *roles):
        if tree.deps[child] == "prep" and tree.lower[child] not in ("of", "by"):
            continue
        left, right = tree.lefts[child], tree.rights[child]
        i = left
        while i <= min(right, left + 40):
            label = tree.labels[i]
            if label in _ACTOR_LABELS:
                end = i
                while (
                    end + 1 <= right and tree.labels[end + 1] == label and tree.words[end + 1] not in (",", "'s", "’s")
                ):
                    end += 1
                words = " ".join(tree.text[tree.starts[i] : tree.ends[end]].split()).removeprefix("the ")
                if words not in found:
                    found.append(words)
                i = end
            i += 1
    return tuple(found[:6])


def _clause_drops(article: Article, tree: Tree, drafts: Sequence[Draft], events: Sequence[Event]) -> list[Drop]:
    """A drop for every candidate that is not shown, but for those inside the words of one that is, or around one."""
    covered = [False] * len(tree)
    for draft in drafts:
        if not draft.reason:
            for i in range(draft.clause.first, draft.clause.last + 1):
                covered[i] = True
            for i in tree.up(draft.clause.trigger):
                covered[i] = True
    return [
        Drop(draft.reason, article.id, *event.trigger, " ".join(event.quote.split())[:120])
        for draft, event in zip(drafts, events, strict=True)
        if draft.reason and not covered[draft.clause.trigger]
    ]


def _leftovers(
    article: Article, tree: Tree, drafts: Sequence[Draft], places: Sequence[Resolution], dates: Sequence[Timex]
) -> list[Drop]:
    """Every place and date that no shown event has, with what it was in."""
    used_places = {d.where.resolution.mention for d in drafts if not d.reason and d.where}
    used_dates = {(d.when.start, d.when.end) for d in drafts if not d.reason and d.when}
    drops = []
    for place in places:
        mention = place.mention
        if mention not in used_places:
            reason = "place-of-background" if _in_background(tree, drafts, mention.start) else "place-in-no-event"
            drops.append(Drop(reason, article.id, mention.start, mention.end, mention.text))
    for timex in dates:
        if (timex.start, timex.end) in used_dates:
            continue
        reason = "date-of-background" if _in_background(tree, drafts, timex.start) else "date-in-no-event"
        drops.append(
            Drop(reason if timex.when else "date-without-interval", article.id, timex.start, timex.end, timex.text)
        )
    return drops


def _in_background(tree: Tree, drafts: Sequence[Draft], position: int) -> bool:
    holding = [d for d in drafts if tree.starts[d.clause.first] <= position < tree.ends[d.clause.last]]
    smallest = min(holding, key=lambda d: d.clause.last - d.clause.first, default=None)
    return smallest is not None and smallest.reason in ("background", "opinion", "hypothetical", "negated")


__all__ = ["Assembly", "assemble", "is_shown", "tense_at"]
