"""`dateline gazetteer build`: GeoNames' dumps into a gazetteer file, with a bar, since it takes minutes."""

from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from dateline_geo.geonames import build_from_geonames


def build_with_progress(directory: Path, target: Path) -> int:
    """Build the file and give the number of places in it.

    Raises:
        GeoError: a dump is missing or damaged; what stood at the target is untouched.
    """
    console = Console(stderr=True)
    if not console.is_terminal:
        return build_from_geonames(directory, target)
    with Progress(console=console, transient=True) as bars:
        tasks = {}

        def moved(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)

        return build_from_geonames(directory, target, moved)
