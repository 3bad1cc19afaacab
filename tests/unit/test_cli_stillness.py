"""Files that are still being written are waited for."""

import os
from pathlib import Path

from dateline.cli.stillness import wait_until_still


def test_a_growing_file_is_waited_for(tmp_path: Path) -> None:
    """It is read when nothing more came for a moment."""
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF")
    pieces = [b"one", b"two", b"three"]

    def sleep(_: float) -> None:
        if pieces:
            with path.open("ab") as file:
                file.write(pieces.pop(0))

    assert wait_until_still([path], sleep=sleep)
    assert path.read_bytes() == b"%PDFonetwothree"


def test_one_that_is_written_anew_or_taken_away_counts_as_changing(tmp_path: Path) -> None:
    """The same size is not the same file."""
    path, gone = tmp_path / "a.txt", tmp_path / "b.txt"
    path.write_text("one")
    gone.write_text("x")
    steps: list[float] = []

    def sleep(seconds: float) -> None:
        steps.append(seconds)
        if len(steps) == 1:
            path.write_text("two")
            os.utime(path, ns=(1, 1))
        if len(steps) == 2:
            gone.unlink()

    assert wait_until_still([path, gone], step=0.1, sleep=sleep)
    assert steps == [0.1] * 3


def test_one_that_grows_for_ever_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    """A log is read as it is."""
    path = tmp_path / "log.txt"
    path.write_text("")
    waited: list[float] = []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        with path.open("a") as file:
            file.write("more\n")

    assert not wait_until_still([path], step=0.5, most=10, sleep=sleep)
    assert sum(waited) == 10
