"""Articles from the web, when asked: politely, within limits, and from the public Internet alone."""

from dateline.fetch.address import Guard
from dateline.fetch.connection import FetchLimits
from dateline.fetch.fetching import FEED_ENTRIES, Outcome, fetch_into
from dateline.fetch.refusal import FETCH_REASONS, RefusedError
from dateline.fetch.session import Session

__all__ = ["FEED_ENTRIES", "FETCH_REASONS", "FetchLimits", "Guard", "Outcome", "RefusedError", "Session", "fetch_into"]
