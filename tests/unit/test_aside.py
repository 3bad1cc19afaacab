"""What work done aside promises: it is done once, however often its result is asked for."""

from dateline.aside import Aside


def test_nothing_is_done_twice() -> None:
    """The map, which the page and the record of a crate both ask for, is drawn once."""
    done: list[int] = []

    def work(number: int) -> int:
        done.append(number)
        return number + 1

    with Aside(here=True) as aside:
        result = aside.begin(work, 4)
        assert done == []
        assert (result(), result()) == (5, 5)
    assert done == [4]
