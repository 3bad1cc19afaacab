"""The gate: on our own annotated articles, what is shown is right, and no change makes it worse unseen."""

import hashlib
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from dateline.model import Event, Story
from dateline.parse import installed_pipeline
from gate.gold import Gold, find_event, load_gold, reports_of, when_is_right, where_is_right


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of all annotated events, and how many shown events no annotator wrote down."""

    found: float
    right_when: float
    right_where: float
    right: float
    extra: int
    misses: tuple[str, ...]


def _shown(story: Story, seed: str) -> tuple[str, list[Event]]:
    article = next(article for article in story.articles if article.path.endswith(seed))
    events = [one for event in story.events for one in reports_of(event) if one.evidence[0].article == article.id]
    return article.text, events


def _annotations(root: Path) -> list[Gold]:
    return [gold for path in sorted((root / "tests/gate/gold").glob("*.json")) for gold in load_gold(path)]


def _score(root: Path, story: Story) -> Score:
    golds = _annotations(root)
    counts = {"found": 0, "when": 0, "where": 0, "right": 0}
    misses, matched = [], set()
    shown = {gold.seed: _shown(story, gold.seed) for gold in golds}
    for gold in golds:
        event = find_event(gold, *shown[gold.seed])
        if event is None:
            misses.append(f"{gold.seed}: {gold.what}: not shown")
            continue
        matched.add(event.id)
        when, where = when_is_right(gold, event), where_is_right(gold, event)
        counts["found"] += 1
        counts["when"] += when
        counts["where"] += where
        counts["right"] += when and where
        if not (when and where):
            at = event.where.resolution.place.name if event.where and event.where.resolution.place else None
            misses.append(f"{gold.seed}: {gold.what}: {event.when and event.when.when.edtf}, {at} ({event.headline})")
    extra = sum(event.id not in matched for _, events in shown.values() for event in events)
    n = len(golds)
    return Score(
        counts["found"] / n, counts["when"] / n, counts["where"] / n, counts["right"] / n, extra, tuple(misses)
    )  # fmt: skip


@pytest.fixture(scope="module")
def score(root: Path, seed_story: Story) -> Score:
    return _score(root, seed_story)


@pytest.fixture(scope="module")
def floors(root: Path) -> dict[str, float]:
    model = "small" if "_sm_" in installed_pipeline() else "seeds"
    return tomllib.loads((root / "tests/gate/floors.toml").read_text())[model]


def test_the_corpus_is_the_one_that_the_floors_were_set_on(root: Path) -> None:
    """Floors mean nothing if the articles or annotations beneath them change unseen."""
    digest = hashlib.sha256()
    gold = sorted((root / "tests/gate/gold").glob("*.json"))
    for path in [*gold, *(root / "seeds" / load_gold(one)[0].seed for one in gold)]:
        digest.update(path.read_bytes())
    assert digest.hexdigest() == tomllib.loads((root / "tests/gate/floors.toml").read_text())["corpus"]


@pytest.mark.parametrize("name", ["found", "right_when", "right_where", "right"])
def test_floor(name: str, score: Score, floors: dict[str, float]) -> None:
    """The share of annotated events that are found, dated and placed right does not sink."""
    assert getattr(score, name) >= floors[name], "\n".join(score.misses)


def test_no_more_extra_events(score: Score, floors: dict[str, float]) -> None:
    """Events that no careful reader would have written down stay as few as they are."""
    assert score.extra <= floors["extra"]


def test_nothing_happens_where_the_annotators_say_that_nothing_does(root: Path, seed_story: Story) -> None:
    """Destinations, neighbours in a description and places that only heard of it are no places of shown events."""
    caught = []
    traps = 0
    for path in sorted((root / "tests/gate/gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text, events = _shown(seed_story, gold["seed"])
        for trap in gold["traps"]:
            traps += 1
            start = text.index(trap["quote"])
            for event in events:
                mention = event.where.resolution.mention if event.where else None
                at = event.evidence[0]  # a place that is only lent was named elsewhere, in whatever words
                if (
                    mention
                    and at.start <= mention.start < at.end
                    and start <= mention.start < mention.end <= start + len(trap["quote"])
                ):
                    caught.append(f"{gold['seed']}: {event.headline} at {mention.text}: {trap['why']}")
    assert traps >= 5
    assert caught == []
