"""What is left out of the loading of a language model promises: nobody misses it."""

from importlib.metadata import entry_points

import catalogue

from dateline import parse


def test_entry_points_by_group_are_those_of_a_search() -> None:
    """The registries of spaCy find by group what going through all would find, and nothing in a group that has none."""
    every = entry_points()
    by_group = parse._ByGroup(every)
    for group in (*every.groups, "no_such_group"):
        assert by_group.select(group=group) == every.select(group=group)


def test_catalogue_asks_for_nothing_else() -> None:
    """The registries still have their entry points where they are replaced, in a list that is asked with `select`."""
    assert isinstance(catalogue.AVAILABLE_ENTRY_POINTS, type(entry_points()) | parse._ByGroup)
