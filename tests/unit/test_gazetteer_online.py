"""A service is asked politely: within bounds, once, one request a second, and not again after a refusal.

The server is ours, on the loopback, and answers in the JSON of Nominatim's /search (format=json, version 4).
"""

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from dateline_geo.errors import OnlineError
from dateline_geo.online import OnlineGeocoder
from dateline_geo.place import Kind
from dateline_geo.providers import PROVIDERS, WIDE_LIMIT, Access, kind_from, territory

NARDARAN = {
    "place_id": 215387210, "licence": "Data © OpenStreetMap contributors", "osm_type": "node", "osm_id": 2456,
    "lat": "40.5589", "lon": "50.0077", "class": "place", "type": "village", "place_rank": 19, "importance": 0.28,
    "addresstype": "village", "name": "Nardaran", "display_name": "Nardaran, Sabunçu, Baku, Azerbaijan",
    "address": {"village": "Nardaran", "country": "Azerbaijan", "country_code": "az"},
    "boundingbox": ["40.5389", "40.5789", "49.9877", "50.0277"],
}  # fmt: skip


@dataclass
class Service:
    """A loopback service that plays its script: each request takes the next answer, the last one again and again."""

    script: list[tuple[int, dict[str, str], object]] = field(default_factory=list)
    asked: list[tuple[str, dict[str, list[str]], dict[str, str]]] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def service() -> Iterator[Service]:
    """A running service, which knows one village until told otherwise."""
    played = Service([(200, {}, [NARDARAN])])

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            played.asked.append((parts.path, parse_qs(parts.query), dict(self.headers.items())))
            status, headers, body = played.script[min(len(played.asked), len(played.script)) - 1]
            content = json.dumps(body).encode() if not isinstance(body, bytes) else body
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *arguments: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        played.url = f"http://127.0.0.1:{server.server_port}"
        yield played
        server.shutdown()
        thread.join()


class Time:
    """A clock that stands still until someone sleeps."""

    def __init__(self) -> None:
        self.now = 1_750_000_000.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.now += seconds


def asking(service: Service, tmp_path: Path, time: Time, provider: str = "nominatim", key: str = "") -> OnlineGeocoder:
    """A geocoder that asks the loopback service."""
    access = Access(user_agent="dateline-tests (dateline@example.org)", url=service.url, key=key, timeout=5.0)
    return OnlineGeocoder(provider, tmp_path / "online.sqlite", access, clock=time.clock, sleep=time.sleep)


def test_an_answer_is_a_marked_place(service: Service, tmp_path: Path) -> None:
    """What a service says becomes a place that names the service and its attribution."""
    geocoder = asking(service, tmp_path, Time())
    (place,) = geocoder.geocode("Nardaran", country="AZ", box=(38.0, 44.0, 42.0, 51.0))
    assert (place.name, place.kind, place.country, place.lat) == ("Nardaran", Kind.SETTLEMENT, "AZ", 40.5589)
    assert place.key.startswith("online:nominatim:")
    assert "OpenStreetMap contributors" in place.source
    assert "OpenStreetMap contributors" in geocoder.attribution


def test_the_request_is_bounded_and_says_who_asks(service: Service, tmp_path: Path) -> None:
    """Country, box and our name travel with the request."""
    asking(service, tmp_path, Time()).geocode("Nardaran", country="AZ", box=(38.0, 44.0, 42.0, 51.0))
    path, query, headers = service.asked[0]
    assert path == "/search"
    assert query["q"] == ["Nardaran"]
    assert query["countrycodes"] == ["az"]
    assert query["bounded"] == ["1"]
    assert sorted(map(float, query["viewbox"][0].split(","))) == [38.0, 42.0, 44.0, 51.0]
    assert headers["User-Agent"] == "dateline-tests (dateline@example.org)"


def test_answers_outside_the_bounds_are_left_out(service: Service, tmp_path: Path) -> None:
    """A service that ignores the box or the country does not get its way."""
    geocoder = asking(service, tmp_path, Time())
    assert geocoder.geocode("Nardaran", box=(0.0, 0.0, 1.0, 1.0)) == ()
    assert geocoder.geocode("Nardaran", country="TR") == ()


def test_nothing_is_asked_twice(service: Service, tmp_path: Path) -> None:
    """The second look-up, in the same or another process, is answered from disk; so is that there is no answer."""
    time = Time()
    first = asking(service, tmp_path, time).geocode("Nardaran")
    assert asking(service, tmp_path, time).geocode("  nardaran ") == first
    assert len(service.asked) == 1
    service.script.append((200, {}, []))
    assert asking(service, tmp_path, time).geocode("Nowhere") == ()
    assert asking(service, tmp_path, time).geocode("Nowhere") == ()
    assert len(service.asked) == 2


def test_one_request_a_second_over_all_processes(service: Service, tmp_path: Path) -> None:
    """Geocoders that share the file take turns a second apart."""
    time = Time()
    one, other = asking(service, tmp_path, time), asking(service, tmp_path, time)
    one.geocode("A")
    other.geocode("B")
    one.geocode("C")
    assert time.slept == [1.0, 1.0]


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_obeyed(service: Service, tmp_path: Path, status: int) -> None:
    """A busy service is asked again after the time that it names, and not before."""
    service.script = [(status, {"Retry-After": "7"}, {}), (200, {}, [NARDARAN])]
    time = Time()
    assert asking(service, tmp_path, time).geocode("Nardaran")
    assert time.slept == [7.0]


def test_retry_after_as_a_date(service: Service, tmp_path: Path) -> None:
    """The header may be a date (RFC 9110)."""
    service.script = [(429, {"Retry-After": "Sun, 15 Jun 2025 15:06:45 GMT"}, {}), (200, {}, [NARDARAN])]
    time = Time()
    assert asking(service, tmp_path, time).geocode("Nardaran")
    assert time.slept == [5.0]


def test_a_service_that_wants_hours_is_left_alone(service: Service, tmp_path: Path) -> None:
    """Too long a wait ends the asking with the reason."""
    service.script = [(429, {"Retry-After": "86400"}, {})]
    geocoder = asking(service, tmp_path, Time())
    with pytest.raises(OnlineError, match="asks to wait 86400 s"):
        geocoder.geocode("A")
    with pytest.raises(OnlineError, match="not asked again"):
        geocoder.geocode("B")
    assert len(service.asked) == 1


@pytest.mark.parametrize("status", [401, 403])
def test_a_bad_key_stops_at_the_first_request(service: Service, tmp_path: Path, status: int) -> None:
    """A refusal is not tried again."""
    service.script = [(status, {}, {"error": "no"})]
    geocoder = asking(service, tmp_path, Time())
    for _ in range(3):
        with pytest.raises(OnlineError, match="refused us"):
            geocoder.geocode("Nardaran")
    assert len(service.asked) == 1


def test_three_faults_in_a_row_end_the_asking(service: Service, tmp_path: Path) -> None:
    """A broken service is asked three times, not for every name of a thousand articles; the cache still answers."""
    geocoder = asking(service, tmp_path, Time())
    known = geocoder.geocode("Nardaran")
    service.script.append((500, {}, {}))
    for name in "ABCDE":
        with pytest.raises(OnlineError):
            geocoder.geocode(name)
    assert len(service.asked) == 4
    assert geocoder.geocode("Nardaran") == known


def test_a_success_forgives_the_faults_before_it(service: Service, tmp_path: Path) -> None:
    """Only faults in a row count."""
    bad, good = (500, {}, {}), (200, {}, [NARDARAN])
    service.script = [bad, bad, good, bad, bad, good]
    geocoder = asking(service, tmp_path, Time())
    for name, works in zip("ABCDEF", (False, False, True, False, False, True), strict=True):
        if works:
            assert geocoder.geocode(name)
        else:
            with pytest.raises(OnlineError):
                geocoder.geocode(name)


def test_an_answer_that_is_no_json_is_a_fault(service: Service, tmp_path: Path) -> None:
    """A captive portal's page is not taken for "no such place" and is not kept."""
    service.script = [(200, {}, b"<html>sign in</html>"), (200, {}, [NARDARAN])]
    geocoder = asking(service, tmp_path, Time())
    with pytest.raises(OnlineError):
        geocoder.geocode("Nardaran")
    assert geocoder.geocode("Nardaran")


def test_a_server_that_is_not_there_is_a_fault(service: Service, tmp_path: Path) -> None:
    """No connection is said in the package's own words."""
    gone = Service(url="http://127.0.0.1:9")
    with pytest.raises(OnlineError, match="Nominatim failed"):
        asking(gone, tmp_path, Time()).geocode("Nardaran")
    assert service.asked == []


Behaviour = Callable[[socket.socket, threading.Event], None]


def silent(connection: socket.socket, over: threading.Event) -> None:
    """Say nothing."""
    over.wait(30)


def trickling(connection: socket.socket, over: threading.Event) -> None:
    """Send a header that never ends, a byte now and then."""
    while not over.wait(0.02):
        connection.sendall(b"x")


def endless(connection: socket.socket, over: threading.Event) -> None:
    """Send an answer that never ends, as quickly as it goes."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    while not over.is_set():
        connection.sendall(b" " * 100_000)


@pytest.mark.parametrize(
    ("behave", "words"),
    [(silent, "timed out"), (trickling, "does not come to an end"), (endless, "longer than 2,097,152 bytes")],
)
def test_an_answer_has_an_end(tmp_path: Path, behave: Behaviour, words: str) -> None:
    """A service that is silent, trickles or floods is a fault like any other, soon, in one line."""
    over = threading.Event()

    def serve() -> None:
        with contextlib.suppress(OSError):  # they went away
            connection, _ = server.accept()
            with connection:
                connection.recv(10_000)
                behave(connection, over)

    with socket.create_server(("127.0.0.1", 0)) as server:
        serving = threading.Thread(target=serve)
        serving.start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        access = Access("dateline-tests (dateline@example.org)", url, timeout=0.3)
        quick = Time()
        geocoder = OnlineGeocoder("nominatim", tmp_path / "a.sqlite", access, clock=quick.clock, sleep=quick.sleep)
        with pytest.raises(OnlineError, match=words) as caught:
            geocoder.geocode("Nardaran")
        over.set()
        serving.join()
    for thread in threading.enumerate():
        if thread.name == "dateline-geocoder":  # whom nobody waits for any more
            thread.join(10)
    assert len(str(caught.value)) < 300


def test_an_error_is_told_in_a_line(service: Service, tmp_path: Path) -> None:
    """Geopy quotes what it can't read; of that, the beginning is told, without what would move a cursor."""
    service.script = [(200, {}, b"<html>\x1b[2J\n" + b"sign in " * 10_000)]
    with pytest.raises(OnlineError) as caught:
        asking(service, tmp_path, Time()).geocode("Nardaran")
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 300


def test_photon_speaks_geojson(service: Service, tmp_path: Path) -> None:
    """Photon's answers are understood, and its box is sent."""
    feature = {
        "type": "Feature",
        "properties": {"name": "Nardaran", "country": "Azerbaijan", "countrycode": "AZ", "osm_key": "place",
                       "osm_value": "village", "type": "city"},
        "geometry": {"type": "Point", "coordinates": [50.0077, 40.5589]},
    }  # fmt: skip
    service.script = [(200, {}, {"type": "FeatureCollection", "features": [feature]})]
    (place,) = asking(service, tmp_path, Time(), "photon").geocode(
        "Nardaran", country="AZ", box=(38.0, 44.0, 42.0, 51.0)
    )
    assert (place.kind, place.country, place.lon) == (Kind.SETTLEMENT, "AZ", 50.0077)
    assert "bbox" in service.asked[0][1]


def test_geonames_speaks_its_own(service: Service, tmp_path: Path) -> None:
    """GeoNames' feature codes become kinds; the key goes to the service and never into the cache."""
    village = {"geonameId": 585568, "toponymName": "Nardaran", "name": "Nardaran", "lat": "40.556", "lng": "50.006"}
    village |= {"countryCode": "AZ", "countryName": "Azerbaijan", "fcl": "P", "fcode": "PPL"}
    service.script = [(200, {}, {"geonames": [village]})]
    (place,) = asking(service, tmp_path, Time(), "geonames", key="secret-name").geocode("Nardaran", country="AZ")
    assert (place.kind, place.country) == (Kind.SETTLEMENT, "AZ")
    assert service.asked[0][1]["username"] == ["secret-name"]
    assert b"secret-name" not in (tmp_path / "online.sqlite").read_bytes()


@pytest.mark.parametrize(
    ("provider", "access", "message"),
    [
        ("gugel", Access("me"), "Choose one of arcgis, geonames"),
        ("nominatim", Access("  "), "user agent"),
        ("geonames", Access("me"), "needs a key"),
        ("pelias", Access("me"), "needs the address"),
        ("nominatim", Access("me", url="ftp://x"), "no address"),
    ],
)
def test_what_is_missing_is_said_before_anything_is_sent(
    tmp_path: Path, provider: str, access: Access, message: str
) -> None:
    """Wrong settings are found at once."""
    time = Time()
    with pytest.raises(OnlineError, match=message):
        OnlineGeocoder(provider, tmp_path / "c.sqlite", access, clock=time.clock, sleep=time.sleep)


def test_a_damaged_cache_says_what_to_do(service: Service, tmp_path: Path) -> None:
    """A file that is no database is named, with the way out."""
    (tmp_path / "online.sqlite").write_bytes(b"garbage" * 200)
    with pytest.raises(OnlineError, match="Delete it"):
        asking(service, tmp_path, Time()).geocode("Nardaran")


def test_every_provider_has_an_attribution() -> None:
    """No answer may be shown without saying whose it is."""
    assert all(provider.attribution for provider in PROVIDERS.values())
    assert kind_from(("country",)) is Kind.COUNTRY
    assert kind_from(("p:ppl",)) is Kind.SETTLEMENT
    assert kind_from(("unheard-of",)) is Kind.SETTLEMENT


@pytest.mark.parametrize(
    ("subdivision", "expected"),
    [("US-PR", "PR"), ("US-TX", ""), ("FR-974", "RE"), ("CN-HK", "HK"), ("IT-PR", ""), ("", ""), ("NL-BQ2", "BQ")],
)
def test_a_subdivision_may_be_a_territory_with_a_code_of_its_own(subdivision: str, expected: str) -> None:
    """The state that is Puerto Rico is PR; the Italian province with the same letters is not."""
    assert territory(subdivision) == expected


def test_a_territory_is_asked_for_where_nominatim_has_it() -> None:
    """Nominatim has no country PR: its sovereign is asked, for many answers, since those are sifted by us."""
    given = PROVIDERS["nominatim"].arguments("PR", None)
    assert (given["country_codes"], given["limit"]) == ("us", WIDE_LIMIT)


@pytest.mark.parametrize("provider", ["nominatim", "photon", "pelias"])
def test_a_box_across_the_180th_meridian_is_sifted_by_us(provider: str) -> None:
    """Geopy sorts a box's sides, which would ask for all the world but that box; so such a box is not sent."""
    arguments = PROVIDERS[provider].arguments
    boxed = {"viewbox", "bbox", "boundary_rect"}
    assert boxed & set(arguments("", (-20.0, 178.0, -15.0, 179.0)))
    assert not boxed & set(arguments("", (-20.0, 178.0, -15.0, -178.0)))
