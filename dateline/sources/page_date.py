"""The day on which a web page's article came out: what its head states, else what is printed beside its text.

htmldate alone looks at the whole page, and where the head says nothing it takes what it finds: today's date in the
masthead, a day out of a sentence, the year of the copyright. A wrong day of publication moves every "on Friday" of the
article and nobody sees it, so these are kept from it here.
"""

import copy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

STATED = "the page's metadata"
PRINTED = "the day printed beside the article"

# htmldate doesn't believe dates after its `max_date`, which is today unless given: a page would read otherwise
# tomorrow. No page is from after 2099 either way.
LATEST = "2099-12-31"
_BESIDE = frozenset({"aside", "blockquote", "figure", "footer", "iframe", "nav", "script", "style"})
_PROSE = 120  # characters of a paragraph that is text and no date line
_LONG_LINE = 60  # characters of a line of the main text by which its place in the page is found
_KEY = 25  # first characters of such a line
_SHORT = 7  # characters of a run of words that is too short to find a line by: "By", "Share"
_LINES = 6  # lines tried from the front, and from the back


def page_date(markup: str, url: str, title: str, text: str) -> tuple[str, str]:
    """The day as ISO 8601 and where it stood, or two empty strings.

    Args:
        markup: The page.
        url: Where it was found, if known: many addresses have the day in them.
        title: Of its article.
        text: The main text that was taken from it, a line a paragraph.
    """
    from trafilatura import load_html

    tree = load_html(markup)
    if tree is None:
        return "", ""
    if stated := _find(_stated(tree), url):
        return stated, STATED
    part = _article_part(tree, title, text)
    if part is not None and (printed := _find(_without_prose(part), "")):
        return printed, PRINTED
    return "", ""


def _find(tree: "HtmlElement", url: str) -> str:
    from htmldate import find_date

    return find_date(tree, url=url or None, original_date=True, extensive_search=False, max_date=LATEST) or ""


def _stated(tree: "HtmlElement") -> "HtmlElement":
    """A page of what the page says of itself: meta elements, canonical address, JSON-LD.

    The year of a copyright is left out: htmldate makes the first of January of it.
    """
    from lxml.html import Element

    page, head = Element("html"), Element("head")
    page.append(head)
    page.append(Element("body"))
    for element in tree.iter("meta", "link", "script"):
        if element.tag == "script" and "ld+json" not in (element.get("type") or "").lower():
            continue
        if (element.get("itemprop") or "").lower() == "copyrightyear":
            continue
        alone = copy.copy(element)
        alone.tail = None
        head.append(alone)
    return page


def _article_part(tree: "HtmlElement", title: str, text: str) -> "HtmlElement | None":
    """The smallest element that holds the main text, and its heading if the page has one."""
    lines = [line for line in (_plain(line) for line in text.split("\n")) if len(line) > _LONG_LINE]
    texts = [(element, words) for element, words in _texts(tree) if len(words) > _SHORT]
    found = [_holder(texts, lines[:_LINES]), _holder(texts, lines[: -_LINES - 1 : -1])]
    held = [element for element in found if element is not None]
    if not held:
        return None
    for heading in tree.iter("h1", "h2"):
        words = _plain(str(heading.text_content()))
        if len(words) > 10 and (words in _plain(title) or _plain(title) in words):
            held.append(heading)
            break
    return _common(held)


def _holder(texts: "list[tuple[HtmlElement, str]]", lines: list[str]) -> "HtmlElement | None":
    """The element whose own words begin one of these lines."""
    for line in lines:
        for element, words in texts:
            if words.startswith(line[:_KEY]) or (len(words) < _KEY and line.startswith(words)):
                return element
    return None


def _texts(tree: "HtmlElement") -> "Iterator[tuple[HtmlElement, str]]":
    """Elements with their own words, and how each run of these begins."""
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag not in ("script", "style", "title"):
            for run in (element.text, *(child.tail for child in element)):
                if run:
                    yield element, _plain(run.lstrip()[: 4 * _KEY])


def _common(elements: "list[HtmlElement]") -> "HtmlElement":
    """Their lowest common ancestor; of one alone its parent, beside which a date line stands."""
    first, *others = elements
    path = [first, *first.iterancestors()]
    if not others:
        return path[min(1, len(path) - 1)]
    above = [{element, *element.iterancestors()} for element in others]
    return next((element for element in path if all(element in one for one in above)), path[-1])


def _without_prose(part: "HtmlElement") -> "HtmlElement":
    """A copy without sentences, which name days of their own, and without what other pages and people say."""
    from lxml.html import Element

    page = Element("html")
    body = copy.deepcopy(part)
    body.tail = None
    page.append(body)
    for element in list(body.iter()):
        if element is body or element.getparent() is None or not isinstance(element.tag, str):
            continue
        prose = element.tag in ("p", "li", "td", "dd") and len(str(element.text_content())) > _PROSE
        if prose or element.tag in _BESIDE:
            element.drop_tree()
    for element in body.iter():
        if element.text and len(element.text) > _PROSE:
            element.text = None
        if element.tail and len(element.tail) > _PROSE:
            element.tail = None
    return page


def _plain(text: str) -> str:
    return " ".join(text.split())
