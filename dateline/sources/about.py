"""What is known of a file and does not stand in it: lines in a file beside it, "x.pdf.about" for "x.pdf"."""

import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from dateline.sources.decode import decode, is_binary
from dateline.sources.found import Found, Refused
from dateline.sources.frontmatter import split_front_matter

ENDING = ".about"
_BYTES = 64 * 1024


def about_file(path: Path) -> Path | None:
    """The file beside another that tells about it, if it is there."""
    beside = path.with_name(path.name + ENDING)
    try:
        return beside if stat.S_ISREG(beside.stat().st_mode) else None
    except (OSError, ValueError):
        return None


def with_about(parts: Iterator[Found | Refused], about: Path, *, tell: bool = True) -> Iterator[Found | Refused]:
    """What a file gave, with what is said beside it.

    That goes before what the file says of itself where it is one article; where it holds several, it only says what
    they leave open. Lines that are not understood are told before the first article, unless `tell` is False: of a
    file that is read in pieces one piece tells them.
    """
    said, problems = _read(about)
    problems = problems if tell else ()
    for part in parts:
        if isinstance(part, Found):
            yield from problems
            problems = ()
            yield _joined(part, said)
        else:
            yield part


def _joined(found: Found, said: dict[str, str]) -> Found:
    alone = not found.position
    values = {key: value for key, value in said.items() if alone or not getattr(found, key)}
    return replace(found, **values, **({"published_basis": "the file beside it"} if "published" in values else {}))


def _read(about: Path) -> tuple[dict[str, str], tuple[Refused, ...]]:
    try:
        with about.open("rb") as file:
            data = file.read(_BYTES + 1)
    except OSError as error:
        return {}, (_refused(f"{about.name} can't be read: {error.strerror or type(error).__name__}"),)
    if len(data) > _BYTES or is_binary(data):
        return {}, (_refused(f"{about.name} is no text of at most {_BYTES:,} bytes"),)
    text = decode(data, "").text.replace("\r\n", "\n")
    fenced = text.startswith("---\n")  # as at the head of a text
    head = split_front_matter(text if fenced else f"---\n{text}\n---\n")
    return head.values, tuple(
        _refused(message, f"{about.name}, line {number if fenced else number - 1}") for number, message in head.problems
    )


def _refused(message: str, position: str = "") -> Refused:
    return Refused("front-matter", message, position, of_article=True)
