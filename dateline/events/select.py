"""Which candidates a reader is shown: those that happen, have a time or a place, and are no part of another."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dateline.events.clauses import FUTURE, PRESENT, Clause, Mood, Sort, is_strong
from dateline.events.tree import Tree
from dateline.events.words import MENTAL, table
from dateline.model import Dated, Where
from dateline_geo.place import Alternative

# Verbs that only bring in the noun that is the event: "policies led to the relocation of …".
CARRYING = table("""
    lead culminate result end cause trigger spark mark follow bring see witness prompt provoke precede accompany
    conduct stage hold launch make undergo face suffer
""")
# Of those the ones that are told better with their verb: "a rally was held", "launched an attack".
_WITH_VERB = table("""
    hold stage launch conduct make suffer mark
""")

_MINDED = table("concerned worried afraid confident hopeful sure certain fearful optimistic convinced doubtful")
SURE_PLACE = 0.4  # below this a place name in the clause is no evidence by itself that something happened there
SURE_DATE = 0.5
UNSURE = "unsure"  # `place_at` of a name that is beside the event, while its being the event's place is open


@dataclass(frozen=True, slots=True)
class Draft:
    """A candidate with its time and place, before anybody has decided whether it is shown.

    `date_at` and `place_at` say how the parse ties them to the clause ("own", "above", "below", "beside", "before",
    "published"; for places also "ground" and "national"), empty where there is none.
    """

    clause: Clause
    when: Dated | None
    date_at: str
    date_share: float
    where: Where | None
    place_at: str
    in_title: bool
    unknown: bool = False  # whether the place is words that no gazetteer and no entity recogniser took for one
    quoted: bool = False  # whether somebody says it in quotation marks
    published: dt.date | None = None  # of the article
    doubtful: Where | None = None  # words that may be no place at all, and likelier than `where`: to be measured only
    reason: str = ""  # why it is not shown; empty while it is


def select(tree: Tree, drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Give every draft that is not to be shown its reason; the order stays."""
    by_trigger = {draft.clause.trigger: draft for draft in drafts}
    chosen: dict[int, Draft] = {}
    for draft in sorted(drafts, key=lambda d: (_depth(d.clause, by_trigger), d.clause.trigger)):
        chosen[draft.clause.trigger] = replace(draft, reason=_reason(tree, draft, chosen))
    for draft in drafts:
        _hand_over(tree, chosen, draft.clause.trigger)
    _titles(chosen)
    return tuple(chosen[draft.clause.trigger] for draft in drafts)


def unplaced(draft: Draft) -> Draft:
    """The draft with the words that may tell its place, and no dot: a reader sees what they were and why."""
    if draft.where is None:
        return draft
    resolution = draft.where.resolution
    others = resolution.alternatives
    if resolution.place is not None:
        others = (Alternative(resolution.place, draft.where.confidence), *others)
    resolution = replace(
        resolution, place=None, score=0.0, precision=None, alternatives=others,
        reason=f"“{resolution.mention.text}” is named beside it, and the words do not say that it happened there",
    )  # fmt: skip
    return replace(draft, where=replace(draft.where, resolution=resolution), place_at=UNSURE)


def has_date(draft: Draft) -> bool:
    """Whether words of the clause's own sentence date it."""
    return draft.date_at in ("own", "below") or (draft.date_at in ("above", "beside") and draft.date_share >= SURE_DATE)


def has_place(draft: Draft) -> bool:
    """Whether words of the clause place it with some certainty."""
    return draft.where is not None and draft.place_at in ("own", "below", "above", "ground", "national") and (
        draft.where.confidence >= SURE_PLACE and not draft.unknown
    )  # fmt: skip


def _depth(clause: Clause, by_trigger: Mapping[int, Draft]) -> int:
    depth, seen = 0, {clause.trigger}
    while clause.governor in by_trigger and clause.governor not in seen:
        clause = by_trigger[clause.governor].clause
        seen.add(clause.trigger)
        depth += 1
    return depth


def _reason(tree: Tree, draft: Draft, chosen: Mapping[int, Draft]) -> str:
    clause = draft.clause
    if clause.sort is Sort.REPORTING:
        return "reported-speech-only"
    if clause.sort is Sort.BACKGROUND:
        return "background"
    if clause.sort is Sort.OPINION:
        return "opinion"
    if clause.mood is Mood.NEGATED:
        return "negated"
    if clause.mood is not Mood.REAL and _is_thought(tree, clause):
        return "opinion"
    if clause.mood is Mood.POSSIBLE:
        return "hypothetical"
    if not has_date(draft) and not has_place(draft):
        return "no-date-no-place"
    shown_above = _shown_above(clause, chosen)
    own_date = draft.date_at in ("own", "below")
    if draft.quoted and not own_date and draft.place_at != "own":
        return "reported-speech-only"
    if clause.noun:
        if not is_strong(tree, clause) or clause.last - clause.first < 1:
            return "part-of-event" if shown_above else "no-date"
        if not own_date:
            return "part-of-event" if shown_above else "no-date"
        return "part-of-event" if shown_above and _same_date(draft, shown_above) else ""
    if shown_above is not None and clause.relation not in ("ccomp", "parataxis", "ROOT"):
        lent = shown_above.date_at == "below" and _is_timed_apart(tree, clause)
        apart = own_date and (lent or not _same_date(draft, shown_above))
        joined = clause.relation == "conj" and (
            apart or (draft.place_at == "own" and not _same_place(draft, shown_above))
        )
        return "" if apart or joined else "part-of-event"
    if not clause.finite and tree.tags[clause.trigger] == "VB" and clause.mood is not Mood.AHEAD:
        return "hypothetical"  # "to join": said of no time, not even that it came to pass
    relation = tree.deps[clause.trigger]
    if relation in ("acl", "relcl", "xcomp", "pcomp", "advcl", "csubj") and not own_date:
        if relation == "advcl" and clause.finite and clause.tense != PRESENT and has_place(draft):
            return ""
        return "background"
    if (
        clause.tense == PRESENT
        and tree.tags[clause.trigger] in ("VBZ", "VBP", "VB")
        and not own_date
        and not draft.in_title
    ):
        return "background"
    if clause.tense == FUTURE and not has_date(draft):
        return "hypothetical" if clause.mood is not Mood.AHEAD else ""
    return ""


def _is_thought(tree: Tree, clause: Clause) -> bool:
    """Whether a clause is what somebody thinks or hopes: "we believe that this will …"."""
    node = clause.trigger
    while tree.deps[node] == "conj" and tree.heads[node] != node:
        node = tree.heads[node]
    head = tree.heads[node]
    return tree.deps[node] == "ccomp" and tree.lemmas[head] in MENTAL | _MINDED


def _is_timed_apart(tree: Tree, clause: Clause) -> bool:
    """Whether a clause with its own date says when another was: "…, after parliament ratified it on Tuesday"."""
    marks = {tree.lower[c] for c in tree.below(clause.trigger, "mark", "prep", "advmod")}
    return tree.deps[clause.trigger] in ("advcl", "pcomp") and bool(
        marks & {"after", "before", "since", "until", "when"}
    )


def _shown_above(clause: Clause, chosen: Mapping[int, Draft]) -> Draft | None:
    """The nearest shown candidate above a clause that it is a part of, if there is one."""
    governor, steps = clause.governor, 0
    while governor in chosen and steps < 8:
        if not chosen[governor].reason:
            return chosen[governor]
        governor, steps = chosen[governor].clause.governor, steps + 1
    return None


def _same_date(one: Draft, other: Draft) -> bool:
    if one.when is None or other.when is None:
        return one.when is other.when
    return one.when.when.edtf == other.when.when.edtf


def _same_place(one: Draft, other: Draft) -> bool:
    if one.where is None or other.where is None:
        return one.where is None
    return one.where.resolution.mention == other.where.resolution.mention


def _hand_over(tree: Tree, chosen: dict[int, Draft], trigger: int) -> None:
    """Where a shown verb only carries a noun that is the event, show the noun with the verb's time and place."""
    verb = chosen[trigger]
    if verb.reason or verb.clause.noun or tree.lemmas[trigger] not in CARRYING - _WITH_VERB:
        return
    for draft in list(chosen.values()):
        clause = draft.clause
        hangs = clause.governor == trigger and clause.noun and clause.relation in ("prep", "dobj", "agent")
        if hangs and clause.trigger > trigger and is_strong(tree, clause) and clause.last - clause.first >= 2:
            kept_date = draft if draft.date_at in ("own", "below") else verb
            kept_place = draft if draft.place_at in ("own", "below", "ground") else verb
            chosen[clause.trigger] = replace(
                draft, when=kept_date.when, date_at=kept_date.date_at, date_share=kept_date.date_share,
                where=kept_place.where, place_at=kept_place.place_at, reason="",
            )  # fmt: skip
            chosen[trigger] = replace(verb, reason="part-of-event")
            return


def _titles(chosen: dict[int, Draft]) -> None:
    """A title is told again below it: its events go where the text has any, unless they have a day of their own."""
    told = [draft for draft in chosen.values() if not draft.reason and not draft.in_title]
    for trigger, draft in list(chosen.items()):
        if draft.in_title and not draft.reason and told and draft.date_at not in ("own", "below"):
            chosen[trigger] = replace(draft, reason="told-in-title")
