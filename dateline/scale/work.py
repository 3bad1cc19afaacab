"""The folder of work of a run: where each stage writes, and what it was told."""

from pathlib import Path

import msgspec

from dateline.files import replace_file

STAGES = ("articles", "homes", "readings", "blocks", "parts", "events", "rollups")
RUN = STAGES[:3]
MERGE = STAGES[3:]
GLOBAL = frozenset({"homes", "blocks", "rollups"})  # stages of one task
TEMPORARY = "spill"
BUCKETS = 256  # folders of parts: a rank has a file open in each
MERGED = "merge.json"


class MergeOptions(msgspec.Struct, frozen=True):
    """How a merge is cut: reports in a block at most; and a hash of the code that made it."""

    block: int = 50_000
    code: str = ""


def logs(work: Path, stage: str) -> Path:
    """Where datatrove keeps logs and completion markers of a stage."""
    return work / "logs" / stage


def shard(work: Path, table: str, rank: int) -> Path:
    """The file that a rank writes of a table."""
    return work / table / f"{rank:05d}.parquet"


def part(work: Path, block: int, table: str, rank: str) -> Path:
    """The file of parts that a rank writes reports or articles of a block into; `*` for the rank is all of them."""
    return work / "parts" / f"{block % BUCKETS:03d}" / f"{table}-{rank}.parquet"


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
