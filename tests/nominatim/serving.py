"""Starts a real Nominatim on the loopback: PostgreSQL of its own, an invented country, a window to look in.

All files are in a temporary folder; everything is stopped and deleted at the end.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

HERE = Path(__file__).parent
COMMAND = HERE.parent.parent / ".venv/nominatim/bin/nominatim"
ROLE = "nominatim"
USER_AGENT = "dateline-tests (a server of our own)"


@dataclass(slots=True)
class Seen:
    """What reached the server: each request's parameters and headers."""

    url: str
    asked: list[tuple[dict[str, list[str]], dict[str, str]]] = field(default_factory=list)


@dataclass(slots=True)
class Time:
    """A clock that stands still until someone sleeps."""

    now: float = 1_750_000_000.0

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _program(name: str) -> str:
    """Return a program of PostgreSQL, the newest: Debian keeps them off the path."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    found = str(installed[-1]) if installed else shutil.which(name)
    assert found is not None, f"{name} of PostgreSQL is not installed; run tests/nominatim/setup"
    return found


def _run(command: list[str], log: Path, **more: str) -> None:
    """Run to the end; where it fails, its last words are the failure."""
    with log.open("w") as out:
        done = subprocess.run(
            command, stdout=out, stderr=out, env=os.environ | more, cwd=log.parent, timeout=500, check=False
        )
    assert done.returncode == 0, f"{command[:6]} failed:\n{log.read_text()[-3000:]}"


@contextmanager
def _postgres(folder: Path, port: int) -> Iterator[None]:
    """A cluster that listens on the loopback alone. PostgreSQL refuses to run as root, so root becomes postgres."""
    become = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if become:
        shutil.chown(folder, "postgres")
    data = str(folder / "data")
    create = [_program("initdb"), "-D", data, "-U", ROLE, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
    _run([*become, *create], folder / "initdb.log")
    control = [*become, _program("pg_ctl"), "-D", data, "-w", "-s"]
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c jit=off"
    _run([*control, "-l", f"{data}/log", "-o", options, "start"], folder / "start.log")
    try:
        yield
    finally:
        _run([*control, "-m", "immediate", "stop"], folder / "stop.log")


@contextmanager
def _served(folder: Path, settings: dict[str, str]) -> Iterator[int]:
    port = _free_port()
    log = folder / "serve.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [str(COMMAND), "serve", "--project-dir", str(folder), "--server", f"127.0.0.1:{port}"],
            stdout=out, stderr=out, env=os.environ | settings, cwd=folder,
        )  # fmt: skip
    try:
        for _ in range(240):
            assert server.poll() is None, f"nominatim serve ended:\n{log.read_text()[-3000:]}"
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.25)
        yield port
    finally:
        server.terminate()
        server.wait(30)


@contextmanager
def window(port: int) -> Iterator[Seen]:
    """Pass requests on as they are, and keep what was asked: the server's own log has no headers."""
    seen = Seen("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.asked.append((parse_qs(urlsplit(self.path).query), {k.lower(): v for k, v in self.headers.items()}))
            server = HTTPConnection("127.0.0.1", port, timeout=60)
            server.request("GET", self.path, headers={"User-Agent": self.headers.get("User-Agent", "")})
            answer = server.getresponse()
            content = answer.read()
            server.close()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.headers.get("Content-Type", ""))
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *arguments: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        seen.url = f"http://127.0.0.1:{server.server_port}"
        yield seen
        server.shutdown()
        thread.join()


@contextmanager
def nominatim_server() -> Iterator[int]:
    """Give the port of a Nominatim that has imported `invented.osm`."""
    assert COMMAND.exists(), "Nominatim is not installed; run tests/nominatim/setup, or make nominatim"
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dateline-nominatim-")))
        folder.chmod(0o755)
        cluster, project = folder / "cluster", folder / "project"
        cluster.mkdir()
        project.mkdir()
        port = _free_port()
        stack.enter_context(_postgres(cluster, port))
        settings = {
            "NOMINATIM_DATABASE_DSN": f"pgsql:host=127.0.0.1;port={port};user={ROLE};dbname=nominatim",
            "NOMINATIM_DATABASE_WEBUSER": ROLE,
        }
        command = [str(COMMAND), "import", "--project-dir", str(project), "--osm-file", str(HERE / "invented.osm")]
        _run([*command, "--offline", "-j", "1", "--osm2pgsql-cache", "50"], project / "import.log", **settings)
        yield stack.enter_context(_served(project, settings))
