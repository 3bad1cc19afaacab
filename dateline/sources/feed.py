"""XML that carries news: RSS and Atom (feedparser), NewsML-G2 and NITF."""

import re
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element  # the type only: defusedxml does the parsing

from dateline.sources.files import read_whole
from dateline.sources.found import Found, Refused, UnreadableError
from dateline.sources.limits import Limits
from dateline.sources.markup import fragment_text
from dateline.sources.plain import first_title
from dateline.sources.xml import local, named, parse_xml, words, xml_text

_PROLOGUE = re.compile(r"\A(?:\s|<!--(?:[^-]|-(?!->)){0,10000}-->|<\?[^>]{0,1000}\?>|<!DOCTYPE[^>\[]{0,1000}>){0,50}")
_ROOT = re.compile(r"<(?:[\w.-]{1,40}:)?([\w.-]{1,40})")
# feedparser looks for mail addresses in authors with an expression whose time grows with the square of such a run:
# 40 kB took it some ten seconds. Nothing that is read here has one (encoded pictures do, and are not read).
_RUN = re.compile(r"[\w.+&#;-]{500,}", re.ASCII)
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read_xml(stream: IO[bytes], limits: Limits) -> Iterator[Found | Refused]:
    """Articles of a feed, a NewsML-G2 item, package or message, or a NITF document.

    Raises:
        UnreadableError: it is damaged, dangerous, or none of these.
    """
    text = xml_text(read_whole(stream, limits.text_bytes), limits)
    first = _ROOT.match(_PROLOGUE.sub("", text))
    name = first[1].lower() if first else ""
    if name in ("rss", "feed", "rdf", "channel"):
        yield from _feed(text)
        return
    if name == "html":
        from dateline.sources.page import extract_markup

        yield extract_markup(text, limits)
        return
    root = parse_xml(text)
    items = [item for item in root.iter() if local(item) == "newsItem"]
    if items:
        for number, item in enumerate(items, 1):
            yield _news_item(item, f"item {number}" if len(items) > 1 else "")
    elif local(root) == "nitf" or next(named(root, "nitf"), None) is not None:
        yield _nitf(root if local(root) == "nitf" else next(named(root, "nitf")))
    else:
        raise UnreadableError("unknown-format", f"XML of <{local(root)[:40]}> is neither a feed nor NewsML-G2 nor NITF")


def _feed(text: str) -> Iterator[Found | Refused]:
    import feedparser

    text = _RUN.sub(lambda run: run[0][:500], text)
    try:
        parsed = feedparser.parse(text.encode(), sanitize_html=False, resolve_relative_uris=False)
    except (
        ValueError,
        LookupError,
        AttributeError,
        TypeError,
        ArithmeticError,
    ) as error:  # from deep in its loose parser
        raise UnreadableError("broken", f"the feed can't be read: {error}"[:300]) from error
    if not parsed.entries:
        why = parsed.get("bozo_exception")
        if parsed.get("bozo") and why is not None:
            raise UnreadableError("broken", f"the feed can't be read: {why}"[:300])
        raise UnreadableError("no-text", "the feed has no entries")
    publisher = _string(parsed.feed.get("title"))
    language = _string(parsed.feed.get("language"))
    for number, entry in enumerate(parsed.entries, 1):
        position = f"entry {number}"
        bodies = [_string(content.get("value")) for content in entry.get("content", ())]
        body = fragment_text(max([*bodies, _string(entry.get("summary"))], key=len))
        title = fragment_text(_string(entry.get("title")))
        if not body:
            if not title:
                yield Refused("empty", "the entry has neither text nor title", position)
                continue
            body = title
        # What feedparser makes of a date is in UTC; the day that the publisher wrote is the one meant.
        published = _string(entry.get("published") or entry.get("updated") or entry.get("created"))
        source = entry.get("source") or {}
        yield Found(
            title=title or first_title(body),
            text=body,
            published=published,
            published_basis="the feed" if published else "",
            publisher=_string(source.get("title")) or publisher,
            author=_string(entry.get("author")),
            url=_string(entry.get("link")),
            language=_string(entry.get("language")) or language,
            source_id=_string(entry.get("id")),
            position=position,
        )


def _news_item(item: Element, position: str) -> Found | Refused:
    content = next(named(item, "contentMeta"), item)
    meta = next(named(item, "itemMeta"), item)
    pieces = [words(part) for part in _bodies(item)]
    text = "\n".join(piece for piece in pieces if piece)
    identity = item.get("guid", "")
    if not text:
        return Refused("no-text", f"the news item {identity[:100]} carries no text", position)
    published = next(
        (
            (element.text or "").strip()
            for parent, name in ((content, "contentCreated"), (meta, "firstCreated"), (meta, "versionCreated"))
            for element in named(parent, name)
            if (element.text or "").strip()
        ),
        "",
    )
    language = next((element.get("tag", "") for element in named(content, "language")), item.get(_XML_LANG, ""))
    provider = next(named(meta, "provider"), None)
    link = next((e.get("href", "") for e in named(item, "link") if e.get("href", "").startswith("http")), "")
    return Found(
        title=_first(content, "headline") or _first(meta, "title") or first_title(text),
        text=text,
        published=published,
        published_basis="the news item" if published else "",
        publisher=_name(provider) or _first(content, "creditline"),
        author=_first(content, "by") or _name(next(named(content, "creator"), None)),
        url=link,
        language=language,
        source_id=identity,
        position=position,
    )


def _bodies(item: Element) -> Iterator[Element]:
    for content in named(item, "contentSet"):
        for part in content:
            if local(part) == "inlineData":
                yield part
            elif local(part) == "inlineXML":
                inside = next(named(part, "body.content", "body"), part)
                yield next(named(inside, "body.content"), inside)


def _nitf(root: Element) -> Found | Refused:
    text = words(next(named(root, "body.content"), None))
    if not text:
        return Refused("no-text", "the NITF document has no text")
    head = next(named(root, "hedline"), root)
    dates = (e.get("norm", "") for e in named(root, "date.issue", "date.release", "story.date"))
    published = next((date for date in dates if date), "")
    return Found(
        title=_first(head, "hl1") or _first(root, "title") or first_title(text),
        text=text,
        published=published,
        published_basis="the document's head" if published else "",
        publisher=next((e.get("name", "") for e in named(root, "pubdata")), "") or _first(root, "distributor"),
        author=_first(root, "byline"),
        source_id=next((e.get("id-string", "") for e in named(root, "doc-id")), ""),
    )


def _first(element: Element, name: str) -> str:
    return " ".join(words(next(named(element, name), None)).split())


def _name(element: Element | None) -> str:
    if element is None:
        return ""
    return _first(element, "name") or element.get("literal", "")


def _string(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
