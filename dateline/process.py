"""One other process, to which functions are given over a pipe, one after the other.

A pool with threads of its own took a fifth of a second more of a run, most of it to notice that a result was there.
"""

import contextlib
import pickle
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import TypeVar, cast

T = TypeVar("T")


class DiedError(Exception):
    """The other process died, was ended, or could not be started."""


@contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """What is started in this block never sees Ctrl-C, which a terminal sends to all: whoever started it ends it.

    Processes are deaf to it once they are up, but one that has just begun would show where it was.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # multiprocessing's own helper opens the mask again when it is started
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class OtherProcess:
    """Starts with the first function that it is given, and again after it died. Use as a context manager.

    Functions are of a module, or partials of such; they and what they give pass the pipe by pickle.
    """

    def __init__(self) -> None:
        self._caller = ThreadPoolExecutor(1, "dateline-other-process")  # waits on the pipe
        self._lock = threading.Lock()
        self._running: tuple[BaseProcess, Connection] | None = None
        self._stopped = False

    def __enter__(self) -> "OtherProcess":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._caller.shutdown()
        self._end()

    def begin(self, function: Callable[[], T], seconds: float) -> "Future[T]":
        """Call a function there once those given before are done.

        Returns:
            What it gives or raises. DiedError if the process dies meanwhile, TimeoutError if the function takes longer
            than `seconds`; the process is ended then, and the next function gets a new one.
        """
        with contextlib.suppress(DiedError):  # it is tried again, and told, where the function is called
            self._start()
        return self._caller.submit(self._call, function, seconds)

    def stop(self) -> None:
        """End the process at once; `__exit__` waits for its end."""
        with self._lock:
            self._stopped = True
            self._caller.shutdown(wait=False, cancel_futures=True)
            if self._running is not None:
                self._running[0].kill()

    def _call(self, function: Callable[[], T], seconds: float) -> T:
        _, pipe = self._start()
        task = pickle.dumps(function)
        try:
            pipe.send_bytes(task)
            answer = pipe.recv_bytes() if pipe.poll(seconds) else None
        except (EOFError, OSError) as error:
            self._end()
            raise DiedError from error
        if answer is None:
            self._end()
            raise TimeoutError(f"took longer than {seconds:g} seconds")
        result, raised = cast("tuple[T, Exception | None]", pickle.loads(answer))  # noqa: S301  from our own process
        if raised is not None:
            raise raised
        return result

    def _start(self) -> tuple[BaseProcess, Connection]:
        with self._lock:
            if self._stopped:
                raise DiedError
            if self._running is None:
                context = get_context("spawn")
                try:
                    ours, theirs = context.Pipe()
                    process = context.Process(target=_serve, args=(theirs,), daemon=True)
                    with deaf_to_interrupts():
                        process.start()
                except OSError as error:
                    raise DiedError from error
                theirs.close()  # so that the pipe ends with the process
                self._running = process, ours
            return self._running

    def _end(self) -> None:
        with self._lock:
            running, self._running = self._running, None
        if running is not None:
            process, pipe = running
            process.kill()
            process.join()
            pipe.close()


def _serve(pipe: Connection) -> None:
    """Call what comes, until whoever sends it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            task = pipe.recv_bytes()
        except (EOFError, OSError):
            return
        try:
            answer = pickle.dumps((pickle.loads(task)(), None))  # noqa: S301  from the process that started this one
        except Exception as error:  # it is raised where the result is asked for
            answer = _packed_error(error)
        try:
            pipe.send_bytes(answer)
        except OSError:
            return


def _packed_error(error: Exception) -> bytes:
    try:
        answer = pickle.dumps((None, error))
        pickle.loads(answer)  # noqa: S301  our own: some errors can be written and not be read again
    except Exception:  # then its words must do
        answer = pickle.dumps((None, RuntimeError(f"{type(error).__name__}: {error}")))
    return answer
