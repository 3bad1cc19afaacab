"""Places for shown events whose sentence names none: from the sentence before, the same thing, or the article."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from dateline.events import where as placing
from dateline.events.clauses import Clause
from dateline.events.refer import antecedent, subject_of
from dateline.events.select import Draft
from dateline.events.tree import Tree
from dateline.events.where import SITES
from dateline.events.words import STRONG_NOUNS, table
from dateline.model import Where
from dateline_geo.place import Kind

# What can be told of twice and stays where it is; words for whole areas are left to `find_grounds`.
_THINGS = (SITES | STRONG_NOUNS) - table("""
    area city coast corridor countryside county desert district field forest gulf governorate hill island lake mountain
    municipality neighborhood neighbourhood peninsula province quarter region river sea street suburb town township
    valley village ward zone road square
""")
_OF_STATE = frozenset({"parliament", "cabinet", "senate"})
_BODIES = frozenset({"court", "commission", "council", "committee", "bank", "assembly", "tribunal"})
_OF_COUNTRY = frozenset({"supreme", "constitutional", "electoral", "election", "federal", "national", "central"})
_RULING = table("""
    declare annul overturn order pass approve ratify adopt reject ban dissolve impose lift legalise legalize repeal
    certify uphold nullify invalidate elect appoint dismiss postpone suspend cancel impeach enact
""")
CARRIED_CONFIDENCE = 0.35  # of a place taken over from the sentence before
DATELINE_CONFIDENCE = 0.3
MAIN_EVENTS, MAIN_SHARE = 3, 0.75  # so many shown events, and so large a share, make a place that of the article
DATELINE_DAYS = 14  # what happened longer ago than this need not have happened where the reporter sits


def lend_places(
    tree: Tree, drafts: Sequence[Draft], spots: Sequence[placing.Spot], published: dt.date | None
) -> tuple[Draft, ...]:
    """Lend a place to shown events whose sentence names none: that of the event before it, else the dateline's."""
    near = []
    last: Draft | None = None
    placed: list[Draft] = []
    for draft in drafts:
        if not draft.reason and draft.where is None:
            draft = dataclasses.replace(draft, where=_from_before(tree, draft, last, placed, spots), place_at="before")
        elif not draft.reason and draft.where is not None:
            placed.append(draft)
            if draft.where.confidence > CARRIED_CONFIDENCE:
                last = draft
        near.append(draft)
    dateline = next((s for s in spots if s.resolution.role == "dateline"), None)
    main = _main_place(near)
    return tuple(
        draft if draft.reason or draft.where is not None or _names_a_place(draft, spots)
        else dataclasses.replace(draft, where=_from_article(tree, draft, dateline, main, published, spots))
        for draft in near
    )  # fmt: skip


def _names_a_place(draft: Draft, spots: Sequence[placing.Spot]) -> bool:
    """Whether a clause names a place, if one that we could not make out: no other is better."""
    return any(draft.clause.first <= s.first <= draft.clause.last and s.preposition in placing.STANDING for s in spots)


def _from_before(
    tree: Tree, draft: Draft, last: Draft | None, placed: Sequence[Draft], spots: Sequence[placing.Spot]
) -> Where | None:
    """The place of the event in the sentence before, or of the same thing where it was told of before."""
    token = draft.clause.trigger
    triggers = frozenset(one.clause.trigger for one in placed)
    if last is not None and last.where is not None and not last.in_title:
        gap = tree.sentences[token] - tree.sentences[last.clause.trigger]
        if gap <= 2 and tree.blocks[token] == tree.blocks[last.clause.trigger]:
            words = last.where.resolution.mention.text
            return Where(last.where.resolution, f"“{words}” in a sentence before this one", CARRIED_CONFIDENCE)
    if _names_a_place(draft, spots):
        return None
    for other in reversed(placed):
        shared = _same_thing(tree, draft.clause, other.clause, triggers)
        if shared and other.where is not None:
            words = other.where.resolution.mention.text
            return Where(other.where.resolution, f"“{words}”, where “{shared}” was told of before", CARRIED_CONFIDENCE)
    return None


def _from_article(
    tree: Tree, draft: Draft, dateline: placing.Spot | None, main: Where | None, published: dt.date | None,
    spots: Sequence[placing.Spot],
) -> Where | None:  # fmt: skip
    """The place of nearly all that the article tells, where it is datelined, or the country whose body acted."""
    from_dateline = None
    if dateline is not None and draft.date_at != "published" and _is_recent(draft, published):
        words = dateline.resolution.mention.text
        from_dateline = Where(dateline.resolution, f"the article is datelined {words}", DATELINE_CONFIDENCE)
    if _is_act_of_state(tree, draft.clause):
        return from_dateline or _country(spots) or main
    if main is not None:
        words = main.resolution.mention.text
        return Where(main.resolution, f"“{words}”, where most of what the article tells happened", DATELINE_CONFIDENCE)
    return from_dateline


def _main_place(drafts: Sequence[Draft]) -> Where | None:
    """The place of nearly all that an article shows, where it has one."""
    named = [d.where for d in drafts if not d.reason and d.where is not None and d.where.resolution.place is not None]
    counts: dict[str, int] = {}
    for where in named:
        key = where.resolution.place.key if where.resolution.place else ""
        counts[key] = counts.get(key, 0) + 1
    best = max(counts, key=lambda key: counts[key], default="")
    if not best or counts[best] < MAIN_EVENTS or counts[best] < MAIN_SHARE * len(named):
        return None
    return next(where for where in named if where.resolution.place and where.resolution.place.key == best)


def _same_thing(tree: Tree, clause: Clause, other: Clause, triggers: frozenset[int]) -> str:
    """A site or a happening that a clause names with "the" and an earlier clause has already spoken of."""
    before = {
        tree.lemmas[i]
        for i in range(other.first, other.last + 1)
        if tree.pos[i] in ("NOUN", "PROPN") and next((n for n in tree.up(i) if n in triggers), -1) in (i, other.trigger)
    }
    subject = -1 if clause.noun else subject_of(tree, clause.trigger)
    meant = antecedent(tree, subject) if subject >= 0 and tree.lower[subject] == "it" else -1
    for i in (*([meant] if meant >= 0 else []), *range(clause.first, clause.last + 1)):
        if tree.pos[i] != "NOUN" or tree.lemmas[i] not in before or tree.lemmas[i] not in _THINGS:
            continue
        if any(tree.lower[c] in ("the", "this", "that") for c in tree.children[i]):
            return f"the {tree.words[i]}"
    return ""


def _is_recent(draft: Draft, published: dt.date | None) -> bool:
    """Whether an event is of the days that a dateline speaks for."""
    day = draft.when and (draft.when.when.latest or draft.when.when.earliest)
    return bool(day and published and abs((published - day).days) <= DATELINE_DAYS)


def _is_act_of_state(tree: Tree, clause: Clause) -> bool:
    """Whether a body of a whole country rules something: "the electoral commission declared X the winner"."""
    if clause.noun or tree.lemmas[clause.trigger] not in _RULING:
        return False
    actors = tree.below(clause.trigger, "nsubj")
    actors += [c for agent in tree.below(clause.trigger, "agent") for c in tree.below(agent, "pobj")]
    return any(
        tree.lemmas[actor] in _OF_STATE
        or (tree.lemmas[actor] in _BODIES and any(tree.lower[c] in _OF_COUNTRY for c in tree.children[actor]))
        for actor in actors
    )


def _country(spots: Sequence[placing.Spot]) -> Where | None:
    """The one country that an article names, for what a body of the whole country does; None if it names more."""
    countries = [s for s in spots if s.resolution.place is not None and s.resolution.place.kind is Kind.COUNTRY]
    if len({s.resolution.place.key for s in countries if s.resolution.place is not None}) != 1:
        return None
    words = countries[0].resolution.mention.text
    basis = f"an act of a body of the whole country, and “{words}” is the only country that the article names"
    return Where(countries[0].resolution, basis, DATELINE_CONFIDENCE)
