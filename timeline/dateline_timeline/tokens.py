"""Splits a text into tokens and gives each the class letter that the grammar reads."""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel columns, one entry a token; `classes` is a string so that the grammar is regular expressions over it."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]  # lower case
    classes: str
    values: list[object]

    def span(self, first: int, stop: int) -> str:
        """The text of tokens first..stop-1."""
        return self.text[self.starts[first] : self.ends[stop - 1]]

    def glued(self, index: int) -> bool:
        """Does this token follow the one before it without a space?"""
        return index > 0 and self.starts[index] == self.ends[index - 1]

    def capital(self, index: int) -> bool:
        """Is the token's first letter a capital?"""
        return 0 <= index < len(self.starts) and self.text[self.starts[index]].isupper()


def _phrases() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    """Phrases by first word, longest first: their words, class letter and value."""
    table: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for phrase, value in REFERENCE_PHRASES.items():
        words = tuple(phrase.split())
        table.setdefault(words[0], []).append((words, "R", value))
    for name, feast in FEAST_NAMES.items():
        words = tuple(_plain(match.group()) for match in TOKEN.finditer(name))
        table.setdefault(words[0], []).append((words, "x", feast))
    for rows in table.values():
        rows.sort(key=lambda row: -len(row[0]))
    return table


def _plain(raw: str) -> str:
    """A token as it is looked up: lower case, one kind of apostrophe and of dash."""
    if raw[0] in "’‘":
        return "'" + raw[1:].lower()
    return "-" if raw in "–—‑−" else raw.lower()


_PHRASES = _phrases()
_MAX_NUMBER_WORDS = 8  # "one hundred and twenty-four thousand" needs no more; a flood of number words stays linear


def _classify(kind: str, word: str, raw: str) -> tuple[str, object]:
    match kind:
        case "word":
            known = CLASSES.get(word)
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
        case "iso" | "slash":
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
            if word == "and" and not (words[at - 1] in SCALES):
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


def tokenize(text: str) -> Tokens:
    """Split a text (any length; linear time) into classified tokens."""
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    letters: list[str] = []
    values: list[object] = []
    cache: dict[str, tuple[str, object]] = {}
    for match in TOKEN.finditer(text):
        raw = match.group()
        start = match.start()
        kind = match.lastgroup or "other"
        known = cache.get(raw)
        if known is None:
            known = _classify(kind, _plain(raw), raw)
            if len(raw) <= 40:
                cache[raw] = known
        starts.append(start)
        ends.append(match.end())
        words.append(_plain(raw))
        letters.append(known[0])
        values.append(known[1])
    return _merge(text, starts, ends, words, letters, values)


def _merge(
    text: str, starts: list[int], ends: list[int], words: list[str], letters: list[str], values: list[object]
) -> Tokens:
    """Join numbers in words and fixed phrases into one token each."""
    out_starts: list[int] = []
    out_ends: list[int] = []
    out_words: list[str] = []
    out_letters: list[str] = []
    out_values: list[object] = []
    index = 0
    total = len(words)
    while index < total:
        letter, value, length = letters[index], values[index], 1
        if letter == "n":
            number = _number(words, index)
            if number is not None:
                value, length, ordinal = number
                letter = "O" if ordinal else "n"
                if not ordinal and length > 1 and 1000 <= value <= 2099 and "and" not in words[index : index + length]:
                    two_parts = NUMBERS.get(words[index], 99) <= 20 and not SCALES.keys() & set(
                        words[index : index + length]
                    )
                    letter = "Y" if two_parts or (index and words[index - 1] == "year") else "n"
        rows = _PHRASES.get(words[index])
        if rows:
            for phrase, phrase_letter, phrase_value in rows:
                if tuple(words[index : index + len(phrase)]) == phrase:
                    following = letters[index + len(phrase)] if index + len(phrase) < total else "_"
                    if phrase[-1] in ("past", "present") and following in "nDNfUuQqjd1":
                        continue
                    if phrase_letter == "x" and not text[starts[index]].isupper() and phrase[0] not in ("the", "4th"):
                        continue
                    letter, value, length = phrase_letter, phrase_value, len(phrase)
                    break
        out_starts.append(starts[index])
        out_ends.append(ends[index + length - 1])
        out_words.append(words[index] if length == 1 else " ".join(words[index : index + length]))
        out_letters.append(letter)
        out_values.append(value)
        index += length
    return Tokens(text, out_starts, out_ends, out_words, "".join(out_letters), out_values)
