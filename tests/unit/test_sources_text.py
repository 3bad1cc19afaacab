"""Text, Markdown, JSON and JSON Lines: what comes in comes out, with its offsets, dates and notes."""

# ruff: noqa: E501  inputs are as wide as they are

import contextlib
import datetime as dt
import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import Article, Drop
from dateline.sources import REASONS, Limits, read_sources
from dateline.sources.frontmatter import split_front_matter
from dateline.sources.markup import fragment_text
from dateline.sources.plain import first_title, plain_markdown
from dateline.sources.published import parse_published


def read(*paths: Path | str, **options) -> tuple[list[Article], list[Drop]]:
    parts = list(read_sources(paths, **options))
    drops = [part for part in parts if isinstance(part, Drop)]
    assert all(drop.reason in REASONS for drop in drops)
    return [part for part in parts if isinstance(part, Article)], drops


def one(path: Path, data: bytes | str) -> Article:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    articles, drops = read(path)
    assert drops == []
    (article,) = articles
    return article


def test_plain_text_is_kept_whole_and_its_first_line_is_the_title(tmp_path: Path) -> None:
    """Offsets count in the text of the file, so the title stays part of it."""
    text = "Bridge opens in Osaka\n\nThe bridge opened on Friday.\n"
    article = one(tmp_path / "a.txt", text)
    assert (article.text, article.title) == (text, "Bridge opens in Osaka")
    assert (article.path, article.published, article.language) == ("a.txt", None, "en")
    assert len(article.sha256) == 64
    assert len(article.id) >= 12


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("The bridge opened on Friday.", "The bridge opened on Friday."),
        ("A summit in the U.S.", "A summit in the U.S."),
        ("Who knew?", "Who knew?"),
        ("The bridge opened on Friday, " * 8 + "he said.", "The bridge opened on Friday, The bridge opened on Friday, The bridge opened on…"),
        ("x" * 300, "x" * 80 + "…"),
    ],
)  # fmt: skip
def test_a_title_is_never_a_paragraph(first: str, title: str) -> None:
    """A long or whole sentence gives its beginning, cut at a word."""
    assert first_title(f"\n\n{first}\nMore.") == title


def test_front_matter_says_what_the_text_cannot(tmp_path: Path) -> None:
    """Every key is read, its aliases too; the text begins below."""
    article = one(
        tmp_path / "a.md",
        '---\ntitle: "A: title"\ndate: 2025-06-05T10:00:00+04:00 # noon in Baku\nsource: Caliber\n'
        "url: https://news.example/a\nlang: en-GB\nauthors: [Jane Roe, 'John Doe']\nhome: Baku\nlayout: post\n---\n\nBody.\n",
    )
    assert article.title == "A: title"
    assert article.published == dt.date(2025, 6, 5)
    assert article.published_basis == "front matter"
    assert (article.publisher, article.url, article.home) == ("Caliber", "https://news.example/a", "Baku")
    assert (article.language, article.author, article.text) == ("en", "Jane Roe, John Doe", "Body.\n")


def test_a_misspelt_key_is_told_with_its_line(tmp_path: Path) -> None:
    """A key that is nearly ours is a note about the article, with file, line and the right word."""
    (tmp_path / "a.txt").write_text("---\npubished: 2025-06-05\ncategory: x\nnonsense\n---\nBody of it.\n")
    (article,), drops = read(tmp_path)
    assert [(d.reason, d.article) for d in drops] == [("front-matter", article.id)] * 2
    assert drops[0].detail == f"{tmp_path.name}/a.txt, line 2: 'pubished' is no key; did you mean 'published'?"


def test_a_text_that_only_looks_like_front_matter_stays_whole() -> None:
    """Rules of dashes, and heads that never end, are text."""
    for text in ("---\nno end\n", "--- \n" + "a: b\n" * 300 + "---\nx", "----\na: b\n---\n", "a\n---\nb: c\n---\n"):
        assert split_front_matter(text).body == text


def test_a_date_that_is_none_leaves_the_article_undated_and_says_so(tmp_path: Path) -> None:
    """An unreadable publication date is never guessed."""
    (tmp_path / "a.txt").write_text("---\npublished: 06/05/2025\n---\nBody of it.\n")
    (article,), (drop,) = read(tmp_path)
    assert (article.published, article.published_basis) == (None, "")
    assert (drop.reason, drop.article) == ("unreadable-date", article.id)
    assert "2025-06-05" in drop.detail


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2025-06-05", (2025, 6, 5)), ("20250605", (2025, 6, 5)), ("2025-06-05T23:59:00-11:00", (2025, 6, 5)),
        ("20250605T103000Z", (2025, 6, 5)), ("2025-06-05 10:00", (2025, 6, 5)), (" 2025-06-05 ", (2025, 6, 5)),
        ("Thu, 05 Jun 2025 23:30:00 -0800", (2025, 6, 5)), ("5 June 2025", (2025, 6, 5)),
        ("June 5, 2025", (2025, 6, 5)), ("June 5th, 2025", (2025, 6, 5)), ("5 Jun 2025", (2025, 6, 5)),
        ("05.06.2025", (2025, 6, 5)), ("2025/06/05", (2025, 6, 5)), ("1749081600", (2025, 6, 5)),
        ("1749081600000", (2025, 6, 5)), (1749081600, (2025, 6, 5)), ("0001-01-02", (1, 1, 2)),
        ("9999-12-31", (9999, 12, 31)),
    ],
)  # fmt: skip
def test_publication_dates_are_read_as_written(value: str | float, day: tuple[int, int, int]) -> None:
    """The day is the one on the publisher's own clock, not that in UTC."""
    assert parse_published(value) == dt.date(*day)


@pytest.mark.parametrize(
    "value",
    ["06/05/2025", "2025-02-30", "0000-01-01", "0001-01-01", "0001-01-01T00:00:00Z", "yesterday", "5 June", "June 2025", "2025", "-5", "1e400", "x" * 5000, "9" * 5000, "12 " * 4000],
)  # fmt: skip
def test_what_is_no_day_is_refused(value: str) -> None:
    """Ambiguous, impossible and relative dates are errors that show how to write one."""
    with pytest.raises(ValueError, match=r"date|day|time"):
        parse_published(value)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=40), st.floats(), st.integers()))
def test_a_publication_date_is_a_day_or_a_value_error(value: str | float) -> None:
    """No input makes the parser raise anything else."""
    with contextlib.suppress(ValueError):
        assert parse_published(value) is None or isinstance(parse_published(value), dt.date)


@settings(max_examples=100, deadline=None)
@given(st.dates(min_value=dt.date(1, 1, 2)))  # the first of all days is what programs write for none
def test_every_iso_day_is_read(day: dt.date) -> None:
    """ISO 8601 in its three forms."""
    for text in (day.isoformat(), day.strftime("%Y%m%d").rjust(8, "0"), f"{day.isoformat()}T00:00:00Z"):
        assert parse_published(text) == day


def test_markdown_loses_its_marks_and_keeps_its_words() -> None:
    """Links, emphasis, headings, images and rules go; words, lists and code stay."""
    text = (
        "# Title #\n\nThe **mayor** of [Lima](https://a.example/b_(c)) said _so_. ![x](y.png)\n\n---\n> Quoted *words*\n\n"
        "* one\n- two\n\n`snake_case_name` 2*3*4\n\n```\n# code *stays*\n```\n<https://b.example> <!-- gone -->\n"
    )
    assert plain_markdown(text) == (
        "Title\n\nThe mayor of Lima said so. \n\nQuoted words\n\none\ntwo\n\n`snake_case_name` 2*3*4\n\n"
        "```\n# code *stays*\n```\nhttps://b.example \n"
    )


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("ab *_[]()!#<>-`\n\"'/:"), max_size=200))
def test_markdown_never_grows_and_never_fails(text: str) -> None:
    """Taking off marks only ever removes characters."""
    assert len(plain_markdown(text)) <= len(text)


def test_json_lines_keep_ids_order_and_every_character(tmp_path: Path) -> None:
    """`text` is what was given, so that offsets into it hold."""
    texts = ["  In Líma,\r\n\ttwo 🚲 died. ", "B\u2028c", "d" * 10]
    lines = [
        {"id": n, "text": text, "published": "2025-06-05", "publisher": "P", "url": "https://e.example/x"}
        for n, text in enumerate(texts)
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(line) for line in lines))
    articles, drops = read(tmp_path)
    assert drops == []
    assert [article.text for article in articles] == texts
    assert [article.source_id for article in articles] == ["0", "1", "2"]
    assert articles[0].published == dt.date(2025, 6, 5)
    assert articles[0].published_basis == "the record"


def test_a_bad_line_costs_that_line(tmp_path: Path) -> None:
    """Each bad record is a drop with its line; the others are read."""
    (tmp_path / "a.jsonl").write_bytes(
        b'\xef\xbb\xbf{"text": "One article."}\n\n{"text": 5}\n{"text": "  "}\nnot json\n{"title": "x"}\n'
        b'[1]\n{"text": "Lone \\ud800 surrogate and \\u0000 NUL."}\n{"text": "Last", "published": "x"}'
    )
    articles, drops = read(tmp_path)
    assert [a.text for a in articles] == ["One article.", "Lone � surrogate and � NUL.", "Last"]
    name = f"{tmp_path.name}/a.jsonl"
    assert [(d.reason, d.detail.split(":")[0]) for d in drops] == [
        ("bad-record", f"{name}, line 3"), ("empty", f"{name}, line 4"), ("bad-record", f"{name}, line 5"),
        ("empty", f"{name}, line 6"), ("bad-record", f"{name}, line 7"), ("unreadable-date", f"{name}, line 9"),
    ]  # fmt: skip


def test_a_line_beyond_all_measure_is_passed_over(tmp_path: Path) -> None:
    """A record larger than the limit is a drop, and the next line is read."""
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "x" * 5000}) + "\n" + json.dumps({"text": "Short."}) + "\n")
    articles, drops = read(tmp_path, limits=Limits(record_bytes=1000))
    assert [a.text for a in articles] == ["Short."]
    assert [d.reason for d in drops] == ["too-large"]


@pytest.mark.parametrize(
    "document",
    [
        {"text": "The words.", "title": "T"},
        [{"text": "The words.", "title": "T"}],
        {"articles": [{"content": "The words.", "title": "T", "source": {"name": "P"}}]},
        {"status": "ok", "items": [{"body": "The words.", "headline": "T", "author": ["A", "B"]}]},
        {"@type": "NewsArticle", "headline": "T", "articleBody": "The words.", "publisher": {"name": "P"}, "author": {"name": "A"}},
        {"uri": "urn:x:1", "type": "text", "headline": "T", "body_text": "The words."},
        {"uri": "urn:x:1", "headline": "T", "body_xhtml": "<p>The <b>words</b>.</p>"},
        {"uri": "urn:x:1", "headlines": [{"role": "main", "value": "T"}], "bodies": [{"role": "main", "contentType": "text/html", "value": "<p>The words.</p>"}]},
    ],
)  # fmt: skip
def test_json_of_many_makers(tmp_path: Path, document: object) -> None:
    """Ours, NewsAPI's, schema.org's and ninjs' shapes give the same article."""
    article = one(tmp_path / "a.json", json.dumps(document))
    assert (article.title, article.text) == ("T", "The words.")


def test_json_that_is_json_lines_is_read_as_such(tmp_path: Path) -> None:
    """The ending .json on JSON Lines is common."""
    (tmp_path / "a.json").write_text('{"text": "One."}\n{"text": "Two."}\n')
    assert [a.text for a in read(tmp_path)[0]] == ["One.", "Two."]


@pytest.mark.parametrize(
    "data", [b"{", b"[1, 2", b"\xff\xfe\x00", b"nonsense", b'{"a": 1}', b"[]", b"{}" * 3, b'{"text": null}']
)
def test_json_of_nothing_is_a_drop(tmp_path: Path, data: bytes) -> None:
    """No broken JSON raises."""
    (tmp_path / "a.json").write_bytes(data)
    assert read(tmp_path)[0] == []


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_on_standard_input_are_articles_or_drops(data: bytes) -> None:
    """Whatever is piped in, something comes out and nothing is raised; all of it can be written."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<", b"%pdf", b"warc")):
        return  # those go to the child process, which has tests of its own
    parts = list(read_sources(["-"], stdin=io.BytesIO(data)))
    assert parts
    assert all(str(part).encode() for part in parts)


def test_standard_input_of_json_lines_is_streamed() -> None:
    """The first article comes out before the second is written."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as incoming, os.fdopen(writing, "wb") as outgoing:
        outgoing.write(b'{"text": "First."}\n' + b" " * 5000 + b"\n")
        outgoing.flush()
        parts = read_sources(["-"], stdin=incoming)
        assert next(parts).text == "First."
        outgoing.write(b'{"text": "Second."}\n')
        outgoing.close()
        assert next(parts).text == "Second."
        assert list(parts) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])  # fmt: skip
@pytest.mark.parametrize(
    "text", ["Plain words in Lima, on Friday.", "Čačak and São Paulo: ten “dead”, 3 € lost. Москва."]
)
def test_every_unicode_encoding_is_found(tmp_path: Path, encoding: str, text: str) -> None:
    """With and without a byte order mark."""
    assert one(tmp_path / "a.txt", (text * 5).encode(encoding)).text == text * 5


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "The mayor of São Paulo said “no” to the café’s owner — twice, as was reported. " * 4),
        ("latin-1", "Le maire de la ville était à l'hôtel où les députés ont été reçus très tôt. " * 4),
        ("cp1251", "Мэр Москвы сообщил в понедельник, что мост через реку снова открыт для движения. " * 4),
        ("koi8-r", "Мэр Москвы сообщил в понедельник, что мост через реку снова открыт для движения. " * 4),
        ("shift_jis", "大阪市の市長は月曜日に、川にかかる橋が再び開通したと発表した。" * 6),
        ("gb18030", "市长星期一宣布，横跨河流的大桥已经重新开放通行。" * 6),
        ("iso8859-2", "Burmistrz Łodzi powiedział w poniedziałek, że most został ponownie otwarty i można już nim jeździć. " * 4),
    ],
)  # fmt: skip
def test_older_encodings_are_found(tmp_path: Path, encoding: str, text: str) -> None:
    """Bytes that are no UTF-8 are read in the encoding that they look like."""
    assert one(tmp_path / "a.txt", text.encode(encoding)).text == text


def test_utf8_with_a_few_bad_bytes_stays_utf8_and_says_so(tmp_path: Path) -> None:
    """A damaged byte doesn't garble every other character."""
    text = "Москва и Čačak, São Paulo. " * 40
    (tmp_path / "a.txt").write_bytes(text.encode() + b"\xff" + text.encode() + "М".encode()[:1])
    (article,), (drop,) = read(tmp_path)
    assert article.text.count("Москва") == 80
    assert (drop.reason, drop.article) == ("encoding", article.id)


def test_line_ends_of_every_system_are_one(tmp_path: Path) -> None:
    """As Python's own text files have it."""
    assert one(tmp_path / "a.txt", "Title\r\n\r\nBody.\rEnd.\n").text == "Title\n\nBody.\nEnd.\n"


def test_a_text_longer_than_is_read_is_cut_and_says_where(tmp_path: Path) -> None:
    """The head is read; the drop has the offsets of the rest."""
    (tmp_path / "a.txt").write_text("Title\n" + "word " * 400)
    (article,), (drop,) = read(tmp_path, limits=Limits(characters=1000))
    assert len(article.text) <= 1000
    assert article.text.endswith("word ")
    assert (drop.reason, drop.start, drop.end) == ("cut", len(article.text), 2006)


def test_the_same_article_twice_is_read_once_unless_asked(tmp_path: Path) -> None:
    """An exact copy is a drop that names the first; `extract` keeps both."""
    (tmp_path / "a.txt").write_text("Same words here.")
    (tmp_path / "b.txt").write_text("Same words here.")
    articles, (drop,) = read(tmp_path)
    assert len(articles) == 1
    assert drop.reason == "duplicate"
    assert drop.detail == f"{tmp_path.name}/b.txt: says exactly what {tmp_path.name}/a.txt says"
    assert len(read(tmp_path, keep_duplicates=True)[0]) == 2


def test_an_id_depends_on_what_is_said_and_not_on_where_it_lies(tmp_path: Path) -> None:
    """Moving a file keeps links alive; changing its words, title or date does not."""
    first = one(tmp_path / "a.txt", "Some words.")
    assert one(tmp_path / "other.txt", "Some words.").id == first.id
    assert one(tmp_path / "b.txt", "Some word.").id != first.id
    assert one(tmp_path / "c.txt", "---\npublished: 2025-06-05\n---\nSome words.").id != first.id


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//a",
        "https://a b",
        "https://a\nb",
        "vbscript:x",
    ],
)
def test_only_addresses_of_the_web_are_kept(tmp_path: Path, url: str) -> None:
    """No other scheme ever becomes a link."""
    assert one(tmp_path / "a.json", json.dumps({"text": "Words here.", "url": url})).url == ""


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One &amp; two</p><p>three<br>four</p>", "One & two\nthree\nfour"),
        ("a<script>evil()</script>b<style>x</style>", "a b"),
        ("a<script>never closed", "a"),
        ("2 < 3 and <b>bold</b>", "2 < 3 and bold"),
        ("<![CDATA[words]]> <!-- no -->end", "words end"),
    ],
)
def test_fragments_of_html_become_words(markup: str, text: str) -> None:
    """Bodies in feeds and JSON lose their tags."""
    assert fragment_text(markup) == text


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("<>/!-&;pbscript \nab\"='"), max_size=300))
def test_fragments_never_fail(markup: str) -> None:
    """Any mark-up gives some text."""
    assert "\n\n\n" not in fragment_text(markup)
