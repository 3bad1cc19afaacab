"""Polite fetching: robots.txt first, one request a second to a host, redirects followed one checked step at a time."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from protego import Protego

from dateline.fetch.address import Guard, joined, text_of
from dateline.fetch.connection import Answer, FetchLimits, request
from dateline.fetch.refusal import RefusedError

AGENT = "dateline"
_REDIRECTS = (301, 302, 303, 307, 308)
_ROBOTS_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True)
class Page:
    """What was fetched, and from where in the end. `changed` is False when the server says it is as it was."""

    url: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    changed: bool = True


class Session:
    """Fetches for one run; remembers each site's robots.txt and when it was last asked.

    `clock` and `sleep` are the seams by which tests don't wait.
    """

    def __init__(
        self,
        user_agent: str,
        guard: Guard | None = None,
        limits: FetchLimits | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._agent = user_agent
        self._guard = guard or Guard()
        self._limits = limits or FetchLimits()
        self._clock = clock
        self._sleep = sleep
        self._robots: dict[str, Protego | None] = {}
        self._next: dict[str, float] = {}

    def get(self, url: str, *, accept: str, etag: str = "", modified: str = "") -> Page:
        """Fetch an address, where it redirects to included.

        Args:
            url: What to fetch.
            accept: The media types that are wanted.
            etag: What the server called the version that is here already.
            modified: When that was modified, in the server's own words.

        Raises:
            RefusedError: it was not fetched.
        """
        headers = {"User-Agent": self._agent, "Accept": accept}
        if etag:
            headers["If-None-Match"] = etag
        if modified:
            headers["If-Modified-Since"] = modified
        for _ in range(self._limits.redirects + 1):
            url = text_of(self._guard.checked(url))
            self._ask_robots(url)
            answer = self._polite(url, headers)
            if answer.status in _REDIRECTS and "location" in answer.headers:
                url = joined(url, answer.headers["location"])
                continue
            if answer.status == 304 and (etag or modified):
                return Page(url, b"", answer.headers, changed=False)
            if answer.status != 200:
                raise RefusedError("status", f"the server answered {answer.status}")
            return Page(url, answer.body, answer.headers)
        raise RefusedError("redirects", f"more than {self._limits.redirects} redirects, the last to {url[:200]}")

    def _polite(self, url: str, headers: dict[str, str]) -> Answer:
        """One request in its turn; once more if the server asks to wait a little."""
        for attempt in range(2):
            self._wait(url)
            try:
                answer = request(url, headers, self._guard, self._limits, self._clock)
            finally:
                self._next[_site(url)] = self._clock() + self._interval(url)
            if answer.status not in (429, 503) or "retry-after" not in answer.headers:
                return answer
            asked = answer.headers["retry-after"].strip()
            seconds = float(asked) if asked.isdecimal() and len(asked) < 9 else float("inf")
            if attempt or seconds > self._limits.longest_wait:
                raise RefusedError("wait", f"the server answered {answer.status} and asks to wait: {asked[:60]}")
            self._next[_site(url)] = self._clock() + max(seconds, self._interval(url))
        raise AssertionError("the second attempt returns or raises")  # pragma: no cover

    def _wait(self, url: str) -> None:
        left = self._next.get(_site(url), 0.0) - self._clock()
        if left > 0:
            self._sleep(left)

    def _interval(self, url: str) -> float:
        rules = self._robots.get(_origin(url))
        asked = rules.crawl_delay(AGENT) if rules is not None else None
        return max(self._limits.interval, min(float(asked or 0.0), self._limits.longest_wait))

    def _ask_robots(self, url: str) -> None:
        origin = _origin(url)
        if origin not in self._robots:
            self._robots[origin] = self._load_robots(origin)
        rules = self._robots[origin]
        if rules is None:
            raise RefusedError("robots", f"{origin}/robots.txt can't be read, so nothing of the site is fetched")
        if not rules.can_fetch(url, AGENT):
            raise RefusedError("robots", f"{origin}/robots.txt asks programs not to fetch it")

    def _load_robots(self, origin: str) -> Protego | None:
        """The rules of a site: none if it has no such file, None if it can't say now (as RFC 9309 has it)."""
        url = f"{origin}/robots.txt"
        headers = {"User-Agent": self._agent, "Accept": "text/plain, */*;q=0.5"}
        for _ in range(self._limits.redirects + 1):
            try:
                answer = self._polite(text_of(self._guard.checked(url)), headers)
            except RefusedError as error:
                if error.reason in ("time-limit", "wait", "too-large", "bomb", "encoding"):
                    return None
                raise
            if answer.status in _REDIRECTS and "location" in answer.headers:
                url = joined(url, answer.headers["location"])
                continue
            if answer.status >= 500 or answer.status == 429:
                return None
            text = answer.body[:_ROBOTS_BYTES].decode("utf-8", "replace") if answer.status == 200 else ""
            return Protego.parse(text)
        return Protego.parse("")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _site(url: str) -> str:
    return urlsplit(url).hostname or ""
