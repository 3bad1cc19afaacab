"""Why an input, or a part of one, was left out: every code with its sentence for the reader."""

from collections.abc import Mapping
from types import MappingProxyType

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "missing": "There is no file or folder of that name.",
        "unreadable": "The file could not be opened or read.",
        "not-a-file": "It is not an ordinary file: a folder named like a file, a pipe, a socket or a device.",
        "symlink-loop": "A link leads back to a folder that is being read already.",
        "too-deep": "Folders are nested more deeply than dateline follows.",
        "empty": "There is nothing in it, or nothing but white space.",
        "too-large": "It is larger than an article may be; nothing of it was read.",
        "binary": "It is not text, although it is named like one.",
        "encoding": "Some of its bytes fit no encoding of text; each is shown as �.",
        "unknown-format": "It is of no format that dateline reads.",
        "broken": "It is damaged, or not what its name says, and could not be read.",
        "bomb": "It unpacks to far more than it should; unpacking was stopped.",
        "too-complex": "Its markup is nested or repeated beyond anything that people read.",
        "time-limit": "Reading it took longer than one file may take.",
        "crashed": "The library that reads this format gave up on it.",
        "encrypted": "It is protected by a password.",
        "no-text": "No article text was found in it.",
        "scanned": "Its pages are pictures without text; run text recognition (OCR) on it first.",
        "bad-record": "One record of the file is no article; the others were read.",
        "front-matter": "A line at the head of the file was not understood.",
        "unreadable-date": "Its publication date was not understood, so the article counts as undated.",
        "cut": "The article is longer than dateline reads; the rest was left out.",
        "duplicate": "The very same article was read already from another file.",
    }
)
