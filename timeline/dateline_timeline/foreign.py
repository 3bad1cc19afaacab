"""Other languages: dateparser's locales give our grammar their words, and dateparser reads what the grammar can't.

This is the one place that knows dateparser. It is slow to import and slow to call, so it is imported for a text that is
not English, and asked about one short span at a time (`MAX_SPAN` characters), with the language and the base day given;
its answers are kept. It never searches, never sees the clock and never sees a whole text.
"""

# ruff: noqa: SIM905  (word lists are easier to read and to change as words)

import datetime as dt
import importlib
import re
from functools import lru_cache
from typing import Final, cast

from dateline_timeline.lexicon import TOKEN
from dateline_timeline.tokens import ENGLISH, Vocabulary, plain

MAX_SPAN: Final = 40
_MONTHS: Final = "january february march april may june july august september october november december".split()
_WEEKDAYS: Final = "monday tuesday wednesday thursday friday saturday sunday".split()
_UNITS: Final = {"year": "Y", "month": "MO", "week": "W", "day": "D"}
_RELATIVE: Final = re.compile(r"(in )?(\d) (year|month|week|day)( ago)?$")


@lru_cache(maxsize=16)
def vocabulary_for(language: str) -> Vocabulary:
    """The words of time of a language ("en", "de", "pt-BR"); where dateparser lacks it, numeric dates are left."""
    code = language.split("-")[0].split("_")[0].lower()
    if code == "en":
        return ENGLISH
    if not re.fullmatch(r"[a-z]{2,3}", code):
        return Vocabulary(code or "und", {}, {})
    try:
        module = importlib.import_module(f"dateparser.data.date_translation_data.{code}")
    except ModuleNotFoundError:
        return Vocabulary(code, {}, {})
    info = cast("dict[str, object]", module.info)
    classes: dict[str, tuple[str, object]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str, object]]] = {}

    def add(name: str, letter: str, value: object) -> None:
        words = tuple(plain(match.group()) for match in TOKEN.finditer(name))
        if len(words) == 1:
            classes.setdefault(words[0], (letter, value))
        elif words:
            phrases.setdefault(words[0], []).append((words, letter, value))

    for number, month in enumerate(_MONTHS, 1):
        for name in _words(info, month):
            if not name.isdigit():
                add(name, "M" if len(name) > 4 else "m", number)
    for number, weekday in enumerate(_WEEKDAYS, 1):
        for name in _words(info, weekday):
            if len(name) > 3:
                add(name, "W", number)
    for unit, letter in _UNITS.items():
        for name in _words(info, unit):
            if len(name) > 2:
                add(name, "U", letter)
    for name in _words(info, "ago"):
        add(name, "G", "ago")
    for name in _words(info, "pertain"):
        add(name, "o", "of")
    relative = info.get("relative-type")
    if isinstance(relative, dict):
        for meaning, names in relative.items():
            match = _RELATIVE.fullmatch(str(meaning))
            if match is None:
                continue
            step = int(match.group(2)) * (1 if match.group(1) else -1)
            for name in names:
                if len(name) > 2:
                    add(name, "T", (_UNITS[match.group(3)], step))
    for rows in phrases.values():
        rows.sort(key=lambda row: -len(row[0]))
    return Vocabulary(code, classes, phrases)


def _words(info: dict[str, object], key: str) -> list[str]:
    found = info.get(key)
    return [str(word) for word in found] if isinstance(found, list) else []


@lru_cache(maxsize=4096)
def ask(words: str, language: str, base: dt.date) -> dt.date | None:
    """What day a short span means, counted from a base day; None where dateparser doesn't know."""
    if len(words) > MAX_SPAN:
        return None
    import dateparser  # type: ignore[import-untyped,unused-ignore]

    found = dateparser.parse(
        words,
        languages=[language],
        settings={
            "RELATIVE_BASE": dt.datetime.combine(base, dt.time(12)),
            "TIMEZONE": "UTC",
            "TO_TIMEZONE": "UTC",
            "RETURN_AS_TIMEZONE_AWARE": False,
            "STRICT_PARSING": False,
        },
    )
    return found.date() if found is not None else None
