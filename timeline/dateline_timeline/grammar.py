"""Finds expressions of time: regular expressions over the class letters of the tokens, the longest match wins."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from dateline_timeline.meaning import Found, Point, Span, Vague
from dateline_timeline.read_amount import AMOUNT_RULES
from dateline_timeline.read_point import POINT_RULES
from dateline_timeline.tokens import Tokens

Handler = Callable[[Tokens, int, int], Sequence[Found]]

_STARTS: dict[str, list[tuple[re.Pattern[str], Handler, str]]] = {}


def _compile() -> None:
    for name, starts, pattern, handler in (*POINT_RULES, *AMOUNT_RULES):
        compiled = re.compile(pattern)
        for letter in starts:
            _STARTS.setdefault(letter, []).append((compiled, handler, name))


_compile()
_STARTS.setdefault("R", [])  # a reference is a token of its own: `_reference`

# No rule ends with these, so before an ordinary word or a stop nothing starts with them: nine tokens in ten are passed
# over without a rule being tried.
_NEEDS_MORE: Final = "tickcf@JXLVbDnO#duq1hEe"
_TRIGGER: Final = re.compile(
    "[" + re.escape("".join(sorted(set(_STARTS) - set(_NEEDS_MORE)))) + "]"
    "|[" + re.escape(_NEEDS_MORE) + r"](?![_.()'$]|$)"
)


def find(tokens: Tokens) -> list[Found]:
    """All expressions, left to right, without overlaps."""
    found: list[Found] = []
    classes = tokens.classes
    index = 0
    end = len(classes)
    search = _TRIGGER.search
    while index < end:
        trigger = search(classes, index)
        if trigger is None:
            break
        index = trigger.start()
        letter = classes[index]
        tried = _reference(tokens, index) if letter in "RH" else None
        candidates = []
        alone = letter == "H" and classes[index + 1 : index + 2] in ("_", ".", "")
        for order, (pattern, handler, name) in enumerate(() if alone else _STARTS[letter]):
            match = pattern.match(classes, index)
            if match is not None and match.end() > index:
                candidates.append((-match.end(), order, handler, name))
        if len(candidates) > 1:
            candidates.sort(key=lambda row: row[:2])
        taken: Sequence[Found] = ()
        for minus_stop, _, handler, name in candidates:
            taken = handler(tokens, index, -minus_stop)
            if taken:
                taken = [replace(one, rule=one.rule or name) for one in taken]
                break
        if not taken and tried is not None:
            taken = [tried]
        if taken:
            found.extend(taken)
            index = max(one.stop for one in taken)
        else:
            index += 1
    return _share_years(tokens, found)


def _reference(tokens: Tokens, index: int) -> Found | None:
    word = tokens.words[index]
    if tokens.classes[index] == "H":
        return Found(index, index + 1, Vague("PRESENT_REF"), "reference") if word == "current" else None
    following = tokens.words[index + 1] if index + 1 < len(tokens.words) else ""
    if word == "soon" and following in ("as", "after", "afterwards", "afterward"):
        return None
    value = tokens.values[index]
    if value == "PXX":  # "for a while"
        before = tokens.words[index - 1] if index else ""
        return Found(index, index + 1, Span("PXX"), "reference") if before in ("for", "after", "in", "took") else None
    assert isinstance(value, str)  # noqa: S101  the lexicon says so
    return Found(index, index + 1, Vague(value), "reference")


_JOINTS: Final = re.compile(r"(?:[-r&,]|,&)$")


def _share_years(tokens: Tokens, found: list[Found]) -> list[Found]:
    """In "between March and May 2021" the first month has the second's year (the year before if it comes later)."""
    for at in range(len(found) - 2, -1, -1):
        one, two = found[at], found[at + 1]
        between = tokens.classes[one.stop : two.first]
        if len(between) > 2 or not _JOINTS.match(between):
            continue
        a, b = one.meaning, two.meaning
        if not isinstance(a, Point) or not isinstance(b, Point):
            continue
        if a.step is not None or a.century is not None or a.decade is not None:
            continue
        if a.year is None and b.year is not None and (a.month or a.season or a.quarter):
            later = a.month is not None and b.month is not None and a.month > b.month and b.month is not None
            found[at] = replace(one, meaning=replace(a, year=b.year - 1 if later else b.year, text_year=True))
    return found
