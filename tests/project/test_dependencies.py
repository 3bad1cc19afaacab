"""What is installed with dateline: every licence is written down, true and compatible, and the bill is stable."""

import json
import re
import subprocess
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest

# Under what terms something may be installed beside an MIT-licensed program that is given away: permissive ones, and
# those that ask only for changes of their own package to be passed on.
COMPATIBLE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "LGPL-2.1-or-later",
    "LGPL-3.0-or-later", "MIT", "MIT-CMU", "MPL-1.1", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Unicode-3.0", "Zlib",
}  # fmt: skip
FAMILIES = {
    "MIT": r"\bMIT\b(?!-CMU)|\bMIT License", "MIT-CMU": r"MIT-CMU|\bHPND\b", "BSD": r"\bBSD", "Apache": r"\bApache",
    "LGPL": r"\bLGPL|Lesser General Public", "GPL": r"\bA?GPL|(?<!Lesser )General Public License(?!.*LGPL)",
    "MPL": r"\bMPL|Mozilla",
    "PSF": r"\bPSFL?\b|Python Software Foundation", "ISC": r"\bISC\b", "OFL": r"\bOFL|Open Font", "Zlib": r"\bZlib",
    "CC0": r"\bCC0", "CNRI": r"\bCNRI", "0BSD": r"\b0BSD",
}  # fmt: skip


def bill_maker(root: Path):
    """The module that writes the bill; it stands beside the locks, outside every package."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("sbom", root / "requirements" / "sbom.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["sbom"] = module
    spec.loader.exec_module(module)
    return module


def is_compatible(expression: str) -> bool:
    """Of a choice one licence is enough; of several that hold together each must be."""
    return all(any(one.strip(" ()") in COMPATIBLE for one in part.split(" OR ")) for part in expression.split(" AND "))


def families(text: str) -> set[str]:
    return {name for name, pattern in FAMILIES.items() if re.search(pattern, text)}


def said(package: Distribution) -> str:
    """What a package says of its licence: the expression, else the short field and the classifiers."""
    meta = package.metadata
    if expression := meta.get("License-Expression"):
        return expression
    field = (meta.get("License") or "").strip()
    classifiers = [one for one in meta.get_all("Classifier") or [] if one.startswith("License ::")]
    return " | ".join([field if len(field) < 80 else "", *classifiers])


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
     ("MIT", True), ("GPL-3.0-only", False), ("MIT AND GPL-3.0-only", False), ("MPL-1.1 OR GPL-2.0-only", True),
     ("?", False)],
)  # fmt: skip
def test_what_is_compatible(expression: str, answer: bool) -> None:
    """A choice needs one licence that is compatible, a sum needs all; what is not known is not."""
    assert is_compatible(expression) is answer


def test_every_locked_package_has_a_licence_that_is_compatible(root: Path) -> None:
    """docs/dependencies.md names the packages of the lock and no others, and each may be given away with MIT."""
    maker = bill_maker(root)
    licences = maker.read_licences()
    assert maker.write_table().strip() in (root / "docs/dependencies.md").read_text(encoding="utf-8"), (
        "run `make licences`, and write the licence of a new package in the place of “?”"
    )
    assert {one.name for one in maker.read_lock()} == set(licences)
    assert {name: expression for name, expression in licences.items() if not is_compatible(expression)} == {}


def test_the_licences_are_what_the_packages_say(root: Path) -> None:
    """No row is a wish: each installed package's own metadata names the same family of licence."""
    checked, wrong = 0, {}
    for name, expression in bill_maker(root).read_licences().items():
        try:
            words = said(distribution(name))
        except PackageNotFoundError:  # of another system or Python
            continue
        checked += 1
        if families(words) != families(expression):
            wrong[name] = (expression, words)
    assert wrong == {}
    assert checked > 90


def test_the_bill_of_materials_is_the_same_each_time(root: Path, tmp_path: Path) -> None:
    """No clock, no random number, no environment: two runs with another hash seed give the same bytes."""
    for number in "12":
        command = [sys.executable, root / "requirements" / "sbom.py", tmp_path / number]
        subprocess.run(command, check=True, env={"PYTHONHASHSEED": number})
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
    bill = json.loads((tmp_path / "1").read_text())
    refs = {one["bom-ref"] for one in bill["components"]} | {"dateline"}
    assert {ref for one in bill["dependencies"] for ref in [one["ref"], *one["dependsOn"]]} <= refs
    assert len(refs) == len(bill["components"]) + 1
