"""Promises of the project itself: what is installed, how it starts, what is locked, what must not be committed."""

import ast
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest


def tracked(root: Path, *patterns: str) -> list[Path]:
    names = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=root, capture_output=True, check=True, text=True)
    return [root / name for name in names.stdout.split("\0") if name and (root / name).is_file()]


def test_build_requirements_are_the_locked_ones(root: Path) -> None:
    """The lock for building is made from the very list that pyproject.toml declares."""
    declared = tomllib.loads((root / "pyproject.toml").read_text())["build-system"]["requires"]
    listed = [line for line in (root / "requirements/build.in").read_text().splitlines() if line and line[0] != "#"]
    assert listed == declared


@pytest.mark.parametrize("name", ["run", "test", "build", "fuzz", "audit", "lowest"])
def test_locks_have_hashes_and_no_index(root: Path, name: str) -> None:
    """Every locked requirement has hashes, and no lock names where packages come from."""
    text = (root / f"requirements/{name}.txt").read_text()
    assert "://" not in text
    assert not re.search(r"^\s*--(index|extra-index|find-links)", text, re.MULTILINE)
    for block in re.split(r"\n(?=[a-z0-9])", text):
        if "==" in block:
            assert "--hash=sha256:" in block, block.splitlines()[0]


def test_locks_cover_what_is_declared(root: Path) -> None:
    """A dependency that pyproject.toml declares is in the lock that users install."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    locked = set(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", (root / "requirements/run.txt").read_text(), re.MULTILINE))
    for requirement in project["dependencies"]:
        name = re.split(r"[ ;<>=\[!~]", requirement)[0].lower()
        assert re.sub(r"[._]", "-", name) in {re.sub(r"[._]", "-", one) for one in locked}


def test_nothing_of_a_machine_or_a_registry_is_tracked(root: Path) -> None:
    """No tracked file holds a home folder's path or the host of a package registry."""
    bad = re.compile(r"(?:^|[^a-z.])/(?:work|root|farm)/|https?://[a-z.-]*(?:pypi|pythonhosted|npmjs|debian)[.]")
    found = []
    for path in tracked(root, ":!*.svg", ":!*.png", ":!*.ipynb"):
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if bad.search(line):
                found.append(f"{path.relative_to(root)}:{number}")
    assert found == []


def test_no_test_is_skipped(root: Path) -> None:
    """A test that is skipped or expected to fail hides something, so there is none."""
    marks = re.compile(r"pytest\.(?:mark\.)?(?:skip|skipif|xfail|importorskip)")
    assert [path.name for path in tracked(root, "tests/*.py") if marks.search(path.read_text())] == []


def test_every_module_says_its_job_in_its_first_line(root: Path) -> None:
    """Every module of ours opens with a docstring."""
    modules = tracked(root, "dateline/*.py", "geo/*.py", "timeline/*.py", "bench/*.py", "tests/*.py")
    assert [path.name for path in modules if not ast.get_docstring(ast.parse(path.read_text()))] == []
    assert len(modules) > 20


def test_help_starts_without_the_heavy_libraries() -> None:
    """`dateline --help` loads no parser, no drawing library and no geocoder: that is why it answers at once."""
    code = (
        "import sys; sys.argv = ['dateline', '--help']\n"
        "import atexit; atexit.register(lambda: print('LOADED', *sorted(sys.modules)))\n"
        "from dateline.cli import main; main()"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    loaded = set(ran.stdout.partition("LOADED")[2].split())
    assert "typer" in loaded
    assert loaded.isdisjoint({"spacy", "folium", "matplotlib", "geopy", "dateparser", "numpy", "trafilatura"})


def test_import_of_the_package_is_light() -> None:
    """`import dateline` alone loads nothing heavy: notebooks and other tools pay for what they use."""
    code = "import sys, dateline; print(*sys.modules)"
    loaded = set(
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.split()
    )
    assert loaded.isdisjoint({"spacy", "folium", "matplotlib", "geopy", "dateparser", "numpy"})


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_installs_only_names_that_begin_with_dateline(wheel: Path) -> None:
    """Nothing of ours can overwrite another package: every top-level name begins with dateline."""
    with zipfile.ZipFile(wheel) as archive:
        names = {name.split("/")[0] for name in archive.namelist()}
    assert {"dateline", "dateline_geo", "dateline_timeline"} < names
    assert all(name.startswith("dateline") for name in names)


def test_the_wheel_carries_its_data(wheel: Path) -> None:
    """A user who installs the wheel has the gazetteer, the basemap and Leaflet, and downloads nothing later."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "dateline_geo/data/gazetteer.sqlite" in names
    assert any(name.startswith("dateline/render/data/") and "leaflet" in name for name in names)
    assert any("ATTRIBUTION" in name for name in names)


def test_the_wheel_carries_its_bill_of_materials(wheel: Path, root: Path) -> None:
    """PEP 770: what is in the wheel and what is installed with it, each with version and licence, from the lock."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = [name for name in archive.namelist() if "/sboms/" in name]
        bill = json.loads(archive.read(name))
    assert name.endswith(".dist-info/sboms/dateline.cdx.json")
    purls = {one["purl"] for one in bill["components"] if "purl" in one}
    locked = re.findall(
        r"^([a-z0-9][a-z0-9._-]*)==([^ \\;]+)", (root / "requirements/run.txt").read_text(), re.MULTILINE
    )
    assert purls == {f"pkg:pypi/{name}@{version}" for name, version in locked}
    assert all(one["licenses"][0]["expression"] for one in bill["components"])
    assert "Leaflet" in str(bill["components"])
    assert "://" not in json.dumps(bill).replace(bill["$schema"], "")


def test_no_public_name_is_hidden_by_a_module_of_that_name(root: Path) -> None:
    """`dateline.read` is the function even after everything else was imported: no module bears a public name."""
    import dateline

    modules = {path.stem for path in (root / "dateline").glob("*.py")} | {
        p.name for p in (root / "dateline").glob("*/")
    }
    assert modules.isdisjoint(dateline.__all__)
    assert sorted(dateline.__all__) == list(dateline.__all__)
