"""Places for shown events whose sentence names none: from the sentence before, the same thing, or the article."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from dateline.events import where as placing
from dateline.events.carried import stands_elsewhere, tells_on
from dateline.events.clauses import Clause, Mood
from dateline.events.refer import antecedent, subject_of
from dateline.events.select import UNSURE, Draft
from dateline.events.tree import Tree
from dateline.events.where import SITES
from dateline.events.words import ASIDES, FIRSTS, STRONG_NOUNS, table
from dateline.model import Where
from dateline_geo.patterns_demonyms import DEMONYMS
from dateline_geo.place import Kind, Precision
from dateline_geo.shapes import kilometres
from dateline_timeline.tense import Tense

# What goes on in many places at once, so that "the war" need not be where it was told of before.
_LONG = table("""
    war conflict fighting violence unrest revolt uprising rebellion revolution insurgency protest offensive operation
    campaign trial crackdown invasion occupation mission election crisis warfare
""")
# What can be told of twice and stays where it is; words for whole areas are left to `find_grounds`.
_THINGS = (
    (SITES | STRONG_NOUNS)
    - _LONG
    - table("""
    area city coast corridor countryside county desert district field forest gulf governorate hill island lake mountain
    municipality neighborhood neighbourhood peninsula province quarter region river sea street suburb town township
    valley village ward zone road square
""")
)
_OF_STATE = frozenset({"parliament", "cabinet", "senate"})
_BODIES = frozenset({"court", "commission", "council", "committee", "bank", "assembly", "tribunal"})
_OF_COUNTRY = frozenset({"supreme", "constitutional", "electoral", "election", "federal", "national", "central"})
# What the subject itself is when a clause places it: "the fire broke out in X", not "the concert angered fans in X".
_HAPPENING = table("""
    hold happen occur take begin start break erupt hit strike explode open stage collapse crash end last spread burn
""")
_OUTSIDE = frozenset({"ORG", "GPE", "NORP", "LOC", "FAC"})
_RULING = table("""
    declare annul overturn order pass approve ratify adopt reject ban dissolve impose lift legalise legalize repeal
    certify uphold nullify invalidate elect appoint dismiss postpone suspend cancel impeach enact
""")
_OF_THINGS = frozenset({"it", "its", "there"})  # "a causeway that cut it in two", after the lake's own sentence
CARRIED_CONFIDENCE = 0.35  # of a place taken over from the sentence before
DATELINE_CONFIDENCE = 0.3
MAIN_SENTENCES = 25  # a longer article has been to several places, whatever most of its events name
NEAR_DAYS = 1  # between two events of which one may lend its place to the other
MAIN_EVENTS, MAIN_SHARE = 3, 0.75  # so many shown events, and so large a share, make a place that of the article
DATELINE_HEAD = 1500  # characters in which a dateline stands, after a title and what sums the article up
LEAD_SENTENCES = 3  # after the dateline: its news, of which also what is to come is meant to be there
TOWNS_BACK = 2  # sentences in which another town may have taken over from the dateline's
SAME_TOWN_KM = 25.0  # from a dateline's town: a suburb of it, or the town itself under another name
DATELINE_DAYS = 14  # what happened longer ago than this need not have happened where the reporter sits


def lend_places(
    tree: Tree, drafts: Sequence[Draft], spots: Sequence[placing.Spot], published: dt.date | None
) -> tuple[Draft, ...]:
    """Lend a place to shown events whose sentence names none: that of the event before it, else the dateline's."""
    near = []
    last: Draft | None = None
    placed: list[Draft] = []
    for draft in drafts:
        if not draft.reason and _is_open(draft):
            lent = None if _is_named(draft, spots) else _from_before(tree, draft, last, placed, spots)
            draft = dataclasses.replace(draft, where=lent or draft.where, place_at="before" if lent else draft.place_at)
        elif not draft.reason and draft.where is not None and draft.where.resolution.place is not None:
            placed.append(draft)
            last = draft if draft.where.confidence > CARRIED_CONFIDENCE and _is_spot(draft.where) else None
        near.append(draft)
    dateline = next((s for s in spots if s.resolution.role == "dateline" and _is_at_head(tree, s)), None)
    main = _main_place(tree, near)
    return tuple(
        draft if draft.reason or not _is_open(draft) or _names_a_place(draft, spots)
        else dataclasses.replace(
            draft, where=_from_article(tree, draft, dateline, main, published, spots) or draft.where
        )
        for draft in near
    )  # fmt: skip


def _is_open(draft: Draft) -> bool:
    """Whether a draft has no place so far that is sure enough to be shown."""
    return draft.where is None or draft.place_at == UNSURE


def _is_named(draft: Draft, spots: Sequence[placing.Spot]) -> bool:
    """Whether a draft is open only since its own sentence names a place and leaves open what happened there."""
    return draft.place_at == UNSURE and _names_a_place(draft, spots)


def _names_a_place(draft: Draft, spots: Sequence[placing.Spot]) -> bool:
    """Whether a clause names a place, if one that we could not make out: no other is better."""
    return any(draft.clause.first <= s.first <= draft.clause.last and s.preposition in placing.STANDING for s in spots)


def _from_before(
    tree: Tree, draft: Draft, last: Draft | None, placed: Sequence[Draft], spots: Sequence[placing.Spot]
) -> Where | None:
    """The place of the event in the sentence before, or of the same thing where it was told of before."""
    token = draft.clause.trigger
    main = tree.deps[token] not in ASIDES and (draft.clause.finite or draft.clause.noun)
    if main and last is not None and last.where is not None and _is_carried(tree, draft, last, last.where, spots):
        words = last.where.resolution.mention.text
        return Where(last.where.resolution, f"“{words}” in a sentence before this one", CARRIED_CONFIDENCE)
    if _names_a_place(draft, spots):
        return None
    for other in reversed(placed):
        shared = _same_thing(tree, draft.clause, other)
        if shared and other.where is not None:
            words = other.where.resolution.mention.text
            return Where(other.where.resolution, f"“{words}”, where “{shared}” was told of before", CARRIED_CONFIDENCE)
    return None


def _is_carried(tree: Tree, draft: Draft, last: Draft, where: Where, spots: Sequence[placing.Spot]) -> bool:
    """Whether an event goes on where the one before it was: at that time, or at that thing, and nowhere else."""
    clause, before, place = draft.clause, last.clause, where.resolution.place
    gap = tree.sentences[clause.trigger] - tree.sentences[before.trigger]
    if place is None or last.in_title or gap > 2 or tree.blocks[clause.trigger] != tree.blocks[before.trigger]:
        return False
    if stands_elsewhere(tree, clause, before, place, spots):
        return False
    on = tells_on(tree, clause, before)
    if gap <= 1 and _is_thing(where):
        return on or any(tree.lower[i] in _OF_THINGS for i in range(clause.first, clause.last + 1))
    return on and _is_same_time(draft, last)


def _is_thing(where: Where) -> bool:
    """Whether a place is a thing of its own that sentences go on about: a lake, a mountain, a building."""
    place = where.resolution.place
    return place is not None and place.kind in (Kind.SITE, Kind.WATER, Kind.RELIEF, Kind.ISLAND)


def _is_same_time(draft: Draft, other: Draft) -> bool:
    """Whether two events may be of one day, or of one stretch of a few days."""
    one, two = draft.when, other.when
    if one is None or two is None:
        return False
    first, last = max(one.when.earliest or dt.date.min, two.when.earliest or dt.date.min), min(
        one.when.latest or dt.date.max, two.when.latest or dt.date.max
    )  # fmt: skip
    return first <= last or (first - last).days <= NEAR_DAYS


def _from_article(
    tree: Tree, draft: Draft, dateline: placing.Spot | None, main: Where | None, published: dt.date | None,
    spots: Sequence[placing.Spot],
) -> Where | None:  # fmt: skip
    """The place of nearly all that the article tells, where it is datelined, or the country whose body acted."""
    from_dateline = None
    if dateline is not None and _speaks_for(tree, draft, dateline, published, spots):
        words = dateline.resolution.mention.text
        from_dateline = Where(dateline.resolution, f"the article is datelined {words}", DATELINE_CONFIDENCE)
    if _is_act_of_state(tree, draft.clause):
        return from_dateline or _country(spots)
    if main is not None and not _has_outside_actor(tree, draft.clause):
        words = main.resolution.mention.text
        return Where(main.resolution, f"“{words}”, where most of what the article tells happened", DATELINE_CONFIDENCE)
    return from_dateline


def _speaks_for(
    tree: Tree, draft: Draft, dateline: placing.Spot, published: dt.date | None, spots: Sequence[placing.Spot]
) -> bool:
    """Whether a dateline says where something was: a thing of those days, and no other ground is spoken of there.

    A reporter in Beirut writes of Aleppo, one in Washington of what was said in Havana. So nobody of another country
    may act in the clause, nor another town be named in it or in the sentences before; what hangs on a noun or is still
    to come is told from anywhere.
    """
    clause, here = draft.clause, dateline.resolution.place
    if here is None or draft.date_at == "published" or not _is_recent(draft, published):
        return False
    if tree.deps[clause.trigger] in ASIDES:
        return False
    sentence, start = tree.sentences[clause.trigger], tree.sentences[dateline.first]
    if (clause.tense is Tense.FUTURE or clause.mood is Mood.AHEAD) and sentence > start + LEAD_SENTENCES:
        return False
    own = range(clause.first, clause.last + 1)
    peoples = {DEMONYMS.get(tree.lower[i], here.country) for i in own if tree.labels[i] == "NORP"}
    if here.country and peoples - {here.country}:
        return False
    for spot in spots:
        place = spot.resolution.place
        if spot.sentence > sentence or spot.sentence < sentence - TOWNS_BACK or place is None:
            continue
        abroad = bool(place.country and here.country and place.country != here.country)
        if place.kind in placing.WIDE:
            if abroad and spot.first in own:
                return False
        elif abroad or kilometres(place.lat, place.lon, here.lat, here.lon) > SAME_TOWN_KM + (place.radius_km or 0.0):
            return False
    return True


def _has_outside_actor(tree: Tree, clause: Clause) -> bool:
    """Whether the subject names a body, a people or a place of its own: what NATO does need not be done here."""
    subject = clause.trigger if clause.noun else subject_of(tree, clause.trigger)
    above = tree.heads[clause.trigger]
    if tree.deps[clause.trigger] in ("acl", "relcl") and tree.lower[above] in FIRSTS:
        subject = subject_of(tree, tree.heads[above])  # "was the first to reach the surface"
    if subject < 0:
        return not tree.below(clause.trigger, "nsubj", "nsubjpass") and tree.heads[clause.trigger] != clause.trigger
    return any(
        tree.labels[i] in _OUTSIDE or (tree.labels[i] == "PERSON" and tree.labels[subject] != "PERSON")
        for i in tree.subtree(subject)
    )


def _main_place(tree: Tree, drafts: Sequence[Draft]) -> Where | None:
    """The place of nearly all that an article shows, where it has one."""
    if len(tree.bounds) > MAIN_SENTENCES:
        return None
    named = [d.where for d in drafts if not d.reason and d.where is not None and d.where.resolution.place is not None]
    counts: dict[str, int] = {}
    for where in named:
        key = where.resolution.place.key if where.resolution.place else ""
        counts[key] = counts.get(key, 0) + 1
    best = max(counts, key=lambda key: counts[key], default="")
    named = [where for where in named if _is_spot(where)]
    if not best or counts[best] < MAIN_EVENTS or counts[best] < MAIN_SHARE * sum(counts.values()):
        return None
    return next((where for where in named if where.resolution.place and where.resolution.place.key == best), None)


def _is_at_head(tree: Tree, spot: placing.Spot) -> bool:
    """Whether a dateline is a town's and stands before the article, not in a list or a letter further down."""
    place = spot.resolution.place
    town = place is not None and place.precision is Precision.SETTLEMENT
    return town and tree.starts[spot.first] < DATELINE_HEAD


def _is_spot(where: Where) -> bool:
    """Whether a place is small enough to be lent to what is told beside it: no country, sea or continent."""
    place = where.resolution.place
    return place is not None and place.kind not in placing.WIDE


def _told_of(tree: Tree, other: Draft) -> list[int]:
    """The things that an event with a place fixes there: itself, its subject, and the site that the place names."""
    clause = other.clause
    found = [clause.trigger] if clause.noun else tree.below(clause.trigger, "nsubj", "nsubjpass")
    if not clause.noun and tree.lemmas[clause.trigger] not in _HAPPENING:
        found = [i for i in found if tree.lemmas[i] in SITES]
    start = other.where.resolution.mention.start if other.where is not None else -1
    for i in range(clause.first, clause.last + 1):
        if tree.pos[i] not in ("NOUN", "PROPN"):
            continue
        holds = tree.starts[tree.lefts[i]] <= start < tree.ends[tree.rights[i]]
        if tree.lemmas[i] in SITES and holds:
            found.append(i)
    return found


def _same_thing(tree: Tree, clause: Clause, other: Draft) -> str:
    """A site or a happening that a clause names with "the" and an earlier clause has already spoken of."""
    before = {tree.lemmas[i] for i in _told_of(tree, other)}
    subject = -1 if clause.noun else subject_of(tree, clause.trigger)
    meant = antecedent(tree, subject) if subject >= 0 and tree.lower[subject] == "it" else -1
    for i in (*([meant] if meant >= 0 else []), *range(clause.first, clause.last + 1)):
        if tree.pos[i] != "NOUN" or tree.lemmas[i] not in before or tree.lemmas[i] not in _THINGS:
            continue
        if any(tree.deps[c] == "prep" and tree.lower[c] in ("of", "in", "at", "near") for c in tree.children[i]):
            continue  # "the port of X" is another
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
