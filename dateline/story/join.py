"""Which reports tell the same event: groups that hold together, found without comparing everything with everything."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from dateline.story.gates import Span
from dateline.story.match import Match, match, place_gate, same_once, time_gate
from dateline.story.trait import Trait
from dateline.story.words import written

_KEYS = 8  # most telling words of a report, by which it is found
_WINDOW = 40  # groups that are kept under one word of one day: beyond it the word tells nothing
_BUDGET = 120  # groups that are read for one report in all, its most telling words first
_CANDIDATES = 8  # groups that a report is compared with, most shared words first
_SHARED = 0.10  # least sum of squared weights of shared words: below it the cosine can't reach what a match needs
_MEMBERS = 5  # reports of a group that a newcomer must go with
_SLACK = 1.2  # by how much one of them may fall short of the bar, if their mean does not

Group = list[Trait]
Drawer = tuple[int, int | str]
"""A kind of stretch of time, and which one of that kind."""


@dataclass(slots=True)
class _Cluster:
    """A group while it grows, with what its gates need: every different time and place that its reports give."""

    members: Group
    articles: set[str]
    times: list[Trait]
    places: list[Trait]
    ids: set[str]


@dataclass(slots=True)
class Grouping:
    """The groups, in the order of their first reports, and how many reports met a full window."""

    groups: list[Group]
    crowded: list[Trait] = field(default_factory=list)


def _order(trait: Trait) -> tuple[int, int, dt.date, str, int, str]:
    """Precise dates first, so that a vague report joins an exact one and not the other way round."""
    span = trait.span
    start = trait.event.evidence[0].start if trait.event.evidence else 0
    return (
        span.days if span is not None else 10_000,
        span.first if span is not None else 0,
        trait.article.published or dt.date.max,
        trait.article.id,
        start,
        trait.event.id,
    )


def _months(span: Span) -> Iterator[int]:
    first, last = dt.date.fromordinal(span.first), dt.date.fromordinal(span.last)
    yield from range(first.year * 12 + first.month, last.year * 12 + last.month + 1)


def _years(span: Span) -> Iterator[int]:
    yield from range(dt.date.fromordinal(span.first).year, dt.date.fromordinal(span.last).year + 1)


_DAYS, _DAY_MONTH, _ANY_YEAR, _LONG_MONTH, _LONG_YEAR = range(5)


def _keys(trait: Trait) -> list[tuple[str, float]]:
    """The words by which a report is found, most telling first, each with its weight."""
    once = [(f"{trait.once}:{name}", 1.0) for name in sorted(trait.person)]
    return once + list(trait.own.items())[:_KEYS]


def _posts(trait: Trait) -> list[Drawer]:
    """The drawers of the index that a report is put in."""
    span = trait.span
    if span is None:
        return [(_DAYS, trait.label)]
    if span.days == 1:
        return [(_DAYS, span.first), *((_DAY_MONTH, m) for m in _months(span)), *((_ANY_YEAR, y) for y in _years(span))]
    if span.days <= 31:
        return [*((_LONG_MONTH, m) for m in _months(span)), *((_ANY_YEAR, y) for y in _years(span))]
    return [(_LONG_YEAR, y) for y in _years(span)]


def _looks(trait: Trait) -> list[Drawer]:
    """The drawers that a report looks into: those of reports that are as exact or more so, for these come first."""
    span = trait.span
    if span is None:
        return [(_DAYS, trait.label)]
    if span.days == 1:
        return [(_DAYS, span.first), (_DAYS, span.first - 1), (_DAYS, span.first + 1)]
    if span.days <= 31:
        return [(kind, m) for m in _months(span) for kind in (_DAY_MONTH, _LONG_MONTH)]
    return [(kind, y) for y in _years(span) for kind in (_ANY_YEAR, _LONG_YEAR)]


def group(
    units: Iterable[Group], *, bar: float, one_article: bool = False, apart: Mapping[str, Set[str]] | None = None
) -> Grouping:
    """Put units (a report, or reports of one article already joined) together where they tell one event.

    Each unit is compared with the groups that share its most telling words and its days, never with all, so the cost
    grows with the number of units. It joins the best group all of whose sampled reports it goes with (complete link),
    whose every date and place its own date and place go with, and which has no other event of its article: an article
    that tells two things tells two events.

    Args:
        units: what to group.
        bar: log-odds from which two reports are one event.
        one_article: all units are of one article, so sharing it is no obstacle.
        apart: for a report's id, ids of reports that it must not be joined with.
    """
    ordered = sorted(units, key=lambda unit: _order(unit[0]))
    looks = [_looks(unit[0]) for unit in ordered]
    # Only drawers that somebody will look into are filled.
    index: dict[Drawer, dict[str, list[int]]] = {drawer: {} for drawers in looks for drawer in drawers}
    clusters: list[_Cluster] = []
    crowded: list[Trait] = []
    for unit, drawers in zip(ordered, looks, strict=True):
        head = unit[0]
        keys = _keys(head)
        shared, full = _read([words for drawer in drawers if (words := index[drawer])], keys)
        if full:
            crowded.append(head)
        likely = sorted((-weight, holder) for holder, weight in shared.items() if weight >= _SHARED)[:_CANDIDATES]
        best: tuple[float, int] | None = None
        for _, holder in likely:
            score = _fits(unit, clusters[holder], bar, one_article, apart or {})
            if score is not None and (best is None or score > best[0]):
                best = (score, holder)
        if best is None:
            home = len(clusters)
            clusters.append(_Cluster([], set(), [], [], set()))
        else:
            home = best[1]
        _add(clusters[home], unit)
        for drawer in _posts(head):
            words_of = index.get(drawer)
            if words_of is None:
                continue
            for term, _ in keys:
                holders = words_of.get(term)
                if holders is None:
                    words_of[term] = [home]
                elif len(holders) <= _WINDOW and home not in holders:
                    holders.append(home)
    return Grouping([cluster.members for cluster in clusters], crowded)


def _read(
    drawers: Sequence[Mapping[str, Sequence[int]]], keys: Iterable[tuple[str, float]]
) -> tuple[Mapping[int, float], bool]:
    """For each group found under the words, the sum of their squared weights; and whether something was left unread."""
    shared: dict[int, float] = {}
    left = _BUDGET
    full = False
    for term, weight in keys:
        gain = weight * weight
        for words in drawers:
            holders = words.get(term)
            if not holders:
                continue
            if len(holders) > min(_WINDOW, left):
                full = True
                holders = holders[: min(_WINDOW, left)]
            left -= len(holders)
            for holder in holders:
                shared[holder] = shared.get(holder, 0.0) + gain
    return shared, full


def _add(cluster: _Cluster, unit: Group) -> None:
    cluster.members.extend(unit)
    for trait in unit:
        cluster.articles.add(trait.article.id)
        cluster.ids.add(trait.event.id)
        if all((t.span, t.label, t.clock) != (trait.span, trait.label, trait.clock) for t in cluster.times):
            cluster.times.append(trait)
        if trait.spot is not None and all(
            t.spot is not None and t.spot.place.key != trait.spot.place.key for t in cluster.places
        ):
            cluster.places.append(trait)


def _fits(unit: Group, cluster: _Cluster, bar: float, one_article: bool, apart: Mapping[str, Set[str]]) -> float | None:
    """The mean log-odds with which a unit belongs to a cluster; None where it does not."""
    head = unit[0]
    # An article comes back to a death again and again; else what it tells twice in other words is two events.
    repeated = one_article or all(same_once(head, member) for member in _sample(cluster.members))
    if not repeated and any(trait.article.id in cluster.articles for trait in unit):
        return None
    if apart and any(not cluster.ids.isdisjoint(apart.get(trait.event.id, ())) for trait in unit):
        return None
    if any(time_gate(head, other) is None for other in cluster.times):
        return None
    if any(place_gate(head, other) is None for other in cluster.places):
        return None
    scores: list[float] = []
    for member in _sample(cluster.members):
        found = match(head, member)
        if found is None or found.score < bar - _SLACK:
            return None
        scores.append(found.score)
    mean = sum(scores) / len(scores)
    return mean if mean >= bar else None


def _sample(members: Sequence[Trait]) -> Sequence[Trait]:
    """The first report and others spread evenly over the rest."""
    if len(members) <= _MEMBERS:
        return members
    step = (len(members) - 1) / (_MEMBERS - 1)
    return [members[round(i * step)] for i in range(_MEMBERS)]


def reasons(members: Sequence[Trait], lead: Trait) -> tuple[str, ...]:
    """Why the reports are taken for one event: their times, their places, the words that they share."""
    matches: list[Match] = []
    shared: dict[str, int] = {}
    for other in members:
        if other is lead:
            continue
        found = match(lead, other)
        if found is not None:
            matches.append(found)
        for term in set(lead.own) & set(other.own):
            shared[term] = shared.get(term, 0) + 1
    lines = [*_few(m.time.reason for m in matches), *_few(m.place.reason for m in matches)]
    said = [term for term in shared if len(term) > 2 and term.isalpha()] or list(shared)
    telling = sorted(said, key=lambda term: (-shared[term] * lead.own[term], term))[:5]
    if telling:
        words = ", ".join(f"“{word}”" for word in _surface(telling, lead))
        likeness = [m.words for m in matches]
        alike = f"; likeness of wording {min(likeness):.2f}" if likeness else ""
        if len(likeness) > 1 and max(likeness) - min(likeness) >= 0.005:
            alike += f" to {max(likeness):.2f}"
        lines.append(f"words in common: {words}{alike}")
    return tuple(lines)


def _few(reasons: Iterable[str]) -> list[str]:
    """The different reasons, most frequent first, three at most."""
    counts: dict[str, int] = {}
    for reason in reasons:
        if reason:
            counts[reason] = counts.get(reason, 0) + 1
    return sorted(counts, key=lambda reason: (-counts[reason], reason))[:3]


def _surface(stems: Iterable[str], trait: Trait) -> list[str]:
    """Stems as the report writes them."""
    forms = written(f"{trait.event.headline}\n{trait.event.quote}")
    return [forms.get(term, term) for term in stems]
