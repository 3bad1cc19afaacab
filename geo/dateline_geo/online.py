"""Asks a geocoding service for what the gazetteer lacks: opt-in, politely, within bounds, and never twice."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

from geopy import exc  # type: ignore[import-untyped]
from geopy.location import Location  # type: ignore[import-untyped]

from .errors import OnlineError
from .gazetteer import PRECISIONS
from .place import Kind, Place
from .providers import LIMIT, PROVIDERS, SOVEREIGNS, Access, Box, Provider, Raw, kind_from, territory
from .shapes import kilometres

INTERVAL_S = 1.0
"""Seconds between two requests of all processes of this machine together: what Nominatim's usage policy asks for."""

FAULTS = 3
"""Faults in a row after which a service is not asked any more."""

PATIENCE_S = 120.0
"""The longest `Retry-After` that is waited for; a service that asks for more is left alone."""

_NO_MORE = "it is not asked again in this run."

_SCHEMA = """
CREATE TABLE IF NOT EXISTS answers(provider TEXT, query TEXT, answer TEXT, asked REAL, PRIMARY KEY(provider, query));
CREATE TABLE IF NOT EXISTS turns(provider TEXT PRIMARY KEY, next REAL);
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """A service's answer, as it is kept on disk."""

    name: str
    lat: float
    lon: float
    kind: str
    country: str
    radius_km: float | None
    title: str = ""  # what the place itself is called; answers that were kept before have none


class OnlineGeocoder:
    """One service, asked through geopy.

    Answers, empty ones too, are kept on disk by service and query and given again without asking. Requests of all
    processes that share the file go out one a second. A refusal of the key, or three faults in a row, end the asking.
    """

    def __init__(
        self,
        provider: str,
        cache: Path,
        access: Access,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        """Prepare to ask; nothing is sent yet.

        Args:
            provider: one of `PROVIDERS`.
            cache: the SQLite file that keeps answers and turns; made where it is not.
            access: our name, and the address and key where the service needs them.
            clock: seconds since 1970, as `time.time`.
            sleep: waits, as `time.sleep`.

        Raises:
            OnlineError: the service is not known, or its key, its address or our name is missing.
        """
        if provider not in PROVIDERS:
            raise OnlineError(f"There is no geocoder {provider!r}. Choose one of {', '.join(sorted(PROVIDERS))}.")
        self.provider: Provider = PROVIDERS[provider]
        if not access.user_agent.strip():
            raise OnlineError("A geocoding service must be told who asks: set a user agent with a way to reach you.")
        if self.provider.needs_key and not access.key:
            raise OnlineError(f"{self.provider.title} needs a key or user name of yours.")
        if self.provider.needs_url and not access.url:
            raise OnlineError(f"{self.provider.title} needs the address of the server to ask.")
        self._geocoder = self.provider.build(access)
        self._scope = f"{provider} {access.url}".strip()
        self._cache, self._clock, self._sleep = cache, clock, sleep
        self._faults = 0
        self._stopped = ""
        self.requests = 0

    @property
    def attribution(self) -> str:
        """What must stand on a page that shows this service's answers."""
        return self.provider.attribution

    def geocode(self, query: str, *, country: str = "", box: Box | None = None) -> tuple[Place, ...]:
        """Return the places that the service knows by a name, none where it knows none.

        Args:
            query: the name, with what it lies in where that is known.
            country: ISO 3166-1 code to stay within.
            box: south, west, north, east to stay within; answers outside are left out, whatever the service does.

        Raises:
            OnlineError: the service refused the key, failed, or was given up before; the cache still answers.
        """
        asked = " ".join(query.split())
        if not asked:
            return ()
        key = json.dumps([asked.casefold(), country.upper(), box], ensure_ascii=False)
        with self._open() as db:
            row = db.execute(
                "SELECT answer FROM answers WHERE provider = ? AND query = ?", (self._scope, key)
            ).fetchone()
        if row is not None:
            answers = [Answer(**kept) for kept in json.loads(row[0])]
        else:
            answers = self._ask(asked, country, box)
            text = json.dumps([asdict(answer) for answer in answers], ensure_ascii=False)
            with self._open() as db:
                values = (self._scope, key, text, self._clock())
                db.execute("INSERT OR REPLACE INTO answers VALUES(?,?,?,?)", values)
        return tuple(self._place(answer) for answer in answers if _within(answer, country, box))[:LIMIT]

    def _ask(self, query: str, country: str, box: Box | None) -> list[Answer]:
        waited = False
        while True:
            if self._stopped:
                raise OnlineError(self._stopped)
            self._wait_for_turn()
            self.requests += 1
            try:
                found = self._geocoder.geocode(query, **self.provider.arguments(country, box))
            except (exc.GeocoderAuthenticationFailure, exc.GeocoderInsufficientPrivileges, exc.ConfigurationError) as e:
                self._stop(
                    f"{self.provider.title} refused us ({_said(e)}). Check the key; it is not asked again in this run."
                )
                raise OnlineError(self._stopped) from e
            except exc.GeocoderQueryError as e:
                raise OnlineError(f"{self.provider.title} does not understand {query!r} ({_said(e)}).") from e
            except exc.GeopyError as e:
                pause = self._pause(e)
                if pause is not None and pause <= PATIENCE_S and not waited:
                    self._hold(pause)
                    waited = True
                    continue
                self._fault(e, pause)
                raise OnlineError(self._stopped or f"{self.provider.title} failed ({_said(e)}).") from e
            self._faults = 0
            return [self._answer(location) for location in found or ()]

    def _stop(self, message: str) -> None:
        self._stopped = message

    def _fault(self, error: Exception, pause: float | None) -> None:
        self._faults += 1
        if pause is not None or isinstance(error, exc.GeocoderQuotaExceeded):
            more = f" and asks to wait {pause:.0f} s" if pause is not None else ""
            self._stop(f"{self.provider.title} is busy{more} ({_said(error)}); {_NO_MORE}")
        elif self._faults >= FAULTS:
            self._stop(f"{self.provider.title} failed {FAULTS} times in a row ({_said(error)}); {_NO_MORE}")

    def _pause(self, error: Exception) -> float | None:
        """Return for how many seconds the service asks to be left alone, None where it does not say."""
        headers = getattr(error.__cause__, "headers", None) or {}
        value = next((v for k, v in headers.items() if k.lower() == "retry-after"), None)
        if value is None:
            return None
        if value.strip().isdecimal():
            return float(value)
        try:
            until = parsedate_to_datetime(value)
        except (TypeError, ValueError):
            return None
        return max(0.0, until.timestamp() - self._clock())

    # Turns and answers are in one file, so that processes that share answers share the second between requests too.

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self._cache.parent.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(self._cache, timeout=60.0, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise OnlineError(f"The cache of online answers {self._cache} can't be opened ({error}).") from error
        try:
            db.executescript(_SCHEMA)
            yield db
        except sqlite3.Error as error:
            raise OnlineError(
                f"The cache of online answers {self._cache} is damaged ({error}). Delete it; it is filled again."
            ) from error
        finally:
            db.close()

    def _wait_for_turn(self) -> None:
        now = self._clock()
        with self._open() as db:
            db.execute("BEGIN IMMEDIATE")
            row = db.execute("SELECT next FROM turns WHERE provider = ?", (self._scope,)).fetchone()
            turn = max(now, min(row[0], now + PATIENCE_S)) if row else now
            db.execute("INSERT OR REPLACE INTO turns VALUES(?,?)", (self._scope, turn + INTERVAL_S))
            db.execute("COMMIT")
        if turn > now:
            self._sleep(turn - now)

    def _hold(self, seconds: float) -> None:
        with self._open() as db:
            db.execute("INSERT OR REPLACE INTO turns VALUES(?,?)", (self._scope, self._clock() + seconds))

    def _answer(self, location: Location) -> Answer:
        raw = location.raw if isinstance(location.raw, dict) else {}
        words = self.provider.words(raw)
        country = _country(raw)
        return Answer(
            name=str(location.address or raw.get("name") or ""),
            lat=float(location.latitude),
            lon=float(location.longitude),
            kind=str(kind_from(words)),
            country=country,
            radius_km=_radius(raw),
            title=_title(raw),
        )

    def _place(self, answer: Answer) -> Place:
        kind = Kind(answer.kind)
        token = f"{answer.name} {answer.lat:.5f} {answer.lon:.5f}"
        return Place(
            key=f"online:{self.provider.name}:{hashlib.sha256(token.encode()).hexdigest()[:16]}",
            name=answer.title or answer.name.split(",")[0].strip(),
            kind=kind,
            precision=PRECISIONS[kind],
            lat=answer.lat,
            lon=answer.lon,
            country=answer.country,
            radius_km=None if kind in {Kind.SITE, Kind.SETTLEMENT} else answer.radius_km,
            names=(answer.name,),
            note=f"Found online by {self.provider.title}, not in the gazetteer.",
            source=f"online: {self.provider.attribution}",
        )


def _said(error: Exception) -> str:
    """An error in a line: geopy quotes whole answers in some."""
    words = " ".join("".join(c if c.isprintable() else " " for c in str(error)[:1000]).split())
    return words if len(words) <= 200 else f"{words[:200]} …"


def _within(answer: Answer, country: str, box: Box | None) -> bool:
    theirs = {answer.country, SOVEREIGNS.get(answer.country, answer.country)}  # a territory lies in its sovereign too
    if country and answer.country and country.upper() not in theirs:
        return False
    if box is None:
        return True
    south, west, north, east = box
    across = west > east  # the box crosses the 180th meridian
    inside = answer.lon >= west or answer.lon <= east if across else west <= answer.lon <= east
    return inside and south <= answer.lat <= north


def _country(raw: Raw) -> str:
    for part in (raw.get("address"), raw.get("properties"), raw):
        if isinstance(part, dict):
            for name in ("country_code", "countrycode", "countryCode"):
                code = part.get(name)
                if isinstance(code, str) and len(code) == 2:
                    return _territory(part) or code.upper()
    return ""


def _territory(address: Raw) -> str:
    """Return the territory with a code of its own in which Nominatim says that an answer lies, empty where in none."""
    codes = (str(value) for name, value in sorted(address.items()) if name.startswith("ISO3166-2"))
    return next((found for found in map(territory, codes) if found), "")


def _title(raw: Raw) -> str:
    """Return what the place itself is called: its name, else its number and street, else nothing."""
    for part in (raw, raw.get("properties")):
        if isinstance(part, dict) and isinstance(part.get("name"), str) and part["name"].strip():
            return str(part["name"]).strip()
    address = raw.get("address")
    if isinstance(address, dict) and address.get("house_number") and address.get("road"):
        return f"{address['house_number']} {address['road']}"
    return ""


def _radius(raw: Raw) -> float | None:
    """Return half the diagonal of the box that Nominatim ([south, north, west, east]) gives to an answer, in km.

    None for a point.
    """
    box = raw.get("boundingbox")
    if not isinstance(box, list) or len(box) != 4:
        return None
    try:
        south, north, west, east = (float(value) for value in box)
    except (TypeError, ValueError):
        return None
    # A thing that is mapped as a point has a box of some metres: that is no extent.
    return round(kilometres(south, west, north, east) / 2, 1) or None
