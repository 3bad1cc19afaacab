"""Sets text for pictures: fonts that have its glyphs, its width in points, and words that a picture can hold."""

import importlib.util
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib import ft2font

# matplotlib is imported where it is needed: whoever writes other files than pictures takes only words from here.
# One family for each script, first match wins. The files come from two font packages that dateline depends on, so
# that a picture is the same on every machine; DejaVu Sans comes with matplotlib and has symbols that Noto Sans lacks.
_NOTO = "manimgx_fonts"
_CJK = "noto_cjk_sans_jp_regular"
_FILES: tuple[tuple[str, str, str], ...] = (
    (_NOTO, "NotoSans[wght].ttf", "Noto Sans"),
    (_NOTO, "NotoSansArabic[wght].ttf", "Noto Sans Arabic"),
    (_NOTO, "NotoSansHebrew[wght].ttf", "Noto Sans Hebrew"),
    (_NOTO, "NotoSansGeorgian[wght].ttf", "Noto Sans Georgian"),
    (_NOTO, "NotoSansArmenian[wght].ttf", "Noto Sans Armenian"),
    (_NOTO, "NotoSansDevanagari[wght].ttf", "Noto Sans Devanagari"),
    (_NOTO, "NotoSansBengali[wght].ttf", "Noto Sans Bengali"),
    (_NOTO, "NotoSansGurmukhi[wght].ttf", "Noto Sans Gurmukhi"),
    (_NOTO, "NotoSansGujarati[wght].ttf", "Noto Sans Gujarati"),
    (_NOTO, "NotoSansTamil[wght].ttf", "Noto Sans Tamil"),
    (_NOTO, "NotoSansTelugu[wght].ttf", "Noto Sans Telugu"),
    (_NOTO, "NotoSansKannada[wght].ttf", "Noto Sans Kannada"),
    (_NOTO, "NotoSansMalayalam[wght].ttf", "Noto Sans Malayalam"),
    (_NOTO, "NotoSansOriya[wght].ttf", "Noto Sans Oriya"),
    (_NOTO, "NotoSansSinhala[wght].ttf", "Noto Sans Sinhala"),
    (_NOTO, "NotoSansThai[wght].ttf", "Noto Sans Thai"),
    (_NOTO, "NotoSansLao[wght].ttf", "Noto Sans Lao"),
    (_NOTO, "NotoSansKhmer[wght].ttf", "Noto Sans Khmer"),
    (_NOTO, "NotoSansMyanmar[wght].ttf", "Noto Sans Myanmar"),
    (_NOTO, "NotoSansEthiopic[wght].ttf", "Noto Sans Ethiopic"),
    (_NOTO, "NotoSansSymbols[wght].ttf", "Noto Sans Symbols"),
    (_CJK, "NotoSansCJKjp-Regular.otf", "Noto Sans CJK JP"),
    (_NOTO, "NotoEmoji[wght].ttf", "Noto Emoji"),
)

# In matplotlib's own registry the families carry this prefix, so that another Noto of the machine, of another
# version or weight, is never taken instead; in SVG it names the letters that the file brings with it.
PREFIX = "dateline "
FALLBACK = "DejaVu Sans"

LEFT_TO_RIGHT = "\u200e"
REPLACEMENT = "¤"  # stands for a character that none of our fonts can draw; alt texts say how many there were

_PIECES = re.compile("[0-9 ]|[^0-9 ]+")
_NARROW = 0.1  # of its size is what the narrowest letter takes, by far

_MEASURE_DPI = 288.0  # widths are measured at four pixels a point, unhinted, then scaled


@lru_cache(maxsize=1)
def _registered() -> Mapping[str, str]:
    """The file of each family, in the order in which they are asked; registers them with matplotlib once."""
    from matplotlib import font_manager

    found = {}
    for package, file, family in _FILES:
        spec = importlib.util.find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            continue
        path = Path(next(iter(spec.submodule_search_locations))) / file
        if not path.is_file():
            continue
        name = PREFIX + family
        font_manager.fontManager.ttflist.append(
            font_manager.FontEntry(str(path), 0, name, "normal", "normal", 400, "normal", "scalable")
        )
        found[name] = str(path)
    found[FALLBACK] = str(Path(font_manager.findfont(FALLBACK)))
    return MappingProxyType(found)


def file_of(family: str) -> str:
    """The file of a family that `families` gave."""
    return _registered()[family]


@lru_cache(maxsize=64)
def glyphs_of(family: str) -> frozenset[int]:
    """The code points that a family can draw.

    Read when a text first needs it: most need one font, and all two dozen of them take 0.3 s.
    """
    from matplotlib import ft2font

    return frozenset(ft2font.FT2Font(_registered()[family]).get_charmap())


def _needs_glyph(char: str) -> bool:
    """Whether a character is drawn at all: joiners, direction marks and variation selectors only steer shaping."""
    return unicodedata.category(char) not in ("Cf", "Zs") and not 0xFE00 <= ord(char) <= 0xFE0F


@lru_cache(maxsize=4096)
def families(text: str) -> tuple[str, ...]:
    """The font families, in order, that together have every glyph of `text` (as far as any of ours has it)."""
    first, *others = _registered()
    missing = {char for char in text if ord(char) not in glyphs_of(first) and _needs_glyph(char)}
    chosen = [first]
    for name in others if missing else ():
        have = {char for char in missing if ord(char) in glyphs_of(name)}
        if have:
            chosen.append(name)
            missing -= have
        if not missing:
            break
    return tuple(chosen)


# C0 and C1 controls, surrogates and non-characters are forbidden or useless in XML; direction overrides and isolates
# of a headline must not turn the rest of a line around.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACE = re.compile(r"\s+")


@lru_cache(maxsize=4096)
def _undrawable(char: str) -> bool:
    return _needs_glyph(char) and not any(ord(char) in glyphs_of(name) for name in _registered())


def clean(text: str) -> str:
    """`text` on one line as a picture can hold it: no controls, and `REPLACEMENT` for what no font can draw."""
    text = _SPACE.sub(" ", _FORBIDDEN.sub("", unicodedata.normalize("NFC", text))).strip()
    if text.isascii():
        return text
    return "".join(REPLACEMENT if _undrawable(char) else char for char in text)


def undrawable(text: str) -> int:
    """How many characters of `text` no font of ours can draw."""
    return 0 if text.isascii() else sum(map(_undrawable, _FORBIDDEN.sub("", unicodedata.normalize("NFC", text))))


@lru_cache(maxsize=64)
def _font(names: tuple[str, ...]) -> "ft2font.FT2Font":
    from matplotlib import font_manager

    return font_manager.get_font([_registered()[name] for name in names])


@lru_cache(maxsize=65536)
def _advance(word: str) -> float:
    """How far the pen goes for a word or a digit, in font sizes: measured between two letters, whose edges go."""
    return _set(f"l{word}l") - _set("ll")


@lru_cache(maxsize=1024)
def _set(text: str) -> float:
    from matplotlib import ft2font

    font = _font(families(text))
    font.set_size(10.0, _MEASURE_DPI)
    font.set_text(text, 0.0, flags=ft2font.LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0]) / 64.0 / (_MEASURE_DPI / 72.0) / 10.0


def width(text: str, size: float) -> float:
    """Width of one line of `text` in points at a font size in points; a little on the wide side.

    Words and digits are measured one by one and remembered: each beginning of a line that is tried for its length has
    nearly all of them in common with the last, and a line takes a millisecond to set.
    """
    return sum(map(_advance, _PIECES.findall(text))) * size * 1.01


def fits(text: str, size: float, room: float) -> bool:
    """Whether `text` is no wider than `room` points; of a text that is far too long only the start is measured."""
    return width(text[: 16 + int(max(0.0, room) / size / _NARROW)], size) <= room and width(text, size) <= room


def left_to_right(text: str) -> str:
    """`text` marked as running from left to right, so that a number before Arabic or Hebrew words stays before them."""
    if any(unicodedata.bidirectional(char) in ("R", "AL") for char in text):
        return f"{LEFT_TO_RIGHT}{text}"
    return text


def shorten(text: str, size: float, room: float) -> str:
    """`text`, or as much of its start as fits `room` points, with an ellipsis; empty where not even that fits."""
    if fits(text, size, room):
        return text
    # The numbers of three thousand events are one line of which a dozen are seen.
    low, high = 0, min(len(text), 16 + int(max(0.0, room) / size / _NARROW))
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip() + "…", size) <= room:
            low = middle
        else:
            high = middle - 1
    cut = text[:low]
    space = cut.rfind(" ")
    if space >= 0.6 * len(cut):  # rather a whole word less than half a word more
        cut = cut[:space]
    cut = cut.rstrip(" ,;:–—-")
    return cut + "…" if cut else ""


def _chunks(text: str) -> Iterator[str]:
    """Pieces between which a line may be broken: words, and each character of a script written without spaces."""
    for word in text.split(" "):
        if any(unicodedata.east_asian_width(char) == "W" for char in word):
            yield from word[:-1]
            yield word[-1] + " "
        else:
            yield word + " "


def _break(text: str, size: float, room: float, lines: int) -> list[str]:
    rows: list[str] = []
    row = ""
    rest = list(_chunks(text))
    while rest:
        if len(rows) == lines - 1:
            rows.append(shorten((row + "".join(rest)).strip(), size, room))
            return [line for line in rows if line]
        chunk = rest[0]
        if width((row + chunk).strip(), size) <= room:
            row += chunk
            rest.pop(0)
        elif row:
            rows.append(row.strip())
            row = ""
        else:  # one word wider than the room
            rows.append(shorten(chunk.strip(), size, room))
            rest.pop(0)
    if row.strip():
        rows.append(row.strip())
    return [line for line in rows if line]


def wrap(text: str, size: float, room: float, lines: int) -> list[str]:
    """`text` in at most `lines` lines of at most `room` points; the last ends with an ellipsis where it must.

    Where all of it fits, the lines are made as even as the words allow, which also keeps labels narrow.
    """
    rows = _break(text, size, room, lines)
    if len(rows) < 2 or rows[-1].endswith("…"):
        return rows
    narrow, wide = width(text, size) / len(rows), room
    for _ in range(5):
        middle = (narrow + wide) / 2
        trial = _break(text, size, middle, lines)
        if len(trial) == len(rows) and not any(line.endswith("…") for line in trial):
            rows, wide = trial, middle
        else:
            narrow = middle
    return rows
