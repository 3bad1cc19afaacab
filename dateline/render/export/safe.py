"""Makes text inert for where it goes: no formula in a cell, no control character in XML, no broken line."""

import re

# ASCII and full-width signs with which spreadsheets begin a formula; see the OWASP page on CSV injection.
_FORMULA = re.compile(r"^[\s'\"]*[=+\-@|%＝＋－＠]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_BREAKS = re.compile("[\r\n\t\u2028\u2029]+")


def plain(text: str) -> str:
    """Text without control characters, lone surrogates and non-characters; line ends and tabs stay."""
    # Printable text has none of them, and nearly all text is: the search through it took a third of an export.
    return text if text.isprintable() else _CONTROL.sub("", text)


def line(text: str) -> str:
    """Text on one line."""
    return (text if text.isprintable() else _BREAKS.sub(" ", plain(text))).strip()


def cell(text: str) -> str:
    """One line of text that no spreadsheet takes for a formula: an apostrophe stands before what would begin one."""
    words = line(text)
    if not words or words[0].isalnum():
        return words
    return f"'{words}" if _FORMULA.match(words) else words
