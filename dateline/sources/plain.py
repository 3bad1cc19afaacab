"""Plain text and Markdown, with or without front matter."""

import re
from collections.abc import Iterator

from dateline.sources.decode import Decoded, decode, is_binary
from dateline.sources.found import Found, Refused, UnreadableError
from dateline.sources.frontmatter import split_front_matter

TITLE_CHARACTERS = 200
_MARKDOWN_CHARACTERS = 1_000_000  # what lies beyond is cut off the article anyway, and keeps its marks

# Every pattern below takes linear time: what may repeat never overlaps with what comes next, or is bounded.
_HEADING = re.compile(r"^[ ]{0,3}#{1,6}[ \t]+(.*)$", re.MULTILINE)
_ADDRESS = r"\((?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?:[ ]\"[^\"\n]{0,500}\")?\)"
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,500}\]" + _ADDRESS)
_LINK = re.compile(r"\[([^\[\]\n]{0,500})\](?:" + _ADDRESS + r"|\[[^\[\]\n]{0,200}\])")
_AUTOLINK = re.compile(r"<(https?://[^>\s]{1,2000})>")
_EMPHASIS = re.compile(r"(?<![\w\\*_])(\*\*\*|\*\*|\*|___|__|_)(?=\S)([^\n*_]{1,2000}?)(?<=\S)\1(?![\w*_])")
_QUOTE = re.compile(r"^[ ]{0,3}>[ ]?", re.MULTILINE)
_RULE = re.compile(r"^[ ]{0,3}(?:[-*_][ \t]*){3,}$\n?", re.MULTILINE)
_BULLET = re.compile(r"^([ \t]*)(?:[-*+])[ \t]+", re.MULTILINE)
_COMMENT = re.compile(r"<!--[^<]{0,10000}?-->", re.DOTALL)


def read_text(data: bytes) -> Iterator[Found | Refused]:
    """One article of plain text; its first line is the title if it looks like one, and stays part of the text.

    Raises:
        UnreadableError: it is empty or binary.
    """
    yield from _read(data, markdown=False)


def read_markdown(data: bytes) -> Iterator[Found | Refused]:
    """One article of Markdown: as plain text, with the marks (headings, emphasis, links, images) taken off.

    Raises:
        UnreadableError: it is empty or binary.
    """
    yield from _read(data, markdown=True)


def _read(data: bytes, *, markdown: bool) -> Iterator[Found | Refused]:
    decoded = text_of(data)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    head = split_front_matter(text)
    body = plain_markdown(head.body) if markdown else head.body
    if not body.strip():
        raise UnreadableError("empty", "no text" + (" below its front matter" if head.values else ""))
    if decoded.replaced:
        detail = f"{decoded.replaced} bytes are not {decoded.encoding.upper()}"
        yield Refused("encoding", detail, of_article=True)
    for number, message in head.problems:
        yield Refused("front-matter", message, f"line {number}", of_article=True)
    values = head.values
    yield Found(
        title=values.get("title") or first_title(body),
        text=body,
        published=values.get("published", ""),
        published_basis="front matter" if "published" in values else "",
        publisher=values.get("publisher", ""),
        author=values.get("author", ""),
        url=values.get("url", ""),
        language=values.get("language", ""),
        home=values.get("home", ""),
    )


def text_of(data: bytes, declared: str = "") -> Decoded:
    """Decode what should be text.

    Raises:
        UnreadableError: it is empty or binary.
    """
    if not data.strip(b" \t\r\n\0"):
        raise UnreadableError("empty", "no text" if data else "0 bytes")
    if is_binary(data):
        raise UnreadableError("binary", "holds bytes that no text has")
    return decode(data, declared)


def first_title(text: str) -> str:
    """The first line that is not blank if it looks like a title, else its beginning, cut at a word.

    A title is short and has no full stop at its end; "U.S." and "Inc." may have one.
    """
    line = next((line.strip() for line in text.split("\n", 50) if line.strip()), "")
    if looks_like_title(line):
        return line
    if len(line) <= 80:
        return line
    cut = line[:80].rsplit(None, 1)[0] if " " in line[:80] else line[:80]
    return cut.rstrip(" ,;:–—-") + "…"


def looks_like_title(line: str) -> bool:
    """True for a short line that does not end as a sentence does."""
    if not line or len(line) > TITLE_CHARACTERS or "\n" in line:
        return False
    abbreviation = re.search(r"(?:\b[A-Z]\.){2,}$|\b(?:Inc|Ltd|Co|Jr|Sr|No|St)\.$", line) is not None
    return abbreviation or not line.endswith((".", ";", ":", ","))


def plain_markdown(text: str) -> str:
    """Take the marks off Markdown and keep its words; code stays as it is."""
    text, rest = text[:_MARKDOWN_CHARACTERS], text[_MARKDOWN_CHARACTERS:]
    pieces = re.split(r"(^[ ]{0,3}```.*?(?:^[ ]{0,3}```[ \t]*$|\Z))", text, flags=re.MULTILINE | re.DOTALL)
    return "".join(piece if i % 2 else _plain(piece) for i, piece in enumerate(pieces)) + rest


def _plain(text: str) -> str:
    text = _COMMENT.sub("", text)
    text = _IMAGE.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = _AUTOLINK.sub(r"\1", text)
    text = _RULE.sub("", text)
    text = _HEADING.sub(lambda match: match[1].rstrip().rstrip("#").rstrip(), text)
    text = _QUOTE.sub("", text)
    text = _BULLET.sub(r"\1", text)
    for _ in range(2):  # bold around italic
        text = _EMPHASIS.sub(r"\2", text)
    return re.sub(r"\n{3,}", "\n\n", text)
