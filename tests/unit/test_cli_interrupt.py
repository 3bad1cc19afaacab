"""What Ctrl-C promises: a library that catches it does not make the run go on."""

import os
import signal

import pytest

from dateline.cli.interrupt import Interrupts


def test_a_swallowed_interrupt_is_raised_at_the_next_stage() -> None:
    """An interrupt that was caught on the way is raised by the next check, and the old handler comes back after."""
    before = signal.getsignal(signal.SIGINT)
    with Interrupts() as interrupts:
        interrupts.check()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            interrupts.check()
    assert signal.getsignal(signal.SIGINT) is before
