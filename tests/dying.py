"""Readers that die, hang or starve on a word in the text: what the worker pool is tested with."""

import os
import signal
import time
from pathlib import Path

from dateline.model import Article, Reading


def read(articles: list[Article]) -> list[Reading]:
    """Read nothing, and meet an accident where the text asks for one."""
    for article in articles:
        if "die" in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "hang" in article.text:
            time.sleep(600)
        if "starve" in article.text:
            raise MemoryError
    return [Reading(article, (), ()) for article in articles]


def leave(articles: list[Article]) -> list[Reading]:
    """Leave a file named by the first text, then go on as `read` does."""
    Path(articles[0].text).touch()
    return read(articles)


def die_elsewhere(home: int) -> int:
    """Die in any process but the one with that id."""
    if os.getpid() != home:
        os.kill(os.getpid(), signal.SIGKILL)
    return home


def where() -> int:
    """The id of the process that runs this."""
    return os.getpid()


def nothing() -> None:
    """Do nothing."""


def linger() -> None:
    """Do nothing, for longer than anybody waits."""
    time.sleep(600)


def fail() -> None:
    """Raise what a bug would."""
    raise LookupError("a bug")


class StubbornError(Exception):
    """Can be pickled, and not be unpickled: its words are two, and its arguments one."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"told by {first} {second}")


def be_stubborn() -> None:
    """Raise an error that can't travel."""
    raise StubbornError("two", "words")
