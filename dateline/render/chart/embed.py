"""Puts into an SVG the letters that it uses: a subset of each font, so that no reader sees a box or another width."""

import base64
import io
import re
from collections.abc import Iterable
from functools import lru_cache

from dateline.render.chart.cuts import Cuts
from dateline.render.chart.fonts import PREFIX, families, file_of, glyphs_of

SCOPE = "dateline-picture"  # the root's class, so that our style touches nothing else where the SVG stands in a page

# Letters that go in whether they are used or not: two pictures of one story then share a font, which takes 0.3 s to
# cut, and a process that is to draw can cut it before it knows the words. 2 KB more in the file.
_USUAL = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("–—‘’“”…·×°¤")

_FAMILY = re.compile(r"font-family: ([^;]+);")


@lru_cache(maxsize=64)
def _subset(path: str, letters: str) -> bytes:
    """A WOFF file with the glyphs of `letters`, upright and regular, without hints and without the time of making."""
    from fontTools import subset  # 0.15 s, and mostly the cut of the last run is kept
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    options = subset.Options()
    options.hinting = False
    options.name_IDs = [1, 2, 13, 14]  # family, style, licence
    held = io.BytesIO()
    with TTFont(path, recalcTimestamp=False, lazy=True) as font:  # most of the layout tables goes unread
        cutter = subset.Subsetter(options)
        cutter.populate(text=letters)
        cutter.subset(font)
        if "fvar" in font:
            instancer.instantiateVariableFont(
                font, {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}, inplace=True
            )
        font.flavor = "woff"
        font.save(held, reorderTables=False)
    return held.getvalue()


def font_style(texts: Iterable[str], cuts: Cuts | None = None) -> str:
    """A style sheet with the fonts of `texts`, and one that keeps their spaces; `cuts` are asked first."""
    cuts = Cuts() if cuts is None else cuts
    used: dict[str, set[str]] = {}
    for text in texts:
        for family in families(text):
            used.setdefault(family, set()).update(text)
    rules = [f".{SCOPE} text {{ white-space: pre }}"]
    for family in sorted(used):
        wanted = used[family] | (_USUAL if family == families("")[0] else frozenset())
        letters = "".join(sorted(char for char in wanted if ord(char) in glyphs_of(family)))
        if letters:
            cut = cuts.get(file_of(family), letters)
            if cut is None:
                cut = _subset(file_of(family), letters)
                cuts.put(file_of(family), letters, cut)
            data = base64.b64encode(cut).decode("ascii")
            rules.append(
                f"@font-face {{ font-family: '{family}'; src: url(data:font/woff;base64,{data}) format('woff') }}"
            )
    return "\n".join(rules)


def public_families(svg: str) -> str:
    """Font families with the fonts' public names behind ours, for editors that do not read embedded fonts."""

    def widen(found: re.Match[str]) -> str:
        names = [name.strip().strip("'") for name in found[1].split(",")]
        named = dict.fromkeys([*names, *(name.removeprefix(PREFIX) for name in names)])
        return f"font-family: {', '.join(repr(name) for name in named)}, sans-serif;"

    return _FAMILY.sub(widen, svg)
