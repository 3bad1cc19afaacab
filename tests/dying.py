"""Readers that die, hang or starve on a word in the text: what the worker pool is tested with."""

import os
import signal
import time

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
