"""One task of one stage in a process of its own: `python -m dateline.scale.rank WORK STAGE RANK`."""

import os
import signal
import sys
import threading
from pathlib import Path

TIED = "--tied"
MEMORY = "--memory="


def main(arguments: list[str]) -> None:
    """Run one task through datatrove, which marks it as done."""
    work, stage, rank = Path(arguments[0]), arguments[1], int(arguments[2])
    memory = next((one.removeprefix(MEMORY) for one in arguments[3:] if one.startswith(MEMORY)), "")
    if TIED in arguments:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    from dateline.scale.ask import Bounds
    from dateline.scale.engine import executor

    bounds = Bounds(memory) if memory else Bounds()
    executor(work, stage, bounds=bounds, options={"workers": 1, "local_tasks": 1, "local_rank_offset": rank}).run()


def _end_with_parent() -> None:
    """Whoever started us holds the other end of standard input: when it is gone, so are we and all that we started."""
    while os.read(0, 1):
        pass
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main(sys.argv[1:])
