"""For Python and notebooks: read sources to a story that draws, exports and saves itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.model import Article, Drop, Event, Story
from dateline.telling import Told, read_story

if TYPE_CHECKING:
    import folium
    from matplotlib.figure import Figure


def read(
    *sources: str | Path,
    title: str = "",
    corrections: str | Path | None = None,
    gazetteers: Sequence[str | Path] = (),
    cache: str | Path | None = None,
    workers: int = 1,
) -> "ReadStory":
    """Read files and folders of articles.

    >>> import dateline
    >>> story = dateline.read("seeds/beirut-port-blast.md")
    >>> story.articles[0].title
    'Blast at Beirut port kills at least 135 people and injures thousands'
    >>> story.timeline(style="ladder", dpi=72).get_size_inches().tolist()
    [16.0, 9.0]
    >>> type(story.map()).__name__
    'Map'

    Args:
        sources: files and folders; `seeds` where there are none.
        title: of the story; made of the articles where it is empty.
        corrections: a file of corrections; `corrections.toml` in the first folder where it is None.
        gazetteers: files of your own places.
        cache: a folder to keep what was read for the next time; nothing is kept where it is None.
        workers: processes that read; 0 means one a core.

    Raises:
        DatelineError: the model or the gazetteer is missing, or corrections say what they may not.
    """
    told = read_story(
        sources or ("seeds",),
        title=title,
        corrections=Path(corrections) if corrections else None,
        gazetteers=[Path(path) for path in gazetteers],
        stdin=BytesIO(),
        cache_folder=Path(cache) if cache else None,
        workers=workers,
    )
    return ReadStory(told)


@dataclass(frozen=True, slots=True)
class ReadStory:
    """A story that was read, and what can be made of it. Nothing is drawn before it is asked for."""

    told: Told

    @property
    def story(self) -> Story:
        """The plain value: what all rooms of dateline pass on."""
        return self.told.story

    @property
    def events(self) -> tuple[Event, ...]:
        """By time, undated ones last; an event's number on every picture is its place here, from 1."""
        return self.story.events

    @property
    def articles(self) -> tuple[Article, ...]:
        """What was read."""
        return self.story.articles

    @property
    def drops(self) -> Sequence[Drop]:
        """What was read and is not shown, with reasons."""
        return self.story.drops

    def map(self) -> "folium.Map":
        """A folium map, on which more layers may be put; shows itself in Jupyter."""
        from dateline.render.map import story_map

        return story_map(self.story)

    def timeline(self, **options: Any) -> "Figure":
        """A matplotlib figure; `options` are those of `ChartOptions` (style, size, dpi, theme)."""
        from dateline.render.chart import ChartOptions, draw_timeline

        return draw_timeline(self.story, ChartOptions(**options))

    def to_pandas(self) -> Any:
        """A pandas DataFrame, a row an event. Needs `dateline[geo]`."""
        from dateline.render.export import to_pandas

        return to_pandas(self.story)

    def to_geodataframe(self) -> Any:
        """A geopandas GeoDataFrame, a row an event, in WGS 84. Needs `dateline[geo]`."""
        from dateline.render.export import to_geodataframe

        return to_geodataframe(self.story)

    def save(self, folder: str | Path = "output", **options: Any) -> Path:
        """Write the page, the pictures and the data into a folder and give the page's path.

        Raises:
            OutputError: the folder can't be written, or another run holds it.
        """
        from dateline.build import BuildOptions, write_output
        from dateline.files import lock_folder

        with lock_folder(Path(folder)):
            write_output(self.told, Path(folder), BuildOptions(**options))
        return Path(folder) / "index.html"

    def __len__(self) -> int:
        return len(self.events)

    def __repr__(self) -> str:
        return f"<ReadStory {self.story.title!r}: {len(self.events)} events of {len(self.articles)} articles>"
