"""Fetching from a server on this machine that does what bad servers do; a guard lets its one address through."""

# ruff: noqa: E501  pages are as wide as they are

import datetime as dt
import gzip
import json
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import docx
import pytest

from dateline.fetch import FETCH_REASONS, FetchLimits, Guard, Outcome, Session, fetch_into
from dateline.fetch.keep import STATE, file_name
from dateline.model import Article
from dateline.sources import read_sources

WORDS = "The minister said on Monday that the bridge over the river was open again to all traffic. " * 5
PAGE = f"<!DOCTYPE html><html lang='en'><head><title>Bridge opens</title></head><body><article><p>{WORDS}</p></article></body></html>"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HOSTS = ("news.example", "other.example", "third.example")

Reply = Callable[["Handler"], None]


@dataclass
class Site:
    """A server with what it answers by host and path, what it was asked, and a clock that sleeping moves."""

    server: ThreadingHTTPServer
    replies: dict[str, Reply] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    @property
    def port(self) -> int:
        return self.server.server_address[1]

    def url(self, path: str, host: str = "news.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def session(self, resolve: Callable[[str, int], list[str]] | None = None, **limits: float) -> Session:
        guard = Guard(frozenset({("127.0.0.1", self.port)}), resolve or self.resolve)
        return Session("dateline/test", guard, FetchLimits(**{"seconds": 5.0, **limits}), sleep=self.slept.append)

    def resolve(self, host: str, port: int) -> list[str]:
        if host in HOSTS:
            return ["127.0.0.1"]
        if host.startswith("private"):
            return ["10.0.0.1"]
        raise OSError(-2, "Name or service not known")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        site: Site = self.server.site
        path = self.path
        site.asked.append(f"{self.headers['Host'].split(':')[0]}{path}")
        site.headers.append({name.lower(): value for name, value in self.headers.items()})
        reply = site.replies.get(f"{self.headers['Host'].split(':')[0]}{path}") or site.replies.get(path)
        if reply is None:
            send(404, b"none")(self)
        else:
            try:
                reply(self)
            except OSError:  # the client hung up on an endless answer, as it should
                self.close_connection = True

    def log_message(self, *_: object) -> None:
        pass


def send(status: int, body: bytes | str, kind: str = "text/html; charset=utf-8", **headers: str) -> Reply:
    data = body.encode() if isinstance(body, str) else body

    def reply(handler: Handler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(data)

    return reply


def redirect(target: str, status: int = 302) -> Reply:
    return send(status, b"", Location=target)


@pytest.fixture
def site() -> Iterator[Site]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made = server.site = Site(server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


def fetch(folder: Path, site: Site, *paths: str, session: Session | None = None, **options) -> list[Outcome]:
    urls = [path if "://" in path else site.url(path) for path in paths]
    outcomes = list(fetch_into(folder, session or site.session(), urls=urls, **options))
    assert all(o.reason in FETCH_REASONS for o in outcomes if o.status == "refused")
    return outcomes


def test_a_page_is_saved_and_read_as_an_article(tmp_path: Path, site: Site) -> None:
    """With its address; the name of the file tells people where it is from; the request says who asks."""
    site.replies["/2024/bridge-opens.html"] = send(200, PAGE)
    (outcome,) = fetch(tmp_path, site, "/2024/bridge-opens.html")
    assert (outcome.status, outcome.path.name[:31]) == ("new", "news-example-2024-bridge-opens-")
    (article,) = [part for part in read_sources([tmp_path]) if isinstance(part, Article)]
    assert (article.title, article.url) == ("Bridge opens", site.url("/2024/bridge-opens.html"))
    assert site.asked == ["news.example/robots.txt", "news.example/2024/bridge-opens.html"]
    assert all(headers["user-agent"] == "dateline/test" for headers in site.headers)
    assert not any("cookie" in headers or "referer" in headers for headers in site.headers)


def test_robots_txt_is_obeyed(tmp_path: Path, site: Site) -> None:
    """What it forbids is not asked for, also when a redirect leads there; what it allows is."""
    site.replies["/robots.txt"] = send(
        200, "User-agent: *\nDisallow: /private\n\nUser-agent: dateline\nDisallow: /no\nAllow: /no/but\n", "text/plain"
    )
    site.replies["/no/but"] = send(200, PAGE)
    site.replies["/detour"] = redirect("/no/way")
    outcomes = fetch(tmp_path, site, "/no/way", "/no/but", "/detour")
    assert [o.reason or o.status for o in outcomes] == ["robots", "new", "robots"]
    assert "news.example/no/way" not in site.asked
    assert site.asked.count("news.example/robots.txt") == 1


@pytest.mark.parametrize(("status", "result"), [(404, "new"), (403, "new"), (500, "robots"), (503, "robots")])
def test_a_site_without_rules_is_open_and_one_that_cannot_say_is_not(
    tmp_path: Path, site: Site, status: int, result: str
) -> None:
    """As RFC 9309 has it."""
    site.replies["/robots.txt"] = send(status, "x")
    site.replies["/a"] = send(200, PAGE)
    (outcome,) = fetch(tmp_path, site, "/a")
    assert (outcome.reason or outcome.status) == result


def test_one_request_a_second_to_a_host(tmp_path: Path, site: Site) -> None:
    """Each waits its turn; another host does not wait for it; a site may ask for more."""
    site.replies["/a"] = site.replies["/b"] = send(200, PAGE)
    fetch(tmp_path, site, "/a", "/b", site.url("/a", "other.example"))
    assert len(site.slept) == 3  # a after robots, b after a; robots then a of the other
    assert all(0.5 < seconds <= 1.0 for seconds in site.slept)
    site.slept.clear()
    site.replies["third.example/robots.txt"] = send(200, "User-agent: *\nCrawl-delay: 7\n", "text/plain")
    fetch(tmp_path, site, site.url("/a", "third.example"), site.url("/b", "third.example"))
    assert 6 < site.slept[1] <= 7


def test_what_has_not_changed_is_not_sent_again(tmp_path: Path, site: Site) -> None:
    """The second time the server is asked only whether it changed."""

    def conditional(handler: Handler) -> None:
        if (
            handler.headers["If-None-Match"] == '"v1"'
            and handler.headers["If-Modified-Since"] == "Mon, 01 Jan 2024 00:00:00 GMT"
        ):
            handler.send_response(304)
            handler.send_header("Content-Length", "0")
            handler.end_headers()
        else:
            send(200, PAGE, ETag='"v1"', Last_Modified="Mon, 01 Jan 2024 00:00:00 GMT")(handler)

    site.replies["/a"] = conditional
    assert [fetch(tmp_path, site, "/a")[0].status for _ in range(2)] == ["new", "unchanged"]
    site.replies["/a"] = send(200, PAGE)
    assert fetch(tmp_path, site, "/a")[0].status == "unchanged"
    site.replies["/a"] = send(200, PAGE.replace("Monday", "Tuesday"))
    assert fetch(tmp_path, site, "/a")[0].status == "updated"
    next(tmp_path.glob("*.html")).unlink()
    assert fetch(tmp_path, site, "/a")[0].status == "new"
    assert len(list(tmp_path.glob("*.html"))) == 1


@pytest.mark.parametrize(
    "target",
    [
        "http://private.example/", "http://127.0.0.1/", "http://127.0.0.1:1/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/",
        "http://2130706433/", "http://0x7f.1/", "http://[::ffff:127.0.0.1]/", "http://localhost/", "//private.example/x",
        "file:///etc/passwd", "gopher://x", "http://user:pw@news.example/", "http://news.example:22/", "http://[", "javascript:x",
        "http://nowhere.example/",
    ],
)  # fmt: skip
def test_redirects_are_checked_before_they_are_followed(tmp_path: Path, site: Site, target: str) -> None:
    """No redirect leads off the public Internet, to another scheme, or to another port."""
    site.replies["/a"] = redirect(target, 307)

    def resolve(host: str, port: int) -> list[str]:
        return site.resolve(host, port) if host.endswith("example") else list(Guard().resolve(host, port))

    (outcome,) = fetch(tmp_path, site, "/a", session=site.session(resolve))
    assert outcome.reason in ("private-address", "bad-address", "no-such-host")
    assert not list(tmp_path.glob("*.html"))


def test_the_one_address_that_is_let_through_is_let_through_at_its_port_alone(tmp_path: Path, site: Site) -> None:
    """The seam for tests opens one address and one port; the same machine at another port stays closed."""
    (outcome,) = fetch(tmp_path, site, "http://news.example:8080/")
    assert outcome.reason == "private-address"
    (outcome,) = list(fetch_into(tmp_path, Session("dateline/test"), urls=["http://127.0.0.1:8080/"]))
    assert outcome.reason == "private-address"


def test_a_name_that_changes_its_answer_gains_nothing(tmp_path: Path, site: Site) -> None:
    """The address that was vetted is the one that is connected to: the name is resolved once a connection."""
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"], ["10.0.0.1"], ["10.0.0.1"]])
    calls: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        calls.append(host)
        return next(answers)

    site.replies["/a"] = site.replies["/b"] = send(200, PAGE)
    first, second = fetch(tmp_path, site, "/a", "/b", session=site.session(resolve))
    assert (first.status, second.reason) == ("new", "private-address")
    assert len(calls) == 3  # robots, a, b: never twice for one request


@pytest.mark.parametrize("count", [5, 6])
def test_redirects_end(tmp_path: Path, site: Site, count: int) -> None:
    """Five are followed, a sixth is not, nor is a circle."""
    for n in range(count):
        site.replies[f"/{n}"] = redirect(f"/{n + 1}")
    site.replies[f"/{count}"] = send(200, PAGE)
    site.replies["/circle"] = redirect("/circle")
    outcomes = fetch(tmp_path, site, "/0", "/circle")
    assert [o.reason or o.status for o in outcomes] == ["new" if count == 5 else "redirects", "redirects"]


def endless(chunk: bytes, pause: float = 0.0, head: bytes = b"", **headers: str) -> Reply:
    def reply(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(head)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            handler.wfile.write(chunk)
            time.sleep(pause)
        handler.close_connection = True

    return reply


def test_endless_and_dripping_answers_end(tmp_path: Path, site: Site) -> None:
    """Too many bytes, too slow bytes, headers that never end, silence: each is over in time."""

    def silent(handler: Handler) -> None:
        time.sleep(3)
        handler.close_connection = True

    def dripping_headers(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for n in range(60):
            handler.wfile.write(b"X-%d: y\r\n" % n)
            handler.wfile.flush()
            time.sleep(0.05)
        handler.close_connection = True

    site.replies["/flood"] = endless(b"x" * 65536)
    site.replies["/drip"] = endless(b"x", pause=0.05)
    site.replies["/silent"] = silent
    site.replies["/headers"] = dripping_headers
    site.replies["/liar"] = send(200, b"x", Content_Length="999999999999")
    session = site.session(seconds=1.0, body_bytes=1_000_000)
    start = time.monotonic()
    outcomes = fetch(tmp_path, site, "/flood", "/drip", "/silent", "/headers", session=session)
    assert [o.reason for o in outcomes] == ["too-large", "time-limit", "time-limit", "time-limit"]
    assert time.monotonic() - start < 8


def bomb(encoding: str) -> bytes:
    packer = zlib.compressobj(9, wbits={"gzip": 31, "deflate": 15}[encoding])
    return b"".join(packer.compress(b"a" * 1024 * 1024) for _ in range(64)) + packer.flush()


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_compressed_bombs_are_stopped(tmp_path: Path, site: Site, encoding: str) -> None:
    """What unpacks beyond the limit is never held."""
    site.replies["/bomb"] = send(200, bomb(encoding), Content_Encoding=encoding)
    (outcome,) = fetch(tmp_path, site, "/bomb")
    assert outcome.reason == "bomb"


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "raw", "identity"])
def test_compressed_pages_are_unpacked(tmp_path: Path, site: Site, encoding: str) -> None:
    """gzip, deflate with and without its header, and nothing."""
    raw = zlib.compressobj(wbits=-15)
    data = {
        "gzip": gzip.compress(PAGE.encode()), "deflate": zlib.compress(PAGE.encode()),
        "raw": raw.compress(PAGE.encode()) + raw.flush(), "identity": PAGE.encode(),
    }[encoding]  # fmt: skip
    site.replies["/a"] = send(200, data, Content_Encoding="deflate" if encoding == "raw" else encoding)
    (outcome,) = fetch(tmp_path, site, "/a")
    assert b"Bridge opens" in outcome.path.read_bytes()


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (send(200, b"not gzip", Content_Encoding="gzip"), "encoding"),
        (send(200, b"x", Content_Encoding="br"), "encoding"),
        (send(404, b"x"), "status"),
        (send(500, b"x"), "status"),
        (send(200, b"\x89PNG", "image/png"), "unknown-type"),
        (send(200, b"MZ", "application/octet-stream"), "unknown-type"),
        (send(429, b"", Retry_After="3600"), "wait"),
        (send(503, b"", Retry_After="Fri, 31 Dec 9999 23:59:59 GMT"), "wait"),
        (lambda handler: handler.wfile.write(b"nonsense\r\n\r\n") and setattr(handler, "close_connection", True), "not-reached"),
        (lambda handler: setattr(handler, "close_connection", True), "not-reached"),
    ],
)  # fmt: skip
def test_what_servers_do_wrong_is_told(tmp_path: Path, site: Site, reply: Reply, reason: str) -> None:
    """Each with a reason, and the next address is fetched."""
    site.replies["/bad"] = reply
    site.replies["/good"] = send(200, PAGE)
    outcomes = fetch(tmp_path, site, "/bad", "/good")
    assert [o.reason or o.status for o in outcomes] == [reason, "new"]


def test_a_server_that_asks_for_a_moment_gets_it(tmp_path: Path, site: Site) -> None:
    """Retry-After is obeyed once."""
    replies = iter([send(429, b"", Retry_After="5"), send(200, PAGE)])
    site.replies["/a"] = lambda handler: next(replies)(handler)
    (outcome,) = fetch(tmp_path, site, "/a")
    assert outcome.status == "new"
    assert 4 < site.slept[-1] <= 5


def test_nobody_listening_is_told(tmp_path: Path, site: Site) -> None:
    """A closed port and an unknown name."""
    port = site.port
    outcomes = fetch(tmp_path, site, f"http://nowhere.example:{port}/")
    assert [o.reason for o in outcomes] == ["no-such-host"]
    assert "nowhere.example" in outcomes[0].detail


def test_a_feed_leads_to_its_pages(tmp_path: Path, site: Site) -> None:
    """The first entries, each once; a private address in a feed is refused like any other."""
    links = [site.url("/a"), "/b", site.url("/a"), "http://private.example/x", "http://[", site.url("/c")]
    items = "".join(
        f"<item><title>T{n}</title><link>{link}</link><description>Words {n}.</description></item>"
        for n, link in enumerate(links)
    )
    site.replies["/feed"] = send(200, f"<rss><channel><title>F</title>{items}</channel></rss>", "application/rss+xml")
    site.replies["/none"] = send(200, "<rss><channel><title>F</title></channel></rss>", "application/rss+xml")
    site.replies["/a"] = send(200, PAGE)
    site.replies["/b"] = send(200, PAGE.replace("Monday", "Friday"))
    outcomes = fetch(tmp_path, site, feeds=[site.url("/feed"), site.url("/none")], entries=4)
    assert [o.reason or o.status for o in outcomes] == ["new", "new", "private-address", "bad-address", "no-entries"]
    assert "news.example/c" not in site.asked


@pytest.mark.parametrize(
    "url",
    ["http://news.example/../../etc/passwd", "http://news.example/..%2f..%2fetc%2fpasswd", "http://news.example/" + "x" * 1500, "http://news.example/%00", "http://news.example/CON", "http://news.example/a/b?c=d&e", "http://news.example/日本語/記事", "http://news.example/.hidden", "http://x.example/-rf"],
)  # fmt: skip
def test_file_names_are_harmless_whatever_the_address(url: str) -> None:
    """Plain letters, no folder, no dot at the front, short, one for each address."""
    name = file_name(url, ".html")
    assert len(name) < 110
    assert not set(name) - set("abcdefghijklmnopqrstuvwxyz0123456789-.")
    assert name[0] not in ".-"
    assert name.count(".") == 1
    assert name != file_name(url + "x", ".html")


def test_pages_in_other_encodings_are_kept_readable(tmp_path: Path, site: Site) -> None:
    """What only the server's header says is written down, since no header will be there when the file is read."""
    russian = "Паром снова пересекает пролив между Керчью и Таманью, сообщил в понедельник порт. " * 5
    page = f"<html><head><title>Паром</title></head><body><article><p>{russian}</p></article></body></html>"
    site.replies["/a"] = send(200, page.encode("koi8-r"), "text/html; charset=KOI8-R")
    fetch(tmp_path, site, "/a")
    (article,) = [part for part in read_sources([tmp_path]) if isinstance(part, Article)]
    assert article.text == russian.strip()


def test_texts_and_documents_are_kept_with_their_address(tmp_path: Path, site: Site) -> None:
    """A plain text gets its address at its head; a Word file is kept as it is, with its address in a file beside it."""
    document = docx.Document()
    document.add_heading("Bridge opens")
    document.add_paragraph(WORDS)
    document.save(str(tmp_path / "made.docx"))
    data = (tmp_path / "made.docx").read_bytes()
    seeds = tmp_path / "seeds"
    site.replies["/a.txt"] = send(200, "Title\n\nWords of the text.", "text/plain")
    modified = {"Last_Modified": "Mon, 01 Jan 2024 00:00:00 GMT"}
    site.replies["/b"] = send(200, data, DOCX, **modified)

    def now() -> dt.datetime:
        return dt.datetime(2024, 3, 1, 12, tzinfo=dt.UTC)

    _, word = fetch(seeds, site, "/a.txt", "/b", now=now)
    assert word.path.read_bytes() == data
    first, second = read_sources([seeds])
    assert (first.url, first.title) == (site.url("/a.txt"), "Title")
    assert (second.url, second.title, second.published) == (site.url("/b"), "Bridge opens", None)
    about = word.path.with_name(word.path.name + ".about")
    assert "2024-03-01T12:00:00+00:00" in about.read_text()
    known = json.loads((seeds / STATE).read_text())[site.url("/b")]
    assert (known["url"], known["fetched"]) == (site.url("/b"), "2024-03-01T12:00:00+00:00")

    # What a person makes of it stays when the file is fetched again.
    about.write_text(about.read_text().replace("# published: 2024-01-01", "published: 2024-01-02"))
    document.add_paragraph("More words.")
    document.save(str(tmp_path / "made.docx"))
    site.replies["/b"] = send(200, (tmp_path / "made.docx").read_bytes(), DOCX, **modified)
    assert fetch(seeds, site, "/b", now=now)[0].status == "updated"
    _, second = read_sources([seeds])
    assert (second.published, second.published_basis) == (dt.date(2024, 1, 2), "the file beside it")
    assert (second.url, second.text.endswith("More words.")) == (site.url("/b"), True)


def test_a_damaged_memory_only_means_asking_anew(tmp_path: Path, site: Site) -> None:
    """What is known of earlier fetches may be lost without harm."""
    site.replies["/a"] = send(200, PAGE)
    fetch(tmp_path, site, "/a")
    (tmp_path / STATE).write_bytes(b"{broken")
    assert fetch(tmp_path, site, "/a")[0].status in ("new", "unchanged")
    assert len(list(tmp_path.glob("*.html"))) == 1
