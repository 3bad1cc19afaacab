"""Where each publisher is at home, earned from all of its articles together, before any of them is parsed.

A local paper means its own town: of all that was measured, nothing helps as much to choose between namesakes. The names
come from a cheap look at capitalised words, since it is many articles that decide here and not one name.
"""

import dataclasses
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from dateline.model import Article
from dateline_geo import infer_home
from dateline_geo.context import host_of
from dateline_geo.gazetteer import Gazetteer
from dateline_geo.place import Mention, Resolution

LEAST = 2  # articles of a publisher; one alone has its dateline and its masthead, which the resolver hears anyway
MOST = 60  # articles of a publisher that are looked at: a home is clear long before
_HEAD = 4000  # characters of each
_NAME = re.compile(r"\b[A-Z][\w'’.-]+(?:[ ][A-Z][\w'’-]+){0,2}")


def publisher_of(article: Article) -> str:
    """What tells whose article it is: the host of its address, else the publisher's name."""
    return host_of(article.url).removeprefix("www.") or article.publisher


def settle(articles: Sequence[Article], gazetteer: Gazetteer) -> list[Article]:
    """The same articles in the same order, each with its publisher's home where it has one."""
    groups: defaultdict[str, list[Article]] = defaultdict(list)
    for article in articles:
        if not article.home:
            groups[publisher_of(article)].append(article)
    homes: dict[str, tuple[float, float]] = {}
    for publisher, group in groups.items():
        if publisher and len(group) >= LEAST:
            # By id, so that the home does not depend on the order in which the articles came.
            chosen = sorted(group, key=lambda article: article.id)[:MOST]
            names = [_names(article.text[:_HEAD], gazetteer) for article in chosen]
            home = infer_home(names, gazetteer, publisher=group[0].publisher, url=group[0].url)
            if home is not None:
                homes[publisher] = home
    return [
        article if article.home else dataclasses.replace(article, home_point=homes.get(publisher_of(article)))
        for article in articles
    ]


def _names(text: str, gazetteer: Gazetteer) -> list[Resolution]:
    return [_name(found.start(), name) for found in _NAME.finditer(text) for name in _known(found.group(), gazetteer)]


def _known(words: str, gazetteer: Gazetteer) -> Iterable[str]:
    parts = words.rstrip(".'’").split(" ")
    for size in range(len(parts), 0, -1):
        name = " ".join(parts[:size]).removesuffix("'s").removesuffix("’s")
        if gazetteer.lookup(name):
            return (name,)
    return ()


def _name(start: int, name: str) -> Resolution:
    return Resolution(Mention(start, start + len(name), name), None, 0.0, "")
