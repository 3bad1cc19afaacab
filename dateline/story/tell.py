"""Many readings become one story."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dateline.drop_list import join_drops
from dateline.model import Article, Drop, Event, Reading, Story
from dateline.story.copies import find_copies
from dateline.story.fuse import first_told, fuse
from dateline.story.join import Group, group, reasons
from dateline.story.reasons import DUPLICATE_ARTICLE, NOT_ALL_COMPARED
from dateline.story.salience import story_salience
from dateline.story.trait import Owns, Trait, trait_of
from dateline.story.words import Weights
from dateline_geo.place import Extent

# Log-odds. Within an article a writer rarely tells one thing twice in other words, and two strikes of one morning stand
# in one report: there the bar is higher.
_BAR = 0.0
_BAR_WITHIN = 1.5

_BY_HAND = "joined by a correction"


def tell(
    readings: Iterable[Reading],
    *,
    title: str,
    together: Iterable[Sequence[str]] = (),
    apart: Iterable[Sequence[str]] = (),
    copies: tuple[tuple[str, ...], ...] | None = None,
    owns: Owns | None = None,
) -> Story:
    """Turn readings into a story: the same event told twice becomes one, copies of articles count as one report.

    The result depends on the readings alone, not on their order.

    Args:
        readings: what was read, one an article. An article that comes twice (the same id) is used once. Events that are
            not to be shown (`Event.shown`) are left out; their readings hold a drop for each.
        title: of the story.
        together: groups of event ids that a person said are one event.
        apart: groups of event ids that a person said are different events.
        copies: what `find_copies` makes of the articles, each once, where somebody has asked it already.
        owns: what is known of the single reports, where somebody has asked already.

    Returns:
        Events sorted by time, undated ones last. Drops of all readings come first, in the articles' order.
    """
    unique, repeated = _once(readings)
    articles = {reading.article.id: reading.article for reading in unique}
    if copies is None:
        copies = find_copies(articles.values())
    copy_of = {article: members[0] for members in copies for article in members}

    traits = _traits(unique, owns or Owns())
    forbidden = _forbidden(apart)
    within: list[Group] = []
    crowded: list[Trait] = []
    for of_article in traits:
        if len(of_article) == 1:
            within.append(of_article)
            continue
        found = group([[trait] for trait in of_article], bar=_BAR_WITHIN, one_article=True, apart=forbidden)
        within.extend(found.groups)
        crowded.extend(found.crowded)
    across = group(within, bar=_BAR, apart=forbidden)
    crowded.extend(across.crowded)
    groups, by_hand = _force(across.groups, together)

    in_all = len(articles) - sum(len(members) - 1 for members in copies)
    events = [_event(members, index in by_hand, articles, copy_of, in_all) for index, members in enumerate(groups)]
    late: list[Drop] = []
    if crowded:
        late.append(_crowded(crowded))
    return Story(
        title=title,
        events=tuple(sorted(events, key=_by_time)),
        articles=tuple(articles.values()),
        drops=join_drops(tuple(repeated), *(reading.drops for reading in unique), tuple(late)),
        copies=copies,
        extents=_extents(events),
    )


def each_once(articles: Iterable[Article]) -> list[Article]:
    """Articles by publication day and id, each once: the first by its path."""
    kept: dict[str, Article] = {}
    for article in sorted(articles, key=_by_day):
        kept.setdefault(article.id, article)
    return list(kept.values())


def _by_day(article: Article) -> tuple[dt.date, str, str]:
    return article.published or dt.date.max, article.id, article.path


def _once(readings: Iterable[Reading]) -> tuple[list[Reading], list[Drop]]:
    """Readings by publication day and id, each article once; the others become drops."""
    shown = (replace(reading, events=tuple(event for event in reading.events if event.shown)) for reading in readings)
    order = sorted(shown, key=lambda reading: _by_day(reading.article))
    kept: dict[str, Reading] = {}
    drops: list[Drop] = []
    for reading in order:
        article = reading.article
        first = kept.setdefault(article.id, reading)
        if first is not reading:
            detail = f"{article.path or article.id}: the same article as {first.article.path or first.article.id}"
            drops.append(Drop(DUPLICATE_ARTICLE, "", 0, 0, detail))
    return list(kept.values()), drops


def _traits(readings: Sequence[Reading], owns: Owns) -> list[list[Trait]]:
    """The traits of each article's events; ids that come twice get a number, so that each leads to one event."""
    known = [[owns.of(event, reading.article) for event in reading.events] for reading in readings]
    weights = Weights(own.words for of_article in known for own in of_article)
    leads = [owns.lead(reading.article) for reading in readings]
    lead_weights = Weights(leads)
    seen: Counter[str] = Counter()
    result: list[list[Trait]] = []
    for reading, of_article, lead in zip(readings, known, leads, strict=True):
        vector = lead_weights.vector(lead)
        traits: list[Trait] = []
        for event, own in zip(reading.events, of_article, strict=True):
            seen[event.id] += 1
            named = event if seen[event.id] == 1 else replace(event, id=f"{event.id}-{seen[event.id]}")
            traits.append(trait_of(named, reading.article, own, weights, vector))
        result.append(traits)
    return result


def _forbidden(apart: Iterable[Sequence[str]]) -> Mapping[str, set[str]]:
    forbidden: dict[str, set[str]] = {}
    for ids in apart:
        for one in ids:
            forbidden.setdefault(one, set()).update(other for other in ids if other != one)
    return forbidden


def _force(groups: list[Group], together: Iterable[Sequence[str]]) -> tuple[list[Group], set[int]]:
    """Join groups that a person said are one; also the indexes of those so made."""
    home = {trait.event.id: index for index, members in enumerate(groups) for trait in members}
    merged = [list(members) for members in groups]
    touched: set[int] = set()
    for ids in together:
        wanted = sorted({home[one] for one in ids if one in home})
        if len(wanted) < 2:
            continue
        target = wanted[0]
        for index in wanted[1:]:
            home.update((trait.event.id, target) for trait in merged[index])
            merged[target].extend(merged[index])
            merged[index] = []
            touched.discard(index)
        touched.add(target)
    kept = [index for index, members in enumerate(merged) if members]
    places = {old: new for new, old in enumerate(kept)}
    return [merged[index] for index in kept], {places[index] for index in touched}


def _event(
    members: Group, by_hand: bool, articles: Mapping[str, Article], copy_of: Mapping[str, str], in_all: int
) -> Event:
    reports = [trait.event for trait in members]
    if len(reports) == 1:
        event = reports[0]
    else:
        lead = min(members, key=lambda trait: first_told(trait.event, articles))
        why = (_BY_HAND,) if by_hand else ()
        event = fuse(reports, why + reasons(members, lead), articles, copy_of)
    return replace(event, salience=story_salience(reports, event.independent, in_all))


def _by_time(event: Event) -> tuple[bool, dt.date, dt.date, str, str]:
    """Dated before undated; by the first day that the date allows, then the last, then the clock."""
    when = event.when.when if event.when is not None else None
    first = (when.earliest or when.latest) if when is not None else None
    if when is None or first is None:
        return True, dt.date.max, dt.date.max, "", event.id
    return False, first, when.latest or dt.date.max, when.time, event.id


def _crowded(crowded: Sequence[Trait]) -> Drop:
    first = crowded[0]
    evidence = first.event.evidence[0] if first.event.evidence else None
    return Drop(
        NOT_ALL_COMPARED,
        first.article.id,
        evidence.start if evidence is not None else 0,
        evidence.end if evidence is not None else 0,
        f"{len(crowded)} reports share their day and words with so many others that each was compared with the "
        "likeliest only; some reports of one event may stand apart",
    )


def _extents(events: Iterable[Event]) -> dict[str, Extent]:
    extents: dict[str, Extent] = {}
    for event in events:
        for account in (event, *event.reports):
            place = account.where.resolution.place if account.where is not None else None
            if place is not None and place.extent is not None:
                extents.setdefault(place.key, place.extent)
    return dict(sorted(extents.items()))
