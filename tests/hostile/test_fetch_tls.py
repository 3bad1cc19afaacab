"""Fetching over TLS from a server on this machine: whose certificates are believed, and what is asked of the server."""

import datetime as dt
import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

from dateline.fetch import Guard, Outcome, Session, fetch_into

WORDS = "The minister said on Monday that the bridge over the river was open again to all traffic. " * 5
PAGE = f"<!DOCTYPE html><html><head><title>Bridge</title></head><body><article><p>{WORDS}</p></article></body></html>"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.asked.append((self.headers["Host"], self.path))
        found = self.path == "/a"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE) if found else 0))
        self.end_headers()
        if found:
            self.wfile.write(PAGE.encode())

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Notes each request, and which name the client asked for before it saw the certificate."""

    daemon_threads = True

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str]] = []
        self.names: list[str | None] = []
        context.sni_callback = lambda _socket, name, _context: self.names.append(name)
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, *_: object) -> None:  # a client that does not believe the certificate hangs up
        pass


def signed_by_itself() -> trustme.LeafCert:
    alone = trustme.CA()
    return trustme.LeafCert(alone.private_key_pem.bytes(), alone.cert_pem.bytes(), [])


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def serve(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Server]]:
    """Starts servers with a certificate each; this process believes our authority beside the usual ones."""
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    running: list[tuple[Server, threading.Thread]] = []

    def start(certificate: trustme.LeafCert) -> Server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        server = Server(context)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        running.append((server, thread))
        return server

    yield start
    for server, thread in running:
        server.shutdown()
        thread.join()
        server.server_close()


def fetch(folder: Path, server: Server, host: str = "news.example") -> Outcome:
    port = server.server_address[1]
    guard = Guard(frozenset({("127.0.0.1", port)}), lambda _host, _port: ["127.0.0.1"])
    (outcome,) = fetch_into(
        folder, Session("dateline/test", guard, sleep=lambda _: None), urls=[f"https://{host}:{port}/a"]
    )
    return outcome


def test_a_page_comes_over_tls_from_the_vetted_address(tmp_path: Path, authority: trustme.CA, serve) -> None:
    """The connection goes to the address that was checked; name and certificate are those of the host asked for."""
    server = serve(authority.issue_cert("news.example"))
    assert fetch(tmp_path / "seeds", server).status == "new"
    assert server.names == ["news.example"] * 2
    assert [path for _, path in server.asked] == ["/robots.txt", "/a"]
    assert all(host.startswith("news.example:") for host, _ in server.asked)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda ca: ca.issue_cert("other.example"), "Hostname mismatch"),
        (lambda ca: ca.issue_cert("127.0.0.1"), "Hostname mismatch"),
        (
            lambda ca: ca.issue_cert("news.example", not_after=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)),
            "certificate has expired",
        ),
        (lambda _: trustme.CA().issue_cert("news.example"), "unable to get local issuer"),
        (lambda _: signed_by_itself(), "self-signed certificate"),
    ],
    ids=["another host", "the address alone", "expired", "an authority that nobody knows", "itself"],
)
def test_a_certificate_that_is_not_the_hosts_is_refused(
    tmp_path: Path, authority: trustme.CA, serve, make: Callable[[trustme.CA], trustme.LeafCert], told: str
) -> None:
    """Nothing is asked of such a server, nothing is kept, and the reason says what is wrong with it."""
    server = serve(make(authority))
    outcome = fetch(tmp_path / "seeds", server)
    assert (outcome.status, outcome.reason) == ("refused", "not-reached")
    assert told in outcome.detail
    assert server.asked == []
    assert not list((tmp_path / "seeds").glob("*.html"))


def test_a_server_without_tls_is_refused(tmp_path: Path) -> None:
    """What answers in plain words on a port of https is not spoken to otherwise."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        outcome = fetch(tmp_path, server)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert (outcome.reason, server.asked) == ("not-reached", [])
