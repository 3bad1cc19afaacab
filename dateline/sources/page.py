"""Web pages as servers send and browsers save them: main text, title, author, date, publisher by trafilatura."""

import re
from collections.abc import Iterator
from typing import IO

from dateline.sources.decode import decode, is_binary
from dateline.sources.files import read_whole
from dateline.sources.found import Found, Refused, UnreadableError
from dateline.sources.limits import Limits
from dateline.sources.page_date import LATEST, page_date
from dateline.sources.plain import first_title

# trafilatura looks for a date in any case; `page_date` finds the one that is used.
_DATES = {"extensive_search": False, "max_date": LATEST}

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,3}=\s{0,3}[\"']?\s{0,3}([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,100}?encoding\s{0,3}=\s{0,3}[\"']([A-Za-z0-9_:.-]{2,40})")
_SAVED_FROM = re.compile(r"<!--\s{0,3}saved from url=\(\d{1,5}\)(\S{1,2000})", re.IGNORECASE)
_LANGUAGE = re.compile(
    r"<html\b[^>]{0,2000}?\blang\s{0,3}=\s{0,3}[\"']?([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*)", re.IGNORECASE
)
_EMBEDDED = re.compile(r"data:[a-z]{1,20}/[a-z0-9.+-]{1,60}[^\"'()<>\s]{100,}", re.IGNORECASE)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|cite|code|em|font|i|img|input|label|mark|small|span|strong|sub|sup|svg|path|u|use|wbr)\b[^<>]*>",
    re.IGNORECASE,
)
# Where a line's end means something; up to the end of the page where it is not closed.
_AS_SET = re.compile(r"(<(?:pre|script|textarea)\b.*?(?:</(?:pre|script|textarea)\b|\Z))", re.IGNORECASE | re.DOTALL)
_LINE_ENDS = str.maketrans("\r\n", "  ")
_REDIRECT = re.compile(r"<meta[^>]{0,200}?http-equiv\s{0,3}=\s{0,3}[\"']?refresh", re.IGNORECASE)


def read_page(stream: IO[bytes], limits: Limits) -> Iterator[Found | Refused]:
    """The article of one HTML file.

    Raises:
        UnreadableError: it is empty, no text, too large or too complex, or holds no article.
    """
    yield extract_page(read_whole(stream, limits.text_bytes), limits)


def extract_page(data: bytes, limits: Limits, *, url: str = "", charset: str = "", position: str = "") -> Found:
    """The article of a page.

    Args:
        data: The page's bytes.
        limits: Its bounds.
        url: Where it was found, if known; the page's own canonical address goes before.
        charset: What its server said.
        position: Where in its file it was.

    Raises:
        UnreadableError: it is empty, no text, too large or too complex, or holds no article.
    """
    if not data.strip(b" \t\r\n\0"):
        raise UnreadableError("empty", f"{len(data)} bytes")
    if is_binary(data):
        raise UnreadableError("binary", "holds bytes that no page has")
    return extract_markup(decode(data, charset or declared_charset(data)).text, limits, url=url, position=position)


def extract_markup(markup: str, limits: Limits, *, url: str = "", position: str = "") -> Found:
    """The article of a page that is decoded already. See `extract_page`."""
    import lxml.etree
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    saved = _SAVED_FROM.search(markup[:4000])
    address = url or (saved[1] if saved else "")
    markup = lighten(markup, limits)
    try:
        document = bare_extraction(
            markup, url=address or None, with_metadata=True, include_comments=False, date_extraction_params=dict(_DATES)
        )
    except (lxml.etree.LxmlError, ValueError, AssertionError) as error:
        raise UnreadableError("broken", f"{type(error).__name__}: {error}"[:300]) from error
    text = (document.text or "").strip() if isinstance(document, Document) else ""
    if not isinstance(document, Document) or not text:
        why = "it only sends the reader on to another page" if _REDIRECT.search(markup[:20_000]) else "only a frame"
        raise UnreadableError("no-text", f"no main text ({why}, a list of links, or text that a script loads?)")
    title = (document.title or "").strip()
    published, basis = page_date(markup, address, title, text)
    language = _LANGUAGE.search(markup[:20_000])
    host = (document.hostname or "").removeprefix("www.")
    return Found(
        title=title or first_title(text),
        text=text,
        published=published,
        published_basis=basis,
        publisher=(document.sitename or "").strip().lstrip("@") or host,
        author=(document.author or "").replace(";", ",").strip(),
        url=(document.url or address or "").strip(),
        language=language[1] if language else "",
        position=position,
    )


def declared_charset(data: bytes) -> str:
    """The encoding that a page declares in its head, or ""."""
    head = data[:4096]
    match = _CHARSET.search(head) or _XML_ENCODING.search(head)
    return match[1].decode("ascii").lower() if match else ""


def lighten(markup: str, limits: Limits) -> str:
    """Take out what holds no words and makes pages huge: scripts (not JSON-LD), styles, embedded pictures.

    Ends of lines become spaces, which is what they mean: trafilatura's second ways of reading a page keep them, and a
    sentence that the source breaks would be several.

    Raises:
        UnreadableError: what is left is too large or too complex still.
    """
    markup = _EMBEDDED.sub("data:,", markup)
    markup = _without(_without(markup, "style"), "script", keep="ld+json")
    if len(markup) > limits.page_characters:
        message = f"{len(markup):,} characters of markup; at most {limits.page_characters:,} are read"
        raise UnreadableError("too-large", message)
    if markup.count("<") > 2 * limits.tags:  # a start and an end tag each
        markup = _INLINE.sub("", markup)
    tags = markup.count("<")
    if tags > 2 * limits.tags:
        raise UnreadableError("too-complex", f"{tags:,} tags; at most {2 * limits.tags:,} are read")
    return "".join(piece if i % 2 else piece.translate(_LINE_ENDS) for i, piece in enumerate(_AS_SET.split(markup)))


def _without(markup: str, name: str, keep: str = "") -> str:
    """Remove elements of that name but those whose start tag has `keep`. Linear, also when none is ever closed."""
    pieces, at = [], 0
    opening, closing = re.compile(rf"<{name}\b", re.IGNORECASE), re.compile(rf"</{name}\b[^<>]{{0,20}}>", re.IGNORECASE)
    while start := opening.search(markup, at):
        end = closing.search(markup, start.end())
        if end is None:
            break
        head = markup.find(">", start.end(), start.end() + 500)
        if keep and keep in markup[start.end() : head if head >= 0 else start.end()].lower():
            pieces.append(markup[at : end.end()])
        else:
            pieces.append(markup[at : start.start()])
        at = end.end()
    return "".join(pieces) + markup[at:]
