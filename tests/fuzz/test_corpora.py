"""The kept inputs of the fuzzers, among them all that ever broke something, hold on every ordinary run."""

import time
from pathlib import Path

import pytest

from fuzz.targets import TARGETS, corpus

SECONDS = 2.0  # of one processor, as is promised for any input


@pytest.mark.parametrize(
    ("name", "path"), [(name, path) for name in TARGETS for path in corpus(name)], ids=lambda p: getattr(p, "name", p)
)
def test_a_kept_input_keeps_the_promises(name: str, path: Path) -> None:
    """Each is answered, without an error, in time; what is promised of the answer is in `targets.py`."""
    data = path.read_bytes()
    TARGETS[name](b"")  # what is loaded on first use is not the input's
    started = time.process_time()
    TARGETS[name](data)
    assert time.process_time() - started < SECONDS
