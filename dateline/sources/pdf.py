"""PDF files: their text by pypdf, with lines joined to paragraphs again."""

import io
import re
import struct
import zlib
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from dateline.sources.files import read_whole
from dateline.sources.found import Found, Refused, UnreadableError
from dateline.sources.limits import Limits
from dateline.sources.plain import first_title
from dateline.sources.setting import Line, paragraphs, without_browser_lines

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\xad": "", "\xa0": " "})
# pypdf trusts the shape of objects in a file, and raises all of these on broken ones.
_DAMAGE = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, NotImplementedError, OSError, TypeError,
    ValueError, struct.error, zlib.error,
)  # fmt: skip
_NOTE = re.compile(r"\d{1,3}")  # raised and small behind a word: it leads to a note, and would be a part of the word
_JUNK_TITLE = re.compile(
    r"(?:microsoft word|untitled|print|document\d*|about:blank|https?:)|.*\.(?:docx?|indd|qxd|pdf|html?)$",
    re.IGNORECASE,
)


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
    except (PyPdfError, *_DAMAGE) as error:
        raise UnreadableError("broken", f"{type(error).__name__}: {error}"[:300]) from error
    lines, url = without_browser_lines(lines)
    text = paragraphs(lines)
    if not text:
        many = f"its {pages} pages hold" if pages != 1 else "its page holds"
        raise UnreadableError("scanned", f"{many} no text")
    if cut:
        yield Refused("cut", cut, of_article=True)
    yield Found(title=title or first_title(text), text=text, author=author, url=url)


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
    pieces: list[tuple[str, float, float, str]] = []

    def visit(text: str, outer: list[float], inner: list[float], font: object, font_size: float | None) -> None:
        height = outer[1] * inner[4] + outer[3] * inner[5] + outer[5]
        scale = abs(outer[3] * inner[3]) or abs(outer[1] * inner[2]) or 1.0
        name = str(font.get("/BaseFont", "")) if isinstance(font, dict) else ""
        pieces.append((text, height, (font_size or 0.0) * scale, name))

    page.extract_text(visitor_text=visit)
    made: list[Line] = []
    text, height, size, face = "", 0.0, 0.0, ""
    for piece, at, font_size, name in pieces:
        for i, part in enumerate(piece.translate(_LIGATURES).split("\n")):
            if i:
                made.append(Line(" ".join(text.split()), number, height, size, face))
                text = ""
            if part.strip() and not text.strip():
                height, size, face = at, font_size, name
            elif _NOTE.fullmatch(part) and font_size < 0.8 * size:
                continue
            text += part
    made.append(Line(" ".join(text.split()), number, height, size, face))
    return made


def _properties(reader: "PdfReader") -> tuple[str, str]:
    information = reader.metadata
    if information is None:
        return "", ""
    title, author = str(information.title or "").strip(), str(information.author or "").strip()
    return ("" if _JUNK_TITLE.match(title) else title), author
