"""How much of an input is read: sizes, depths and times, the same on every machine."""

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one run's inputs. All but `seconds` are counted, so the same input always gives the same output.

    `seconds` is a last resort against a library that hangs: it is wall time for one file, generous so that a busy
    machine doesn't decide what is on the page. `memory_bytes` bounds the process that opens foreign formats.
    """

    text_bytes: int = 32 * MIB  # of a text, a page, a mail or a JSON document, which is held in memory as a whole
    file_bytes: int = 64 * MIB  # of a PDF or a Word document
    stream_bytes: int = 64 * 1024 * MIB  # of a file that is read record by record: JSON Lines, WARC, CSV
    record_bytes: int = 16 * MIB  # of one record of such a file
    unpacked_bytes: int = 128 * MIB  # what a compressed file or a part of one may unpack to
    characters: int = 200_000  # of one article: what the parser is given at most
    page_characters: int = 3_000_000  # of one page's markup, without its scripts, styles and embedded pictures
    tags: int = 20_000  # in one page, without those inside a line: extracting takes 0.08 ms a tag
    pages: int = 2_000  # of one PDF
    depth: int = 40  # of folders
    seconds: float = 60.0
    memory_bytes: int = 1536 * MIB


DEFAULT = Limits()
