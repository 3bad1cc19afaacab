"""Do two reports tell the same event? One number for a pair, with the reasons that make it up."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from dateline.model import Event, Quantity, Status
from dateline.story.gates import Agreement, agree_on_place, agree_on_time
from dateline.story.trait import Trait, are_alike, sentence_of
from dateline.story.words import cosine

# Log-odds that two reports tell one event, set by hand and then checked on pairs read by hand; see bench/story.md.
_BIAS = -5.5
_OWN_WORDS = 6.0
_LEADS = 1.0
_TIME = 1.6
_PLACE = 1.5
_TRIGGER = 1.2
_LIKE_TRIGGER = 0.6  # "approved" and "voted for"
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
_OTHER_COUNT = -1.2  # "two explosions" and "four explosions"
_COURSE = -1.5  # "has been shelling all week" holds many days' shellings
_NEGATED_ONCE = -1.5

_ONCE_ONLY = 3.5

_PART_OF_DAY = frozenset({"MO", "AF", "EV", "NI", "MI", "DT"})


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
        if one.trigger == other.trigger:
            score += _TRIGGER
        else:
            score += _LIKE_TRIGGER if are_alike(one.trigger, other.trigger) else other_trigger
    if "other" not in (one.event.category, other.event.category):
        score += _CATEGORY if one.event.category == other.event.category else -_CATEGORY
    if own < (_FEW_WORDS_SHORT if one.short or other.short else _FEW_WORDS) and not one.once:
        score += _ALMOST_NOTHING
    if one.actors and other.actors:
        score += _ACTORS * _same_actors(one.actors, other.actors)
    if one.another != other.another and not verbatim:
        score += _ANOTHER_ONCE
    shared = one.counts.keys() & other.counts.keys()
    if shared and all(one.counts[noun] != other.counts[noun] for noun in shared):
        score += _OTHER_COUNT
    if one.negated != other.negated and not verbatim:
        score += _NEGATED_ONCE
    apart = time.weight < 1
    if apart and (one.event.status is Status.ONGOING) != (other.event.status is Status.ONGOING):
        score += _COURSE
    if (one.event.status is Status.HYPOTHETICAL) != (other.event.status is Status.HYPOTHETICAL):
        score -= 1.0
    return Match(score, time, place, own)


def _same_actors(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """1 where the rarer names are shared, less where only names are that every report has, negative where none is."""
    shared = math.fsum(weight for name, weight in one.items() if name in other)
    if not one.keys() & other.keys():
        return _NO_ACTOR_IN_COMMON
    return shared / max(1e-9, min(math.fsum(one.values()), math.fsum(other.values()))) * min(1.0, shared)


def _overlap(one: Event, other: Event) -> bool:
    """Whether two events of one article stand in the same sentence: its clauses tell different things."""
    left, right = sentence_of(one), sentence_of(other)
    return left[0] < right[1] and right[0] < left[1]


def same_once(one: Trait, other: Trait) -> bool:
    """Whether both tell of what happens to a person once, and of the same person."""
    return bool(one.once) and one.once == other.once and not one.person.isdisjoint(other.person)


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
