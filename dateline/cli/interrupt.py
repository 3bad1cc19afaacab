"""Ctrl-C ends the process within two seconds, whatever a library is doing, and leaves nothing running.

The first way out is Python's: KeyboardInterrupt goes up, and every block on its way closes what it opened. It does not
always arrive. A library may swallow it; one that is interrupted while it is imported may leave a module half made, on
which Python crashed when it went on to free everything; a long call of compiled code keeps it waiting. So it is raised
behind an import rather than inside it, unless that takes long; nothing is freed one by one in the end; and a thread
that waits for the signal beside all this ends the process if it still lives when the time is up: then the system closes
what is open, as after a kill, which files.py and the processes that we start are made for.
"""

import _thread
import contextlib
import os
import signal
import sys
import threading
import time
from types import FrameType, TracebackType
from typing import Any, NoReturn

from dateline.cli.exits import Exit

# Of the two seconds that are promised. Blocks were closed after 0.1 to 0.7 s on a machine with six jobs a core.
GRACE_SECONDS = 1.0
_IMPORT_SECONDS = 0.4  # for an import to end
_AGAIN_SECONDS = 0.05  # how soon it is looked at again
_IMPORT = "<frozen importlib._bootstrap"

SAID = "dateline: interrupted; the page is as the last complete run left it"


class Interrupts:
    """Answers Ctrl-C for a whole process. Use as a context manager in its main thread, around all that it does."""

    def __init__(self, grace: float = GRACE_SECONDS) -> None:
        self._grace = grace
        self._before: Any = None
        self._hook: Any = None
        self._pipe: tuple[int, int] | None = None
        self._since = 0.0
        self._raised = False
        self._said = threading.Lock()
        self.asked = False

    def __enter__(self) -> "Interrupts":
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # in the background of a script: not for us
            return self
        self._pipe = os.pipe()
        os.set_blocking(self._pipe[1], False)
        signal.set_wakeup_fd(self._pipe[1], warn_on_full_buffer=False)
        self._before = signal.signal(signal.SIGINT, self._ask)
        self._hook, sys.unraisablehook = sys.unraisablehook, self._lost
        threading.Thread(target=self._watch, args=(self._pipe[0],), name="dateline-interrupts", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pipe is not None:
            signal.signal(signal.SIGINT, self._before)
            signal.set_wakeup_fd(-1)
            sys.unraisablehook = self._hook
            os.close(self._pipe[1])  # which ends the thread
            self._pipe = None

    def _ask(self, _number: int, frame: FrameType | None) -> None:
        self._since = self._since if self.asked else time.monotonic()
        self.asked = True
        if self._raised:
            return  # blocks are being closed, which a second Ctrl-C may not stop
        if _importing(frame) and time.monotonic() - self._since < _IMPORT_SECONDS:
            return  # the thread asks again
        self._raised = True
        raise KeyboardInterrupt

    def _lost(self, what: "sys.UnraisableHookArgs") -> None:
        if isinstance(what.exc_value, KeyboardInterrupt):
            self._raised = False  # it came where Python drops what is raised, such as in a `__del__`: once more
        else:
            self._hook(what)

    def _watch(self, pipe: int) -> None:
        with os.fdopen(pipe, "rb", buffering=0) as woken:
            while number := woken.read(1):
                if number[0] == signal.SIGINT:
                    self._end_in(self._grace)

    def _end_in(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            time.sleep(_AGAIN_SECONDS)
            if not self._raised:
                _interrupt_main()
        self.leave()

    def leave(self) -> NoReturn:
        """End this process and those it started, at once: without freeing what the system frees, which takes longer."""
        if self._said.acquire(blocking=False):  # else the other thread is leaving: its line is enough
            shown = "\x1b[?25h" if sys.stderr is not None and sys.stderr.isatty() else ""  # the cursor, if a bar hid it
            for stream, words in ((sys.stdout, ""), (sys.stderr, f"{shown}{SAID}\n")):
                with contextlib.suppress(AttributeError, OSError, ValueError):  # closed, or nobody reads it any more
                    stream.write(words)
                    stream.flush()
            _end_children()
            os._exit(Exit.INTERRUPTED)
        while True:
            time.sleep(1)


def _interrupt_main() -> None:
    main = threading.main_thread().ident
    if main is not None and hasattr(signal, "pthread_kill"):
        signal.pthread_kill(main, signal.SIGINT)  # wakes it where it sleeps or waits
    else:  # Windows
        _thread.interrupt_main()


def _importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith(_IMPORT):
            return True
        frame = frame.f_back
    return False


def _end_children() -> None:
    """Kill what multiprocessing started, and free what it would warn of; other children end with our pipe to them."""
    if "multiprocessing.process" in sys.modules:
        from multiprocessing import active_children, util

        for child in active_children():
            child.kill()
        util._run_finalizers(0)  # type: ignore[attr-defined]  # names of semaphores
