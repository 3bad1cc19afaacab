"""What stands in a folder is whole at any moment, and a second run keeps out."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import OutputError
from dateline.files import (
    LOCK,
    MANIFEST,
    STAGING,
    damaged_files,
    lock_folder,
    read_manifest,
    recover_folder,
    replace_file,
    write_folder,
)


def visible(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in (MANIFEST, LOCK)
    }


def test_a_replaced_file_holds_the_new_bytes_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    """One file is replaced, its folder made, and no temporary file stays."""
    path = tmp_path / "new" / "a.txt"
    replace_file(path, b"one")
    replace_file(path, b"two")
    assert visible(tmp_path) == {"new/a.txt": b"two"}


def test_a_replaced_file_is_as_readable_as_any_new_file(tmp_path: Path) -> None:
    """The mode is that of a file that `open` makes, not the private one of a temporary file."""
    replace_file(tmp_path / "a", b"x")
    (tmp_path / "b").write_bytes(b"x")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_a_file_that_cannot_be_written_is_told_with_its_path_and_what_to_do(tmp_path: Path) -> None:
    """A part of the path that is a file is an OutputError that names the path and the way out."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match=r"can't write .*file/a\.txt.*--output") as caught:
        replace_file(tmp_path / "file" / "a.txt", b"x")
    assert isinstance(caught.value.__cause__, OSError)


def test_a_folder_holds_what_was_given_and_loses_what_was_not(tmp_path: Path) -> None:
    """Files of the last run that this one did not write go; files of others stay."""
    (tmp_path / "notes.txt").write_bytes(b"mine")
    write_folder(tmp_path, {"index.html": b"1", "old/chunk-1.js": b"c"})
    manifest = write_folder(tmp_path, {"index.html": b"2", "map.svg": b"m"})
    assert visible(tmp_path) == {"index.html": b"2", "map.svg": b"m", "notes.txt": b"mine"}
    assert not (tmp_path / "old").exists()
    assert manifest == read_manifest(tmp_path)
    assert damaged_files(tmp_path) == ()


def test_unchanged_files_are_not_written_again(tmp_path: Path) -> None:
    """The same bytes keep their file, so that a page that is open doesn't reload for nothing."""
    write_folder(tmp_path, {"index.html": b"1", "a": b"a"})
    before = {name: (tmp_path / name).stat().st_ino for name in ("index.html", "a", MANIFEST)}
    write_folder(tmp_path, {"index.html": b"1", "a": b"a"})
    assert {name: (tmp_path / name).stat().st_ino for name in before} == before


def test_a_damaged_output_is_noticed(tmp_path: Path) -> None:
    """A file that was cut or removed since is named."""
    write_folder(tmp_path, {"index.html": b"page", "a": b"a", "b": b"b"})
    (tmp_path / "index.html").write_bytes(b"pa")
    (tmp_path / "b").unlink()
    assert damaged_files(tmp_path) == ("b", "index.html")


def test_a_generator_that_fails_leaves_the_old_output(tmp_path: Path) -> None:
    """An error while the files are being made leaves neither new files nor a staging behind."""
    write_folder(tmp_path, {"index.html": b"old"})

    def broken():
        yield "index.html", b"new"
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="the disk is full: free some space"):
        write_folder(tmp_path, broken())
    assert visible(tmp_path) == {"index.html": b"old"}


def test_a_folder_in_the_place_of_a_file_is_refused_before_anything_moves(tmp_path: Path) -> None:
    """A target that can't be replaced is found before the first rename."""
    write_folder(tmp_path, {"index.html": b"old"})
    (tmp_path / "map.svg").mkdir()
    with pytest.raises(OutputError, match=r"map\.svg is a folder"):
        write_folder(tmp_path, {"index.html": b"new", "map.svg": b"m"})
    assert (tmp_path / "index.html").read_bytes() == b"old"
    assert not (tmp_path / STAGING).exists()


@pytest.mark.parametrize("name", ["../a", "/etc/passwd", "a/../../b", "", ".", "c:\\x", "a\\b", "a\0b"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    """Names of files are relative, without steps up, drives or backslashes."""
    with pytest.raises(ValueError, match="is no name inside"):
        write_folder(tmp_path / "out", {name: b"x"})
    assert not (tmp_path / "a").exists()


def test_a_run_killed_after_its_commit_is_finished_by_the_next(tmp_path: Path) -> None:
    """Renames that a crash left undone are done later, whichever were done already."""
    write_folder(tmp_path, {"index.html": b"old", "gone": b"g"})
    code = (
        "import os, sys, pathlib\n"
        "from dateline import files\n"
        "calls = []\n"
        "real = pathlib.Path.replace\n"
        "def replace(self, target):\n"
        "    calls.append(target)\n"
        "    if len(calls) == int(sys.argv[2]): os._exit(9)\n"
        "    return real(self, target)\n"
        "pathlib.Path.replace = replace\n"
        "files.write_folder(pathlib.Path(sys.argv[1]), {'index.html': b'new', 'a': b'a', 'b/c': b'c'})\n"
    )
    for call in range(1, 6):  # the commit, three files, the manifest
        out = tmp_path / f"{call}"
        write_folder(out, {"index.html": b"old", "gone": b"g"})
        assert subprocess.run([sys.executable, "-c", code, str(out), str(call)], timeout=60).returncode == 9
        if call == 1:
            assert visible(out)["index.html"] == b"old"
        assert recover_folder(out)
        if call > 1:
            assert visible(out) == {"index.html": b"new", "a": b"a", "b/c": b"c"}
            assert damaged_files(out) == ()
        write_folder(out, {"index.html": b"new", "a": b"a", "b/c": b"c"})
        assert visible(out) == {"index.html": b"new", "a": b"a", "b/c": b"c"}


def test_stale_temporary_files_are_swept(tmp_path: Path) -> None:
    """What a killed run left half-written disappears with the next run."""
    (tmp_path / ".dateline-0123.tmp").write_bytes(b"half")
    (tmp_path / STAGING).mkdir()
    (tmp_path / STAGING / "0").write_bytes(b"half")
    write_folder(tmp_path, {"index.html": b"x"})
    assert sorted(path.name for path in tmp_path.iterdir()) == [MANIFEST, "index.html"]


def test_a_second_run_is_refused_or_waits(tmp_path: Path) -> None:
    """While one process holds a folder another is refused with a message, or waits and then gets it."""
    code = (
        "import sys, pathlib, time\n"
        "from dateline.files import lock_folder\n"
        "with lock_folder(pathlib.Path(sys.argv[1])):\n"
        "    print('held', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    holder = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdin=-1, stdout=-1)
    with holder:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(OutputError, match="another run of dateline is writing to"), lock_folder(tmp_path):
            pass
        told: list[Path] = []

        def tell(folder: Path) -> None:
            told.append(folder)
            holder.kill()  # the lock of a killed process is free

        with lock_folder(tmp_path, wait=20, waiting=tell):
            assert told == [tmp_path]


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(["index.html", "a", "b", "d/e", "d/f"]), st.binary(max_size=4)), max_size=4
    )
)
def test_after_any_runs_the_folder_is_what_the_last_one_gave(tmp_path_factory, runs: list[dict[str, bytes]]) -> None:
    """Whatever was written before, a run leaves exactly its own files."""
    folder = tmp_path_factory.mktemp("out")
    for files in runs:
        write_folder(folder, files)
        assert visible(folder) == files
