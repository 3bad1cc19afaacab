"""How far the gazetteer alone can carry: the share of gold toponyms that have a candidate, and a right one.

    python bench/gazetteer_ceiling.py GOLD.jsonl [--gazetteer FILE] [--missing N]

GOLD holds one article a line with `toponyms` (start, end, text, lat, lon, demonym?, radius_km?). A candidate is right
within 161 km of the gold point or, for a large area, within a circle of its size.
"""

import argparse
import collections
import json
from pathlib import Path

from dateline_geo.gazetteer import Gazetteer
from dateline_geo.shapes import kilometres

NEAR_KM = 161.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--gazetteer", type=Path, default=None)
    parser.add_argument(
        "--missing", type=int, default=0, help="list the N most frequent names without a right candidate"
    )
    options = parser.parse_args()
    gazetteer = Gazetteer.open(options.gazetteer)
    for path in options.gold:
        counts: collections.Counter[str] = collections.Counter()
        absent: collections.Counter[str] = collections.Counter()
        far: collections.Counter[str] = collections.Counter()
        for line in path.read_text(encoding="utf-8").strip().split("\n"):
            for toponym in json.loads(line).get("toponyms", []):
                if toponym.get("demonym") or toponym.get("lat") is None:
                    continue
                places = gazetteer.lookup(toponym["text"])
                reach = max(NEAR_KM, toponym.get("radius_km", 0))
                away = [kilometres(toponym["lat"], toponym["lon"], p.lat, p.lon) for p in places]
                counts["toponyms"] += 1
                counts["any"] += bool(places)
                counts["right"] += any(d <= reach for d in away)
                counts["first"] += bool(away) and away[0] <= reach
                if not places:
                    absent[toponym["text"]] += 1
                elif not any(d <= reach for d in away):
                    far[
                        f"{toponym['text']} ({toponym['lat']:.1f}, {toponym['lon']:.1f}; nearest {min(away):.0f} km)"
                    ] += 1
        whole = counts["toponyms"] or 1
        print(
            json.dumps(
                {
                    "gold": path.name,
                    "toponyms": counts["toponyms"],
                    "any_candidate": round(100 * counts["any"] / whole, 1),
                    "right_candidate": round(100 * counts["right"] / whole, 1),
                    "most_prominent_right": round(100 * counts["first"] / whole, 1),
                }
            )
        )
        if options.missing:
            print("without a candidate:", ", ".join(f"{n} {c}" for n, c in absent.most_common(options.missing)))
            print("without a right one:", ", ".join(f"{n} {c}" for n, c in far.most_common(options.missing)))


if __name__ == "__main__":
    main()
