"""How a geocoding service is spoken to: once, and what it answers has an end, in bytes and in seconds."""

import queue
import threading
from collections.abc import Mapping
from typing import Any

from geopy.adapters import URLLibAdapter  # type: ignore[import-untyped]
from geopy.exc import GeocoderParseError, GeocoderServiceError, GeocoderTimedOut  # type: ignore[import-untyped]

MOST_BYTES = 2 * 1024 * 1024  # forty answers of Nominatim with all their names take some 60 kB


class BoundedAdapter(URLLibAdapter):  # type: ignore[misc]
    """geopy's adapter that asks once (the one on requests tries again by itself), with bounds that geopy has not.

    geopy's time limit is for each piece that arrives: a service that sends a byte now and then would hold a run for
    ever, and one that sends without end would fill the memory.
    """

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """The answer's text.

        Raises:
            GeopyError: there is none, it is no text, it is too long, or it was not whole after twice the time limit.
        """
        answers: queue.SimpleQueue[str | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(super(BoundedAdapter, self).get_text(url, timeout=timeout, headers=headers))
            except Exception as error:  # raised where it is waited for
                answers.put(error)

        threading.Thread(target=ask, name="dateline-geocoder", daemon=True).start()
        try:
            answer = answers.get(timeout=2 * timeout)
        except queue.Empty:
            raise GeocoderTimedOut("its answer does not come to an end") from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _decode_page(self, page: Any) -> str:
        try:
            with page:
                body = page.read(MOST_BYTES + 1)
        except Exception as error:  # what sockets and http.client raise has no common root
            raise GeocoderServiceError("its answer can't be read") from error
        if len(body) > MOST_BYTES:
            raise GeocoderParseError(f"its answer is longer than {MOST_BYTES:,} bytes")
        try:
            return str(body, page.headers.get_content_charset() or "utf-8")
        except (LookupError, ValueError) as error:
            raise GeocoderParseError("its answer is no text") from error
