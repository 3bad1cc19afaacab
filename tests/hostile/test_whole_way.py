"""Hostile words in every file that people give, all the way to the page and the exports, without a browser."""

# ruff: noqa: E501  payloads are what they are

import csv
import io
import json
from pathlib import Path

import pytest

from dateline.build import write_output
from dateline.telling import Told, read_story
from fuzz.targets import ALLOWED_ADDRESS, PART, elements, harmless

PAYLOADS = (
    "<script>bad()</script>", "</script><script>bad()</script>", "<!--<script>", "<img src=x onerror=bad()>", "<svg onload=bad()>",
    "<iframe srcdoc='<script>bad()</script>'>", "<base href=https://evil.example/>", "<meta http-equiv=refresh content='0;url=x'>",
    "</title></style></noscript></textarea><script>bad()</script>", "${bad()}", "`${bad()}`", "{{ 7 * 7 }}", "{% raw %}",
    "{% endraw %}<script>bad()</script>", "';bad()//", "\";bad()//", "\\u003cscript>", "javascript:bad()", "JaVaScRiPt:bad()",
    "data:text/html,<script>bad()</script>", "a\u2028bad()\u2029b", "]]><script>bad()</script>", "\u202e)(dab\u202c",
    "\u2066\u2067\u2068 isolates", "=HYPERLINK(\"http://evil.example\")", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1", "|calc",
    "BEGIN:VEVENT\r\nATTACH:javascript:bad()", "x\r\nX-EVIL:1", "../../../../etc/passwd", "..\\..\\windows", "%2e%2e%2f", "/etc/passwd",
    "&lt;script&gt;", "&#60;img src=x onerror=bad()&#62;", "constructor", "__proto__", "x" * 300, "\x1b[31mred\x1b[0m", "\x07\x08",
    "$(touch /tmp/bad)", "`touch /tmp/bad`", "; rm -rf ~", "%s%s%n", "{0.__class__}", "NULL", "\ufeff", "\ud83d\ude00\u200d",
    "'; DROP TABLE names; --", "<?php bad() ?>", "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
)  # fmt: skip
NEWS = "On 3 March 2021 police in Paris arrested a man, {} said. A bridge in Lyon collapsed on 4 March 2021, killing two people."


def clean(text: str) -> str:
    """The payload as a file of UTF-8 can hold it."""
    return text.encode("utf-8", "replace").decode()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Records, files that are named so, pages, corrections and a table of places, each with the payloads."""
    folder = tmp_path_factory.mktemp("hostile") / "seeds"
    folder.mkdir()
    payloads = [clean(text) for text in PAYLOADS]
    records = [
        {
            "id": f"{n}{text}",
            "title": text,
            "text": f"{text}\n\n{NEWS.format(text)}",
            "published": "2021-03-05",
            "url": text,
            "publisher": text,
            "author": text,
            "home": text,
        }
        for n, text in enumerate(payloads)
    ]
    (folder / "records.jsonl").write_text("\n".join(map(json.dumps, records)))
    for n, text in enumerate(payloads):
        stem = text.replace("/", "∕").replace("\0", "")[:60].lstrip(".~") + str(n)
        if n % 2:
            (folder / f"{stem}.txt").write_text(f"It was number {n}. {NEWS.format(text)}")
        if n % 9 == 0:
            head = f'<html><head><title>{text}</title><meta name="author" content="{text}"></head>'
            words = "".join(f"<p>{NEWS.format(said)}</p>" for said in (n, text, "x"))
            (folder / f"{stem}.html").write_text(f"{head}<body><article><h1>Arrest</h1>{words}</article></body></html>")
    with (folder.parent / "places.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["name", "lat", "lon", "id", "kind", "country", "aliases", "note"])
        rows.writerows(
            [f"{text}x", 10, 20, f"{n}{text}", "site", "FR", f"{text}z", text] for n, text in enumerate(payloads)
        )
    lines = []
    for n, text in enumerate(payloads):
        said = json.dumps(text, ensure_ascii=False)
        lines.append(
            f"[[add]]\nheadline = {said}\ndate = '2021-03-{n % 28 + 1:02}'\nby = {said}\nwhy = {said}\nsource = {said}\nurl = {said}\nmanner = 'attributed'"
        )
        lines.append(f"place = {{ name = {said}, lat = {n}, lon = {-n}, note = {said}, country = 'FR' }}")
        lines.append(
            f"[[article]]\narticle = {json.dumps(f'{n}{text}', ensure_ascii=False)}\npublisher = {said}\nwhy = {said}"
        )
    (folder / "corrections.toml").write_text("\n".join(lines))
    return read_story([folder], gazetteers=[folder.parent / "places.csv"])


def test_everything_is_read(told: Told) -> None:
    """No hostile name or word costs its article: every record and every file is there, and every added event."""
    assert len(told.story.articles) >= 2.5 * len(PAYLOADS)
    assert {event.headline for event in told.story.events} >= {clean(text) for text in PAYLOADS if text.strip()}
    assert [drop.detail for drop in told.left_out] == []


def test_the_page_is_made_of_our_elements_alone(told: Told, tmp_path: Path) -> None:
    """Every payload from every file: not one element, attribute, script or address that a harmless page has not."""
    write_output(told, tmp_path)
    html = (tmp_path / "index.html").read_text()
    found = elements(html)
    assert found.seen <= harmless().seen
    assert found.count["script"] - len(PART.findall(html)) == 3
    assert [address for address in found.addresses if not ALLOWED_ADDRESS.match(address) and "/" in address] == []
    for name in ("events.csv", "events.ics"):
        if (tmp_path / name).exists():
            assert "\0" not in (tmp_path / name).read_text()
    rows = list(csv.reader(io.StringIO((tmp_path / "events.csv").read_text(encoding="utf-8-sig"), newline="")))
    numbers = {"lat", "lon", "latitude", "longitude"}
    for row in rows[1:]:
        for name, cell in zip(rows[0], row, strict=True):
            assert name in numbers or not cell.startswith(("=", "+", "-", "@", "\t", "\r", "|")), (name, cell)


def test_nothing_was_run(told: Told) -> None:
    """Words that a shell would run were run by none."""
    assert not Path("/tmp/bad").exists()
