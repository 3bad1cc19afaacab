"""Do two reports tell the same event? One number for a pair, with the reasons that make it up."""

import math
import re
from collections.abc import Mapping
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
_BIAS = -6.0
_OWN_WORDS = 6.0
_LEADS = 1.0
_TIME = 1.6
_PLACE = 1.5
_TRIGGER = 1.2
_OTHER_TRIGGER = -0.6
_OTHER_TRIGGER_STRICT = -2.0  # within an article, or where only the sentences are alike, another verb is another event
_CATEGORY = 0.5
_ACTORS = 1.0
_NUMBERS = 1.0
# Below this likeness two reports mostly share no more than a day, a place and names that everybody writes of: of joins
# read by hand half were wrong below 0.4, one in thirty above. A short clause that borrowed its sentence must do better.
_FEW_WORDS = 0.4
_FEW_WORDS_SHORT = 0.5
_ALMOST_NOTHING = -1.5
_NO_ACTOR_IN_COMMON = -0.7

_ANOTHER_ONCE = -3.0  # "a second strike" in one of them
_COURSE = -1.5  # "has been shelling all week" holds many days' shellings
_NEGATED_ONCE = -1.5
_SHORT = 5  # different content words below which a clause is compared with its whole sentence

_ONCE_ONLY = 3.5

# What happens to a person once: two reports of it on the same person are one event, in whatever words.
_ONCE = {
    form: what
    for what, forms in {
        "death": "die dies died dying death",
        "birth": "born birth",
        "resignation": "resign resignation",
        "wedding": "wed wedding marry married marri marriage marriag",
        "coronation": "coronation crown crowned inauguration inaugurat",
        "verdict": "convict conviction acquitt acquittal",
        "sentence": "sentenc",
    }.items()
    for form in forms.split()
}

# Words of which an event has one: two reports that each name one, and none in common, tell two events.
_SITE_NOUNS = (
    "airport bank barracks base bridge cafe checkpoint church clinic college consulate court embassy "
    "factory farm hospital hotel house market monastery mosque museum oilfield palace park pipeline plant port prison "
    "refinery restaurant school ship shrine stadium station synagogue temple theatre theater train university village "
    "warehouse"
)
_SITES = frozenset(map(stem, _SITE_NOUNS.split()))
_PERSONS = frozenset(map(stem, ("man", "woman", "boy", "girl", "baby")))
_NEGATED = re.compile(r"\b(no|not|never|nobody|none|without)\b|n[’']t\b", re.IGNORECASE)
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
    own: Vector
    lead: Vector
    trigger: str
    once: str
    actors: Mapping[str, float]  # the last word of each name, and how telling it is, 0 to 1
    sites: frozenset[str]
    persons: frozenset[str]
    short: bool  # the event's own words were too few, those of its sentence stand for them
    another: bool
    negated: bool
    clock: str


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The content words of an event itself; those of its place and date are left to the gates.

    A clause of a few words ("to begin on Monday") says too little by itself: then `short` is set and its sentence is
    read with it.
    """

    words: tuple[str, ...]
    gated: frozenset[str]
    short: bool


def own_words(event: Event, article: Article) -> OwnWords:
    """The words by which a report is compared."""
    gated = _gated_words(event, article)
    words = [term for term in terms(f"{event.headline}\n{event.quote}") if term not in gated]
    short = len(set(words)) < _SHORT
    if short:
        first, last = _sentence(event)
        words.extend(term for term in terms(article.text[first:last]) if term not in gated)
    return OwnWords(tuple(words), gated, short)


def _sentence(event: Event) -> tuple[int, int]:
    """Offsets of the longest words that an event of one article rests on: its sentence."""
    longest = max(event.evidence, key=lambda evidence: evidence.end - evidence.start, default=None)
    return (longest.start, longest.end) if longest is not None else (0, 0)


def _gated_words(event: Event, article: Article) -> frozenset[str]:
    skip: set[str] = set()
    if event.where is not None:
        skip.update(terms(event.where.resolution.mention.text))
        if event.where.resolution.place is not None:
            skip.update(terms(event.where.resolution.place.name))
    if event.when is not None and event.when.start >= 0:
        skip.update(terms(article.text[event.when.start : event.when.end]))
    return frozenset(skip)


def lead_words(article: Article) -> tuple[str, ...]:
    """The words of an article's title and opening, which say what the affair is about."""
    return tuple(terms(f"{article.title}\n{article.text[:500]}"))


def trait_of(event: Event, article: Article, own: OwnWords, weights: Weights, lead: Vector) -> Trait:
    """Work out a report's trait."""
    first, last = event.trigger
    trigger = stem(fold(article.text[first:last])) if 0 <= first < last <= len(article.text) else ""
    clock = event.when.when.time if event.when is not None else ""
    bag = frozenset(own.words)
    return Trait(
        event=event,
        article=article,
        span=span_of(event.when),
        label=label_of(event.when),
        spot=spot_of(event.where),
        own=weights.vector(own.words),
        lead=lead,
        trigger=trigger,
        once="verdict" if trigger == "found" and "guilty" in bag else _ONCE.get(trigger, ""),
        actors={n: weights.rarity(n) for actor in event.actors if (n := _surname(actor)) and n not in own.gated},
        sites=bag & _SITES,
        persons=bag & _PERSONS,
        short=own.short,
        another=_ANOTHER.search(event.quote) is not None,
        negated=_NEGATED.search(event.quote) is not None,
        clock=clock,
    )


@dataclass(frozen=True, slots=True)
class Match:
    """The log-odds that two reports tell one event, and what speaks for it."""

    score: float
    time: Agreement
    place: Agreement
    words: float


def time_gate(one: Trait, other: Trait) -> Agreement | None:
    """Whether the two dates go together."""
    if one.span is not None and other.span is not None:
        if not _clocks_agree(one, other):
            return None
        return agree_on_time(one.span, other.span)
    if one.span is None and other.span is None and one.label == other.label:
        return Agreement(0.0, "both say “{one}”" if one.label else "neither is dated", one.label)
    return None


def place_gate(one: Trait, other: Trait) -> Agreement | None:
    """Whether the two places go together; a report without a place goes with any, and gains nothing by it."""
    if one.spot is not None and other.spot is not None:
        towns = one.spot.town and other.spot.town and one.spot.place.key != other.spot.place.key
        if towns and one.article.id == other.article.id:  # a writer who names two towns tells of two
            return None
        agreement = agree_on_place(one.spot, other.spot)
        if agreement is None and same_once(one, other):  # the place of a clause about a death is often that of another
            return Agreement(0.0, "{one} or {other}", one.spot.place.name, other.spot.place.name)
        return agreement
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
    if numbers is None or (within and numbers < 0):  # a writer knows one toll of one event
        return None
    score = _BIAS + _OWN_WORDS * own + _TIME * time.weight + _PLACE * place.weight + _NUMBERS * numbers
    score += _LEADS * cosine(one.lead, other.lead)
    if one.once and one.once == other.once:
        score += _ONCE_ONLY if same_once(one, other) else 0.0
    elif one.trigger and other.trigger:
        strict = within or one.short or other.short
        other_trigger = _OTHER_TRIGGER_STRICT if strict else _OTHER_TRIGGER
        score += _TRIGGER if one.trigger == other.trigger else other_trigger
    if "other" not in (one.event.category, other.event.category):
        score += _CATEGORY if one.event.category == other.event.category else -_CATEGORY
    if own < (_FEW_WORDS_SHORT if one.short or other.short else _FEW_WORDS) and not one.once:
        score += _ALMOST_NOTHING
    if one.actors and other.actors:
        score += _ACTORS * _same_actors(one.actors, other.actors)
    if one.another != other.another and not verbatim:
        score += _ANOTHER_ONCE
    if one.negated != other.negated and not verbatim:
        score += _NEGATED_ONCE
    if one.span != other.span and (one.event.status is Status.ONGOING) != (other.event.status is Status.ONGOING):
        score += _COURSE
    if (one.event.status is Status.HYPOTHETICAL) != (other.event.status is Status.HYPOTHETICAL):
        score -= 1.0
    return Match(score, time, place, own)


def _surname(actor: str) -> str:
    """The last word of a name, stemmed; empty for what is no name ("'s", "10")."""
    words = [word for word in terms(actor) if word.isalpha()]
    return words[-1] if words else ""


def _same_actors(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """1 where the rarer names are shared, less where only names are that every report has, negative where none is."""
    shared = math.fsum(weight for name, weight in one.items() if name in other)
    if not one.keys() & other.keys():
        return _NO_ACTOR_IN_COMMON
    return shared / max(1e-9, min(math.fsum(one.values()), math.fsum(other.values()))) * min(1.0, shared)


def _overlap(one: Event, other: Event) -> bool:
    """Whether two events of one article stand in the same sentence: its clauses tell different things."""
    left, right = _sentence(one), _sentence(other)
    return left[0] < right[1] and right[0] < left[1]


def same_once(one: Trait, other: Trait) -> bool:
    """Whether both tell of what happens to a person once, and of the same person."""
    return bool(one.once) and one.once == other.once and not one.actors.keys().isdisjoint(other.actors)


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
