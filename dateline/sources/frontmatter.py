"""The lines between two '---' at the head of a text file, that say what the text can't: the date, the publisher."""

import difflib
import re
from dataclasses import dataclass

_FENCE = re.compile(r"---[ \t]*\n")
_LINE = re.compile(r"(?P<key>[A-Za-z][\w -]{0,40}?)[ \t]{0,8}:(?:[ \t]+(?P<value>.*))?")
_MAX_LINES = 200

# What each key is called by the programs that write such heads (Jekyll, Hugo, Obsidian, Pelican, web clippers).
KEYS = {
    "title": "title",
    "headline": "title",
    "published": "published",
    "date": "published",
    "publisher": "publisher",
    "source": "publisher",
    "site": "publisher",
    "url": "url",
    "link": "url",
    "canonical": "url",
    "language": "language",
    "lang": "language",
    "author": "author",
    "authors": "author",
    "byline": "author",
    "home": "home",
}
OURS = ("title", "published", "publisher", "url", "language", "author", "home")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The values found, the text below, and what was not understood as (line, message)."""

    values: dict[str, str]
    body: str
    problems: tuple[tuple[int, str], ...] = ()


def split_front_matter(text: str) -> FrontMatter:
    """Split a head of `key: value` lines from a text; a text without one comes back whole.

    A key that nobody uses is left alone (blogs have many), one that looks like a misspelt one of ours is a problem.
    """
    if not _FENCE.match(text):
        return FrontMatter({}, text)
    lines = text.split("\n", _MAX_LINES)
    end = next((i for i, line in enumerate(lines[1:_MAX_LINES], 1) if line.rstrip() in ("---", "...")), None)
    if end is None:
        return FrontMatter({}, text)
    values: dict[str, str] = {}
    problems: list[tuple[int, str]] = []
    for number, line in enumerate(lines[1:end], 2):
        if not line.strip() or line[0] in " \t#-":  # blank, nested, comment, list item: other programs' business
            continue
        match = _LINE.fullmatch(line.rstrip())
        if match is None:
            problems.append((number, f"{line.strip()[:60]!r} is no 'key: value' line"))
            continue
        key, value = match["key"].lower(), _unquote(match["value"] or "")
        name = KEYS.get(key)
        if name is None:
            near = difflib.get_close_matches(key, OURS, 1, 0.75)
            if near:
                problems.append((number, f"{key!r} is no key; did you mean {near[0]!r}?"))
        elif value:
            values.setdefault(name, value)
    body = text[sum(len(line) + 1 for line in lines[: end + 1]) :]
    return FrontMatter(values, body.lstrip("\n"), tuple(problems))


def _unquote(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].strip()
    if value.startswith("[") and value.endswith("]"):  # authors: [Jane Roe, "John Doe"]
        return ", ".join(part.strip().strip("\"'") for part in value[1:-1].split(",") if part.strip())
    return re.sub(r"\s+#\s.*$", "", value)
