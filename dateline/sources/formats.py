"""Which reader a file gets: by its first bytes where they tell, else by its name."""

from pathlib import PurePath

# What each ending is read as. The formats in FOREIGN are opened by a process of their own (see child.py).
SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".mhtml": "mhtml",
    ".mht": "mhtml",
    ".pdf": "pdf",
    ".docx": "docx",
    ".eml": "eml",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "xml",
    ".warc": "warc",
}
FOREIGN = frozenset({"csv", "html", "mhtml", "pdf", "docx", "eml", "feed", "xml", "warc"})
PACKED = frozenset({"pdf", "docx"})  # may be larger than text, being mostly pictures
STREAMED = frozenset({"jsonl", "csv", "warc"})


def is_gzip_name(name: str) -> bool:
    """True for "x.warc.gz", "x.jsonl.gz" and the like."""
    return name.lower().endswith(".gz")


def format_of(name: str, head: bytes) -> str:
    """The format of a file from its name and its first bytes (uncompressed); "" for one that can't be read.

    What the bytes say wins over the name for PDF, WARC and MHTML, since browsers and downloads misname these. A file
    without an ending, or standard input (name "-"), is read as what it looks like.
    """
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"WARC/1."):
        return "warc"
    path = PurePath(name.lower())
    suffix = PurePath(path.stem).suffix if path.suffix == ".gz" else path.suffix
    format_ = SUFFIXES.get(suffix, "")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:400].lower()
    if format_ in ("html", "mhtml", "eml") and start.startswith(b"from:") and b"multipart/related" in head.lower():
        return "mhtml"
    if format_ or (suffix and name != "-" and not suffix[1:].isdigit()):
        return format_
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    if start.startswith((b"<?xml", b"<rss", b"<feed", b"<newsitem")):
        return "xml"
    if start.startswith((b"{", b"[")):
        return "jsonl" if start.startswith(b"{") else "json"
    return "text"
