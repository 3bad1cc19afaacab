"""A report with everything that comparisons need, worked out once: words, gates, what keeps it apart."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dateline.model import Article, Event, Reading
from dateline.story.gates import Span, Spot, label_of, span_of, spot_of
from dateline.story.words import Vector, Weights, fold, stem, terms

_SHORT = 5  # different content words below which a clause is compared with its whole sentence

# What happens to a person once: two reports of it on the same person are one event, in whatever words.
_ONCE_WORDS = {
    "death": "die dies died dying death deaths",
    "birth": "born birth",
    "resignation": "resign resigned resigns resignation",
    "wedding": "wed wedding marry married marries marriage",
    "coronation": "coronation crowned crown inauguration inaugurated",
    "verdict": "convict convicted conviction acquit acquitted acquittal",
    "sentence": "sentence sentenced sentences sentencing",
}
# Verbs and nouns with which one paper tells what another tells with the next.
_LIKE_WORDS = (
    "attack strike airstrike raid bomb bombing bombard bombardment shell shelling pound hit fire",
    "kill killed death dead die died slay",
    "wound injure hurt injury",
    "approve pass adopt authorize authorise vote endorse back mandate resolution",
    "impose slap order sanction",
    "arrest detain seize capture abduct kidnap",
    "capture seize take retake overrun control conquer",
    "start begin began begun launch open erupt break broke",
    "meet meeting met talk summit conference hold held",
    "resign quit defect leave left step",
    "flee fled escape evacuate",
    "arrive land reach enter",
    "protest demonstrate demonstration rally march",
    "release free freed",
    "explode explosion blast detonate",
    "crash collide collision",
    "reject refuse deny dismiss",
    "urge call ask demand request",
    "announce declare say vow pledge",
    "agree accept sign deal agreement",
    "coup overthrow overthrew oust topple depose power",
    "invade invasion",
    "earthquake quake tremor",
    "bomb explosion blast",
)


def _by_stem(groups: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """For each stem the names of the groups that it is in."""
    found: dict[str, set[str]] = {}
    for name, words in groups:
        for word in words.split():
            found.setdefault(stem(word), set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


_ONCE = {word: min(names) for word, names in _by_stem(_ONCE_WORDS.items()).items()}
_LIKE = _by_stem((str(number), words) for number, words in enumerate(_LIKE_WORDS))

# Words of which an event has one: two reports that each name one, and none in common, tell two events.
_SITE_NOUNS = (
    "airport bank barracks base bridge cafe checkpoint church clinic college consulate court embassy "
    "factory farm hospital hotel house market monastery mosque museum oilfield palace park pipeline plant port prison "
    "refinery restaurant school ship shrine stadium station synagogue temple theatre theater train university village "
    "warehouse"
)
_SITES = frozenset(map(stem, _SITE_NOUNS.split()))
_PERSONS = frozenset(map(stem, ("man", "woman", "boy", "girl", "baby")))
_DEMONYM = ("ian", "yan", "can", "ese", "ish", "aqi", "eli", "german")
_PEOPLE = frozenset(("people", "persons", "civilians", "others", "percent", "million", "billion", "were", "have"))
_NEGATED = re.compile(r"\b(no|not|never|nobody|none|without)\b|n[’']t\b", re.IGNORECASE)
_ANOTHER = re.compile(r"\b(another|second|third|fourth|separate(ly)?|elsewhere|different|aftershock)\b", re.IGNORECASE)
_COUNT = re.compile(
    r"\b(\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen) (?=(\w+)(?: (\w+))?)",
    re.IGNORECASE,
)


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
    once: str  # what happened that happens to a person once ("death"), empty for all else
    person: frozenset[str]  # to whom: surnames, empty where `once` is
    actors: Mapping[str, float]  # the last word of each name, and how telling it is, 0 to 1
    sites: frozenset[str]
    persons: frozenset[str]
    counts: Mapping[str, str]  # what the quote counts → the number as it is written
    short: bool  # the event's own words were too few, those of its sentence stand for them
    another: bool
    negated: bool
    clock: str


@dataclass(frozen=True, slots=True)
class Own:
    """What of a report's trait hangs on no other report; the fields of the same names are as `Trait` has them.

    `words` are the content words of the event itself; those of its place and date are left to the gates. A clause of a
    few words ("to begin on Monday") says too little by itself: then `short` is set and its sentence is read with it.
    """

    words: tuple[str, ...]
    surnames: tuple[str, ...]  # of its actors
    span: Span | None
    label: str
    spot: Spot | None
    trigger: str
    once: str
    person: frozenset[str]
    sites: frozenset[str]
    persons: frozenset[str]
    counts: Mapping[str, str]
    short: bool
    another: bool
    negated: bool
    clock: str


def own_of(event: Event, article: Article) -> Own:
    """Work out what can be said of a report before the others are known."""
    gated = _gated_words(event, article)
    words = [term for term in terms(f"{event.headline}\n{event.quote}") if term not in gated]
    short = len(set(words)) < _SHORT
    if short:
        first, last = sentence_of(event)
        words.extend(term for term in terms(article.text[first:last]) if term not in gated)
    first, last = event.trigger
    trigger = stem(fold(article.text[first:last])) if 0 <= first < last <= len(article.text) else ""
    bag = frozenset(words)
    once = "verdict" if trigger == "found" and "guilty" in bag else _ONCE.get(trigger, "")
    names = {name: surname for name in event.actors if (surname := _surname(name)) and surname not in gated}
    return Own(
        words=tuple(words),
        surnames=tuple(names.values()),
        span=span_of(event.when),
        label=label_of(event.when),
        spot=spot_of(event.where),
        trigger=trigger,
        once=once,
        person=frozenset(s for name, s in names.items() if _is_person(name, article.text)) if once else frozenset(),
        sites=bag & _SITES,
        persons=bag & _PERSONS,
        counts=_counts(event.quote),
        short=short,
        another=_ANOTHER.search(event.quote) is not None,
        negated=_NEGATED.search(event.quote) is not None,
        clock=event.when.when.time if event.when is not None else "",
    )


class Owns:
    """Remembers `own_of` and `lead_words` for the very same values, so that they can be asked for early."""

    def __init__(self) -> None:
        self._events: dict[int, tuple[Event, Article, Own]] = {}
        self._leads: dict[int, tuple[Article, tuple[str, ...]]] = {}

    def prepare(self, readings: Iterable[Reading]) -> None:
        """Ask for all that is shown in some readings."""
        for reading in readings:
            self.lead(reading.article)
            for event in reading.events:
                if event.shown:
                    self.of(event, reading.article)

    def of(self, event: Event, article: Article) -> Own:
        """What `own_of` gives."""
        known = self._events.get(id(event))
        if known is None or known[0] is not event or known[1] is not article:
            known = self._events[id(event)] = event, article, own_of(event, article)
        return known[2]

    def lead(self, article: Article) -> tuple[str, ...]:
        """What `lead_words` gives."""
        known = self._leads.get(id(article))
        if known is None or known[0] is not article:
            known = self._leads[id(article)] = article, lead_words(article)
        return known[1]


def sentence_of(event: Event) -> tuple[int, int]:
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


def trait_of(event: Event, article: Article, own: Own, weights: Weights, lead: Vector) -> Trait:
    """A report's trait among the reports of a story, which make some words more telling than others."""
    return Trait(
        event=event,
        article=article,
        span=own.span,
        label=own.label,
        spot=own.spot,
        own=weights.vector(own.words),
        lead=lead,
        trigger=own.trigger,
        once=own.once,
        person=own.person,
        actors={surname: weights.rarity(surname) for surname in own.surnames},
        sites=own.sites,
        persons=own.persons,
        counts=own.counts,
        short=own.short,
        another=own.another,
        negated=own.negated,
        clock=own.clock,
    )


def _counts(quote: str) -> dict[str, str]:
    """What is counted in a text; people are left to the event's own numbers, whose difference is shown."""
    found: dict[str, str] = {}
    for number in _COUNT.finditer(quote):
        for noun in (number[2], number[3]):
            if noun and len(noun) > 3 and fold(noun) not in _PEOPLE:
                found.setdefault(stem(fold(noun)), fold(number[1]).rstrip(",."))
    return found


def _surname(actor: str) -> str:
    """The last word of a name, stemmed; empty for what is no name ("'s", "10")."""
    words = [word for word in terms(actor) if word.isalpha()]
    return words[-1] if words else ""


def _is_person(name: str, text: str) -> bool:
    """Whether the article calls somebody by that name with a first name or a title: "Jane Doe", "Mr Doe"."""
    *first, last = name.split()
    if not last[:1].isupper() or last.casefold().endswith(_DEMONYM):
        return False
    if first:
        return True
    return re.search(rf"(?<![.!?] )(?<!^)\b(?!The\b)[A-Z][\w'’.-]* {re.escape(last)}\b", text) is not None


def are_alike(one: str, other: str) -> bool:
    """Whether two triggers, stemmed, are words for one kind of thing."""
    return not _LIKE.get(one, frozenset()).isdisjoint(_LIKE.get(other, frozenset()))
