"""One request: to a vetted address, within a time, a size and an unpacked size that the server can't stretch."""

import ssl
import time
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

import httpcore

from dateline.fetch.address import Guard, port_of, text_of
from dateline.fetch.refusal import RefusedError

Options: TypeAlias = "Iterable[httpcore.SOCKET_OPTION] | None"


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How much one answer may be, in bytes as sent and unpacked, and how long it may take in all, in seconds."""

    body_bytes: int = 20 * 1024 * 1024
    unpacked_bytes: int = 40 * 1024 * 1024
    seconds: float = 30.0
    connect_seconds: float = 10.0
    redirects: int = 5
    interval: float = 1.0  # seconds between two requests to one host
    longest_wait: float = 60.0  # that a server may ask for


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: status, headers with small names, unpacked body."""

    status: int
    headers: dict[str, str]
    body: bytes


class _Stream(httpcore.NetworkStream):
    """A connection that ends at a deadline, however slowly the other side drips."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: float, clock: Callable[[], float]) -> None:
        self._inner = inner
        self._deadline = deadline
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._left(timeout))
        return _Stream(inner, self._deadline, self._clock)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)

    def _left(self, timeout: float | None) -> float:
        left = self._deadline - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout("the time is over")
        return left if timeout is None else min(left, timeout)


class _Backend(httpcore.NetworkBackend):
    """Connects to the very address that was vetted: a name that answers otherwise a moment later gains nothing."""

    def __init__(self, guard: Guard, deadline: float, clock: Callable[[], float]) -> None:
        self._guard = guard
        self._deadline = deadline
        self._clock = clock
        self._system = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Options = None,
    ) -> httpcore.NetworkStream:
        addresses = self._guard.vetted(host.strip("[]"), port)
        problem: Exception | None = None
        for address in addresses[:4]:
            left = self._deadline - self._clock()
            if left <= 0:
                break
            try:
                limit = left if timeout is None else min(left, timeout)
                stream = self._system.connect_tcp(address, port, limit, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
                continue
            return _Stream(stream, self._deadline, self._clock)
        raise problem or httpcore.ConnectTimeout("the time is over")


def request(
    url: str,
    headers: dict[str, str],
    guard: Guard,
    limits: FetchLimits,
    clock: Callable[[], float] = time.monotonic,
) -> Answer:
    """Get one address, without following where it redirects to.

    Raises:
        RefusedError: it may not be reached, is not reached, or sends too much or too slowly.
    """
    parts = guard.checked(url)
    deadline = clock() + limits.seconds
    sent = {
        "Host": parts.netloc,
        "Accept-Encoding": "gzip, deflate",
        "Connection": "close",
        **headers,
    }
    timeouts = {"connect": limits.connect_seconds, "read": limits.seconds, "write": limits.seconds, "pool": 1.0}
    pool = httpcore.ConnectionPool(network_backend=_Backend(guard, deadline, clock), retries=0)
    with pool:
        try:
            with pool.stream(
                "GET", text_of(parts), headers=list(sent.items()), extensions={"timeout": timeouts}
            ) as answer:
                received = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
                body = b"" if answer.status in (304, 204) else _body(answer, received, limits)
                return Answer(answer.status, received, body)
        except (httpcore.TimeoutException, TimeoutError) as error:
            raise RefusedError("time-limit", f"no whole answer within {limits.seconds:g} seconds") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
            detail = f"{parts.hostname} on port {port_of(parts)}: {error or type(error).__name__}"
            raise RefusedError("not-reached", detail[:300]) from error


def _body(answer: httpcore.Response, headers: dict[str, str], limits: FetchLimits) -> bytes:
    stated = headers.get("content-length", "")
    if stated.isdecimal() and int(stated) > limits.body_bytes:
        raise RefusedError("too-large", f"{int(stated):,} bytes; at most {limits.body_bytes:,} are fetched")
    unpack = _unpacker(headers.get("content-encoding", "identity").strip().lower())
    pieces: list[bytes] = []
    received = unpacked = 0
    for chunk in answer.iter_stream():
        received += len(chunk)
        if received > limits.body_bytes:
            raise RefusedError("too-large", f"more than {limits.body_bytes:,} bytes")
        piece = unpack(chunk, limits.unpacked_bytes - unpacked + 1)
        unpacked += len(piece)
        if unpacked > limits.unpacked_bytes:
            raise RefusedError("bomb", f"{received:,} bytes unpack to more than {limits.unpacked_bytes:,}")
        pieces.append(piece)
    return b"".join(pieces)


def _unpacker(encoding: str) -> Callable[[bytes, int], bytes]:
    """A function from a packed chunk and the most that it may become; what doesn't fit stays inside and is lost."""
    if encoding in ("", "identity"):
        return lambda chunk, most: chunk[:most]
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise RefusedError("encoding", f"it is packed as {encoding[:40]!r}; gzip, deflate or nothing was asked for")
    packed = zlib.decompressobj(wbits=47 if encoding != "deflate" else 15)
    raw: list[bool] = []

    def unpack(chunk: bytes, most: int) -> bytes:
        nonlocal packed
        try:
            return packed.decompress(packed.unconsumed_tail + chunk, most)
        except zlib.error as error:
            if encoding == "deflate" and not raw:  # some servers send it without its header
                raw.append(True)
                packed = zlib.decompressobj(wbits=-15)
                return unpack(chunk, most)
            raise RefusedError("encoding", f"what it sent is no {encoding}: {error}") from error

    return unpack
