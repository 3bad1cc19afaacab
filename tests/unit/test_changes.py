"""What is new since the last run is what a reader would call new."""

import json
from dataclasses import replace
from pathlib import Path

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.changes import Change, Changes, Merge, RunRecord, compare, load_record, record_events
from dateline.extract import drop_json
from dateline.model import Drop, Event, Story
from dateline.story.say import say_when
from synthetic import make_story


def run_of(story: Story) -> RunRecord:
    return RunRecord(record_events(story))


def with_events(story: Story, *events: Event) -> Story:
    return replace(story, events=events)


STORY = make_story(30)


def test_the_same_story_changes_nothing() -> None:
    """A rerun of the same sources has no news."""
    changes = compare(run_of(STORY), STORY)
    assert changes == Changes()
    assert not changes


def test_the_first_run_is_all_new() -> None:
    """Against an empty record every event is new, in the story's order."""
    assert compare(RunRecord(), STORY).new == tuple(event.id for event in STORY.events)


def test_events_come_and_vanish() -> None:
    """What was not there is new; what is not there any more is told with its headline."""
    first, rest = STORY.events[0], STORY.events[1:]
    assert compare(run_of(with_events(STORY, *rest)), STORY).new == (first.id,)
    vanished = compare(run_of(STORY), with_events(STORY, *rest)).vanished
    assert [(event.id, event.headline) for event in vanished] == [(first.id, first.headline)]


def test_what_changed_is_said_in_words() -> None:
    """Headline, date, place, status, voice and the number of reports."""
    dated, other = [event for event in STORY.events if event.when and event.where][:2]
    changed = replace(dated, headline="New words", when=None, where=other.where)
    (change,) = compare(run_of(with_events(STORY, dated)), with_events(STORY, changed)).changed
    assert change.id == dated.id
    names = (dated.where.resolution.place.name, other.where.resolution.place.name)
    assert change.what[:2] == (f"headline: {dated.headline} → New words", f"date: {say_when(dated.when.when)} → none")
    assert change.what[2].startswith(f"place: {names[0]}")
    assert names[1] in change.what[2]


def joined(*events: Event) -> Event:
    return replace(events[0], reports=events)


def test_a_report_that_joins_an_event_changes_it() -> None:
    """The event keeps its id and says that there is one report more."""
    one, two, late = STORY.events[:3]
    late = replace(late, id="late")
    changes = compare(run_of(with_events(STORY, joined(one, two))), with_events(STORY, joined(one, two, late)))
    assert changes == Changes(changed=(Change(one.id, ("reports: 2 → 3",)),))


def test_events_that_become_one_are_merged_and_not_vanished() -> None:
    """The ids of both lead to the one that is left, which says what they were called."""
    one, two = STORY.events[:2]
    told = tuple(record.called for record in record_events(with_events(STORY, one, two)))
    assert told[0].startswith(f"“{one.headline}” (")
    changes = compare(run_of(with_events(STORY, one, two)), with_events(STORY, joined(one, two)))
    assert changes == Changes(merged=(Merge(one.id, (one.id, two.id), told),), renamed={two.id: one.id})


def test_an_event_that_is_split_goes_on_in_one_part() -> None:
    """The part with its id goes on, the other is new; nothing vanished."""
    one, two, three = STORY.events[:3]
    changes = compare(run_of(with_events(STORY, joined(one, two, three))), with_events(STORY, joined(one, two), three))
    assert changes == Changes(new=(three.id,), changed=(Change(one.id, ("reports: 3 → 2",)),))


def test_an_edited_article_keeps_its_events() -> None:
    """Ids of an edited article's events change; their words tell that they are the same."""
    one, two = (replace(event, quote=f"Quote {n} of it.") for n, event in enumerate(STORY.events[:2]))
    renamed = replace(one, id="new-id", quote="Quote 0  OF it.")
    changes = compare(run_of(with_events(STORY, one, two)), with_events(STORY, renamed, two))
    assert changes == Changes(renamed={one.id: "new-id"})


def test_words_that_several_events_share_match_nothing() -> None:
    """The same quote twice is not guessed at."""
    one, two = (replace(event, quote="Same words.") for event in STORY.events[:2])
    changes = compare(
        run_of(with_events(STORY, one, two)),
        with_events(STORY, replace(one, id="a", headline="A"), replace(two, id="b", headline="B")),
    )
    assert changes.new == ("a", "b")
    assert len(changes.vanished) == 2


def test_a_record_comes_back_from_its_file(tmp_path: Path) -> None:
    """run.json may hold anything else beside it."""
    path = tmp_path / "run.json"
    path.write_bytes(msgspec.json.encode({"versions": {"a": "1"}, "events": record_events(STORY)}))
    assert load_record(path) == run_of(STORY)


def test_the_record_of_a_build_has_a_line_for_each_thing(tmp_path: Path) -> None:
    """run.json is read back with its events and its changes, and any tool for lines can compare two of them."""
    from dateline.build import BuildOptions, build_files
    from dateline.telling import Told

    drops = (Drop("no-date", STORY.articles[0].id, 3, 9, "a line\nend, \u2028 and “quotes”"),) * 2
    told = Told(replace(STORY, drops=drops), (Drop("empty", "", 0, 0, "x.txt: empty"),), (), (("dateline", "1"),))
    changes = Changes(new=("a",), renamed={"b": "c"})
    data = next(data for name, data in build_files(told, BuildOptions(), changes) if name == "run.json")
    (tmp_path / "run.json").write_bytes(data)
    assert load_record(tmp_path / "run.json") == RunRecord(record_events(STORY), changes)
    record = json.loads(data)
    assert record["drops"] == [{"article": d.article, **drop_json(d)} for d in drops]
    assert record["left_out"][0]["detail"] == "x.txt: empty"
    assert len(record["inputs"]) == len(STORY.articles)
    listed = len(record["drops"]) + len(record["left_out"]) + len(record["events"]) + len(record["inputs"])
    assert len(data.decode().split("\n")) == listed + 4 + len(record) + 3


def test_a_record_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    """A missing, damaged or older record means that everything counts as new, not an error."""
    for data in (b"", b"{", b"[]", b'{"events": [{"headline": 5}]}', b"\xff"):
        (tmp_path / "run.json").write_bytes(data)
        assert load_record(tmp_path / "run.json") is None
    assert load_record(tmp_path / "none.json") is None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_event_of_both_runs_is_accounted_for_once(data: st.DataObject) -> None:
    """New, matched or merged now; matched, merged or vanished then: nothing is lost and nothing counted twice."""

    def some_story() -> Story:
        chosen = data.draw(st.lists(st.integers(0, 9), unique=True, max_size=8))
        parts = data.draw(st.lists(st.integers(1, 3), min_size=len(chosen), max_size=len(chosen)))
        events, at = [], 0
        for size in parts:
            group = [STORY.events[n] for n in chosen[at : at + size]]
            at += size
            if group:
                events.append(joined(*group) if len(group) > 1 else group[0])
        return with_events(STORY, *events)

    then, now = some_story(), some_story()
    changes = compare(run_of(then), now)
    old_ids, new_ids = {e.id for e in then.events}, {e.id for e in now.events}
    gone = {event.id for event in changes.vanished}
    assert set(changes.new) <= new_ids
    assert gone <= old_ids
    merged = {one for merge in changes.merged for one in merge.was}
    assert not gone & merged
    assert set(changes.renamed) <= old_ids - new_ids
    assert set(changes.renamed.values()) <= new_ids
    assert old_ids - gone == {one for one in old_ids if one in new_ids or one in changes.renamed} - (gone & new_ids)
