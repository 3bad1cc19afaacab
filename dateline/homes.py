"""Where each publisher is at home, earned from all of its articles together, before any of them is parsed.

A local paper means its own town: of all that was measured, nothing helps as much to choose between namesakes. The names
come from a cheap look at capitalised words that stand where a place would: after "in", before ", State", before
"County" or "police". It is many articles that decide here and not one name.
"""

import dataclasses
import re
from collections import defaultdict
from collections.abc import Sequence

from dateline.model import Article
from dateline_geo import infer_home
from dateline_geo.context import host_of
from dateline_geo.gazetteer import Gazetteer
from dateline_geo.patterns import LOCATIVE, PEOPLE, POLICE
from dateline_geo.place import Kind, Mention, Resolution

LEAST = 2  # articles of a publisher; one alone has its dateline and its masthead, which the resolver hears anyway
MOST = 60  # articles of a publisher that are looked at: a home is clear long before
_HEAD = 4000  # characters of each
_NAME = re.compile(r"\b[A-Z][\w'’.-]+(?:[ ][A-Z][\w'’-]+){0,2}")
_BEFORE = re.compile(r"([\w'’]+)[ \n](?:the )?$")
_AFTER = re.compile(r"[ \n]([\w'’]+)")
_STATE = re.compile(r",[ \n]([A-Z][\w.-]+(?: [A-Z][\w-]+)?)")
_DATELINE = re.compile(r"[^\n]{0,40}?(?: [-–—]|--)")
# Without words after which a name is a person or a thing at least as often as a place ("by Jackson", "over Iraq").
# Tuned with the rest on 82 papers of LGL's development half: 65 right, 6 wrong, 11 unknown; without "of" 62 and 8.
_PUTS = (LOCATIVE | {"of"}) - {"on", "by", "over", "into", "above", "below", "under"}
_OF_A_PLACE = PEOPLE | POLICE
_STATES = frozenset((Kind.REGION, Kind.COUNTRY))


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
    """The place names of a text that stand where a place would, in its order."""
    names = []
    for found in _NAME.finditer(text):
        name = _known(found.group(), gazetteer)
        if name and _is_placed(text, found.start(), found.start() + len(name), gazetteer):
            names.append(Resolution(Mention(found.start(), found.start() + len(name), name), None, 0.0, ""))
    return names


def _known(words: str, gazetteer: Gazetteer) -> str:
    """The longest name that the gazetteer knows and that these words begin with, "" where there is none."""
    parts = words.rstrip(".'’").split(" ")
    for size in range(len(parts), 0, -1):
        name = " ".join(parts[:size]).removesuffix("'s").removesuffix("’s")
        if gazetteer.lookup(name):
            return name
    return ""


def _is_placed(text: str, start: int, end: int, gazetteer: Gazetteer) -> bool:
    """Whether the words around a name speak of a place.

    Names of people and of companies are villages somewhere as well, and there are many of them.
    """
    before = _BEFORE.search(text, max(0, start - 30), start)
    if before and before.group(1).lower() in _PUTS:
        return True
    after = _AFTER.match(text, end)
    if after and after.group(1).lower() in _OF_A_PLACE:
        return True
    state = _STATE.match(text, end)
    if state and any(place.kind in _STATES for place in gazetteer.lookup(state.group(1))):
        return True
    return text[start:end].isupper() and end - start > 3 and bool(_DATELINE.match(text, end))
