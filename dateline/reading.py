"""One article in, one reading out: the parse, the places, the dates and the events made of them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from itertools import chain, islice, tee
from typing import TYPE_CHECKING

from dateline.cache_readings import unpack_reading
from dateline.events import assemble, tense_at
from dateline.model import Article, Dated, Drop, Event, Reading
from dateline.parse import parse
from dateline.pool import CHUNK, chunked, read_in_pool
from dateline.prose import MAX_CHARACTERS, prose_end
from dateline.reading_packed import pack_chunk, settle_worker
from dateline.story.salience import article_saliences
from dateline_geo import GeoContext, read_places
from dateline_geo.context import country_of_host
from dateline_geo.gazetteer import Gazetteer
from dateline_timeline import day_first_for, read_dates
from dateline_timeline.when import DateRange

_HALVES = re.compile("[\ud800-\udfff]")

if TYPE_CHECKING:
    from spacy.tokens import Doc


def read_doc(article: Article, doc: "Doc", gazetteer: Gazetteer) -> Reading:
    """Read an article whose text (or the head of it) has been parsed to `doc`."""
    context = GeoContext(
        title=article.title,
        publisher=article.publisher,
        url=article.url,
        language=article.language,
        home=article.home_point,
        home_name=article.home,
    )
    where = read_places(doc, gazetteer, context)
    country = country_of_host(article.url)
    when = read_dates(
        doc.text,
        published=article.published,
        language=article.language,
        day_first=day_first_for(article.language, country),
        tense=tense_at(doc),
        country=country,
    )
    assembly = assemble(article, doc, where.resolutions, when.timexes, when.periods)
    events = tuple(_in_range(event, when.ranges) for event in assembly.events)
    saliences = article_saliences(events, article)
    events = tuple(replace(e, salience=salience) for e, salience in zip(events, saliences, strict=True))
    drops = [Drop(f"place-{r.reason}", article.id, r.mention.start, r.mention.end, r.detail) for r in where.rejections]
    drops += [Drop(f"date-{r.reason}", article.id, r.start, r.end, r.detail) for r in when.refusals]
    spans = {(event.when.start, event.when.end) for event in events if event.when}
    used = [one for one in when.ranges if (one.start, one.end) in spans]
    drops += [d for d in assembly.drops if not (d.reason.startswith("date-") and _is_end(d, used))]
    if len(article.text) > len(doc.text):
        drops.append(_unread(article, len(doc.text)))
    drops.sort(key=lambda drop: (drop.start, drop.end, drop.reason))
    return Reading(article, events, tuple(drops), where.resolutions, when.timexes)


def _whole(text: str) -> str:
    """The text with halves of characters replaced, one for one: no tokenizer can read them, and offsets must hold."""
    return text if text.isascii() else _HALVES.sub("\ufffd", text)


def _unread(article: Article, start: int) -> Drop:
    if start == MAX_CHARACTERS:
        detail = f"only the first {MAX_CHARACTERS:,} characters of an article are read"
        return Drop("text-too-long", article.id, start, len(article.text), detail)
    return Drop("not-prose", article.id, start, len(article.text), f"{len(article.text) - start:,} characters")


def _in_range(event: Event, ranges: tuple[DateRange, ...]) -> Event:
    """An event that one end of a range dates lasts as long as the range: "from 5 to 8 May" is more than 5 May."""
    dated = event.when
    if dated is None or dated.start < 0:
        return event
    for one in ranges:
        for timex in (one.first, one.last):
            if (dated.start, dated.end) == (timex.start, timex.end):
                basis = dated.basis.replace(f"“{timex.text}”", f"“{one.text}”")
                return replace(event, when=Dated(one.when, basis, dated.confidence, one.start, one.end))
    return event


def _is_end(drop: Drop, ranges: list[DateRange]) -> bool:
    """Whether what was dropped is the other end of a range that dates an event."""
    return any((drop.start, drop.end) in ((r.first.start, r.first.end), (r.last.start, r.last.end)) for r in ranges)


def read_batch(articles: list[Article], gazetteer: Gazetteer) -> Iterator[Reading]:
    """Read articles in order, parsed together."""
    docs = parse(_whole(article.text[: prose_end(article.text)]) for article in articles)
    for article, doc in zip(articles, docs, strict=True):
        yield read_doc(article, doc, gazetteer)


def read_article(article: Article, gazetteer: Gazetteer) -> Reading:
    """Read one article. Pure but for the language model, which is loaded once in a process."""
    return next(read_batch([article], gazetteer))


def read_chunk(gazetteer: Gazetteer, articles: list[Article]) -> list[Reading]:
    """Read articles in a worker process; the gazetteer comes as its path and is opened there."""
    settle_worker(None)
    return list(read_batch(articles, gazetteer))


def read_articles(articles: Iterable[Article], gazetteer: Gazetteer, *, workers: int = 1) -> Iterator[Reading]:
    """Read articles in order, with that many processes (0: one a core). Memory does not grow with their number.

    A few articles are read in this process even when more are allowed: loading the model again costs more.
    """
    iterator = iter(articles)
    head = list(islice(iterator, CHUNK))
    if workers == 1 or len(head) < CHUNK:
        for chunk in chunked(chain(head, iterator)):
            yield from read_batch(chunk, gazetteer)
        return
    given, waiting = tee(chain(head, iterator))
    pooled = read_in_pool(partial(pack_chunk, gazetteer, None), given, workers=workers)
    for made, article in zip(pooled, waiting, strict=True):
        yield made if isinstance(made, Reading) else unpack_reading(made, article)
