"""`run` and `merge`: the stages in their order, each resumed where it stopped."""

import hashlib
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from dateline.fresh import code_stamp
from dateline.ingredients import open_gazetteer, versions
from dateline.scale import ScaleError
from dateline.scale.engine import missing_ranks, require_stages, spelled, tasks_of
from dateline.scale.plan import PLAN, Plan, load_plan, make_plan, save_plan
from dateline.scale.watch import Watching, watch_ranks
from dateline.scale.work import MERGE, MERGED, RUN, MergeOptions, load_merge, logs, save_merge

Say = Callable[[str], None]

_MADE_BY_MERGE = ("parts", "events", "copies", "merge_drops", "blocks.parquet", "rollups.parquet")


def code_of(gazetteers: Sequence[str]) -> str:
    """A hash of everything beside the articles that has a say in what is read."""
    used = versions(open_gazetteer([Path(path) for path in gazetteers]))
    laid_over = [hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in gazetteers]
    return hashlib.sha256(repr((used, code_stamp(reading_only=True), laid_over)).encode()).hexdigest()


def prepare(
    work: Path, sources: Sequence[str], *, ranks: int, language: str = "en", gazetteers: Sequence[str] = ()
) -> Plan:
    """The plan of a run: a new one, or the one that is there where it is the same.

    Raises:
        ScaleError: the folder holds a run over something else, or nothing was said to be read.
    """
    code = code_of(gazetteers or (load_plan(work).gazetteers if (work / PLAN).is_file() else ()))
    if not (work / PLAN).is_file():
        if not sources:
            raise ScaleError(f"say what to read; type: dateline scale run SOURCES --work {work}")
        plan = make_plan(sources, ranks=ranks, code=code, language=language, gazetteers=gazetteers)
        save_plan(work, plan)
        return plan
    plan = load_plan(work)
    if plan.code != code:
        raise ScaleError(
            f"{work} was begun with another dateline, language model or gazetteer, and what they read would not go "
            f"together; go on with those, or begin anew in another folder: dateline scale run SOURCES --work FOLDER"
        )
    if sources and make_plan(sources, ranks=plan.ranks, code=code, language=language, gazetteers=gazetteers) != plan:
        raise ScaleError(
            f"{work} holds a run over other articles or with other options; to go on with it, type: dateline scale "
            f"run --work {work}; to read these, give them a folder of their own: --work FOLDER"
        )
    return plan


def run_stages(work: Path, stages: Sequence[str], watching: Watching, say: Say, command: str) -> None:
    """Run the tasks of stages that are not done.

    Raises:
        ScaleError: a rank failed as often as it may; the others of its stage are done, the stages after it not begun.
    """
    for stage in stages:
        missing = missing_ranks(work, stage)
        total = tasks_of(work, stage)
        if not missing:
            continue
        say(f"{stage}: {len(missing)} of {total} {'task' if total == 1 else 'ranks'} to do")
        outcome = watch_ranks(work, stage, missing, watching)
        if outcome.failed:
            rank, why = min(outcome.failed.items())
            raise ScaleError(
                f"{len(outcome.failed)} of {total} ranks of the stage “{stage}” failed: {spelled([*outcome.failed])} "
                f"(rank {rank}: {why}). What is done is kept; when the cause is mended, type: {command}"
            )


def run(work: Path, watching: Watching, say: Say) -> None:
    """Read all articles."""
    run_stages(work, RUN, watching, say, f"dateline scale run --work {work}")


def merge(work: Path, options: MergeOptions, watching: Watching, say: Say) -> None:
    """Make events of reports; begins only when every rank has read its share.

    Raises:
        ScaleError: a completion marker is missing.
    """
    require_stages(work, RUN, f"dateline scale run --work {work}")
    # Half of a merge by one dateline and half by another would not go together: another one begins anew.
    options = msgspec.structs.replace(options, code=code_of(load_plan(work).gazetteers))
    if load_merge(work) != options:
        (work / MERGED).unlink(missing_ok=True)  # first: what is half removed must not pass for a merge
        for path in (*(logs(work, stage) for stage in MERGE), *(work / name for name in _MADE_BY_MERGE)):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        save_merge(work, options)
    run_stages(work, MERGE, watching, say, f"dateline scale merge --work {work}")
