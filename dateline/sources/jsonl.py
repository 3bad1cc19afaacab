"""JSON and JSON Lines of articles: our own records, ninjs, and what scrapers commonly write."""

import io
import json
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from dateline.sources.decode import clean, decode
from dateline.sources.found import Found, Refused, UnreadableError
from dateline.sources.limits import Limits
from dateline.sources.markup import fragment_text
from dateline.sources.plain import first_title

Text = str | int | float | None


class Record(msgspec.Struct, frozen=True):
    """An article as a JSON object. The first nine fields are ours; the others are ninjs' and scrapers'."""

    text: str | None = None
    id: Text = None
    title: str | None = None
    published: Text = None
    url: str | None = None
    publisher: msgspec.Raw = msgspec.Raw(b"null")
    author: msgspec.Raw = msgspec.Raw(b"null")
    language: str | None = None
    home: str | None = None
    # ninjs 1.x and 2.x
    uri: str | None = None
    headline: str | None = None
    headlines: msgspec.Raw = msgspec.Raw(b"null")
    bodies: msgspec.Raw = msgspec.Raw(b"null")
    body_text: str | None = None
    body_html: str | None = None
    body_xhtml: str | None = None
    versioncreated: str | None = None
    versionCreated: str | None = None  # noqa: N815  ninjs 2 writes it so
    firstcreated: str | None = None
    firstCreated: str | None = None  # noqa: N815
    contentCreated: str | None = None  # noqa: N815
    byline: str | None = None
    by: str | None = None
    copyrightholder: str | None = None
    # others
    date: Text = None
    date_published: Text = None
    datePublished: Text = None  # noqa: N815  schema.org
    content: msgspec.Raw = msgspec.Raw(b"null")
    body: str | None = None
    articleBody: str | None = None  # noqa: N815  schema.org
    source: msgspec.Raw = msgspec.Raw(b"null")


_DECODER = msgspec.json.Decoder(Record)
_ENVELOPES = ("articles", "items", "entries", "results", "data")


def read_json_lines(stream: BinaryIO, limits: Limits) -> Iterator[Found | Refused]:
    """Articles of a file with one JSON object a line, in its order; a bad line costs that line.

    `text` is kept character for character, so that offsets into it hold for whoever gave it.
    """
    number = 0
    found = False
    while line := stream.readline(limits.record_bytes + 1):
        number += 1
        found = found or bool(line.strip())
        position = f"line {number}"
        if len(line) > limits.record_bytes:
            while line and not line.endswith(b"\n"):
                line = stream.readline(limits.record_bytes)
            yield Refused("too-large", f"the line is longer than {limits.record_bytes:,} bytes", position)
        elif line.strip():
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            yield read_record(line, position)
    if not found:
        raise UnreadableError("empty", f"{number} empty lines")


def read_json(data: bytes, limits: Limits) -> Iterator[Found | Refused]:
    """Articles of one JSON document: an object, a list of them, or a list under a key such as "articles".

    Raises:
        UnreadableError: it is no JSON, or has no articles.
    """
    if not data.strip():
        raise UnreadableError("empty", f"{len(data)} bytes")
    data = decode(data).text.encode() if not data.startswith(b"{") else data
    try:
        parts = _parts(data)
    except RecursionError as error:
        raise UnreadableError("too-complex", "it is nested too deeply") from error
    except msgspec.DecodeError as error:
        if b"\n" in data.strip() and data.lstrip().startswith(b"{"):  # JSON Lines under the other name
            yield from read_json_lines(io.BytesIO(data), limits)
            return
        raise UnreadableError("broken", f"it is no JSON: {error}") from error
    except UnicodeDecodeError as error:
        raise UnreadableError("broken", f"it is no UTF-8: {error}") from error
    if not parts:
        raise UnreadableError("empty", "the list has no articles")
    for number, part in enumerate(parts, 1):
        yield read_record(bytes(part), f"record {number}" if len(parts) > 1 else "")


def read_record(data: bytes, position: str) -> Found | Refused:
    """One JSON object as an article, or why it is none."""
    try:
        record = _DECODER.decode(data)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        mended = _mend(data)
        if mended is None:
            return Refused("bad-record", f'{error}; write one object an article, with a "text"', position)
        try:
            record = _DECODER.decode(mended)
        except (msgspec.ValidationError, msgspec.DecodeError) as second:
            return Refused("bad-record", f'{second}; write one object an article, with a "text"', position)
    return _found(record, position)


def _found(record: Record, position: str) -> Found | Refused:
    text = record.text
    if text is None:
        text = record.body_text or record.body or record.articleBody or _content(record.content) or ""
        text = text or _ninjs_body(record) or ""
    identity = record.id if record.id is not None else record.uri
    source_id = "" if identity is None else clean(str(identity))
    if not text.strip():
        missing = "its text is empty" if record.text is not None else 'it has no "text"'
        return Refused("empty", missing + (f" (id {source_id})" if source_id else ""), position)
    text = clean(text)
    published = next(
        (
            value
            for value in (
                record.published, record.datePublished, record.date_published, record.date, record.firstCreated,
                record.firstcreated, record.contentCreated, record.versionCreated, record.versioncreated,
            )
            if value not in (None, "")
        ),
        "",
    )  # fmt: skip
    return Found(
        title=clean(record.title or record.headline or _ninjs_headline(record) or "") or first_title(text),
        text=text,
        published=clean(str(published)),
        published_basis="the record" if published != "" else "",
        publisher=_name(record.publisher) or _name(record.source) or clean(record.copyrightholder or ""),
        author=_name(record.author) or clean(record.byline or record.by or ""),
        url=clean(record.url or (record.uri if (record.uri or "").startswith("http") else "") or ""),
        language=clean(record.language or ""),
        home=clean(record.home or ""),
        source_id=source_id,
        position=position,
    )


class _Named(msgspec.Struct, frozen=True):
    name: str = ""
    title: str = ""


class _Body(msgspec.Struct, frozen=True):
    role: str = ""
    contenttype: str = ""
    contentType: str = ""  # noqa: N815
    value: str = ""


class _Envelope(msgspec.Struct, frozen=True):
    articles: list[msgspec.Raw] | None = None
    items: list[msgspec.Raw] | None = None
    entries: list[msgspec.Raw] | None = None
    results: list[msgspec.Raw] | None = None
    data: list[msgspec.Raw] | None = None


def _parts(data: bytes) -> list[msgspec.Raw]:
    if data.lstrip()[:1] == b"[":
        return msgspec.json.decode(data, type=list[msgspec.Raw])
    try:
        envelope = msgspec.json.decode(data, type=_Envelope)
    except msgspec.ValidationError:
        return [msgspec.Raw(data)]
    for name in _ENVELOPES:
        inside: list[msgspec.Raw] | None = getattr(envelope, name)
        if inside:
            return inside
    return [msgspec.Raw(data)]


def _as(raw: msgspec.Raw, kind: type[msgspec.Struct] | object) -> object:
    """The raw value decoded as `kind`, or None where it is something else."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.ValidationError, msgspec.DecodeError):
        return None


def _name(raw: msgspec.Raw) -> str:
    """A name from "Reuters", {"name": "Reuters"}, ["A", {"name": "B"}]."""
    for kind in (str, _Named, list[str], list[_Named]):
        value = _as(raw, kind)
        if isinstance(value, str):
            return clean(value)
        if isinstance(value, _Named):
            return clean(value.name or value.title)
        if isinstance(value, list):
            return clean(", ".join(v if isinstance(v, str) else v.name for v in value))
    return ""


def _content(raw: msgspec.Raw) -> str:
    value = _as(raw, str)
    return value if isinstance(value, str) else ""


def _ninjs_body(record: Record) -> str:
    bodies = _as(record.bodies, list[_Body])
    if isinstance(bodies, list):
        ordered = sorted(
            bodies, key=lambda b: ("plain" not in b.contenttype + b.contentType, b.role not in ("main", ""))
        )
        for body in ordered:
            if body.value.strip():
                is_html = "html" in (body.contenttype + body.contentType).lower()
                return fragment_text(body.value) if is_html else str(body.value)
    markup = record.body_html or record.body_xhtml
    return fragment_text(markup) if markup else ""


def _ninjs_headline(record: Record) -> str:
    headlines = _as(record.headlines, list[_Body])
    if isinstance(headlines, list):
        for headline in sorted(headlines, key=lambda h: h.role not in ("main", "")):
            if headline.value.strip():
                return fragment_text(headline.value) if "<" in headline.value else str(headline.value)
    return ""


def _mend(data: bytes) -> bytes | None:
    """The same object without what JSON allows and text doesn't: lone surrogates; or in another encoding."""
    try:
        value = json.loads(data if data[:1] in b"{[ " else decode(data).text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    return clean(json.dumps(value, ensure_ascii=False)).encode()
