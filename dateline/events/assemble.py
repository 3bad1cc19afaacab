"""One parsed article with its dates and places in, its events and what was left out of them out."""

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dateline.events import when as timing
from dateline.events import where as placing
from dateline.events.actors import Cast, actors_of, cast_of
from dateline.events.attach import place_of, time_of
from dateline.events.category import category_of
from dateline.events.clauses import Clause, Mood, Sort, find_clauses, tense_of, verb_mood
from dateline.events.headline import has_subject, make_headline
from dateline.events.lend import lend_places
from dateline.events.numbers import find_numbers
from dateline.events.refer import Ground, find_grounds
from dateline.events.select import Draft, select
from dateline.events.show import Reading, fit_for_readers, persons_of
from dateline.events.tree import Tree, read_tree
from dateline.events.voice import Quotes, find_quotes, status_of, voice_of
from dateline.events.words import AWAITING, PREPARING, TIMETABLED, table
from dateline.model import Article, Drop, Event, Evidence, Status
from dateline.parse import furniture
from dateline_geo.place import Resolution
from dateline_timeline.tense import Tense
from dateline_timeline.when import Timex

if TYPE_CHECKING:
    from spacy.tokens import Doc

_RULES = table("""
    empire rule era period reign dynasty times age union soviet occupation
""")


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
                if _is_then(tree, node):
                    return Tense.FUTURE
                if _awaits(tree, node, prepositions):
                    return Tense.FUTURE
                tense, mood, _ = verb_mood(tree, node)
                if tense is Tense.PRESENT and tree.lemmas[node] in TIMETABLED and tree.tags[node] in ("VBZ", "VBP"):
                    return Tense.FUTURE  # "the fair opens on Friday"
                if tense is Tense.PRESENT and "for" in prepositions and tree.lemmas[node] in PREPARING:
                    return Tense.FUTURE  # "are preparing for Saturday's concert"
                return None if mood is Mood.POSSIBLE and tense is Tense.PRESENT else tense  # "could": either side
            if tree.pos[node] == "AUX":
                due = any(tree.lemmas[c] in AWAITING for c in tree.below(node, "acomp"))
                tense = tense_of(tree, node)[0]
                return Tense.FUTURE if due or (tense is Tense.PRESENT and "for" in prepositions) else tense
        return None

    return at


def _is_then(tree: Tree, verb: int) -> bool:
    """Whether a present tense tells when something to come will be: "will sign it when they meet on Friday"."""
    if tree.deps[verb] != "advcl" or tree.tags[verb] not in ("VBP", "VBZ"):
        return False
    timed = {tree.lower[c] for c in tree.below(verb, "advmod", "mark")} & {"when", "before", "after", "until", "as"}
    above = tree.heads[verb]
    while tree.deps[above] == "xcomp" and tree.heads[above] != above:
        above = tree.heads[above]
    ahead = verb_mood(tree, above)[0] is Tense.FUTURE or tree.lemmas[above] in AWAITING
    return bool(timed) and ahead


def _awaits(tree: Tree, verb: int, prepositions: set[str]) -> bool:
    """Whether what is told in the past lies ahead all the same: "was set for Monday", "was given until Tuesday"."""
    if "until" in prepositions:
        return tree.lemmas[verb] in AWAITING or tree.lemmas[verb] in ("give", "extend", "grant", "have", "wait")
    if tree.lemmas[verb] == "set" and tree.below(verb, "dobj"):
        return False
    if tree.lemmas[verb] == "target" and "for" not in prepositions:
        return False  # "a convoy was targeted on Tuesday" came to pass; "is targeted for May" is to come
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
    title = _title_block(tree, article)
    clauses = tuple(_as_headlines_tell(tree, clause, title) for clause in find_clauses(tree))
    by_trigger = {clause.trigger: clause for clause in clauses}
    quotes = find_quotes(tree.text)
    every_date = sorted({*dates, *periods}, key=lambda t: (t.start, t.end))
    pages = (*furniture(tree.text), *_appendix(tree.text))
    anchors = timing.find_anchors(
        tree, clauses, [t for t in every_date if not any(start <= t.start < end for start, end in pages)]
    )  # fmt: skip
    tellings = timing.find_tellings(tree, by_trigger, anchors)
    usable = [p for p in places if not _is_rule(p, every_date)]
    spots = placing.find_spots(tree, clauses, usable, [(a.first, a.last) for a in anchors if not a.timex.period])
    grounds = find_grounds(tree, spots, by_trigger)
    drafts = []
    for clause in clauses:
        when, date_at, share = time_of(tree, clause, by_trigger, anchors, tellings, article.published)
        where, place_at, unknown, doubtful = place_of(tree, clause, by_trigger, spots, grounds)
        in_title = tree.blocks[clause.trigger] == title
        quoted = quotes.holds(tree.starts[clause.trigger])
        drafts.append(
            Draft(clause, when, date_at, share, where, place_at, in_title, unknown, quoted, article.published, doubtful)
        )
    reading = Reading(tree, title, frozenset(p.mention for p in usable), persons_of(tree))
    fit = fit_for_readers(reading, select(tree, drafts), spots, anchors, grounds)
    fit = tuple(_without_furniture(tree, draft, pages) for draft in fit)
    chosen = tuple(_with_subject(tree, draft) for draft in lend_places(tree, fit, spots, article.published))
    chosen = tuple(replace(draft, where=draft.doubtful or draft.where) if draft.reason else draft for draft in chosen)
    cast = cast_of(tree, places)
    events = tuple(_event(article, tree, draft, by_trigger, quotes, grounds, anchors, cast) for draft in chosen)
    return Assembly(
        events, (*_clause_drops(article, tree, chosen, events), *_leftovers(article, tree, chosen, places, every_date))
    )


def _as_headlines_tell(tree: Tree, clause: Clause, title: int) -> Clause:
    """A title's present tense is of what has just come to pass: "Woman is found", "Police arrest two"."""
    verb = clause.trigger
    helpers = {tree.tags[c] for c in tree.below(verb, "aux", "auxpass")}
    simple = tree.tags[verb] in ("VBZ", "VBP") or (tree.tags[verb] == "VBN" and bool(helpers & {"VBZ", "VBP"}))
    if clause.noun or tree.blocks[verb] != title or clause.tense is not Tense.PRESENT or not simple:
        return clause
    return replace(clause, tense=Tense.PAST) if clause.mood is Mood.REAL and clause.sort is Sort.EVENT else clause


# "July 3, 2011 at 10:09 pm | Reply": how pages head what their readers wrote.
_COMMENT = re.compile(r"\b[A-Z][a-z]{2,8} \d{1,2} ?, ?\d{4} at \d{1,2}:\d\d ?[ap]m ?\| ?(?:Reply|Report abuse|Like)\b")


# "updated : Fri Apr 01 2011 21:00:00": what other articles a page offers, each with its time.
_TEASER = re.compile(r"\bupdated ?: (?:[A-Z][a-z]{2} ){2}\d\d \d{4} \d\d:\d\d:\d\d\b")
_TEASERS = 2  # so many make a list of them


def _appendix(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of what follows an article on its page: readers' comments, other articles with their times."""
    starts = [match.start() for match in _COMMENT.finditer(text)][:1]
    teasers = [match.start() for match in _TEASER.finditer(text)]
    if len(teasers) >= _TEASERS:
        starts.append(teasers[0])
    return ((min(starts), len(text)),) if starts else ()


def _without_furniture(tree: Tree, draft: Draft, pages: Sequence[tuple[int, int]]) -> Draft:
    at = tree.starts[draft.clause.trigger]
    return replace(draft, reason="furniture") if any(start <= at < end for start, end in pages) else draft


def _with_subject(tree: Tree, draft: Draft) -> Draft:
    """Show nothing of which nobody can say who or what it was that did it."""
    return draft if draft.reason or has_subject(tree, draft.clause) else replace(draft, reason="unclear-subject")


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


def _event(
    article: Article, tree: Tree, draft: Draft, by_trigger: Mapping[int, Clause], quotes: Quotes,
    grounds: Sequence[Ground], anchors: Sequence[timing.Anchor], cast: Cast,
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
        actors=() if draft.reason else actors_of(tree, clause, cast), numbers=numbers,
        trigger=trigger, shown=not draft.reason,
    )  # fmt: skip


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
