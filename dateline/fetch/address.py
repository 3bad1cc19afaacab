"""Which addresses may be reached: those of the public Internet, whatever name, form or detour leads to others."""

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from dateline.fetch.refusal import RefusedError

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Sequence[str]]
"""From a host and a port to the texts of its addresses."""

PORTS = frozenset({80, 443, 8000, 8080, 8443})
_MAX_URL = 2000

# Besides what Python's `ipaddress` knows, which differs between its versions (3.12.1 took 192.0.0.192 for public).
_CLOSED = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/3", "2001::/23", "2001:db8::/32", "3fff::/20",
    )
)  # fmt: skip
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]{0,252})")
_NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))
# Public by the registries, and yet not the Internet: Azure's platform address.
_NEVER = frozenset({ipaddress.ip_address("168.63.129.16")})


@dataclass(frozen=True, slots=True)
class Guard:
    """Decides which addresses may be connected to.

    `allowed` are (address, port) pairs that are let through although they are not public: the seam for tests, which
    serve pages on this machine. `resolve` turns names into addresses.
    """

    allowed: frozenset[tuple[str, int]] = frozenset()
    resolve: Resolver = lambda host, port: resolve(host, port)

    def vetted(self, host: str, port: int) -> tuple[str, ...]:
        """The addresses of a host, all of them public. Connect to one of these and don't resolve the name again.

        Raises:
            RefusedError: it has no address, or any that is not public.
        """
        try:
            texts = self.resolve(host, port)
        except OSError as error:
            raise RefusedError("no-such-host", f"{host} has no address: {error.strerror or error}") from error
        except UnicodeError as error:
            raise RefusedError("bad-address", f"{host[:100]!r} is no name of a host") from error
        if not texts:
            raise RefusedError("no-such-host", f"{host} has no address")
        for text in texts:
            if (text, port) not in self.allowed and not is_public(text):
                raise RefusedError("private-address", f"{host} is at {text}, which is not on the public Internet")
        return tuple(texts)

    def checked(self, url: str) -> SplitResult:
        """An address of the web in its parts, as it may be requested.

        Raises:
            RefusedError: it is no such address, has a password in it, or another port than the web's.
        """
        if len(url) > _MAX_URL:
            raise RefusedError("bad-address", f"an address of {len(url):,} characters")
        try:
            parts = urlsplit(url.strip())
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise RefusedError("bad-address", f"{url[:200]!r} is no address: {error}") from error
        if parts.scheme.lower() not in ("http", "https"):
            raise RefusedError("bad-address", f"only http and https are fetched, not {parts.scheme[:20] or 'a path'!r}")
        if not host or any(c.isspace() or ord(c) < 33 or c in '\\"<>^`{|}' for c in parts.netloc):
            raise RefusedError("bad-address", f"{url[:200]!r} has no host")
        if parts.username is not None or parts.password is not None:
            raise RefusedError("bad-address", f"the address of {host} has a name or password in it; leave them out")
        port = port or (443 if parts.scheme.lower() == "https" else 80)
        if port not in PORTS and not any(port == other for _, other in self.allowed):
            listed = ", ".join(str(p) for p in sorted(PORTS))
            raise RefusedError("bad-address", f"port {port} is not one of the web's ({listed})")
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
        name = f"[{host}]" if ":" in host else _ascii(host)
        shown = name if port == (443 if parts.scheme.lower() == "https" else 80) else f"{name}:{port}"
        return SplitResult(parts.scheme.lower(), shown, path, query, "")


def joined(base: str, target: str) -> str:
    """Where a redirect leads."""
    try:
        return urljoin(base, target)
    except ValueError as error:
        raise RefusedError("bad-address", f"it redirects to {target[:200]!r}, which is no address") from error


def text_of(parts: SplitResult) -> str:
    """The address as text."""
    return urlunsplit(parts)


def port_of(parts: SplitResult) -> int:
    """The port, also where the address does not say it."""
    return parts.port or (443 if parts.scheme == "https" else 80)


def is_public(text: str) -> bool:
    """True for an address that anybody on the Internet could reach. One that stands for another counts as that one."""
    try:
        address: IPAddress = ipaddress.ip_address(text.split("%", 1)[0])
    except ValueError:
        return False
    if "%" in text:  # with a zone it is link-local by definition
        return False
    inner = _inner(address)
    if inner is not None:
        return is_public(str(inner))
    if address in _NEVER or any(address in network for network in _CLOSED):
        return False
    if isinstance(address, ipaddress.IPv6Address) and address not in _GLOBAL_UNICAST:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _inner(address: IPAddress) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for: mapped, compatible, 6to4, Teredo, NAT64."""
    if not isinstance(address, ipaddress.IPv6Address):
        return None
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    low = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if any(address in network for network in _NAT64):
        return low
    return low if int(address) >> 32 == 0 and int(address) > 0xFFFF else None


def resolve(host: str, port: int) -> tuple[str, ...]:
    """The addresses of a host as the system knows them, in its order."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def _ascii(host: str) -> str:
    """A host's name as DNS has it; "münchen.example" becomes "xn--mnchen-3ya.example"."""
    try:
        name = host.encode("idna").decode("ascii").lower() if not host.isascii() else host
    except UnicodeError as error:
        raise RefusedError("bad-address", f"{host[:100]!r} is no name of a host") from error
    if not _HOST.fullmatch(name):
        raise RefusedError("bad-address", f"{host[:100]!r} is no name of a host")
    return name
