"""XML from strangers: no entities, no external anything, bounded depth; then plain elements of the standard library."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError  # types only: defusedxml does the parsing

from dateline.sources.decode import decode, is_binary
from dateline.sources.found import UnreadableError
from dateline.sources.limits import Limits
from dateline.sources.markup import fragment_text

_DECLARATION = re.compile(r"<\?xml[^>]{0,200}\?>")
_ENCODING = re.compile(rb"<\?xml[^>]{0,100}?encoding\s{0,3}=\s{0,3}[\"']([A-Za-z0-9_:.-]{2,40})")
_MAX_DEPTH = 200
_BLOCKS = frozenset({"p", "div", "br", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr", "block", "hl2", "blockquote"})


def xml_text(data: bytes, limits: Limits) -> str:
    """The markup of an XML file as text without its declaration.

    Raises:
        UnreadableError: it is empty, binary, too large or too deep, or defines entities.
    """
    if not data.strip(b" \t\r\n\0"):
        raise UnreadableError("empty", f"{len(data)} bytes")
    if is_binary(data):
        raise UnreadableError("binary", "holds bytes that no XML has")
    declared = _ENCODING.search(data[:400])
    text = decode(data, declared[1].decode("ascii") if declared else "").text.lstrip()
    if len(text) > 4 * limits.page_characters:
        raise UnreadableError("too-large", f"{len(text):,} characters; at most {4 * limits.page_characters:,} are read")
    if "<!ENTITY" in text:
        raise UnreadableError("bomb", "it defines entities, which news files don't and attacks do")
    return _DECLARATION.sub("", text, count=1)


def parse_xml(text: str) -> Element:
    """The root element.

    Raises:
        UnreadableError: it is damaged, or nested too deeply.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    depth = deepest = 0
    for match in re.finditer(r"<(/?)[A-Za-z_][^<>]*?(/?)>", text):
        depth += -1 if match[1] else 0 if match[2] else 1
        deepest = max(deepest, depth)
    if deepest > _MAX_DEPTH:
        raise UnreadableError("too-complex", f"its elements are nested {deepest:,} deep")
    try:
        root = fromstring(text)
    except (ParseError, ValueError) as error:
        reason = "bomb" if isinstance(error, DefusedXmlException) else "broken"
        raise UnreadableError(reason, f"it is no XML: {error}"[:300]) from error
    if not isinstance(root, Element):
        raise UnreadableError("broken", "it has no root element")
    return root


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def named(element: Element, *names: str) -> Iterator[Element]:
    """All elements below of these local names, in document order."""
    return (child for child in element.iter() if local(child) in names)


def words(element: Element | None) -> str:
    """The text of an element and all in it, a line a paragraph; escaped markup in it is unpacked once."""
    if element is None:
        return ""
    pieces: list[str] = []
    _collect(element, pieces)
    text = "".join(pieces)
    if "</p>" in text or "<br" in text:
        return fragment_text(text)
    lines = (" ".join(line.split()) for line in text.split("\n\n"))
    return "\n".join(line for line in lines if line)


def _collect(element: Element, pieces: list[str]) -> None:
    block = local(element) in _BLOCKS
    if block:
        pieces.append("\n\n")
    pieces.append(element.text or "")
    for child in element:
        _collect(child, pieces)
        pieces.append(child.tail or "")
    if block:
        pieces.append("\n\n")
