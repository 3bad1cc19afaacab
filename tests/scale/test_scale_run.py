"""A run in ranks reads what one process reads, survives a killed rank, and says what is missing."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import dill
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from datatrove.executor.slurm import SlurmPipelineExecutor

from dateline import scale
from dateline.model import Article, Drop
from dateline.scale import ScaleError, require_engines
from dateline.scale import plan as planning
from dateline.scale.ask import Bounds
from dateline.scale.engine import executor, missing_ranks
from dateline.scale.plan import load_plan, make_plan
from dateline.scale.shards import read_share
from dateline.scale.stages import merge, prepare
from dateline.scale.story import PageBounds, tell_work
from dateline.scale.tables import ArticleRow, DropRow, EventRow, ReportRow, pack, schema_of, unpack
from dateline.scale.watch import Watching, watch_ranks
from dateline.scale.work import MergeOptions, beat
from dateline.sources import read_sources
from scale.conftest import RANKS, Corpus, do, lines, plan_small, record, tables


def test_ranks_tell_what_one_machine_tells(corpus: Corpus) -> None:
    """Events, articles, drops and copies of a merge in one block are those of `dateline build`, to the last field."""
    shown = tell_work(corpus.work, "A story", PageBounds(), Bounds(threads=1))
    assert shown.level == -1
    assert shown.told.story.events == corpus.told.story.events
    assert shown.told.story.articles == corpus.told.story.articles
    assert shown.told.story.drops == corpus.told.story.drops
    assert shown.told.story.copies == corpus.told.story.copies
    assert shown.told.story.extents == corpus.told.story.extents
    assert shown.told.left_out == corpus.told.left_out
    assert any(event.reports for event in shown.told.story.events)
    reasons = {drop.reason for drop in shown.told.left_out}
    assert reasons == {"bad-record", "duplicate"}


def test_every_rank_has_a_share_and_no_article_has_two(corpus: Corpus) -> None:
    """Pieces go to all ranks, and a file that was cut gives each of its lines once, under its number in the file."""
    plan = load_plan(corpus.work)
    assert all(plan.of_rank(rank) for rank in range(RANKS))
    shares = [pq.read_table(corpus.work / "articles" / f"{rank:05d}.parquet") for rank in range(RANKS)]
    identities = [one for share in shares for one in share["id"].to_pylist()]
    assert len(identities) == 48
    assert len(set(identities)) == 47
    drops = pa.concat_tables([pq.read_table(path) for path in (corpus.work / "input_drops").iterdir()])
    assert [detail.split(":")[0] for detail in drops["detail"].to_pylist()] == ["articles/a.jsonl, line 31"]


def test_a_killed_rank_is_missing_until_the_run_goes_on(sources: Path, corpus: Corpus, tmp_path: Path) -> None:
    """Signal 9 in one of four ranks hangs nothing and marks nothing; the next run writes the same bytes as no kill."""
    plan_small(sources, tmp_path)
    watching = Watching(workers=2, attempts=1)

    def shoot(rank: int, pid: int) -> None:
        if rank == 2:
            threading.Thread(target=kill_when_begun, args=(beat(tmp_path, "articles", rank), pid)).start()

    outcome = watch_ranks(tmp_path, "articles", range(RANKS), watching, started=shoot)
    assert outcome.failed.keys() == {2}
    assert "killed by signal 9" in outcome.failed[2]
    assert missing_ranks(tmp_path, "articles") == [2]
    with pytest.raises(ScaleError, match=r"1 of 4 ranks of the stage “articles” are not done: 2\..*dateline scale run"):
        merge(tmp_path, MergeOptions(), watching, print)
    assert not (tmp_path / "events").exists()
    outcome = watch_ranks(tmp_path, "articles", missing_ranks(tmp_path, "articles"), watching)
    assert outcome.done == [2]
    whole = {name: data for name, data in tables(corpus.work).items() if name.startswith(("articles/", "input_drops/"))}
    assert tables(tmp_path) == whole


def kill_when_begun(sign: Path, pid: int) -> None:
    while not sign.exists():
        time.sleep(0.005)
    os.kill(pid, signal.SIGKILL)


def test_a_rank_that_stands_still_is_ended(corpus: Corpus, tmp_path: Path) -> None:
    """Without a sign of life a rank is killed, tried again, and then counts as failed."""
    shutil.copy(corpus.work / "plan.json", tmp_path)
    pids: list[int] = []
    patience = Watching(workers=1, attempts=2, stall_seconds=0.05)
    outcome = watch_ranks(tmp_path, "readings", [1], patience, started=lambda _, pid: pids.append(pid))
    assert outcome.failed[1].startswith("no sign of life for 0.05 seconds")
    assert len(pids) == 2
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


def test_a_rank_ends_with_whoever_started_it(corpus: Corpus) -> None:
    """When the watchdog is gone its ranks are gone too, so that none writes beside those of the next run."""
    command = [sys.executable, "-m", "dateline.scale.rank", str(corpus.work), "readings", "0", "--tied"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True) as rank:
        assert rank.stdin is not None
        rank.stdin.close()
        assert rank.wait(timeout=30) == -signal.SIGKILL


def test_what_a_killed_writer_left_is_swept(corpus: Corpus, tmp_path: Path) -> None:
    """A shard under its temporary name is no shard, and the next writer removes it."""
    shutil.copytree(corpus.work, tmp_path, dirs_exist_ok=True)
    left = tmp_path / "reports" / ".00001.parquet.0123abcd.tmp"
    left.write_bytes(b"PAR1 half of it")
    do(tmp_path, "readings")
    assert not left.exists()
    assert tables(tmp_path) == tables(corpus.work)


def test_other_articles_in_the_same_folder_are_refused(corpus: Corpus, tmp_path: Path) -> None:
    """A folder of work holds one run: other sources, or another dateline, would give halves that do not go together."""
    shutil.copy(corpus.work / "plan.json", tmp_path)
    other = tmp_path / "other.jsonl"
    other.write_text(lines(0, 2))
    with pytest.raises(ScaleError, match=r"other articles.*dateline scale run --work"):
        prepare(tmp_path, [str(other)], ranks=RANKS)
    assert prepare(tmp_path, [], ranks=RANKS) == load_plan(corpus.work)
    saved = json.loads((tmp_path / "plan.json").read_text())
    (tmp_path / "plan.json").write_text(json.dumps({**saved, "code": "older"}))
    with pytest.raises(ScaleError, match="another dateline"):
        prepare(tmp_path, [], ranks=RANKS)
    with pytest.raises(ScaleError, match=r"type: dateline scale run SOURCES"):
        load_plan(tmp_path / "nowhere")


def test_parquet_is_read_as_the_json_that_it_would_be(tmp_path: Path) -> None:
    """Rows of Parquet give the articles of the same records in JSON Lines, whatever the row groups."""
    rows = [record(number) for number in range(12)] + [{**record(12), "text": ""}]
    pq.write_table(pa.Table.from_pylist(rows), tmp_path / "a.parquet", row_group_size=5)
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    found = []
    for name in ("a.parquet", "a.jsonl"):
        plan = make_plan([str(tmp_path / name)], ranks=3, code="")
        parts = sorted((at.start, at.number, part) for rank in range(3) for at, part in read_share(plan, rank))
        found.append([getattr(part, "id", "") or part.detail for _, _, part in parts])
    assert found[0][:-1] == found[1][:-1]
    assert found[0][-1] == "a.parquet, row 13: its text is empty (id 12)"


@pytest.mark.parametrize("size", [1, 90, 400, 10_000])
def test_lines_are_cut_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    """However short the pieces are, each line is in one of them, and knows its number."""
    monkeypatch.setattr(planning, "_LEAST_PIECE", size)
    monkeypatch.setattr(planning, "_BLOCK_BYTES", 64)
    (tmp_path / "a.jsonl").write_text(lines(0, 9) + "\n\n{broken\n" + lines(9, 10).rstrip("\n"))
    plan = make_plan([str(tmp_path / "a.jsonl")], ranks=5, code="")
    parts = sorted(
        ((at.start, at.number, part) for r in range(5) for at, part in read_share(plan, r)), key=lambda p: p[:2]
    )
    assert [getattr(part, "source_id", "drop") for *_, part in parts] == [*map(str, range(9)), "drop", "9"]
    assert parts[9][2].detail.startswith("a.jsonl, line 12: ")


def test_tables_are_typed_in_one_place(corpus: Corpus) -> None:
    """Every table has the columns and types of its row, and a packed event comes out as it went in."""
    for name, row in (("articles", ArticleRow), ("reports", ReportRow), ("events", EventRow), ("drops", DropRow)):
        assert pq.read_schema(corpus.work / name / "00000.parquet").equals(schema_of(row))
    assert all(unpack(pack(event)) == event for event in corpus.told.story.events)


def test_slurm_differs_by_one_class(
    sources: Path, corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stage travels to a Slurm node as datatrove pickles it, and does there what it does here."""
    plan_small(sources, tmp_path)
    for name in ("NODE_RANK", "EXECUTOR", "NODE_IPS", "CPUS_PER_TASK", "MEM_PER_CPU", "GPUS_ON_NODE"):
        monkeypatch.setenv(f"DATATROVE_{name}", "")
    (tmp_path / "scontrol").write_text("#!/bin/sh\necho node-1\n")  # what Slurm answers when it is asked for names
    (tmp_path / "scontrol").chmod(0o755)
    for name, value in {"PATH": f"{tmp_path}:{os.environ['PATH']}", "SLURM_NODELIST": "node-1"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SLURM_ARRAY_TASK_ID", "1")
    options = {"time": "1:00:00", "partition": "cpu", "requeue_signals": None, "slurm_logs_folder": str(tmp_path / "s")}
    sent = executor(tmp_path, "articles", engine=SlurmPipelineExecutor, options=options)
    (tmp_path / "logs/articles").mkdir(parents=True)
    (tmp_path / "logs/articles/ranks_to_run.json").write_text("[0, 1, 2, 3]")
    dill.loads(dill.dumps(sent)).run()
    assert missing_ranks(tmp_path, "articles") == [0, 2, 3]
    made = "articles/00001.parquet"
    assert tables(tmp_path)[made] == tables(corpus.work)[made]


def test_without_the_extra_the_message_says_what_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has no datatrove is told the words that bring it."""
    monkeypatch.setattr(scale, "find_spec", lambda name: None if name == "duckdb" else object())
    with pytest.raises(ScaleError, match=r"needs duckdb, .* pip install 'dateline\[scale\]'"):
        require_engines()


def test_what_stands_beside_a_file_is_told_of_its_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `dateline build` has it, for a whole file, for one that is read in pieces, and through a link."""
    monkeypatch.setattr(planning, "_LEAST_PIECE", 200)
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.jsonl").write_text("".join(json.dumps({"text": f"Number {n}. {'x' * 90}"}) + "\n" for n in range(9)))
    (folder / "a.jsonl.about").write_text("publisher: The Post\npublishd: 2024-01-02\npublished: 2024-01-02\n")
    (folder / "b.txt").write_text("A ferry sank near Cebu on Monday.\n")
    (folder / "b.txt.about").write_text("publisher: The Coast\nhome: Cebu City\npublished: 2024-01-03\n")
    (tmp_path / "elsewhere.txt").write_text("A mill burned down in Graz.\n")
    (folder / "c.txt").symlink_to(tmp_path / "elsewhere.txt")
    (folder / "c.txt.about").write_text("publisher: The Hill\n")
    plan = make_plan([str(folder)], ranks=3, code="x")
    assert sum(piece.source == 0 for piece in plan.pieces) > 2
    shared = [part for rank in range(3) for _, part in read_share(plan, rank)]
    alone = list(read_sources([folder]))
    assert sorted(shared, key=repr) == sorted(alone, key=repr)
    assert {part.publisher for part in shared if isinstance(part, Article)} == {"The Post", "The Coast", "The Hill"}
    assert [part.detail for part in shared if isinstance(part, Drop)] == [
        "articles/a.jsonl, a.jsonl.about, line 2: 'publishd' is no key; did you mean 'published'?"
    ]
    (folder / "b.txt.about").write_text("publisher: The Shore\n")
    assert make_plan([str(folder)], ranks=3, code="x") != plan  # a folder of work of the other one is not gone on with
