"""datatrove's executors over our stages: this machine, Slurm and Ray differ by one class."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.scale import ScaleError
from dateline.scale.ask import Bounds
from dateline.scale.plan import load_plan
from dateline.scale.steps import Step
from dateline.scale.work import GLOBAL, logs

if TYPE_CHECKING:
    from datatrove.executor.base import PipelineExecutor


def tasks_of(work: Path, stage: str) -> int:
    """How many tasks a stage has."""
    return 1 if stage in GLOBAL else load_plan(work).ranks


def executor(
    work: Path,
    stage: str,
    *,
    engine: "type[PipelineExecutor] | None" = None,
    bounds: Bounds | None = None,
    options: Mapping[str, object] | None = None,
) -> "PipelineExecutor":
    """A stage, ready to `run()`.

    Args:
        work: the folder of work, which all machines must see under the same name.
        stage: one of `dateline.scale.work.STAGES`; each needs all markers of the one before it (`depends=`).
        engine: LocalPipelineExecutor where it is None; SlurmPipelineExecutor or RayPipelineExecutor.
        bounds: of DuckDB.
        options: what that engine needs beside the pipeline and the tasks: `partition`, `time`, `workers` …
    """
    if engine is None:
        from datatrove.executor.local import LocalPipelineExecutor

        engine = LocalPipelineExecutor
    step = Step(work.resolve(), stage, bounds or Bounds())
    return engine(
        pipeline=[step], tasks=tasks_of(work, stage), logging_dir=str(logs(work.resolve(), stage)), **(options or {})
    )


def missing_ranks(work: Path, stage: str) -> list[int]:
    """Tasks of a stage without a completion marker."""
    return list(executor(work, stage).get_incomplete_ranks())


def require_stages(work: Path, stages: tuple[str, ...], command: str) -> None:
    """Make sure that every marker of these stages is there.

    Raises:
        ScaleError: one is missing; the message lists the ranks and says what to type.
    """
    for stage in stages:
        missing = missing_ranks(work, stage)
        if missing:
            raise ScaleError(
                f"{len(missing)} of {tasks_of(work, stage)} ranks of the stage “{stage}” are not done: "
                f"{spelled(missing)}. Finish them first; what is done is kept. Type: {command}"
            )


def spelled(ranks: list[int]) -> str:
    """Numbers with their runs shortened: "0 to 3, 7"."""
    runs: list[list[int]] = []
    for rank in sorted(ranks):
        if runs and rank == runs[-1][-1] + 1:
            runs[-1].append(rank)
        else:
            runs.append([rank])
    named = [f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return ", ".join(named[:20]) + (" …" if len(named) > 20 else "")
