"""PDF files: their text by pypdf, with lines joined to paragraphs again."""

import io
import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import IO, TYPE_CHECKING

from dateline.sources.files import read_whole
from dateline.sources.found import Found, Refused, UnreadableError
from dateline.sources.limits import Limits
from dateline.sources.plain import first_title

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\xad": "", "\xa0": " "})
_JUNK_TITLE = re.compile(
    r"(?:microsoft word|untitled|print|document\d*|about:blank|https?:)|.*\.(?:docx?|indd|qxd|pdf|html?)$",
    re.IGNORECASE,
)
_SENTENCE_END = (".", "!", "?", "”", '"', "’", ":", ")")


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was set: its page, the height of its base line above the page's foot, the size of its type."""

    text: str
    page: int = 0
    height: float = 0.0
    size: float = 0.0


def read_pdf(stream: IO[bytes], limits: Limits) -> Iterator[Found | Refused]:
    """The article of a PDF. Its dates of making are no publication dates: printing a page makes them.

    Raises:
        UnreadableError: it is damaged, protected, or has no text.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError

    data = read_whole(stream, limits.file_bytes)
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        _unlock(reader)
        lines, pages, cut = _lines(reader, limits)
        title, author = _properties(reader)
    except UnreadableError:
        raise
    except (DependencyError, FileNotDecryptedError) as error:
        raise UnreadableError("encrypted", "it is encrypted; save it without protection") from error
    except LimitReachedError as error:
        raise UnreadableError("bomb", str(error)[:300]) from error
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, OSError) as error:
        # pypdf trusts the shape of objects in a file and raises all of these on broken ones.
        raise UnreadableError("broken", f"{type(error).__name__}: {error}"[:300]) from error
    text = paragraphs(lines)
    if not text:
        many = f"its {pages} pages hold" if pages != 1 else "its page holds"
        raise UnreadableError("scanned", f"{many} no text")
    if cut:
        yield Refused("cut", cut, of_article=True)
    yield Found(title=title or first_title(text), text=text, author=author)


def _unlock(reader: "PdfReader") -> None:
    """Open a file whose password is empty, as that of many is.

    Raises:
        UnreadableError: it has another.
    """
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError("encrypted", "it needs a password; save it without one")


def _lines(reader: "PdfReader", limits: Limits) -> tuple[list[Line], int, str]:
    """Lines of all pages; how many pages there are; what was left out, if anything."""
    lines: list[Line] = []
    size = 0
    pages = len(reader.pages)
    for number in range(pages):
        if number >= limits.pages or size > 2 * limits.characters:
            return lines, pages, f"only the first {number:,} of {pages:,} pages were read"
        page = _page_lines(reader.pages[number], number)
        size += sum(len(line.text) for line in page)
        lines += page
    return lines, pages, ""


def _page_lines(page: "PageObject", number: int) -> list[Line]:
    pieces: list[tuple[str, float, float]] = []

    def visit(text: str, outer: list[float], inner: list[float], _: object, font_size: float | None) -> None:
        height = outer[1] * inner[4] + outer[3] * inner[5] + outer[5]
        scale = abs(outer[3] * inner[3]) or abs(outer[1] * inner[2]) or 1.0
        pieces.append((text, height, (font_size or 0.0) * scale))

    page.extract_text(visitor_text=visit)
    made: list[Line] = []
    text, height, size = "", 0.0, 0.0
    for piece, at, font_size in pieces:
        for i, part in enumerate(piece.translate(_LIGATURES).split("\n")):
            if i:
                made.append(Line(" ".join(text.split()), number, height, size))
                text = ""
            if part.strip() and not text.strip():
                height, size = at, font_size
            text += part
    made.append(Line(" ".join(text.split()), number, height, size))
    return made


def paragraphs(lines: Sequence[Line]) -> str:
    """Lines as they were set, joined to paragraphs: words that were divided at the end of a line are made whole.

    A paragraph ends at a blank line, where the type changes its size, where the space between lines is clearly wider
    than usual, and at a line that ends a sentence and is clearly shorter than the lines are. What stands on most pages
    (page numbers, the name of the paper) is left out.
    """
    lines = _without_repeated(lines)
    lengths = [len(line.text) for line in lines if len(line.text) > 20]
    full = statistics.median(lengths) if lengths else 0
    drops = sorted(a.height - b.height for a, b in pairwise(lines) if a.page == b.page and a.height > b.height)
    # Not the median: in news most paragraphs have two lines, so that half of all gaps are between paragraphs.
    usual = drops[len(drops) // 5] if drops else 0.0
    made: list[str] = []
    current = ""
    before: Line | None = None
    for line in lines:
        if current and (not line.text or (before is not None and _apart(before, line, usual, full))):
            made.append(current)
            current = ""
        if not line.text:
            continue
        if not current:
            current = line.text
        elif re.search(r"[a-zà-ÿ]-$", current) and line.text[0].islower():
            current = current[:-1] + line.text
        else:
            current = f"{current} {line.text}"
        before = line
    return "\n".join([*made, current] if current else made)


def _apart(before: Line, line: Line, usual: float, full: float) -> bool:
    """True if a new paragraph begins with `line`."""
    if before.size and line.size and abs(before.size - line.size) > 0.08 * before.size:
        return True
    ended = before.text.endswith(_SENTENCE_END)
    if before.page != line.page or before.height < line.height:  # the next column or page
        return ended and not line.text[0].islower()
    if usual and before.height - line.height > 1.25 * usual:
        return True
    return ended and len(before.text) < 0.8 * full


def _without_repeated(lines: Sequence[Line]) -> list[Line]:
    pages = {line.page for line in lines}
    if len(pages) < 3:
        return list(lines)
    seen: dict[str, set[int]] = {}
    for line in lines:
        seen.setdefault(re.sub(r"\d+", "#", line.text), set()).add(line.page)
    return [line for line in lines if len(seen[re.sub(r"\d+", "#", line.text)]) < 0.6 * len(pages) or not line.text]


def _properties(reader: "PdfReader") -> tuple[str, str]:
    information = reader.metadata
    if information is None:
        return "", ""
    title, author = str(information.title or "").strip(), str(information.author or "").strip()
    return ("" if _JUNK_TITLE.match(title) else title), author
