"""Do two reports tell the same event? One number for a pair, with the reasons that make it up."""

import re
from dataclasses import dataclass

from dateline.model import Article, Event, Quantity, Status
from dateline.story.gates import (
    Agreement,
    Span,
    Spot,
    agree_on_place,
    agree_on_time,
    label_of,
    span_of,
    spot_of,
)
from dateline.story.words import Vector, Weights, cosine, fold, stem, terms

# Log-odds that two reports tell one event, set by hand and then checked on pairs read by hand; see bench/story.md.
_BIAS = -6.5
_OWN_WORDS = 6.0
_LEADS = 1.0
_TIME = 1.6
_PLACE = 1.5
_TRIGGER = 0.7
_OTHER_TRIGGER = -0.5
_OTHER_TRIGGER_WITHIN = -1.5  # a writer who uses another verb mostly tells another thing
_CATEGORY = 0.5
_ACTORS = 1.0
_NUMBERS = 1.0

# Words of which an event has one: two reports that each name one, and none in common, tell two events.
_SITE_NOUNS = (
    "airport bank barracks base bridge cafe checkpoint church clinic college consulate court embassy "
    "factory farm hospital hotel house market monastery mosque museum oilfield palace park pipeline plant port prison "
    "refinery restaurant school ship shrine stadium station synagogue temple theatre theater train university village "
    "warehouse"
)
_SITES = frozenset(map(stem, _SITE_NOUNS.split()))
_PERSONS = frozenset(map(stem, ("man", "woman", "boy", "girl", "baby")))
_ANOTHER = re.compile(r"\b(another|second|third|fourth|separate(ly)?|elsewhere|different|aftershock)\b", re.IGNORECASE)
_PART_OF_DAY = frozenset({"MO", "AF", "EV", "NI", "MI", "DT"})


@dataclass(frozen=True, slots=True)
class Trait:
    """A report with everything that comparisons need, worked out once."""

    event: Event
    article: Article
    span: Span | None
    label: str
    spot: Spot | None
    words: tuple[str, ...]
    own: Vector
    lead: Vector
    trigger: str
    actors: frozenset[str]
    sites: frozenset[str]
    persons: frozenset[str]
    another: bool
    clock: str


def own_words(event: Event) -> tuple[str, ...]:
    """The content words of the event itself; those of its place and day are left to the gates."""
    skip = set(terms(event.where.resolution.mention.text)) if event.where is not None else set()
    if event.where is not None and event.where.resolution.place is not None:
        skip.update(terms(event.where.resolution.place.name))
    return tuple(term for term in terms(f"{event.headline}\n{event.quote}") if term not in skip)


def lead_words(article: Article) -> tuple[str, ...]:
    """The words of an article's title and opening, which say what the affair is about."""
    return tuple(terms(f"{article.title}\n{article.text[:500]}"))


def trait_of(event: Event, article: Article, words: tuple[str, ...], weights: Weights, lead: Vector) -> Trait:
    """Work out a report's trait."""
    first, last = event.trigger
    trigger = stem(fold(article.text[first:last])) if 0 <= first < last <= len(article.text) else ""
    clock = event.when.when.time if event.when is not None else ""
    bag = frozenset(words)
    return Trait(
        event=event,
        article=article,
        span=span_of(event.when),
        label=label_of(event.when),
        spot=spot_of(event.where),
        words=words,
        own=weights.vector(words),
        lead=lead,
        trigger=trigger,
        actors=frozenset(stem(fold(actor).split()[-1]) for actor in event.actors if actor.strip()),
        sites=bag & _SITES,
        persons=bag & _PERSONS,
        another=_ANOTHER.search(event.quote) is not None,
        clock=clock,
    )


@dataclass(frozen=True, slots=True)
class Match:
    """The log-odds that two reports tell one event, and what speaks for it."""

    score: float
    time: str
    place: str
    words: float


def time_gate(one: Trait, other: Trait) -> Agreement | None:
    """Whether the two dates go together."""
    if one.span is not None and other.span is not None:
        if not _clocks_agree(one, other):
            return None
        return agree_on_time(one.span, other.span)
    if one.span is None and other.span is None and one.label == other.label:
        return Agreement(0.0, f"both say “{one.label}”" if one.label else "neither is dated")
    return None


def place_gate(one: Trait, other: Trait) -> Agreement | None:
    """Whether the two places go together; a report without a place goes with any, and gains nothing by it."""
    if one.spot is not None and other.spot is not None:
        return agree_on_place(one.spot, other.spot)
    return Agreement(0.0, "" if one.spot is None and other.spot is None else "only one report names a place")


def match(one: Trait, other: Trait) -> Match | None:
    """Compare two reports; None where they can't be one event, whatever their words."""
    within = one.article.id == other.article.id
    if within and _overlap(one.event, other.event):
        return None
    time = time_gate(one, other)
    if time is None:
        return None
    place = place_gate(one, other)
    if place is None:
        return None
    own = cosine(one.own, other.own)
    verbatim = own >= 0.9
    if not verbatim and (_disjoint(one.sites, other.sites) or _disjoint(one.persons, other.persons)):
        return None
    numbers = _numbers(one.event.numbers, other.event.numbers)
    if numbers is None:
        return None
    score = _BIAS + _OWN_WORDS * own + _TIME * time.weight + _PLACE * place.weight + _NUMBERS * numbers
    score += _LEADS * cosine(one.lead, other.lead)
    if one.trigger and other.trigger:
        other_trigger = _OTHER_TRIGGER_WITHIN if within else _OTHER_TRIGGER
        score += _TRIGGER if one.trigger == other.trigger else other_trigger
    if "other" not in (one.event.category, other.event.category):
        score += _CATEGORY if one.event.category == other.event.category else -_CATEGORY
    if one.actors and other.actors:
        shared = len(one.actors & other.actors)
        score += _ACTORS * (shared / min(len(one.actors), len(other.actors)) if shared else -0.7)
    if one.another != other.another and not verbatim:
        score -= 2.0
    if (one.event.status is Status.HYPOTHETICAL) != (other.event.status is Status.HYPOTHETICAL):
        score -= 1.0
    return Match(score, time.reason, place.reason, own)


def _overlap(one: Event, other: Event) -> bool:
    """Whether two events of one article stand in the same words: two clauses of one sentence tell two things."""
    if not one.evidence or not other.evidence:
        return False
    left, right = one.evidence[0], other.evidence[0]
    return left.start < right.end and right.start < left.end


def _disjoint(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one) and bool(other) and not one & other


def _clocks_agree(one: Trait, other: Trait) -> bool:
    """False where both tell the time of day, and not the same."""
    if not one.clock or not other.clock or one.clock == other.clock:
        return True
    minutes = [_minutes(one.clock), _minutes(other.clock)]
    if minutes[0] is not None and minutes[1] is not None:
        return abs(minutes[0] - minutes[1]) <= 60
    return not {one.clock, other.clock} <= _PART_OF_DAY


def _minutes(clock: str) -> int | None:
    found = re.match(r"(\d{1,2}):(\d{2})", clock)
    return int(found[1]) * 60 + int(found[2]) if found else None


def _numbers(one: tuple[Quantity, ...], other: tuple[Quantity, ...]) -> float | None:
    """+1 where the same thing is counted alike, less where not; None where the numbers are of two events.

    Early tolls grow, so another toll is a difference to show. Two magnitudes half a unit apart are two earthquakes, and
    a toll twenty times another's, with both beyond a few, is of another event.
    """
    total = 0.0
    for left in one:
        for right in other:
            if left.what != right.what or left.unit != right.unit:
                continue
            low = max((q.low for q in (left, right) if q.low is not None), default=None)
            tops = (q.high if q.high is not None else q.low for q in (left, right))
            high = min((top for top in tops if top is not None), default=None)
            if low is None or high is None:
                continue
            if low <= high:
                total += 1.0
            elif (left.what == "magnitude" and low - high >= 0.5) or (high >= 3 and low / high >= 20):
                return None
            else:
                total -= 0.5
    return max(-1.0, min(1.5, total))
