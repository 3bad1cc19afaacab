"""Mail (.eml) and web archives of one page (.mhtml), both of which are MIME: the article, and those attached to it."""

import email
import email.policy
import io
import re
from collections.abc import Iterator
from email.message import EmailMessage, Message
from email.utils import parseaddr
from typing import IO

from dateline.sources.decode import decode
from dateline.sources.files import read_whole
from dateline.sources.formats import format_of
from dateline.sources.found import Found, Refused, UnreadableError
from dateline.sources.limits import Limits
from dateline.sources.markup import fragment_text
from dateline.sources.page import extract_page
from dateline.sources.plain import first_title

_MAX_PARTS = 1_000
_MAX_DEPTH = 20  # of parts in parts
# A header with a thousand continuation lines: the standard library takes time with the square of their number.
_FOLDED = re.compile(rb"\n[!-9;-~]{1,80}:[^\n]*(?:\n[ \t][^\n]*){1000}")
_ENOUGH = 200  # characters of a plain-text part below which the HTML part is looked at first


def read_mhtml(stream: IO[bytes], limits: Limits) -> Iterator[Found | Refused]:
    """The page of a web archive as Chromium and others save it.

    Raises:
        UnreadableError: it is damaged, or its page holds no article.
    """
    message = _parse(stream, limits)
    address = _header(message, "Snapshot-Content-Location") or _header(message, "Content-Location")
    pages = [part for part in _parts(message) if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    if not pages:
        raise UnreadableError("no-text", "the archive has no page in it")
    main = next((page for page in pages if address and _header(page, "Content-Location") == address), pages[0])
    address = address or _header(main, "Content-Location")
    yield extract_page(_payload(main), limits, url=address, charset=main.get_content_charset() or "")


def read_mail(stream: IO[bytes], limits: Limits) -> Iterator[Found | Refused]:
    """A mail's own text, then what is attached to it, as articles.

    Raises:
        UnreadableError: it is no mail, or has neither text nor attachments that can be read.
    """
    message = _parse(stream, limits)
    if not message.keys():
        raise UnreadableError("broken", "it has no header lines, so it is no mail")
    yield from _mail(message, limits, "", 0)


def _mail(message: EmailMessage, limits: Limits, position: str, depth: int) -> Iterator[Found | Refused]:
    from dateline.sources.opener import reader_of

    parts = list(_parts(message))
    attached = [part for part in parts if part.get_filename() or part.get_content_type() == "message/rfc822"]
    bodies = [part for part in parts if part not in attached]
    found = _body(message, bodies, limits, position)
    if found is not None:
        yield found
    count = 0
    for number, part in enumerate(attached, 1):
        name = part.get_filename() or ""
        where = f"{position + ', ' if position else ''}attachment {number}" + (f" ({name[:80]})" if name else "")
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], EmailMessage) and depth < 3:
                count += 1
                yield from _mail(inner[0], limits, where, depth + 1)
            continue
        data = _payload(part)
        format_ = format_of(name, data[:4096]) if "." in name else ""
        if format_ in ("pdf", "docx", "html", "mhtml") and depth < 3:
            count += 1
            try:
                for inside in reader_of(format_)(io.BytesIO(data), limits):
                    if isinstance(inside, Found):
                        yield _placed(inside, where)
            except UnreadableError as error:
                yield Refused(error.reason, error.detail, where)
    if found is None and not count:
        raise UnreadableError("no-text", "the mail has no text and nothing attached that is read")


def _placed(found: Found, position: str) -> Found:
    import dataclasses

    return dataclasses.replace(found, position=position)


def _body(message: EmailMessage, bodies: list[EmailMessage], limits: Limits, position: str) -> Found | None:
    plain = next((part for part in bodies if part.get_content_type() == "text/plain"), None)
    page = next((part for part in bodies if part.get_content_type() == "text/html"), None)
    text = ""
    if plain is not None:
        text = decode(_payload(plain), plain.get_content_charset() or "").text.replace("\r\n", "\n").strip()
    url = language = ""
    if page is not None and len(text) < _ENOUGH:
        data, charset = _payload(page), page.get_content_charset() or ""
        try:
            inside = extract_page(data, limits, charset=charset)
            text, url, language = inside.text, inside.url, inside.language
        except UnreadableError:  # a mail of a few lines has no main text to be told from the rest
            text = text or fragment_text(decode(data, charset).text)
    if not text:
        return None
    name, address = parseaddr(_header(message, "From"))
    return Found(
        title=_header(message, "Subject") or first_title(text),
        text=text,
        published=_header(message, "Date"),
        published_basis="the mail's date" if _header(message, "Date") else "",
        publisher=address.rpartition("@")[2],
        author=name,
        url=url,
        language=language or _header(message, "Content-Language"),
        source_id=_header(message, "Message-ID").strip("<> "),
        position=position,
    )


def _header(message: EmailMessage, name: str) -> str:
    """A header's text; "" where the standard library can't make sense of it, as of a date in the year 99999999999."""
    try:
        return str(message.get(name) or "").strip()
    except (ValueError, ArithmeticError, LookupError, AttributeError, TypeError):
        return ""


def _parse(stream: IO[bytes], limits: Limits) -> EmailMessage:
    data = read_whole(stream, limits.text_bytes)
    if not data.strip():
        raise UnreadableError("empty", f"{len(data)} bytes")
    if _FOLDED.search(b"\n" + data):
        raise UnreadableError("too-complex", "one of its headers goes on for more than a thousand lines")
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage):  # pragma: no cover  the policy makes them
        raise UnreadableError("broken", "it is no mail")
    return message


def _parts(message: Message, depth: int = 0) -> Iterator[EmailMessage]:
    """The leaves of a message in order; an attached message is a leaf."""
    if depth > _MAX_DEPTH:
        raise UnreadableError("too-complex", f"its parts are nested more than {_MAX_DEPTH} deep")
    payload = message.get_payload()
    if message.get_content_maintype() == "multipart" and isinstance(payload, list):
        if len(payload) > _MAX_PARTS:
            raise UnreadableError("too-complex", f"it has {len(payload):,} parts; at most {_MAX_PARTS:,} are read")
        for part in payload:
            if isinstance(part, Message):
                yield from _parts(part, depth + 1)
    elif isinstance(message, EmailMessage):
        yield message


def _payload(part: EmailMessage) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
