"""What a reader of one format hands back: the raw fields of an article, or why there is none."""

from dataclasses import dataclass

from dateline.errors import SourceError


@dataclass(frozen=True, slots=True)
class Found:
    """One article as its format tells it; all fields but `title` and `text` as they were written there.

    `published_basis` says where `published` stood. `position` is where in the file the article is ("line 3",
    "record 12", "entry 4"), empty when the file is the article.
    """

    title: str
    text: str
    published: str = ""
    published_basis: str = ""
    publisher: str = ""
    author: str = ""
    url: str = ""
    language: str = ""
    home: str = ""
    source_id: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file or a record that gave no article, or a part of one that was not understood.

    `of_article` is True when it is about the article that comes right after it.
    """

    reason: str
    detail: str = ""
    position: str = ""
    of_article: bool = False


class UnreadableError(SourceError):
    """The whole file gives no article: `reason` is a code of `dateline.sources.REASONS`."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
