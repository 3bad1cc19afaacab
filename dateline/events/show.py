"""What a reader may be told of an event that was selected: no place that is none, no date that nothing supports."""

import dataclasses
import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dateline.events import when as timing
from dateline.events import where as placing
from dateline.events.attach import AFTER, at_ground
from dateline.events.clauses import FUTURE, Clause, Mood
from dateline.events.refer import FEATURES, Ground
from dateline.events.select import Draft, has_place, unplaced
from dateline.events.ties import date_is_firm, follows, is_argument, place_is_firm
from dateline.events.tree import Tree
from dateline.events.words import ASIDES, table
from dateline.events.words import happening as happening_of
from dateline.model import Dated
from dateline_geo.place import Mention, Resolution
from dateline_timeline.tense import Tense
from dateline_timeline.when import Basis, Grain

LEAD_SENTENCES = 3  # after the title: what an article tells there in the past, without a date, is its news
LONG_PAST_DAYS = 31  # a present perfect tells nothing that happened longer ago than this by another clause's date
LENT_CONFIDENCE = 0.3
SOON_SHARE = 0.6  # of the certainty of a day is left for what came "within minutes" of it
_TOWNS_BACK = 4  # sentences in which only one town may have been named for "the town" to be it
_LENT_FROM = {"before": 0.9, "told": 0.6}  # how likely the date of another sentence has to be to be shown
_COUNTING = table("two three four five six seven eight nine ten first second third last next other another only")
_TIED = frozenset({"own", "above", "below", "beside"})  # `place_at` of what stands in the clause's own sentence
_FROM_ANOTHER = _TIED - {"own"}
_SOON_LENGTH = 4  # tokens of such a phrase: "within a few minutes"
NEWS_DAYS = 7  # before publication: a paper that comes once a week
STORY_BACK = 4  # sentences through which a story of an earlier time goes on without another date
_SAID = frozenset({"today", "tonight", "yesterday", "tomorrow"})
NEAR_DAYS = 3  # something dated so near publication tells that the paragraph around it is of those days

# Of a life, and of no day near that of the article: "was raised in Houston by his aunt".
_BROUGHT_UP = table("raise bear rear educate")

# What lasts, whatever the tense: "was running himself to an early grave", "lived in Houston" are no news of a day.
_LASTING = table("""
    live work play run own grow study rehearse prepare use carry wear support know belong suffer rely struggle
""")


@dataclass(frozen=True, slots=True)
class Reading:
    """What `fit_for_readers` has to know of the article beside its drafts."""

    tree: Tree
    title: int  # number of the title's block, -1 for none
    named: Collection[Mention]  # the mentions that the place reader gave, resolved or not
    persons: Collection[str]  # last words of the names of persons


def persons_of(tree: Tree) -> frozenset[str]:
    """The last words of persons' names of several words: "Murray" of "Conrad Murray"."""
    return frozenset(
        tree.words[i]
        for i in range(1, len(tree))
        if tree.labels[i] == tree.labels[i - 1] == "PERSON"
        and (i + 1 == len(tree) or tree.labels[i + 1] != "PERSON")
        and tree.tags[i] == "NNP"
    )


def fit_for_readers(
    reading: Reading,
    drafts: Sequence[Draft],
    spots: Sequence[placing.Spot],
    anchors: Sequence[timing.Anchor] = (),
    grounds: Sequence[Ground] = (),
) -> tuple[Draft, ...]:
    """Take from the shown drafts what would mislead; a draft without a time and without a sure place is not shown.

    What is not shown keeps its time and place as they were read, since those are measured.
    """
    prepositions = {spot.resolution.mention: spot.preposition for spot in spots}
    lead = _lead(reading)
    days = _news_days(drafts)
    near = {d.clause.trigger for d in drafts if not d.reason and _is_near(d)}
    near_blocks = {reading.tree.blocks[trigger] for trigger in near}
    told = {
        happening_of(reading.tree.lemmas[d.clause.trigger])
        for d in drafts
        if d.date_at == "own" and d.when is not None and not _is_near(d)
    }
    done = []
    for draft in drafts:
        if draft.reason:
            done.append(draft)
            continue
        if draft.where is not None and not _is_place(reading, draft.where.resolution, prepositions):
            draft = dataclasses.replace(draft, where=None, place_at="")
        if draft.place_at == "ground" or (draft.place_at in _TIED and not _is_firm(reading.tree, draft, spots)):
            ground = _clear_ground(reading.tree, draft.clause, spots, grounds)
            if ground is not None:
                draft = dataclasses.replace(draft, where=at_ground(reading.tree, ground), place_at="ground")
            elif draft.place_at == "ground":
                draft = dataclasses.replace(draft, where=None, place_at="")
            else:
                draft = unplaced(draft)
        if _is_another_days_place(draft, drafts):
            draft = unplaced(draft)
        if _is_dated_by_another(reading.tree, draft):
            lent = timing.from_publication(draft.clause, draft.published)
            dated = None if lent is None else Dated(lent, lent.reason, LENT_CONFIDENCE)
            draft = dataclasses.replace(draft, when=dated, date_at="published" if dated else "")
        if _is_ahead_of_its_telling(reading.tree, draft):
            draft = dataclasses.replace(draft, when=None, date_at="", date_share=0.0)
        if draft.date_at in _TIED and not _is_dated(reading.tree, draft, anchors):
            done.append(dataclasses.replace(draft, reason="loose-date"))
            continue
        if draft.date_at in _LENT_FROM and (_is_ahead(draft) or draft.date_share < _LENT_FROM[draft.date_at]):
            draft = dataclasses.replace(draft, when=None, date_at="", date_share=0.0)
        if _is_passing(reading.tree, draft):
            done.append(dataclasses.replace(draft, reason="background"))
            continue
        draft = _as_of_its_quote(reading.tree, draft)
        at_once = _at_once(reading.tree, draft, drafts)
        if at_once is not None:
            draft = dataclasses.replace(draft, when=at_once, date_at="before")
        draft = _since_its_news(reading.tree, draft, days, lead)
        undated = draft.when is None or (
            draft.date_at == "published"
            and (
                not _is_news(reading.tree, draft, lead, near_blocks, told)
                or _goes_on_from_before(reading.tree, draft, drafts)
            )
        )
        if undated:
            happening = happening_of(reading.tree.lemmas[draft.clause.trigger])
            plain = happening not in told and _is_told_plainly(reading.tree, draft)
            if has_place(draft) and draft.place_at != "national" and plain:
                draft = dataclasses.replace(draft, when=None, date_at="", date_share=0.0)
            else:
                draft = dataclasses.replace(draft, reason="no-date")
        if not draft.reason and draft.when is None and draft.where is None:
            draft = dataclasses.replace(draft, reason="no-date-no-place")
        done.append(draft)
    return tuple(done)


def _is_firm(tree: Tree, draft: Draft, spots: Sequence[placing.Spot]) -> bool:
    """Whether the words of its place tie it to the event; see `ties`."""
    mention = draft.where.resolution.mention if draft.where is not None else None
    spot = next((spot for spot in spots if spot.resolution.mention == mention), None)
    return spot is not None and place_is_firm(tree, draft.clause, spot)


def _clear_ground(
    tree: Tree, clause: Clause, spots: Sequence[placing.Spot], grounds: Sequence[Ground]
) -> Ground | None:  # fmt: skip
    """The "city" of a clause where it is where that happened, and where no other city was named of late."""
    ground = next((g for g in grounds if clause.first <= g.head <= clause.last), None)
    return ground if ground is not None and (ground.firm or _is_clear(tree, clause, ground, spots)) else None


def _is_clear(tree: Tree, clause: Clause, ground: Ground, spots: Sequence[placing.Spot]) -> bool:
    place = ground.spot.resolution.place
    if tree.tags[ground.head] != "NN" or any(tree.pos[c] in ("NUM", "ADJ") and tree.lower[c] in _COUNTING
                                             for c in tree.children[ground.head]):  # fmt: skip
        return False  # "the two towns", "the first country"
    small = [s for s in spots if s.last < ground.head and s.resolution.place is not None
             and s.resolution.place.kind not in placing.WIDE]  # fmt: skip
    wide = place is not None and place.kind in placing.WIDE
    sentence = tree.sentences[ground.head]
    natural = tree.lemmas[ground.head] in FEATURES
    named = {s.resolution.mention.text for s in small if s.sentence >= sentence - _TOWNS_BACK}
    if wide:
        named = {s.resolution.mention.text for s in spots if s.last < ground.head and s.resolution.place is not None
                 and s.resolution.place.kind in placing.WIDE and s.sentence >= sentence - _TOWNS_BACK}  # fmt: skip
    if wide and len(named) > 1:
        return False
    if not (wide or natural) and len(named) > 1:
        small = []  # two towns that it could be
    stand_in = dataclasses.replace(ground.spot, first=ground.first, last=ground.last, top=ground.head)
    nearest = ground.spot if wide else small[-1] if small else None
    if natural:
        small = [s for s in small if tree.lemmas[ground.head] in s.resolution.mention.text.lower().split()]
        nearest = small[-1] if len({s.resolution.mention.text for s in small}) == 1 else None
    clear = nearest is not None and nearest.resolution.mention.text == ground.spot.resolution.mention.text
    itself = (natural or wide) and is_argument(tree, clause, ground.head)  # "the lake was declared a reserve"
    return clear and (itself or place_is_firm(tree, clause, stand_in))


def _is_passing(tree: Tree, draft: Draft) -> bool:
    """Whether a present tense has its date from another clause: "returned on Monday, and his warning comes at …"."""
    clause = draft.clause
    present = not clause.noun and tree.tags[clause.trigger] in ("VBZ", "VBP") and clause.tense == Tense.PRESENT
    return present and clause.finite and draft.date_at in ("above", "below", "beside") and not tree.below(
        clause.trigger, "aux"
    ) and clause.hangs_on < 0  # fmt: skip


def _lasts(tree: Tree, clause: Clause) -> bool:
    """Whether a perfect sums up a stretch of time that it names: "15,000 have been killed in four months"."""
    helpers = {tree.lower[c] for c in tree.below(clause.trigger, "aux")}
    timed = any(tree.labels[i] == "DATE" for i in range(clause.first, clause.last + 1))
    return bool(helpers & {"has", "have", "'ve", "’ve"}) and timed


def _is_ahead(draft: Draft) -> bool:
    return draft.clause.tense == FUTURE or draft.clause.mood is Mood.AHEAD


def _is_dated(tree: Tree, draft: Draft, anchors: Sequence[timing.Anchor]) -> bool:
    """Whether the words of its date tie it to the event; see `ties`."""
    start = draft.when.start if draft.when is not None else -1
    anchor = next((anchor for anchor in anchors if anchor.timex.start == start), None)
    if draft.when is not None and draft.when.basis.startswith(AFTER):
        return anchor is not None and follows(tree, draft.clause, anchor)
    return anchor is None or date_is_firm(tree, draft.clause, anchor)


def _is_place(reading: Reading, resolution: Resolution, prepositions: dict[Mention, str]) -> bool:
    """Whether the place reader knows the words, and they are not a person's: "Murray" is, "in Murray" is not."""
    mention, known = resolution.mention, resolution.place is not None
    if mention.text in reading.persons and prepositions.get(mention, "") not in placing.STANDING:
        return False
    return known or mention in reading.named or prepositions.get(mention, "") in placing.STANDING


def _lead(reading: Reading) -> range:
    """The sentences of the title and of the first lines below it."""
    tree = reading.tree
    first = 0
    while first < len(tree.bounds) and tree.blocks[tree.bounds[first][0]] == reading.title:
        first += 1
    counted = 0
    number = first
    while number < len(tree.bounds) and counted < LEAD_SENTENCES:
        start, end = tree.bounds[number]
        counted += sum(tree.pos[i] not in ("SPACE", "PUNCT") for i in range(start, end + 1)) > 3
        number += 1
    return range(number)


def _is_near(draft: Draft) -> bool:
    """Whether words of the sentence date a draft within a few days of publication."""
    when, published = draft.when.when if draft.when is not None else None, draft.published
    if draft.date_at not in ("own", "above", "below", "beside") or when is None or published is None:
        return False
    if when.earliest is None or when.latest is None:
        return False
    return abs((published - when.earliest).days) <= NEAR_DAYS and abs((published - when.latest).days) <= NEAR_DAYS


def _at_once(tree: Tree, draft: Draft, drafts: Sequence[Draft]) -> Dated | None:
    """The day of what was told just before, for what came "within minutes" of it."""
    if draft.date_at != "published":
        return None
    token = draft.clause.trigger
    words = next((w for c in tree.children[token] if (w := _soon(tree, c))), "")
    before = [d for d in drafts if d.clause.trigger < token and d.date_at == "own" and not (d.reason or d.clause.noun)]
    if not words or not before or tree.blocks[token] - tree.blocks[before[-1].clause.trigger] > 1:
        return None
    found = before[-1].when
    if found is None or found.when.earliest is None or found.when.earliest != found.when.latest:
        return None
    basis = f"“{words}” of what was told just before"
    when = dataclasses.replace(found.when, basis=Basis.INFERRED, reason=basis)
    return dataclasses.replace(found, when=when, basis=basis, confidence=round(found.confidence * SOON_SHARE, 3))


def _soon(tree: Tree, child: int) -> str:
    """The words of "within minutes" or "moments later" if a child of the verb is such a phrase."""
    phrase = tree.subtree(child)
    words = {tree.lower[i] for i in phrase}
    if len(phrase) > _SOON_LENGTH or not words & {"moments", "seconds", "minutes"} or not words & {"within", "later"}:
        return ""
    return " ".join(tree.text[tree.starts[phrase[0]] : tree.ends[phrase[-1]]].split())


def _news_days(drafts: Sequence[Draft]) -> list[tuple[int, dt.date]]:
    """The days of the week before publication that the words of shown clauses name, each with its trigger."""
    return [
        (draft.clause.trigger, day)
        for draft in drafts
        if not draft.reason
        and draft.date_at in _TIED
        and draft.when is not None
        and (day := draft.when.when.earliest) is not None
        and draft.published is not None
        and 1 < (draft.published - day).days <= NEWS_DAYS
    ]


def _since_its_news(tree: Tree, draft: Draft, days: Sequence[tuple[int, dt.date]], lead: Collection[int]) -> Draft:
    """Let what is told in the past without a day begin with the days that the lead or its own paragraph speaks of.

    A weekly paper's "women raced …" of the 31st is of the Saturday that its next sentence names.
    """
    found, published = draft.when, draft.published
    if draft.date_at != "published" or found is None or published is None or draft.clause.tense is not Tense.PAST:
        return draft
    sentence, block = tree.sentences[draft.clause.trigger], tree.blocks[draft.clause.trigger]
    beside = [day for at, day in days if tree.blocks[at] == block or (sentence in lead and tree.sentences[at] in lead)]
    if not beside:
        return draft
    first = min(beside)
    reason = f"{found.when.reason}, beside what it dates {first}"
    when = dataclasses.replace(found.when, earliest=first, edtf=f"{first}/{published}", reason=reason)
    return dataclasses.replace(draft, when=dataclasses.replace(found, when=when, basis=reason))


def _goes_on_from_before(tree: Tree, draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether the sentences before tell of an earlier time, so that what they go on to is not of these days.

    "He was last seen on New Year's Eve. The police began to investigate. Flyers were posted."
    """
    token, published = draft.clause.trigger, draft.published
    sentence = tree.sentences[token]
    if published is None:
        return False
    before = [
        other.when.when.latest
        for other in drafts
        if other.clause.trigger < token
        and sentence - STORY_BACK <= tree.sentences[other.clause.trigger] < sentence
        and other.date_at == "own"
        and other.when is not None
        and not other.clause.noun
        and tree.deps[other.clause.trigger] not in ASIDES  # "…, who was arrested in May, …" begins no story
        and not any(tree.lower[c] in ("had", "'d") for c in tree.below(other.clause.trigger, "aux"))
    ]
    return bool(before) and before[-1] is not None and (published - before[-1]).days > NEWS_DAYS


def _as_of_its_quote(tree: Tree, draft: Draft) -> Draft:
    """Somebody's own "today" is the day of the saying, which may be the one before the paper's."""
    found = draft.when
    if not draft.quoted or found is None or draft.published is None or found.start < 0:
        return draft
    when, words = found.when, tree.text[found.start : found.end].lower().split()
    day = when.earliest
    if day is None or day != when.latest or day == dt.date.min or not _SAID.intersection(words):
        return draft
    before = day - dt.timedelta(days=1)
    reason = f"{when.reason}, or from the day before if it was said then"
    wider = dataclasses.replace(
        when, earliest=before, edtf=f"{before}/{day}", grain=Grain.DAYS, reason=reason, approximate=True
    )
    return dataclasses.replace(draft, when=dataclasses.replace(found, when=wider))


def _is_another_days_place(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether a place is what another clause names for another day: "was born in X in 1936, and married in 1958"."""
    if draft.where is None or draft.when is None or draft.date_at != "own" or draft.place_at not in _FROM_ANOTHER:
        return False
    mention = draft.where.resolution.mention
    return any(
        other.place_at == "own"
        and other.where is not None
        and other.where.resolution.mention == mention
        and other.when is not None
        and other.date_at == "own"
        and other.when.when.edtf != draft.when.when.edtf
        for other in drafts
    )


def _is_dated_by_another(tree: Tree, draft: Draft) -> bool:
    """Whether a present perfect has a day long past, which is another clause's: "defended a man who died in 2009"."""
    helpers = {tree.lower[c] for c in tree.below(draft.clause.trigger, "aux")}
    day = draft.when.when.latest if draft.when is not None else None
    if draft.date_at not in ("above", "below", "beside") or day is None or draft.published is None:
        return False
    return bool(helpers & {"has", "have"}) and (draft.published - day).days > LONG_PAST_DAYS


def _is_ahead_of_its_telling(tree: Tree, draft: Draft) -> bool:
    """Whether a simple past has a day to come, which then was counted wrongly: "graduated three years later"."""
    clause, first = draft.clause, draft.when.when.earliest if draft.when is not None else None
    simple = not clause.noun and tree.tags[clause.trigger] == "VBD" and clause.mood is Mood.REAL
    return bool(simple and first and draft.published and first > draft.published)


def _is_told_plainly(tree: Tree, draft: Draft) -> bool:
    """Whether a verb tells of something that came to pass once: no state, no habit, nothing that went on."""
    clause = draft.clause
    finite = clause.finite or bool(tree.deps[clause.trigger] == "ROOT" and tree.below(clause.trigger, "nsubj"))
    if (
        tree.deps[clause.trigger] in ("advcl", "relcl", "acl")
        or clause.noun
        or not finite
        or clause.mood is not Mood.REAL
        or clause.tense is not Tense.PAST
    ):
        return False
    helpers = {tree.lower[c] for c in tree.below(clause.trigger, "aux", "auxpass")}
    going_on = tree.tags[clause.trigger] == "VBG"
    if tree.lemmas[clause.trigger] in _BROUGHT_UP and tree.below(clause.trigger, "auxpass"):
        return False
    return not going_on and not helpers & {"had", "used", "'d"} and tree.lemmas[clause.trigger] not in _LASTING


def _is_news(tree: Tree, draft: Draft, lead: range, near_blocks: Collection[int], told: Collection[str]) -> bool:
    """Whether the telling supports the day of publication: in the lead, or beside something of those days."""
    clause = draft.clause
    if _is_ahead(draft):
        return False  # what nobody dates is a forecast, a threat or a promise
    supported = tree.sentences[clause.trigger] in lead or tree.blocks[clause.trigger] in near_blocks
    if draft.quoted or _lasts(tree, clause):
        return False  # what somebody says in a speech need not be of the day of the speech
    if clause.tense == Tense.PRESENT:
        return supported
    if happening_of(tree.lemmas[clause.trigger]) in told:
        return False  # "when the star died", in an article that dates the death
    return supported and _is_told_plainly(tree, draft)
