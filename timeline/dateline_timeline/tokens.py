"""Splits a text into tokens and gives each the class letter that the grammar reads."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final, TypeVar

from dateline_timeline.feasts import FEAST_NAMES
from dateline_timeline.lexicon import (
    CAPITALISED,
    CLASSES,
    CURRENCY,
    NUMBERS,
    ORDINALS,
    REFERENCE_PHRASES,
    REFERENCES,
    SCALES,
    TOKEN,
)

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of time of a language: class letter and value of a word, and of phrases by their first word."""

    language: str
    classes: dict[str, tuple[str, object]]
    phrases: dict[str, list[tuple[tuple[str, ...], str, object]]]


@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel columns, one entry a token; `classes` is a string so that the grammar is regular expressions over it."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]  # lower case
    classes: str
    values: list[object]
    language: str = "en"

    def span(self, first: int, stop: int) -> str:
        """The text of tokens first..stop-1."""
        return self.text[self.starts[first] : self.ends[stop - 1]]

    def glued(self, index: int) -> bool:
        """Does this token follow the one before it without a space?"""
        return index > 0 and self.starts[index] == self.ends[index - 1]

    def capital(self, index: int) -> bool:
        """Is the token's first letter a capital?"""
        return 0 <= index < len(self.starts) and self.text[self.starts[index]].isupper()


def _phrases() -> dict[str, list[tuple[tuple[str, ...], str, object]]]:
    """Phrases by first word, longest first: their words, class letter and value."""
    table: dict[str, list[tuple[tuple[str, ...], str, object]]] = {}
    for phrase, value in REFERENCE_PHRASES.items():
        words = tuple(phrase.split())
        table.setdefault(words[0], []).append((words, "R", value))
    for name, feast in FEAST_NAMES.items():
        words = tuple(plain(match.group()) for match in TOKEN.finditer(name))
        table.setdefault(words[0], []).append((words, "x", feast))
    for rows in table.values():
        rows.sort(key=lambda row: -len(row[0]))
    return table


def plain(raw: str) -> str:
    """A token as it is looked up: lower case, one kind of apostrophe and of dash."""
    if raw[0] in "’‘":
        return "'" + raw[1:].lower()
    return "-" if raw in "–—‑−" else raw.lower()


ENGLISH = Vocabulary("en", CLASSES, _phrases())
_MAX_NUMBER_WORDS = 8  # "one hundred and twenty-four thousand" needs no more; a flood of number words stays linear


def _classify(kind: str, word: str, raw: str, vocabulary: Vocabulary) -> tuple[str, object]:
    match kind:
        case "word" | "long":
            known = vocabulary.classes.get(word)
            if vocabulary is not ENGLISH:
                return known or ("_", None)
            if known is None:
                reference = REFERENCES.get(word)
                return ("R", reference) if reference else ("_", None)
            letter, value = known
            if letter in CAPITALISED and not raw[0].isupper():
                return "_", None
            if letter == "Z" and not raw.isupper():
                return "_", None
            if letter == "m" and word not in ("may", "march") and len(raw) == 3 and raw.isupper():
                return "m", value
            if letter == "w" and raw.isupper():
                return "_", None
            return letter, value
        case "number":
            if len(raw) > 9:
                return "N", 10**9
            number = int(raw)
            if len(raw) == 4 and 1000 <= number <= 2999:
                return "Y", number
            if len(raw) <= 2 and 1 <= number <= 31:
                return "D", number
            return "N", number
        case "ordinal":
            number = int(raw[:-2])
            return ("O", number) if number else ("_", None)
        case "decade":
            return "9", raw
        case "iso" | "slash" | "asian":
            return "I", kind
        case "clock":
            return "C", raw
        case "quarter":
            return "K", raw
        case "shortyear":
            return "y", int(raw[1:])
        case "fraction":
            return ("#", None)
        case "ampm":
            return "z", "o" if word.startswith("o") else word[0]
        case "era":
            return "e", "BC" if raw.startswith("B") else "AD"
        case "possessive":
            return "'", None
        case "dash":
            return "-", None
        case _:
            return (raw if raw in ",.()" else "$" if raw in CURRENCY else "_"), None


def _number(words: list[str], index: int) -> tuple[int, int, bool] | None:
    """A number in words at `index`: its value, how many tokens, is it an ordinal; None when there is none."""
    total = current = count = 0
    seen: list[int] = []
    stop = min(len(words), index + _MAX_NUMBER_WORDS)
    at = index
    while at < stop:
        word = words[at]
        if word in NUMBERS:
            value = NUMBERS[word]
            seen.append(value)
            if current and not (current % 10 == 0 and current % 100 >= 20 and value < 10) and current % 100:
                # "nineteen ninety": two numbers read as a year
                if 10 <= current <= 20 and 10 <= value <= 99 and total == 0:
                    current = current * 100 + value
                    at += 1
                    count = at - index
                    continue
                break
            current += value
        elif word in SCALES and word != "dozen":
            if word == "hundred":
                current = (current or 1) * 100
            else:
                total += (current or 1) * SCALES[word]
                current = 0
        elif word == "dozen" and count:
            current = (current or 1) * 12
        elif word in ORDINALS and count and current % 10 == 0 and current % 100 >= 20 and ORDINALS[word] < 10:
            return total + current + ORDINALS[word], at + 1 - index, True
        elif (
            word in ("-", "and") and count and at + 1 < stop and (words[at + 1] in NUMBERS or words[at + 1] in ORDINALS)
        ):
            if word == "and" and words[at - 1] not in SCALES:
                break
            if word == "-" and not (current % 10 == 0 and current % 100 >= 20):
                break
            at += 1
            continue
        else:
            break
        at += 1
        count = at - index
    return (total + current, count, False) if count else None


# Characters from which a text is skimmed before it is read, and those of a window of the skim.
_SKIMMED: Final = 100_000
_WINDOW: Final = 4_096
# Without one of these classes, or a digit, there is no expression of time; most of the others only lead to one.
_LOUD: Final = frozenset("MmWwPpT9SsuUdjqQ12hvxRlgF")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_SPACE: Final = re.compile(r"\s")
_DIGIT: Final = re.compile(r"\d")


def _loud(text: str, vocabulary: Vocabulary, also: frozenset[str]) -> list[tuple[int, int]]:
    """The stretches of a very long text that can hold a date: windows with a word or digit of time, and those beside.

    A window beside is kept so that nothing that is read begins or ends at an edge. A text of 5 MB without a date is
    passed over in a third of a second, where reading it takes three.
    """
    if len(text) <= _SKIMMED:
        return [(0, len(text))]
    words = {word for word, (letter, _) in vocabulary.classes.items() if letter in _LOUD}
    words |= {"current", *REFERENCES, *(word for word in vocabulary.phrases if word != "the"), *also}
    windows: list[tuple[int, int, bool]] = []
    start = 0
    while start < len(text):
        space = _SPACE.search(text, start + _WINDOW)
        end = space.end() if space else len(text)
        window = text[start:end].lower()
        loud = _DIGIT.search(window) is not None or not words.isdisjoint(_LETTERS.findall(window))
        windows.append((start, end, loud))
        start = end
    kept: list[tuple[int, int]] = []
    for at, (start, end, _) in enumerate(windows):
        if any(window[2] for window in windows[max(0, at - 1) : at + 2]):
            if kept and kept[-1][1] == start:
                kept[-1] = (kept[-1][0], end)
            else:
                kept.append((start, end))
    return kept


def tokenize(text: str, vocabulary: Vocabulary = ENGLISH, also: frozenset[str] = frozenset()) -> Tokens:
    """Split a text (any length; linear time) into classified tokens.

    Of a very long text only the stretches that can hold an expression of time are split; `also` are words that keep a
    stretch although they are not of time.
    """
    starts: list[int] = []
    ends: list[int] = []
    entries: list[tuple[str, str, object]] = []
    # A word means the same wherever it stands, so each is classified once.
    known: dict[str, tuple[str, str, object]] = {}
    loud = _loud(text, vocabulary, also)
    for match in chain.from_iterable(TOKEN.finditer(text, first, last) for first, last in loud):
        raw = match.group()
        entry = known.get(raw)
        if entry is None:
            word = plain(raw)
            entry = known[raw] = (word, *_classify(match.lastgroup or "other", word, raw, vocabulary))
        start, end = match.span()
        starts.append(start)
        ends.append(end)
        entries.append(entry)
    words = [entry[0] for entry in entries]
    letters = [entry[1] for entry in entries]
    values = [entry[2] for entry in entries]
    return _merge(text, vocabulary, starts, ends, words, letters, values)


def _merge(
    text: str,
    vocabulary: Vocabulary,
    starts: list[int],
    ends: list[int],
    words: list[str],
    letters: list[str],
    values: list[object],
) -> Tokens:
    """Join numbers in words and fixed phrases into one token each."""
    phrases = vocabulary.phrases
    joins: list[tuple[int, int, str, object]] = []
    stop = 0
    for index, word in enumerate(words):
        if index < stop or not (letters[index] == "n" or word in phrases):
            continue
        join = _join(text, starts, words, letters, index, phrases.get(word, ()))
        if join is not None:
            joins.append((index, *join))
            stop = index + join[0]
    for index, length, letter, value in joins:
        if length > 1:
            words[index] = " ".join(words[index : index + length])
            ends[index] = ends[index + length - 1]
        letters[index], values[index] = letter, value
    if any(join[1] > 1 for join in joins):
        starts, ends, words = _squeeze(starts, joins), _squeeze(ends, joins), _squeeze(words, joins)
        letters, values = _squeeze(letters, joins), _squeeze(values, joins)
    classes = "".join(letters)
    if vocabulary is not ENGLISH:
        classes = re.sub(r"(?<=D)\.(?=[Mm])", "o", classes)  # "5. Juni"
    return Tokens(text, starts, ends, words, classes, values, vocabulary.language)


def _squeeze(column: list[_T], joins: list[tuple[int, int, str, object]]) -> list[_T]:
    """A column without the tokens that were joined to the one before."""
    kept: list[_T] = []
    at = 0
    for index, length, _, _ in joins:
        kept += column[at : index + 1]
        at = index + length
    kept += column[at:]
    return kept


def _join(
    text: str,
    starts: list[int],
    words: list[str],
    letters: list[str],
    index: int,
    rows: Sequence[tuple[tuple[str, ...], str, object]],
) -> tuple[int, str, object] | None:
    """How many tokens from `index` are one, with its class and value; None where the token stays as it is."""
    for phrase, letter, value in rows:
        length = len(phrase)
        if tuple(words[index : index + length]) != phrase:
            continue
        following = letters[index + length] if index + length < len(letters) else "_"
        if phrase[-1] in ("past", "present") and following in "nDNfUuQqjd1":
            continue
        if letter == "x" and not text[starts[index]].isupper() and phrase[0] not in ("the", "4th"):
            continue
        return length, letter, value
    if letters[index] != "n":
        return None
    number = _number(words, index)
    if number is None:
        return None
    count, length, ordinal = number
    said = words[index : index + length]
    if ordinal:
        return length, "O", count
    if length > 1 and 1000 <= count <= 2099 and "and" not in said:
        two_parts = NUMBERS.get(words[index], 99) <= 20 and not SCALES.keys() & set(said)  # "nineteen ninety-six"
        if two_parts or (index and words[index - 1] == "year"):
            return length, "Y", count
    return length, "n", count
