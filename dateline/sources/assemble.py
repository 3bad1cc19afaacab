"""Raw fields to articles: ids, publication dates, lengths; every note that a reader made becomes a drop."""

import hashlib
import re
from collections.abc import Iterable, Iterator

from dateline.model import Article, Drop
from dateline.sources.decode import clean
from dateline.sources.found import Found, Refused
from dateline.sources.head_date import head_date
from dateline.sources.limits import Limits
from dateline.sources.plain import first_title
from dateline.sources.published import parse_published

ID_CHARACTERS = 16  # 64 bits: among a million articles one collision in 37 million runs
_FIELD_CHARACTERS = 500
_SPACE = re.compile(r"\s+")


def article_id(title: str, text: str, published: str, url: str) -> str:
    """The id of an article: hex digits of a hash of what it says, so that it stays when the file moves."""
    digest = hashlib.sha256("\x1f".join((title, text, published, url)).encode())
    return digest.hexdigest()[:ID_CHARACTERS]


def assemble(
    parts: Iterable[Found | Refused], shown: str, sha256: str, limits: Limits, language: str = "en"
) -> Iterator[Article | Drop]:
    """Turn what a reader found in one file into articles and drops. Drops about an article come right after it."""
    waiting: list[Refused] = []
    for part in parts:
        if isinstance(part, Refused):
            if part.of_article:
                waiting.append(part)
            else:
                yield whole_drop(shown, part)
            continue
        yield from _article(part, waiting, shown, sha256, limits, language)
        waiting.clear()


def whole_drop(shown: str, refused: Refused) -> Drop:
    """The drop of an input, or of a record of it, that gave no article."""
    return Drop(refused.reason, "", 0, 0, detail(shown, refused.position, refused.detail))


def detail(shown: str, position: str, message: str) -> str:
    """Where it is, then what is wrong: 'seeds/a.jsonl, line 3: its text is empty'."""
    return clean(f"{shown}{', ' + position if position else ''}: {message}")


def _article(
    found: Found, waiting: list[Refused], shown: str, sha256: str, limits: Limits, language: str
) -> Iterator[Article | Drop]:
    basis = found.published_basis
    drops: list[tuple[str, int, int, str]] = [(r.reason, 0, 0, detail(shown, r.position, r.detail)) for r in waiting]
    try:
        published = parse_published(found.published)
        if published is None:
            said, basis = head_date(found.text)
            published = parse_published(said)
    except ValueError as error:
        published = None
        drops.append(("unreadable-date", 0, 0, detail(shown, found.position, str(error))))
    text, length = clean(found.text), len(found.text)  # a PDF's fonts may map to NUL, whatever reads it
    if length > limits.characters:
        text = text[: _cut(text, limits.characters)]
        message = f"only the first {len(text):,} of {length:,} characters were read"
        drops.append(("cut", len(text), length, detail(shown, found.position, message)))
    title = _line(found.title) or first_title(text)
    url = web_address(found.url)
    identity = article_id(title, text, published.isoformat() if published else "", url)
    yield Article(
        id=identity,
        title=title,
        text=text,
        published=published,
        published_basis=basis if published else "",
        publisher=_line(found.publisher),
        author=_line(found.author),
        url=url,
        language=_language(found.language) or language,
        path=shown,
        sha256=sha256,
        home=_line(found.home),
        source_id=found.source_id,
    )
    for reason, start, end, message in drops:
        yield Drop(reason, identity, start, end, message)


def _cut(text: str, limit: int) -> int:
    """Where to cut: after the last paragraph, line or word that ends in the last tenth, else anywhere."""
    for separator in ("\n\n", "\n", ". ", " "):
        at = text.rfind(separator, limit - limit // 10, limit)
        if at > 0:
            return at + len(separator)
    return limit


def web_address(url: str) -> str:
    """An address of the web as it was given; "" for any other scheme, which a page must never make a link of."""
    url = clean(url).strip()
    whole = re.fullmatch(r"https?://[^\s<>\"\x00-\x1f]{1,2000}", url, re.IGNORECASE)
    return url if whole else ""


def _line(text: str) -> str:
    return _SPACE.sub(" ", clean(text)).strip()[:_FIELD_CHARACTERS].strip()


def _language(code: str) -> str:
    """The language alone ("en-GB", "en_US", "EN" are "en"); "" when nothing or no code is given."""
    match = re.match(r"([A-Za-z]{2,3})(?:[-_]|$)", code.strip())
    return match[1].lower() if match else ""
