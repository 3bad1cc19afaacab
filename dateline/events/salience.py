"""How much an event matters within its article: what is told early, in a main clause, dated by day and placed."""

from dateline.events.clauses import Clause
from dateline.events.tree import Tree
from dateline.model import Dated, Manner, Quantity, Status, Voice, Where
from dateline_geo.place import Precision
from dateline_timeline.when import Grain

SHOWN_FROM = 0.1
"""Events below this salience are read and kept for measuring, but are not shown: each has a drop that says why."""

_FINE = frozenset({Grain.MINUTE, Grain.HOUR, Grain.PART, Grain.DAY})
_MIDDLE = frozenset({Grain.DAYS, Grain.WEEK, Grain.MONTH})
_POINTS = frozenset({Precision.SITE, Precision.SETTLEMENT, Precision.NEAR, Precision.DISTRICT})


def salience_of(
    tree: Tree, clause: Clause, when: Dated | None, where: Where | None, voice: Voice, status: Status,
    numbers: tuple[Quantity, ...], *, clear: bool, shown: bool,
) -> float:  # fmt: skip
    """Between 0 and 1; below `SHOWN_FROM` for what is not shown.

    The parts are weights of what a reader looks for first, set by hand and not fitted: position in the article 0.3,
    time 0.25, place 0.25, being a main clause and told as a fact 0.2.
    """
    position = tree.sentences[clause.trigger]
    score = 0.3 / (1 + 0.25 * position)
    if when is not None:
        weight = 1.0 if when.when.grain in _FINE else 0.7 if when.when.grain in _MIDDLE else 0.4
        score += 0.25 * weight * when.confidence
    if where is not None and where.resolution.place is not None:
        precision = where.resolution.precision or where.resolution.place.precision
        score += 0.25 * (1.0 if precision in _POINTS else 0.6) * where.confidence
    if clause.relation in ("ROOT", "conj", "ccomp") and not clause.noun:
        score += 0.08
    if status is Status.HAPPENED and voice.manner in (Manner.STATED, Manner.ATTRIBUTED):
        score += 0.07
    if numbers:
        score += 0.05
    if not clear:
        score *= 0.7
    if shown:
        return round(min(1.0, max(SHOWN_FROM, score)), 3)
    return round(max(0.001, min(1.0, score)) * SHOWN_FROM * 0.99, 4)
