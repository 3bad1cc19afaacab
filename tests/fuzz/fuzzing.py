"""Runs one fuzz target under atheris for some seconds, and says what was found: `make fuzz TARGET=dates SECONDS=3600`.

The parent starts atheris, starts it again after a hang or a death, and adds up executions. A failure of a new kind
is kept as a file in the folder of finds and the fuzzer goes on, so that one shallow fault does not hide the others.
"""

# ruff: noqa: E501  lists are as wide as they are

import argparse
import functools
import importlib
import os
import re
import subprocess
import sys
import time
import traceback
from pathlib import Path

TESTS = Path(__file__).parents[1]
LONGEST = {"sources": 20_000, "dates": 2_000, "places": 3_000, "page": 1_500}
SLOW = 30  # seconds by the clock that one input may take under instrumentation, beside other work
INSTRUMENTED = [
    "dateline", "dateline_geo", "dateline_timeline", "warcio", "feedparser", "pypdf", "docx", "htmldate", "trafilatura", "email",
]  # fmt: skip
# What is imported on first use has to be imported while atheris looks, or it sees nothing of it.
LATE: dict[str, tuple[str, ...]] = {
    "sources": (
        *(f"dateline.sources.{name}" for name in ("page", "mail", "pdf", "word", "feed", "archive", "table", "xml", "markup")),
        "email.parser", "email.policy", "warcio.archiveiterator", "feedparser", "pypdf", "docx", "htmldate", "trafilatura",
    ),
    "dates": ("dateline_timeline.find",),
    "places": ("dateline_geo.overlay", "dateline_geo.resolve_places"),
    "page": ("dateline.render.block", "dateline.render.cards", "dateline.render.columns"),
}  # fmt: skip
OURS = ("dateline/", "dateline_geo/", "dateline_timeline/", "fuzz/")


def fault_of(error: BaseException) -> str:
    """What makes two failures the same: the error's type and the last two places in our code that it came through."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if any(part in f.filename for part in OURS)]
    where = "-".join(f"{Path(f.filename).stem}_{f.lineno}" for f in frames[-2:])
    detail = re.sub(r"\W+", "_", str(error))[:30] if isinstance(error, AssertionError) else ""
    return f"{type(error).__name__}-{where}-{detail}".rstrip("-")


def fuzz(name: str, seconds: int, work: Path) -> None:
    """The child: instrument, then feed the target until the time is over."""
    import atheris

    with atheris.instrument_imports(include=INSTRUMENTED):
        from fuzz import targets

        for module in LATE[name]:
            importlib.import_module(module)
    import jinja2

    # A page compiles its templates each time, which takes most of a run and says nothing new.
    jinja2.Environment.from_string = functools.lru_cache(maxsize=99)(jinja2.Environment.from_string)  # type: ignore[method-assign]
    target = targets.TARGETS[name]
    finds = work / "finds"

    def one(data: bytes) -> None:
        try:
            target(data)
        except Exception as error:  # every kind is kept once
            path = finds / f"{name}-{fault_of(error)}"
            if not path.exists():
                path.write_bytes(data)
                print(f"FOUND {path.name}: {error!r}"[:400], flush=True)

    for path in targets.corpus(name):
        one(path.read_bytes())  # what is imported late is instrumented and warm before the clock of one input runs
    arguments = [
        sys.argv[0], str(work / "corpus"), str(targets.CORPORA / name), f"-max_total_time={seconds}",
        f"-max_len={LONGEST[name]}", f"-timeout={SLOW}", "-rss_limit_mb=3000", f"-artifact_prefix={finds}/{name}-",
        "-print_final_stats=1", f"-dict={Path(__file__).parent / 'words.dict'}",
    ]  # fmt: skip
    atheris.Setup(arguments, one)
    atheris.Fuzz()


def main() -> None:
    """The parent: as many children, one after the other, as the time allows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=sorted(LONGEST))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument(
        "--work", type=Path, default=TESTS.parent / "build" / "fuzz", help="corpus and finds of this run"
    )
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    work = options.work.resolve() / options.target
    if options.child:
        fuzz(options.target, options.seconds, work)
        return
    for folder in ("corpus", "finds"):
        (work / folder).mkdir(parents=True, exist_ok=True)
    before = {path.name for path in (work / "finds").iterdir()}
    started, executions = time.monotonic(), 0
    log = work / "log.txt"
    while (left := int(options.seconds - (time.monotonic() - started))) > 0:
        command = [
            sys.executable,
            __file__,
            options.target,
            "--child",
            "--seconds",
            str(left),
            "--work",
            str(options.work),
        ]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")])}
        with log.open("a") as file:
            subprocess.run(command, stdout=file, stderr=subprocess.STDOUT, env=environment, check=False)
        runs = re.findall(r"stat::number_of_executed_units:\s*(\d+)", log.read_text(errors="replace"))
        if not runs and time.monotonic() - started < 20:
            sys.exit(f"the fuzzer did not start; see {log}")
        executions = sum(map(int, runs))
    finds = sorted({path.name for path in (work / "finds").iterdir()} - before)
    print(f"{options.target}: {executions:,} executions in {time.monotonic() - started:.0f} s, {len(finds)} finds")
    for name in finds:
        print(f"  {work / 'finds' / name}")
    sys.exit(bool(finds))


if __name__ == "__main__":
    main()
