"""Why something that was read is not shown as an event: the codes of this room, each with a sentence for the reader."""

from collections.abc import Mapping
from types import MappingProxyType

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "background": "The clause describes a state, a habit or a circumstance; nothing happens in it.",
        "reported-speech-only": "The clause only tells that somebody said something.",
        "opinion": "The clause tells what somebody thinks, wants or feels.",
        "negated": "The clause says that something did not happen.",
        "hypothetical": "The clause speaks of what may or should happen, or of what somebody would like.",
        "furniture": "The words are the page's own: when it was updated, by whom, what a picture shows.",
        "unclear-subject": "Something happens in the clause, and the article leaves open who or what it happened to.",
        "no-date-no-place": "Something happens in the clause, but the article says neither when nor where.",
        "no-date": "The article does not say when it happened, and nothing in its telling does either.",
        "loose-date": "A date stands in the sentence, and its grammar leaves open whether it is that of this event.",
        "part-of-event": "The clause is a part of another event that is shown, with the same time and place.",
        "told-in-title": "The title sums up what the article tells in full further down.",
        "place-in-no-event": "The place is named, but no event that is shown happened there.",
        "place-of-background": "The place is named in a description, an opinion or a supposition.",
        "date-in-no-event": "The date is named, but no event that is shown happened then.",
        "date-of-background": "The date is named in a description, an opinion or a supposition.",
        "date-without-interval": "The words tell of time but name no stretch of the calendar: a duration, a habit.",
    }
)
"""Code → what it means. `docs/drops.md` lists the same codes."""
