"""How much of a text is prose: a flood of digits, one endless sentence or a table of words is not worth a parse."""

import re

MAX_CHARACTERS = 200_000
"""What is read of one article: some 35,000 words, and about six seconds of parsing."""

_LONGEST_SENTENCE = 6_000
"""Characters without a full stop, a line break or the like; no text of the gold corpora has as many."""

_LONGEST_WORD = 2_000
"""Characters without white space; addresses have a few hundred, and the tokenizer takes their square."""

_WINDOW = 2_000
"""Words that are looked at together."""

_LEAST_VARIETY = 60
"""Different words among 2,000; in the news of the gold corpora no 2,000 words in a row had fewer than 651."""

_STOP = re.compile(r"[.!?:;\n\r。！？؟।]")
_WORD = re.compile(r"\S+")


def prose_end(text: str) -> int:
    """Where the text stops being prose, at most `MAX_CHARACTERS`; its length where all of it is.

    Runs in linear time; what follows the end is not read, so that offsets stay those of the text.
    """
    end = min(len(text), MAX_CHARACTERS)
    end = min(end, _endless_sentence(text, end))
    return min(end, _long_word_or_flood(text, end))


def _endless_sentence(text: str, end: int) -> int:
    last = 0
    for stop in _STOP.finditer(text, 0, end):
        if stop.start() - last > _LONGEST_SENTENCE:
            return last
        last = stop.end()
    return last if end - last > _LONGEST_SENTENCE else end


def _long_word_or_flood(text: str, end: int) -> int:
    words: set[str] = set()
    start = count = 0
    for word in _WORD.finditer(text, 0, end):
        if word.end() - word.start() > _LONGEST_WORD:
            return word.start()
        if count == 0:
            start = word.start()
        words.add(word.group()[:40])
        count += 1
        if count == _WINDOW:
            if len(words) < _LEAST_VARIETY:
                return start
            words.clear()
            count = 0
    return end
