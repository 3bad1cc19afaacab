"""Who acts: persons, organisations, groups, and countries where the sentence has them act; no town."""

import pytest

from dateline.events.actors import actors_of, cast_of
from dateline.events.clauses import find_clauses
from dateline.events.tree import read_tree
from dateline.parse import load_pipeline
from dateline_geo.place import Kind, Mention, Place, Precision, Resolution

PLACES = {
    "Lisbon": Kind.SETTLEMENT,
    "Porto": Kind.SETTLEMENT,
    "Portugal": Kind.COUNTRY,
    "Spain": Kind.COUNTRY,
    "US": Kind.COUNTRY,
}


def actors(text: str, verb: str) -> tuple[str, ...]:
    """The actors of the clause whose trigger is `verb`."""
    tree = read_tree(load_pipeline()(text))
    found = []
    for name, kind in PLACES.items():
        if (start := text.find(name)) >= 0:
            place = Place(f"t:{name}", name, kind, Precision(kind.value), 39.0, -9.0, "PT")
            found.append(Resolution(Mention(start, start + len(name), name), place, 0.9, "the only one of that name"))
    clause = next(one for one in find_clauses(tree) if tree.words[one.trigger] == verb)
    return actors_of(tree, clause, cast_of(tree, found))


@pytest.mark.parametrize(
    ("text", "verb", "named"),
    [
        ("Portugal expelled two diplomats on Monday.", "expelled", ("Portugal",)),
        ("The ministers of Portugal met Maria Silva on Monday.", "met", ("Maria Silva",)),
        ("Soldiers attacked Portugal on Monday.", "attacked", ()),
        ("Floods in Lisbon killed two people on Monday.", "killed", ()),
        ("Lisbon was attacked on Monday.", "attacked", ()),
        ("The city of Porto was bombed by Spain on Monday.", "bombed", ("Spain",)),
        ("French President Emmanuel Macron visited Porto on Monday.", "visited", ("Emmanuel Macron",)),
        ("Spanish soldiers and Portuguese farmers fought on Monday.", "fought", ("Spanish soldiers",)),
        ("US officials met NATO commanders on Monday.", "met", ("US officials", "NATO")),
        ("Pro-Silva forces and Libyan rebels fought on Monday.", "fought", ("Pro-Silva forces", "Libyan rebels")),
        ("The Libyan leader Muammar Gaddafi spoke on Monday.", "spoke", ("Muammar Gaddafi",)),
        ("Rebels took the town on Monday.", "took", ()),
        ("Secretary of State Hillary Clinton resigned on Monday.", "resigned", ("Hillary Clinton",)),
        ("The Armenians left on Monday.", "left", ("Armenians",)),
        ("Spain's Supreme Court freed him on Monday.", "freed", ("Spain's Supreme Court",)),
    ],
)  # fmt: skip
def test_actors_are_persons_organisations_groups_and_acting_countries(
    text: str, verb: str, named: tuple[str, ...]
) -> None:
    """No town, no adjective, no country that something only happens to or in."""
    assert actors(text, verb) == named


def test_a_surname_is_written_in_full_where_one_person_has_it() -> None:
    """Titles go; of two persons of a surname nobody can tell which one is meant, and it stays as written."""
    assert actors("Dr Conrad Murray was heard. On Monday Dr Murray resigned.", "resigned") == ("Conrad Murray",)
    two = "Janet Jackson was heard. Michael Jackson was heard. On Monday Jackson resigned."
    assert actors(two, "resigned") == ("Jackson",)
