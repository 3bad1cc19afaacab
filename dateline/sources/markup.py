"""A fragment of HTML to plain text, in linear time and without a parser: for bodies that feeds and JSON carry."""

import html
import re

_SKIPPED = re.compile(r"<(script|style|template|noscript)\b[^>]*>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>", re.DOTALL)
_BREAK = re.compile(
    r"<\s{0,3}/?\s{0,3}(?:p|div|br|h[1-6]|li|ul|ol|tr|table|blockquote|section)\b[^<>]*>", re.IGNORECASE
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LINES = re.compile(r"[ \t\xa0]*\n\s*")
_SPACES = re.compile(r"[ \t\r\f\v\xa0]+")


def fragment_text(markup: str) -> str:
    """The words of an HTML fragment, a line a paragraph, entities resolved, scripts and tags gone."""
    text = _COMMENT.sub("", markup)
    text = _SKIPPED.sub(" ", text)
    text = text.replace("\n", " ")
    text = _BREAK.sub("\n", text)
    text = _TAG.sub("", text)
    text = html.unescape(text)
    return _LINES.sub("\n", _SPACES.sub(" ", text)).strip()
