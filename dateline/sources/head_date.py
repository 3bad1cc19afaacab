"""The day of publication that an article's own first lines say: "LISBON, 12 March 2024 –", "Published 12 March"."""

import re

_LINES = 8  # that are not blank: a title, a byline, a line of the desk, and then the text begins
_CHARACTERS = 4_000
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = rf"(?:{_NUMBER} {_MONTH},? \d{{4}}|{_MONTH} {_NUMBER},? \d{{4}}|\d{{4}}-\d\d-\d\d)"
_NAME = r"[^\W\d_][\w.'’-]*"
# Towns and their countries begin with capitals; what stands in brackets between date and dash is the agency.
_DATELINE = re.compile(
    rf"\s*(?=[^\W\d_a-z]){_NAME}(?:[ ,/]+(?:(?=[^\W\d_a-z]){_NAME}|de|of|al|el|la)){{0,5}}"
    rf",? ?[,(] ?(?P<date>{_DATE})\)?,?(?: ?\([^()\n]{{2,40}}\))? ?(?:[–—]|--?)\s"
)
_STATED = re.compile(
    rf"\s*(?:first )?(?:published|posted)(?: on| at)?:? *(?:[A-Z][a-z]+day,? )?(?P<date>{_DATE})\b", re.IGNORECASE
)


def head_date(text: str) -> tuple[str, str]:
    """The date as written and where it stands; two empty strings where the first lines say none."""
    lines = (line for line in text[:_CHARACTERS].split("\n") if line.strip())
    for _, line in zip(range(_LINES), lines, strict=False):
        if found := _DATELINE.match(line[:200]):
            return found["date"].replace(".", ""), "its dateline"
        if found := _STATED.match(line[:200]):
            return found["date"].replace(".", ""), "its first lines"
    return "", ""
