"""One event out of its reports: the best one leads, all are kept, and the id stays when a report is added."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dateline.model import Article, Dated, Event, Manner, Status, Where
from dateline.story.differences import find_differences
from dateline.story.gates import LIKELY
from dateline.story.words import terms
from dateline_geo.place import Mention, Precision

_FINE = list(Precision)  # finest first, as declared
_MANNER = [Manner.STATED, Manner.ATTRIBUTED, Manner.ALLEGED, Manner.DENIED]
_STATUS = [Status.HAPPENED, Status.ONGOING, Status.PLANNED, Status.DENIED, Status.HYPOTHETICAL]
_POINT = _FINE.index(Precision.NEAR)  # up to this precision a place is a point
_HEADLINES = 40  # reports whose headlines are compared; each with each, so not more
_VERBATIM = 0.85  # share of words from which two sentences of different articles are one sentence, copied
_SENTENCE = 6  # content words that a sentence must have before being the same counts as copied


def first_told(report: Event, articles: Mapping[str, Article]) -> tuple[dt.date, str, int, str]:
    """Sorts reports by when they were told: publication day, article, place in the article."""
    evidence = report.evidence[0] if report.evidence else None
    article = articles.get(evidence.article) if evidence is not None else None
    published = article.published if article is not None and article.published is not None else dt.date.max
    return published, evidence.article if evidence else "", evidence.start if evidence else 0, report.id


def days_of(dated: Dated | None) -> int:
    """How many days a date leaves open; a date without both bounds leaves many, no date even more."""
    if dated is None:
        return 4_000_000
    when = dated.when
    if when.earliest is None or when.latest is None or not when.year_known:
        return 3_000_000
    return (when.latest - when.earliest).days


def _fineness(where: Where | None) -> int:
    """How precisely an event is placed, 0 finest; guesses come after all that is likely, and no place last."""
    if where is None or where.resolution.place is None:
        return 2 * len(_FINE)
    guessed = len(_FINE) if where.confidence < LIKELY else 0
    return guessed + _FINE.index(where.resolution.precision or where.resolution.place.precision)


def best_report(reports: Sequence[Event], articles: Mapping[str, Article]) -> Event:
    """The report that speaks for all.

    Happened before planned, the most precise in time and then in place (a site is no better than a town), stated before
    alleged; of equals the one whose headline says most of what the others' say, told early in its article, the first.
    """
    bags = {report.id: frozenset(terms(report.headline)) for report in reports[:_HEADLINES]}
    return min(
        reports,
        key=lambda report: (
            _STATUS.index(report.status),
            days_of(report.when),
            max(_POINT, _fineness(report.where)),
            _MANNER.index(report.voice.manner),
            -_centrality(report.id, bags),
            report.evidence[0].start > 600 if report.evidence else True,
            first_told(report, articles),
        ),
    )


def _centrality(report: str, bags: Mapping[str, frozenset[str]]) -> float:
    """Mean share of words that a report's headline has in common with the others'."""
    own = bags.get(report, frozenset())
    shares = [len(own & other) / len(own | other) for name, other in bags.items() if name != report and own | other]
    return round(sum(shares) / len(shares), 2) if shares else 0.0


def count_independent(reports: Sequence[Event], copy_of: Mapping[str, str]) -> int:
    """How many reports are not copies: copied articles count once, and so do sentences taken over word by word.

    Args:
        reports: the single reports of one event.
        copy_of: for each article that has copies, the first of its group.
    """
    kept: list[tuple[str, frozenset[str]]] = []
    for report in reports:
        article = report.evidence[0].article if report.evidence else report.id
        source = copy_of.get(article, article)
        words = frozenset(terms(report.quote))
        # Only so many are compared: beyond fifty independent reports the exact count says nothing more.
        if any(source == other or _copied(words, theirs) for other, theirs in kept[:50]):
            continue
        kept.append((source, words))
    return len({source for source, _ in kept})


def _copied(one: frozenset[str], other: frozenset[str]) -> bool:
    if min(len(one), len(other)) < _SENTENCE:
        return False
    return len(one & other) >= _VERBATIM * len(one | other)


def fuse(
    reports: Sequence[Event], why: tuple[str, ...], articles: Mapping[str, Article], copy_of: Mapping[str, str]
) -> Event:
    """Join reports into one event.

    Its id is that of the report that was told first (by publication day, then article): reports that later articles
    add don't change it, and a page can lead the id of any of its reports to it. Headline, quote, voice and status are
    those of the best report; a date or place that this one lacks is lent by the report that is most precise on it, and
    its basis says so. Offsets of a lent date or place would point into another article, so they are left out.
    """
    told = sorted(reports, key=lambda report: first_told(report, articles))
    best = best_report(told, articles)
    when, where = best.when, best.where
    if when is None:
        giver = min(told, key=lambda report: (days_of(report.when), first_told(report, articles)))
        if giver.when is not None:
            when = replace(giver.when, basis=_lent(giver, giver.when.basis, articles), start=-1, end=-1)
    if _fineness(where) == 2 * len(_FINE):
        giver = min(told, key=lambda report: (_fineness(report.where), first_told(report, articles)))
        if giver.where is not None and _fineness(giver.where) < 2 * len(_FINE):
            resolution = replace(giver.where.resolution, mention=Mention(0, 0, ""))
            where = replace(giver.where, resolution=resolution, basis=_lent(giver, giver.where.basis, articles))
    return replace(
        best,
        id=told[0].id,
        when=when,
        where=where,
        evidence=tuple(dict.fromkeys([*best.evidence, *(e for report in told for e in report.evidence)])),
        actors=tuple(dict.fromkeys([*best.actors, *(actor for report in told for actor in report.actors)])),
        numbers=best.numbers,
        reports=tuple(told),
        joined=why,
        differences=find_differences(told),
        independent=count_independent(told, copy_of),
    )


def _lent(giver: Event, basis: str, articles: Mapping[str, Article]) -> str:
    article = articles.get(giver.evidence[0].article) if giver.evidence else None
    name = (article.publisher or article.title) if article is not None else ""
    return f"said by another report{f' ({name})' if name else ''}: {basis}"
