"""Every reason why something that was read is not shown: its code, and a sentence for the reader."""

from collections.abc import Mapping
from types import MappingProxyType

from dateline.corrections_apply import CORRECTION_REASONS
from dateline.events import REASONS as EVENT_REASONS
from dateline.sources import REASONS as SOURCE_REASONS
from dateline.story import REASONS as STORY_REASONS

# What geo and timeline turn down; they know nothing of drops, so their codes get a prefix and a sentence here.
_PLACE_REASONS = {
    "place-organisation": "A place's name that is part of the name of an organisation or a work.",
    "place-person": "A place's name that is part of a person's name.",
    "place-demonym": "The name of a people or a language, which is no place.",
    "place-common-word": "A word that is also a place's name, where nothing speaks of a place.",
    "place-ambiguous": "A place's name that may mean several places, none of them surely enough to be drawn.",
    "place-not-in-gazetteer": "A place that the gazetteer does not know.",
}
_DATE_REASONS = {
    "date-impossible": "A date that does not exist.",
    "date-no-publication-date": "A date that counts from the day of publication, which is not known.",
    "date-counted-from-event": "An amount of time before or after an event that is no date in the words.",
    "date-no-day-said": "A date that counts from another day, where the text has said none.",
    "date-age": "An age, which is no date.",
    "date-not-understood": "An expression of time that was not understood.",
}
_READING_REASONS = {
    "text-too-long": "The article is longer than what is read of one; its end was not read.",
    "not-prose": "From here on the text is no prose: an endless sentence, or the same words again and again.",
    "reader-died": "The process that read the article died or took too long, so that nothing of it is shown.",
}
_RUN_REASONS = {
    "gone-since-last-run": "An event of the last run that is not told any more, or is read otherwise now.",
}

REASONS: Mapping[str, str] = MappingProxyType(
    {
        **SOURCE_REASONS,
        **_READING_REASONS,
        **_PLACE_REASONS,
        **_DATE_REASONS,
        **EVENT_REASONS,
        **STORY_REASONS,
        **CORRECTION_REASONS,
        **_RUN_REASONS,
    }
)
"""Code → sentence, in the order in which an article meets them. `docs/drops.md` is this table."""


def document() -> str:
    """The text of docs/drops.md."""
    rows = "\n".join(f"| `{code}` | {sentence} |" for code, sentence in REASONS.items())
    return (
        "# What is read and not shown\n\n"
        "Nothing is dropped in silence. The page lists everything that was read and not shown under “Not shown, and "
        "why”;\n`run.json` and `dateline extract` have the same with offsets. These are the reasons.\n\n"
        f"| code | what it means |\n|---|---|\n{rows}\n"
    )
