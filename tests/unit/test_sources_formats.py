"""Files that real programs made: pages saved and printed by Chromium, Word, mail, feeds, web archives, tables."""

# ruff: noqa: E501  documents of other programs are as wide as they are

import datetime as dt
import gc
import gzip
import io
import re
import subprocess
import sys
import warnings
from email.message import EmailMessage
from pathlib import Path

import docx
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from dateline.model import Article, Drop
from dateline.sources import REASONS, Limits, read_sources
from dateline.sources.opener import DirectReader
from dateline.sources.setting import Line, paragraphs, without_browser_lines

PARAGRAPHS = """\
Ferries began crossing the strait between Holyhead and Dublin again on Thursday morning, eleven days after a storm tore\
 the eastern pier from its moorings, the port authority said.
“We are carrying freight first, and foot passengers from Saturday,” said Máire Byrne, who runs the terminal. Some 2,300\
 lorries had waited on both shores.
The repair cost about €4 million. A second pier is to be rebuilt by the end of May, and trains from Chester will meet\
 the boats again from Monday.""".splitlines()
URL = "https://harbourpost.example/2024/03/14/ferry-resumes"
TITLE = "Ferry service resumes across the strait"
PAGE = f"""<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{TITLE} - The Harbour Post</title>
<meta property="og:site_name" content="The Harbour Post"><meta property="og:title" content="{TITLE}">
<link rel="canonical" href="{URL}"><meta name="author" content="Jane Roe">
<meta property="article:published_time" content="2024-03-14T23:30:00-05:00"><style>p {{ color: black }}</style></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li></ul>
</nav>
<div class="cookie-banner">We use cookies. <button>Accept all</button></div>
<main><article><h1>{TITLE}</h1><p class="byline">By Jane Roe</p>
{"".join(f"<p>{p}</p>" for p in PARAGRAPHS)}</article></main>
<aside><h2>Most read</h2><ul><li><a href="/a">Ten things to do in spring</a></li></ul></aside>
<script>document.title += ""; var words = "never shown";</script>
<footer><p>© The Harbour Post. All rights reserved. <a href="/privacy">Privacy</a></p></footer></body></html>"""

SAVE = """
import sys
from pathlib import Path
from playwright.sync_api import sync_playwright
folder = Path(sys.argv[1])
with sync_playwright() as play:
    browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
    page = browser.new_page()
    page.goto((folder / "source.html").as_uri())
    (folder / "saved.html").write_text(page.content(), encoding="utf-8")
    archive = page.context.new_cdp_session(page).send("Page.captureSnapshot", {"format": "mhtml"})["data"]
    (folder / "saved.mhtml").write_text(archive, encoding="utf-8", newline="")
    page.pdf(path=str(folder / "printed.pdf"))
    margin = {"top": "50px", "bottom": "50px"}
    page.pdf(path=str(folder / "headed.pdf"), display_header_footer=True, height="300px", margin=margin)
    browser.close()
"""


def read(*paths: Path, **options) -> tuple[list[Article], list[Drop]]:
    options.setdefault("opener", DirectReader(options.get("limits", Limits())))  # in this process: quicker
    parts = list(read_sources(paths, **options))
    drops = [part for part in parts if isinstance(part, Drop)]
    assert all(drop.reason in REASONS for drop in drops)
    return [part for part in parts if isinstance(part, Article)], drops


def one(path: Path, data: bytes | str | None = None, **options) -> Article:
    if data is not None:
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    articles, drops = read(path, **options)
    assert drops == []
    (article,) = articles
    return article


@pytest.fixture(scope="module")
def browser_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as Chromium saves it in each of its ways."""
    folder = tmp_path_factory.mktemp("browser")
    (folder / "source.html").write_text(PAGE, encoding="utf-8")
    subprocess.run([sys.executable, "-c", SAVE, str(folder)], check=True, timeout=120)
    return folder


@pytest.mark.parametrize("name", ["source.html", "saved.html", "saved.mhtml"])
def test_a_page_gives_its_article_and_nothing_else(browser_files: Path, name: str) -> None:
    """Text, title, author, day, publisher, language and canonical address; no menu, cookies, scripts or footer."""
    article = one(browser_files / name)
    assert article.text.split("\n")[-3:] == list(PARAGRAPHS)
    for junk in ("cookies", "Privacy", "Most read", "never shown", "Sport"):
        assert junk not in article.text
    assert (article.title, article.author, article.publisher) == (TITLE, "Jane Roe", "The Harbour Post")
    assert (article.published, article.published_basis) == (dt.date(2024, 3, 14), "the page's metadata")
    assert (article.url, article.language) == (URL, "en")


@pytest.mark.parametrize("name", ["printed.pdf", "headed.pdf"])
def test_a_printed_page_gives_its_paragraphs(browser_files: Path, name: str) -> None:
    """Lines are joined again, over pages too; the day of printing is no publication date."""
    article = one(browser_files / name)
    for paragraph in PARAGRAPHS:
        assert paragraph in article.text.split("\n")
    assert article.title.startswith(TITLE)
    assert article.published is None


def test_what_stands_on_every_printed_page_is_left_out(browser_files: Path) -> None:
    """Header lines and page numbers do not get into the text."""
    text = one(browser_files / "headed.pdf").text
    assert "source.html" not in text
    assert not re.search(r"\d+/\d+/\d+,", text)


def test_a_pdf_of_pictures_is_told(tmp_path: Path) -> None:
    """A scan has no text, and the drop says what to do."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(300, 300)
    writer.write(tmp_path / "scan.pdf")
    assert [d.reason for d in read(tmp_path)[1]] == ["scanned"]


def test_a_pdf_with_a_password_is_told(tmp_path: Path, browser_files: Path) -> None:
    """It can't be opened, which is not the same as broken."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(browser_files / "printed.pdf"))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    assert [d.reason for d in read(tmp_path)[1]] == ["encrypted"]


def test_divided_words_and_columns_are_joined() -> None:
    """A hyphen at the end of a line goes where the word goes on; a column that breaks a sentence doesn't end it."""
    lines = [
        Line("A long line of a column that is set to some width, which inter-", 0, 100, 10),
        Line("rupts a word of it. Another sentence goes on from here and then", 0, 88, 10),
        Line("continues in the next column, which stands higher up on the page", 0, 700, 10),
        Line("and ends.", 0, 688, 10),
        Line("A new one follows.", 0, 664, 10),
    ]
    first, second = paragraphs(lines).split("\n")
    assert "set to some width, which interrupts a word of it. Another sentence" in first
    assert "goes on from here and then continues in the next column, which" in first
    assert second == "A new one follows."


def test_a_title_of_two_lines_and_a_byline_in_italics_stand_alone() -> None:
    """Larger type has wider lines; a short line in another face is no part of the paragraph below it."""
    lines = [
        Line("Harbour strike ends after nineteen days of", 0, 700, 24, "/B"), Line("negotiations", 0, 672, 24, "/B"),
        Line("By Jane Roe, in Holyhead", 0, 640, 10, "/I"), Line("The representatives of the crews and the harbour said", 0, 628, 10, "/R"),
        Line("that it was over. Both sides", 0, 616, 10, "/R"), Line("were content.", 0, 604, 10, "/R"),
    ]  # fmt: skip
    assert [line[:9] for line in paragraphs(lines).split("\n")] == ["Harbour s", "By Jane R", "The repre"]


def test_what_a_browser_prints_around_a_page_is_left_out_and_tells_its_address() -> None:
    """The day of printing must not be read as a date of the article."""
    body = [Line(f"Line {n} of the article, which is long enough.", n // 2, 500 - 12 * (n % 2), 10) for n in range(4)]
    around = [
        line
        for page in (0, 1)
        for line in (
            Line("3/14/24, 9:30 AM Ferry", page, 780, 8),
            Line(f"https://post.example/a {page + 1}/2", page, 12, 8),
        )
    ]
    assert without_browser_lines([*body, *around]) == (body, "https://post.example/a")
    assert without_browser_lines([*body, around[1]]) == ([*body, around[1]], "")


def test_a_word_document_gives_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    """Heading first; merged cells once; the day it was made on is no publication date."""
    document = docx.Document()
    document.add_heading(TITLE, 0)
    document.add_paragraph(PARAGRAPHS[0])
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Pier", "Lorries"
    table.cell(1, 0).merge(table.cell(1, 1)).text = "none yet"
    document.add_paragraph(PARAGRAPHS[1])
    document.core_properties.author = "Jane Roe"
    document.save(str(tmp_path / "a.docx"))
    article = one(tmp_path / "a.docx")
    assert article.text.split("\n") == [TITLE, PARAGRAPHS[0], "Pier\tLorries", "none yet", PARAGRAPHS[1]]
    assert (article.title, article.author, article.published) == (TITLE, "Jane Roe", None)


def mail(**parts: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Fährverkehr: " + TITLE
    message["From"] = "Jane Roe <jane@harbourpost.example>"
    message["Date"] = "Thu, 14 Mar 2024 23:30:00 -0500"
    message["Message-ID"] = "<1@harbourpost.example>"
    for kind, text in parts.items():
        if message.get_content_type() == "multipart/alternative" or message.is_multipart() or message.get_payload():
            message.add_alternative(text, subtype=kind)
        else:
            message.set_content(text, subtype=kind)
    return message


@pytest.mark.parametrize(
    "parts", [{"plain": "\n".join(PARAGRAPHS)}, {"html": PAGE}, {"plain": "See the web page.", "html": PAGE}]
)
def test_a_mail_gives_its_text_sender_and_day(tmp_path: Path, parts: dict[str, str]) -> None:
    """From the plain part, or the page where that only points to it."""
    article = one(tmp_path / "a.eml", bytes(mail(**parts)))
    assert article.text.split("\n")[-3:] == list(PARAGRAPHS)
    assert article.title == "Fährverkehr: " + TITLE
    assert (article.published, article.published_basis) == (dt.date(2024, 3, 14), "the mail's date")
    assert (article.author, article.publisher) == ("Jane Roe", "harbourpost.example")
    assert article.source_id == "1@harbourpost.example"


def test_what_is_attached_to_a_mail_is_read(tmp_path: Path, browser_files: Path) -> None:
    """A PDF, a broken one, and a forwarded mail: three parts, told apart by where they are."""
    message = mail(plain="Three things for you, one of them broken, sent on the same day.")
    data = (browser_files / "printed.pdf").read_bytes()
    message.add_attachment(data, maintype="application", subtype="pdf", filename="ferry.pdf")
    message.add_attachment(b"%PDF-1.4 broken", maintype="application", subtype="pdf", filename="broken.pdf")
    message.add_attachment(mail(plain="\n".join(PARAGRAPHS)))
    (tmp_path / "a.eml").write_bytes(bytes(message))
    articles, drops = read(tmp_path)
    assert [PARAGRAPHS[2] in article.text for article in articles] == [False, True, True]
    ((reason, detail),) = [(d.reason, d.detail) for d in drops]
    assert reason == "broken"
    assert detail.startswith(f"{tmp_path.name}/a.eml, attachment 2 (broken.pdf): ")


RSS = f"""<?xml version="1.0" encoding="{{encoding}}"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>The Harbour Post</title><language>en-gb</language>
<item><title>{TITLE} &amp; more</title><link>{URL}</link><pubDate>Thu, 14 Mar 2024 23:30:00 -0500</pubDate><guid>g1</guid>
<description>Short.</description><content:encoded><![CDATA[<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><script>x()</script>]]></content:encoded></item>
<item><title>Second</title><description>&lt;p&gt;The second article is short.&lt;/p&gt;</description></item>
<item><guid>empty</guid></item></channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Harbour Post</title>
<entry><id>tag:1</id><title type="html">{TITLE}</title><link href="{URL}"/><published>2024-03-14T23:30:00-05:00</published>
<author><name>Jane Roe</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{PARAGRAPHS[0]}</p></div></content></entry></feed>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252"])
def test_an_rss_feed_gives_an_article_an_entry(tmp_path: Path, encoding: str) -> None:
    """The whole content rather than the teaser; the day on the publisher's own clock; empty entries are told."""
    (tmp_path / "feed.xml").write_bytes(RSS.format(encoding=encoding).encode(encoding))
    (first, second), (drop,) = read(tmp_path)
    assert first.text == f"{PARAGRAPHS[0]}\n{PARAGRAPHS[1]}"
    assert (first.title, first.url, first.source_id) == (TITLE + " & more", URL, "g1")
    assert (first.published, first.publisher, first.language) == (dt.date(2024, 3, 14), "The Harbour Post", "en")
    assert (second.title, second.text, second.published) == ("Second", "The second article is short.", None)
    assert (drop.reason, drop.detail) == (
        "empty",
        f"{tmp_path.name}/feed.xml, entry 3: the entry has neither text nor title",
    )


def test_an_atom_feed_gives_an_article_an_entry(tmp_path: Path) -> None:
    """XHTML content, published rather than updated."""
    article = one(tmp_path / "a.atom", ATOM)
    assert (article.text, article.title, article.author) == (PARAGRAPHS[0], TITLE, "Jane Roe")
    assert article.published == dt.date(2024, 3, 14)


NEWSML = f"""<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2024-03-15T00:00:00Z</sent></header><itemSet>
<newsItem guid="urn:newsml:x:1" version="1" xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/><provider literal="HP"><name>Harbour Wire</name></provider>
<versionCreated>2024-03-14T23:30:00-05:00</versionCreated></itemMeta>
<contentMeta><headline>{TITLE}</headline><by>Jane Roe</by><language tag="en-GB"/></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>
<body><p>{PARAGRAPHS[0]}</p><p>The <b>second</b> one.</p></body></html></inlineXML></contentSet></newsItem>
<newsItem guid="urn:newsml:x:2" version="1"><contentMeta><headline>Picture</headline></contentMeta><contentSet><remoteContent href="a.jpg"/></contentSet></newsItem>
</itemSet></newsMessage>"""

NITF = f"""<nitf><head><title>t</title><docdata><doc-id id-string="d1"/><date.issue norm="20240314T233000-0500"/></docdata>
<pubdata name="The Harbour Post"/></head><body><body.head><hedline><hl1>{TITLE}</hl1></hedline><byline>Jane Roe</byline></body.head>
<body.content><block><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></block></body.content></body></nitf>"""


def test_newsml_gives_an_article_an_item(tmp_path: Path) -> None:
    """Text items are read, pictures are told."""
    (tmp_path / "a.xml").write_text(NEWSML, encoding="utf-8")
    (article,), (drop,) = read(tmp_path)
    assert article.text == f"{PARAGRAPHS[0]}\nThe second one."
    assert (article.title, article.author, article.publisher) == (TITLE, "Jane Roe", "Harbour Wire")
    assert (article.published, article.language, article.source_id) == (dt.date(2024, 3, 14), "en", "urn:newsml:x:1")
    assert drop.reason == "no-text"


def test_nitf_gives_its_article(tmp_path: Path) -> None:
    """The older format of the agencies."""
    article = one(tmp_path / "a.xml", NITF)
    assert article.text == f"{PARAGRAPHS[0]}\n{PARAGRAPHS[1]}"
    assert (article.title, article.published, article.publisher) == (TITLE, dt.date(2024, 3, 14), "The Harbour Post")


def test_other_xml_is_told(tmp_path: Path) -> None:
    """XML that is no news is not guessed at."""
    (tmp_path / "a.xml").write_text("<gpx><trk/></gpx>")
    assert [d.reason for d in read(tmp_path)[1]] == ["unknown-format"]


def web_archive(*, packed: bool) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # warcio's writer leaves its temporary files to the collector
        data = _web_archive(packed=packed)
        gc.collect()
    return data


def _web_archive(*, packed: bool) -> bytes:
    target = io.BytesIO()
    writer = WARCWriter(target, gzip=packed)
    pages = [
        ("https://harbourpost.example/a", "200 OK", "text/html; charset=utf-8", PAGE.replace(URL, "https://harbourpost.example/a").encode()),
        ("https://harbourpost.example/b.png", "200 OK", "image/png", b"\x89PNG"),
        ("https://harbourpost.example/c", "404 Not Found", "text/html", PAGE.encode()),
        ("https://harbourpost.example/d", "200 OK", "text/html", b"<html><body><script>app()</script></body></html>"),
    ]  # fmt: skip
    for url, status, kind, body in pages:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers))
    text = io.BytesIO("\n".join(PARAGRAPHS).encode())
    record = writer.create_warc_record(
        "https://harbourpost.example/e", "conversion", payload=text, warc_content_type="text/plain"
    )
    writer.write_record(record)
    return target.getvalue()


@pytest.mark.parametrize(("name", "packed"), [("a.warc", False), ("a.warc.gz", True)])
def test_a_web_archive_gives_the_pages_in_it(tmp_path: Path, name: str, packed: bool) -> None:
    """Pages that were served, and texts extracted by others; pictures and errors are passed over."""
    (tmp_path / name).write_bytes(web_archive(packed=packed))
    (page, text), (drop,) = read(tmp_path)
    assert page.text.split("\n")[-3:] == list(PARAGRAPHS)
    assert page.url == "https://harbourpost.example/a"
    assert text.text == "\n".join(PARAGRAPHS)
    assert drop.reason == "no-text"
    assert drop.detail.startswith(f"{tmp_path.name}/{name}, record 4: ")


def test_a_cut_web_archive_gives_what_comes_before_the_cut(tmp_path: Path) -> None:
    """The article before the damage is read, the damage is told."""
    data = web_archive(packed=True)
    (tmp_path / "a.warc.gz").write_bytes(data[: len(data) * 2 // 3])
    articles, drops = read(tmp_path)
    assert len(articles) >= 1
    assert {d.reason for d in drops} <= {"broken", "no-text"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_table_gives_an_article_a_row(tmp_path: Path, delimiter: str, encoding: str) -> None:
    """Whatever separates its columns and whatever they are called; rows without text are told."""
    import csv

    with (tmp_path / "a.csv").open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter)
        writer.writerow(["ID", "Headline", "Publication Date", "Content", "Source", "Link"])
        writer.writerow(["7", TITLE, "2024-03-14", "\n".join(PARAGRAPHS), "The Harbour Post", URL])
        writer.writerow(["8", "No text", "2024-03-14", "", "", ""])
    (article,), (drop,) = read(tmp_path)
    assert article.text == "\n".join(PARAGRAPHS)
    assert (article.source_id, article.title, article.published) == ("7", TITLE, dt.date(2024, 3, 14))
    assert (article.publisher, article.url) == ("The Harbour Post", URL)
    assert (drop.reason, drop.detail.split(": ")[0]) == ("empty", f"{tmp_path.name}/a.csv, row 3")


def test_a_table_without_texts_is_told_with_its_columns(tmp_path: Path) -> None:
    """A misspelt column gets a hint."""
    (tmp_path / "a.csv").write_text("title,contnt\nA,B\n")
    (drop,) = read(tmp_path)[1]
    assert "is 'content' meant?" in drop.detail
    assert "'title', 'contnt'" in drop.detail


@pytest.mark.parametrize("name", ["a.txt.gz", "a.html.gz", "a.jsonl.gz"])
def test_gzipped_files_are_read_as_what_is_in_them(tmp_path: Path, name: str) -> None:
    """One layer of gzip over any format."""
    inside = {"a.txt.gz": "\n".join(PARAGRAPHS), "a.html.gz": PAGE, "a.jsonl.gz": f'{{"text": "{PARAGRAPHS[0]}"}}'}[
        name
    ]
    assert PARAGRAPHS[0] in one(tmp_path / name, gzip.compress(inside.encode())).text


def test_a_page_in_an_old_encoding_is_read_as_it_declares(tmp_path: Path) -> None:
    """The declaration in the head counts where the bytes are no UTF-8."""
    russian = "Паром снова пересекает пролив между Керчью и Таманью, сообщил в понедельник порт. " * 5
    page = f'<html lang="ru"><head><meta charset="windows-1251"><title>Паром</title></head><body><article><p>{russian}</p></article></body></html>'
    article = one(tmp_path / "a.html", page.encode("cp1251"))
    assert article.text == russian.strip()
    assert (article.language, article.title) == ("ru", "Паром")


def test_a_page_from_disk_tells_where_it_was_saved_from(tmp_path: Path) -> None:
    """Browsers write the address into a comment, which counts where the page names none itself."""
    body = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    page = f"<!DOCTYPE html>\n<!-- saved from url=(0030)https://harbour.example/ferry -->\n<html><body><article>{body}</article></body></html>"
    article = one(tmp_path / "a.html", page)
    assert (article.url, article.publisher) == ("https://harbour.example/ferry", "harbour.example")


def test_a_page_without_an_article_is_told(tmp_path: Path) -> None:
    """Frames, redirects and applications that load their text."""
    (tmp_path / "a.html").write_text(
        '<html><head><meta http-equiv="refresh" content="0;url=x"></head><body></body></html>'
    )
    (drop,) = read(tmp_path)[1]
    assert drop.reason == "no-text"
    assert "sends the reader on" in drop.detail


def test_a_page_with_huge_embedded_pictures_is_read(tmp_path: Path) -> None:
    """Pictures inside the page, as some extensions save it, cost nothing."""
    picture = '<img src="data:image/png;base64,' + "A" * 7_000_000 + '">'
    assert one(tmp_path / "a.html", PAGE.replace("<main>", "<main>" + picture)).title == TITLE


def test_a_page_with_very_many_inline_tags_is_read(tmp_path: Path) -> None:
    """Links and spans beyond the limit are taken off rather than the page refused."""
    sentences = "The <span>words</span> of <a href='x'>a long page</a> go on. " * 10
    paragraphs = "".join(f"<p>Paragraph {n}. {sentences}</p>" for n in range(100))
    article = one(
        tmp_path / "a.html", f"<html><body><article>{paragraphs}</article></body></html>", limits=Limits(tags=1000)
    )
    assert article.text.count("words of a long page") == 1000


def test_a_page_reads_alike_whenever_it_is_read(browser_files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A day in the future is kept: the day of the run has no say."""
    page = PAGE.replace("2024-03-14T23:30:00-05:00", "2031-03-14T23:30:00-05:00").replace("/2024/03/14/", "/")
    (browser_files / "later").mkdir()
    assert one(browser_files / "later" / "a.html", page).published == dt.date(2031, 3, 14)


def test_the_consumer_may_stop_at_any_moment(tmp_path: Path) -> None:
    """Closing the generator ends the child process; the next run starts another."""
    for n in range(3):
        (tmp_path / f"{n}.html").write_text(PAGE.replace("4 million", f"{n} million"))
    parts = read_sources([tmp_path])
    assert isinstance(next(parts), Article)
    parts.close()
    assert len(read(tmp_path)[0]) == 3
