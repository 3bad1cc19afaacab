"""Damaged files of every format: articles, or a reason that names the damage; never an error that nobody expected."""

# ruff: noqa: E501  files are as wide as they are

import io
import os
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.sources import REASONS
from dateline.sources.child import Task
from dateline.sources.limits import DEFAULT
from dateline.sources.opener import answers

WORDS = "The minister said on Monday that the bridge over the river was open again to all traffic. "
PAGE = f"<!doctype html><html lang=en><head><meta charset=utf-8><title>T</title></head><body><article><h1>T</h1><p>{WORDS * 3}</p></article></body></html>"


def word() -> bytes:
    document = docx.Document()
    document.add_heading("Title", 0)
    document.add_paragraph(WORDS)
    document.add_table(2, 2).cell(0, 0).text = "cell"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def pdf() -> bytes:
    stream = f"BT /F1 12 Tf 50 700 Td ({WORDS}) Tj 0 -14 Td ({WORDS}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return body + table + b"trailer<</Root 1 0 R/Size 6>>\nstartxref\n%d\n%%%%EOF" % len(body)


SEEDS = {
    "html": PAGE.encode(),
    "mhtml": f"From: <Saved>\nSnapshot-Content-Location: https://a.example/\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\nContent-Location: https://a.example/\n\n{PAGE}\n--b--\n".encode(),
    "pdf": pdf(),
    "docx": word(),
    "eml": f"From: A <a@b.example>\nSubject: s\nDate: Thu, 14 Mar 2024 23:30:00 -0500\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n{WORDS * 3}\n--b\nContent-Type: message/rfc822\n\nSubject: x\n\nWords.\n--b--\n".encode(),
    "feed": f"<rss><channel><title>F</title><item><title>T</title><pubDate>Thu, 14 Mar 2024 23:30:00 -0500</pubDate><link>https://a.example/</link><description>&lt;p&gt;{WORDS}&lt;/p&gt;</description></item></channel></rss>".encode(),
    "xml": f"<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='x'><itemMeta><versionCreated>2024-03-14</versionCreated></itemMeta><contentMeta><headline>T</headline></contentMeta><contentSet><inlineXML><html><body><p>{WORDS}</p></body></html></inlineXML></contentSet></newsItem>".encode(),
    "warc": b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://a.example/\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (len(WORDS), WORDS.encode()),
    "csv": f"id,title,text,published\n1,T,\"{WORDS}\",2024-03-14\n".encode(),
}  # fmt: skip

EDITS = st.lists(
    st.tuples(
        st.integers(0, 1 << 20),
        st.integers(0, 40),
        st.sampled_from([b"", b"\0", b"\xff\xfe", b"<!--", b"<script>", b"]]>", b"&#xd800;", b"-1", b"9" * 40, b"<<", b"\n\n", b"\xed\xa0\x80", b"<!DOCTYPE x [", b"/", b"%PDF-", b"\"", b"=\n"]),
    ),
    min_size=1,
    max_size=6,
)  # fmt: skip


@pytest.mark.parametrize("format_", SEEDS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS)
def test_a_damaged_file_gives_articles_or_a_reason(
    tmp_path: Path, format_: str, edits: list[tuple[int, int, bytes]]
) -> None:
    """Bytes lost, doubled or put in anywhere: the reader ends, and says why in one of the codes that are documented."""
    data = SEEDS[format_]
    for at, length, new in edits:
        at %= len(data) + 1
        data = data[:at] + new + data[at + length :]
    path = tmp_path / "file"
    path.write_bytes(data or b" ")
    *parts, end = answers(Task(os.fsencode(path), format_, False, DEFAULT))
    assert end.done
    assert end.failed is None or end.failed[0] in set(REASONS) - {"crashed"}
    assert all(part.refused is None or part.refused.reason in REASONS for part in parts)


@pytest.mark.parametrize("format_", SEEDS)
def test_the_whole_file_gives_its_article(tmp_path: Path, format_: str) -> None:
    """What is damaged above is an article when it is not."""
    path = tmp_path / "file"
    path.write_bytes(SEEDS[format_])
    *parts, end = answers(Task(os.fsencode(path), format_, False, DEFAULT))
    assert end.failed is None
    assert any(part.found is not None and "bridge over the river" in part.found.text for part in parts)
