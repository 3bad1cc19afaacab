"""Past or future: a cheap look at the words around an expression, where no parse says it."""

# ruff: noqa: SIM905  (word lists are easier to read and to change as words)

from enum import StrEnum
from typing import Final

from dateline_timeline.tokens import Tokens


class Tense(StrEnum):
    """The tense of the verb that an expression of time belongs to."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"


_FUTURE: Final = frozenset(
    "will would shall ll scheduled expected expects expect due plan plans planned planning upcoming tomorrow must "
    "payable going aims hopes intends intend likely begins expire expires expiring deadline pending awaiting "
    "slated prepares preparing".split()
)
_PAST: Final = frozenset(
    "said was were had did told came went took made began became fell rose gave got found held left led lost met put "
    "ran saw sent shot spoke stood struck thought won wrote knew kept brought built broke fought hit hurt sold paid "
    "chose drove flew grew heard read says swept sank fled withdrew arose rang drew been died killed".split()
)
# Verbs of the past that begin with "un-"; every other such word is an adjective ("an unspecified date").
_UN: Final = frozenset("unveiled unleashed undermined unearthed united unified uncovered unloaded unlocked".split())
_NO_VERBS: Final = frozenset("WwDNYOCI,-tio@&'")  # classes of tokens that are no verbs: passed over quickly
_WINDOW: Final = 14  # tokens on either side; a clause in news is seldom longer


def nearby(tokens: Tokens, first: int, stop: int) -> Tense | None:
    """The tense of the nearest verb-like word before the expression in its sentence, else after it."""
    classes = tokens.classes
    for at in range(first - 1, max(-1, first - _WINDOW), -1):
        letter = classes[at]
        if letter in _NO_VERBS:
            continue
        word = tokens.words[at]
        if letter == "." or word in "!?;":
            break
        tense = _of(tokens, at, word)
        if tense is not None:
            return tense
    for at in range(stop, min(len(tokens.words), stop + _WINDOW)):
        letter = classes[at]
        if letter in _NO_VERBS:
            continue
        word = tokens.words[at]
        if letter == "." or word in "!?;":
            break
        tense = _of(tokens, at, word)
        if tense is not None:
            return tense
    return None


def _of(tokens: Tokens, at: int, word: str) -> Tense | None:
    if word == "may" and tokens.capital(at):
        return None
    if word == "set":
        return Tense.FUTURE if tokens.words[at + 1 : at + 2] in (["to"], ["for"]) else Tense.PAST
    if word in ("soon", "early") and tokens.words[at + 1 : at + 2] == ["as"] and tokens.words[at - 1 : at] == ["as"]:
        return Tense.FUTURE
    if word == "be" and at and tokens.words[at - 1] in ("to", "may", "should"):
        return Tense.FUTURE
    if word in _FUTURE:
        return Tense.FUTURE
    if at and tokens.words[at - 1] in ("is", "are", "be", "being"):
        return None  # a participle: "when the case is heard in May"
    if word.startswith("un") and word.endswith("ed") and word not in _UN:
        return None
    if word in _PAST:
        return Tense.PAST
    if word.endswith("ed") and len(word) > 4 and tokens.classes[at] == "_" and not tokens.capital(at):
        return Tense.PAST
    return None
