"""Why something was not fetched: every code with its sentence."""

from collections.abc import Mapping
from types import MappingProxyType

from dateline.errors import SourceError

FETCH_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "bad-address": "It is no address of the web that may be fetched.",
        "private-address": "It leads to a machine that is not on the public Internet.",
        "no-such-host": "There is no server of that name.",
        "robots": "The site's robots.txt asks not to fetch it.",
        "not-reached": "The server did not answer, or the connection broke.",
        "time-limit": "It took longer than a page may take.",
        "too-large": "It is larger than a page may be.",
        "bomb": "It unpacks to far more than it should.",
        "encoding": "The server packed it in a way that was not asked for.",
        "redirects": "It redirects again and again.",
        "status": "The server answered with an error.",
        "wait": "The server asks to wait longer than a run should.",
        "unknown-type": "It is neither a page nor a document that dateline reads.",
        "no-entries": "The feed has no entries with addresses.",
        "unwritable": "The file could not be written.",
    }
)


class RefusedError(SourceError):
    """An address that was not fetched: `reason` is a code of `FETCH_REASONS`."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
