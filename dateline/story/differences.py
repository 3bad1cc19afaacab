"""What the reports of one event tell differently: side by side, one line an account, never averaged."""

from collections.abc import Callable, Iterable, Sequence

from dateline.model import Difference, Event, Quantity, Status
from dateline.story.say import say_when


def find_differences(reports: Sequence[Event]) -> tuple[Difference, ...]:
    """All matters on which at least two reports say different things; a report that is silent on one is not listed.

    Args:
        reports: the single reports of one event, in the order in which they are to be listed.
    """
    found = [
        _difference("date", reports, _date),
        _difference("place", reports, _place),
        _difference("status", reports, _status),
    ]
    found.extend(_difference(what, reports, _counted(what)) for what in _what(reports))
    return tuple(difference for difference in found if difference is not None)


def _difference(what: str, reports: Iterable[Event], say: Callable[[Event], str]) -> Difference | None:
    accounts = tuple((report.id, said) for report in reports if (said := say(report)))
    return Difference(what, accounts) if len({said for _, said in accounts}) > 1 else None


def _date(report: Event) -> str:
    return say_when(report.when.when) if report.when is not None else ""


def _place(report: Event) -> str:
    if report.where is None or report.where.resolution.place is None:
        return ""
    return report.where.resolution.place.name


def _status(report: Event) -> str:
    # "ongoing" in one report and "happened" in the next is the passing of time, no contradiction
    return Status.HAPPENED.value if report.status is Status.ONGOING else report.status.value


def _what(reports: Iterable[Event]) -> list[str]:
    seen: dict[str, None] = {}
    for report in reports:
        seen.update(dict.fromkeys(quantity.what for quantity in report.numbers))
    return sorted(seen)


def _counted(what: str) -> Callable[[Event], str]:
    def say(report: Event) -> str:
        return "; ".join(dict.fromkeys(amount(q) for q in report.numbers if q.what == what))

    return say


def amount(quantity: Quantity) -> str:
    """A number with its bounds in plain words: "12", "at least 12", "10 to 20", with its unit."""
    low, high = quantity.low, quantity.high
    if low is None and high is None:
        return quantity.text
    if low is None:
        words = f"at most {_plain(high)}" if high is not None else ""
    elif high is None:
        words = f"at least {_plain(low)}"
    elif low == high:
        words = _plain(low)
    else:
        words = f"{_plain(low)} to {_plain(high)}"
    # a count of people has its unit in `what`
    return f"{words} {quantity.unit}".strip()


def _plain(number: float) -> str:
    """1,200,000 and 7.8: grouped, without an exponent."""
    return f"{number:,.0f}" if number == int(number) else f"{number:,.3f}".rstrip("0")
