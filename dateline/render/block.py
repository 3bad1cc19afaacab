"""Turns a story into the blocks of data that the page carries: columns for drawing, chunks of JSON for reading.

A block is raw deflate in base64, so nothing in it can end a script element. The block `head` has the columns of all
events that the first view shows; `trail` has those that lead on from an event: its id, and where it stands in which
article. The others are JSON arrays of so many events, articles or texts, unpacked when somebody looks at one of them.
"""

import base64
import zlib
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import MappingProxyType

import msgspec

from dateline.drop_list import count_reasons, with_reasons
from dateline.model import Drop, Event, Story
from dateline.render.cards import NotShown, card_of, source_of
from dateline.render.columns import CHUNK, TEXTS, Columns

DROPS = 200  # of each reason; the rest are counted, and all are in run.json


@dataclass(frozen=True, slots=True)
class Blocks:
    """What the page carries: the packed head, and the packed chunks by name ("cards-0", "articles-0", "texts-0")."""

    head: str
    chunks: Mapping[str, str]


def pack_story(
    story: Story,
    *,
    include_text: bool,
    new: frozenset[str] = frozenset(),
    changed: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    merged: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    reasons: Mapping[str, str] = MappingProxyType({}),
    renamed: Mapping[str, str] = MappingProxyType({}),
) -> Blocks:
    """Pack all that the page shows of a story.

    Args:
        story: events sorted by time, as `Story` has them.
        include_text: whether whole articles go in.
        new: ids of events that the run before did not have.
        changed: id of an event that the run before had otherwise → what was otherwise, in lines.
        merged: id of an event that was several → what those were called.
        reasons: code of a drop → a sentence for the reader.
        renamed: id in an older run → id of the same event now.
    """
    articles = {article.id: number for number, article in enumerate(story.articles)}
    texts = [article.text for article in story.articles]
    columns = Columns(story, articles, new, changed.keys(), merged.keys())
    made: dict[str, Future[str]] = {}
    with ThreadPoolExecutor(1) as packer:  # deflating leaves this thread free, and begins with what is there already
        if include_text:
            made |= _chunks(packer, "texts", texts, TEXTS)
        made |= _chunks(packer, "articles", [source_of(article) for article in story.articles], CHUNK)
        for number, start in enumerate(range(0, len(story.events), CHUNK)):
            # One chunk at a time: all cards at once would keep the garbage collector busy for seconds.
            events = story.events[start : start + CHUNK]
            cards = [card_of(event, articles, texts, columns.names) for event in events]
            for event, card in zip(events, cards, strict=True):
                card.changed, card.merged = changed.get(event.id, ()), merged.get(event.id, ())
            made[f"cards-{number}"] = packer.submit(pack, msgspec.json.encode(cards))
        counts, drops = _drops(story.drops, articles, texts)
        made |= _chunks(packer, "drops", drops, CHUNK)
        if aliases := _aliases(story.events, renamed):
            made["aliases-0"] = packer.submit(pack, msgspec.json.encode(aliases))
        sentences = {code: reasons[code] for code in counts if code in reasons}
        made["trail"] = packer.submit(pack, columns.pack_trail())
        head = columns.pack(len(story.articles), counts, sentences, include_text=include_text)
        first = pack(head)
    return Blocks(first, {name: future.result() for name, future in made.items()})


def pack(raw: bytes) -> str:
    """Deflate and base64. Level 5: 9 costs four times the time for 2 % of the size, 3 saves a third of it for 10 %."""
    packer = zlib.compressobj(5, zlib.DEFLATED, -15, 9)
    return base64.b64encode(packer.compress(raw) + packer.flush()).decode()


def _chunks(packer: Executor, name: str, items: Sequence[object], size: int) -> dict[str, Future[str]]:
    """Blocks of `size` items each, packed in another thread, by name."""
    return {
        f"{name}-{number}": packer.submit(pack, msgspec.json.encode(items[start : start + size]))
        for number, start in enumerate(range(0, len(items), size))
    }


def _aliases(events: Sequence[Event], renamed: Mapping[str, str]) -> dict[str, int]:
    """Other ids by which a link may ask for an event: of the reports joined in it, and of older runs."""
    numbers = {event.id: number for number, event in enumerate(events)}
    reports = {report.id: number for number, event in enumerate(events) for report in event.reports}
    aliases = {old: numbers.get(now, reports.get(now, -1)) for old, now in renamed.items()}
    return {name: number for name, number in (aliases | reports).items() if number >= 0 and name not in numbers}


def _drops(
    drops: Sequence[Drop], articles: Mapping[str, int], texts: Sequence[str]
) -> tuple[dict[str, int], list[tuple[str, NotShown]]]:
    """How many of each reason, most first, and the first `DROPS` of each."""
    counts = count_reasons(drops)
    shown: dict[str, list[NotShown]] = {reason: [] for reason in counts}
    wanted = set(counts)  # reasons of which more are to be shown: what has no other is not unpacked
    for drop in with_reasons(drops, wanted):
        items = shown[drop.reason]
        number = articles.get(drop.article, -1)
        words = texts[number][max(drop.start, 0) : max(drop.end, 0)][:300] if number >= 0 else ""
        items.append(NotShown(drop.detail, words, number))
        if len(items) == min(DROPS, counts[drop.reason]):
            wanted.discard(drop.reason)
    ordered = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    return ordered, [(reason, item) for reason in ordered for item in shown[reason]]
