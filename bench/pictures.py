"""Measures the pictures and exports: CPU seconds and bytes at 8 to 10,000 made-up events.

python bench/pictures.py            the table
python bench/pictures.py FOLDER     also writes the pictures there, in all themes, to be looked at
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from dateline.model import Story
from dateline.render.chart import ChartOptions, Theme, alt_text, draw_timeline, figure_bytes
from dateline.render.export import EXPORTERS, export
from dateline.render.still import draw_map, map_alt_text
from tests.synthetic import make_story

SIZES = (8, 80, 800, 8_000, 10_000)


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    work()
    return time.process_time() - start


def pictures(story: Story, folder: Path | None) -> None:
    events = len(story.events)
    for name, draw, words in (("timeline", draw_timeline, alt_text), ("map", draw_map, map_alt_text)):
        png = cpu(lambda draw=draw: figure_bytes(draw(story), "png"))  # type: ignore[misc]
        made = figure_bytes(draw(story), "svg", title=story.title, description=words(story))
        svg = cpu(lambda draw=draw: figure_bytes(draw(story), "svg"))  # type: ignore[misc]
        print(f"{events:>6,}  {name:<10} PNG {png:5.2f} s   SVG {svg:5.2f} s  {len(made) / 1e6:6.2f} MB")
        if folder:
            for theme in Theme:
                data = figure_bytes(draw(story, ChartOptions(theme=theme)), "png")
                (folder / f"{name}-{events}-{theme}.png").write_bytes(data)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
    figure_bytes(draw_timeline(make_story(3)), "png")  # imports and fonts are not what is measured
    figure_bytes(draw_map(make_story(3)), "png")
    for events in SIZES:
        pictures(make_story(events), folder)
    story = make_story(10_000)
    for name in EXPORTERS:
        export(make_story(3), name)
        made: dict[str, bytes] = {}
        spent = cpu(lambda name=name, made=made: made.update(export(story, name)))  # type: ignore[misc]
        print(f"10,000  {name:<12} {spent:5.2f} s  {sum(map(len, made.values())) / 1e6:6.2f} MB")


if __name__ == "__main__":
    main()
