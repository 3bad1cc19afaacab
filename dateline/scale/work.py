"""The folder of work of a run: where each stage writes, and what it was told."""

from pathlib import Path

import msgspec

from dateline.files import replace_file

STAGES = ("articles", "homes", "readings", "blocks", "events", "rollups")
RUN = STAGES[:3]
MERGE = STAGES[3:]
GLOBAL = frozenset({"homes", "blocks", "rollups"})  # stages of one task
TEMPORARY = "spill"
MERGED = "merge.json"


class MergeOptions(msgspec.Struct, frozen=True):
    """How a merge is cut: reports in a block at most."""

    block: int = 50_000


def logs(work: Path, stage: str) -> Path:
    """Where datatrove keeps logs and completion markers of a stage."""
    return work / "logs" / stage


def shard(work: Path, table: str, rank: int) -> Path:
    """The file that a rank writes of a table."""
    return work / table / f"{rank:05d}.parquet"


def beat(work: Path, stage: str, rank: int) -> Path:
    """The file by which a rank shows that it lives."""
    return logs(work, stage) / "beats" / f"{rank:05d}"


def save_merge(work: Path, options: MergeOptions) -> None:
    """Keep how the merge is cut."""
    replace_file(work / MERGED, msgspec.json.encode(options) + b"\n")


def load_merge(work: Path) -> MergeOptions | None:
    """How the merge in this folder is cut; None where there was none."""
    try:
        return msgspec.json.decode((work / MERGED).read_bytes(), type=MergeOptions)
    except (OSError, msgspec.DecodeError):
        return None
