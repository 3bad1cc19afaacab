"""Whether the grammar ties a place or a date to a clause firmly enough for a reader to be told: firm, or only likely.

The scorers of `where` and `when` choose the likeliest of the names and dates in a sentence. They learnt from sentences
that all have one, so they cannot say "none of them"; the rules here do. They follow the words from the name up to the
verb and want every step to be one that carries a place along: "in clashes at the port of X", but not "support for the
resolution on X", "the X-based fund", "remembered a walk in X", "while the trial goes on in X".
"""

from dateline.events.clauses import Clause
from dateline.events.select import CARRYING
from dateline.events.tree import Tree
from dateline.events.when import Anchor
from dateline.events.where import SITES, Spot
from dateline.events.words import AFTERWARDS, AWAITING, REPORTING, STATES, STRIKING, STRONG_NOUNS, table
from dateline_geo.place import Kind
from dateline_timeline.tense import Tense

_STEPS = 12  # words between a name and its verb; longer chains say nothing for certain

_IN = table("in at near outside inside around across throughout along within through beneath amid between during")
_TO = table("to into onto")
_ON = table("on over off above against upon")
_INTO_WHICH = table("in at near outside inside around during from into on amid across against over along by")

# Verbs whose "to X" is where they end.
_MOVING = table("""
    travel go return fly arrive flee move come head march advance send deploy bring take transfer drive sail escape
    ship evacuate deliver airlift get retreat withdraw rush push spread cross migrate dispatch carry lead extradite
    deport exile relocate flock pour fan ride walk pull fall back transport smuggle haul make reach enter break storm
""")
# Verbs whose "from X" is where they begin.
_LEAVING = table("""
    evacuate flee escape withdraw depart leave expel deport rescue free remove drive retreat pull vanish disappear
    launch fire emerge broadcast report take_off abduct kidnap steal oust release draw pump recover eject fly
    sail airlift
""")
# Nouns of going somewhere: "a visit to X", "the return to X".
_JOURNEYS = table("visit trip journey march move deployment return flight delivery relocation evacuation advance tour")
# Nouns that mean the very place that "of" names: "the siege of X", "the outskirts of X".
_PARTS = table("""
    outskirt outskirts part east west north south northeast northwest southeast southwest center centre heart rest edge
    side capital suburb half most much border coast middle front southern northern eastern western all
""")
_FALL_ON = table("""
    capture fall siege bombing shelling liberation occupation invasion bombardment evacuation storming seizure battle
    takeover recapture conquest control defense defence reconstruction annexation blockade attack sack massacre
""")
_STRIKES = table("""
    strike airstrike attack raid assault bombing bombardment shelling strike march advance offensive fire drop rain bomb
    shell swoop land crash explode fly detonate
""")
# What happens to a town that is told as its subject: "X fell", "X was rocked by blasts".
_BEFALLING = table("fall burn suffer flood tremble erupt")
# What is only spoken of, ruled on or felt is not where it is spoken of.
_ABOUT = table("""
    condemn criticise criticize discuss denounce oppose support welcome cover debate watch approve authorise
    authorize mark commemorate reminisce remember recall mourn protest urge back justify defend seek monitor investigate
    study describe describe praise regret lament consider review explain examine address end impose lift sanction
    liken call highlight detail outline portray mention discuss handle
    back promise pledge vow fund finance help plan propose threaten fear note cite compare blame accuse sign vote adopt
    pass ratify recognise recognize issue prefer include cause inspire influence affect concern present represent
""")
_FAR_KM = 60  # kilometres or miles from which "south of X" is no longer the place X
_PRINTING = frozenset({"publish", "print", "serialise", "serialize", "reprint"})  # in a paper, if not in a town
_SINCE = frozenset({"since", "before", "after", "until", "till"})
# What somebody only threatens or tries to do somewhere is not done there.
_WISHING = table(
    "threaten vow pledge promise offer refuse want hope try fail seek attempt urge plan intend aim decide agree"
)
_AT_ONCE = 3  # tokens between two verbs that are told in one breath
_ROOMS = table("""
    home house flat apartment office studio ranch villa residence mansion theater restaurant bar room shop department
    prefecture oblast canton borough parish commune constituency state republic
""")
_AT_SITES = table("to at into near outside inside from through by against around onto")
_COMPASS = table("north south east west northeast northwest southeast southwest km kilometers kilometres miles away")
_HARMED = table("kill injure wound hurt die shoot arrest detain damage destroy")
_TIMES = table("""
    night morning afternoon evening noon midnight dawn dusk day week month year start beginning middle end rest course
    eve wake early late half part weekend hour hours time decade century summer winter spring autumn fall anniversary
""")
_AT_THAT_TIME = table("in during at on by amid with throughout")
_SPEAKING = REPORTING - {"declare"}  # "declared a state of emergency in X"
_SOME = table("most many some half several all few one dozens hundreds thousands scores others two three")
# What a country has outside its borders: the name says whose it is.
_ABROAD = table("""
    embassy consulate mission base ambassador envoy ship warship vessel frigate destroyer carrier submarine force forces
    troop army navy contingent compound school plane jet aircraft helicopter flight
""")
_GOVERNMENTS = frozenset({Kind.COUNTRY, Kind.AREA})


def place_is_firm(tree: Tree, clause: Clause, spot: Spot) -> bool:
    """Whether the words put the event at the place: no target, topic, home, comparison, or another clause's place."""
    trigger = clause.trigger
    place = spot.resolution.place
    national = place is not None and place.kind in _GOVERNMENTS
    whose = national and tree.deps[spot.top] in ("compound", "nmod", "amod", "poss")
    if whose and tree.lemmas[tree.heads[spot.top]] in _ABROAD:
        return False  # "the U.S. embassies in Nairobi"
    node = _stand_in(tree, spot.top)
    if clause.first <= node <= clause.last and node == trigger:
        return True
    dep, head = tree.deps[node], tree.heads[node]
    if _is_where(tree, trigger, node):
        return True
    if dep == "pobj":
        return _is_carried(tree, clause, head, national)
    if dep in ("advmod", "npadvmod") and tree.lower[node] in _COMPASS:  # "the mine, 45 km north of X"
        if any(_number(tree.words[i]) > _FAR_KM for i in range(tree.lefts[node], node)):
            return False
        return _is_same(tree, clause, head) or _is_firm_noun(tree, clause, head, 0)
    if dep in ("dobj", "nsubjpass"):
        return _is_struck(tree, clause, node)
    if dep == "nsubj":
        return _is_same(tree, clause, head) and tree.lemmas[head] in _BEFALLING and not national
    if dep in ("compound", "nmod", "poss", "amod"):
        named = head == trigger and clause.noun
        inside = tree.deps[head] == "pobj" and tree.lower[tree.heads[head]] in _IN
        if inside and dep == "compound" and not national and tree.lemmas[head] in _ROOMS:
            return _is_carried(tree, clause, tree.heads[head], national)  # "at his Los Angeles home"
        if tree.lemmas[head] in STRONG_NOUNS and tree.deps[head] == "pobj" and tree.lower[tree.heads[head]] in _IN:
            return _is_same(tree, clause, tree.heads[tree.heads[head]])  # "victory in the X War"
        about = tree.lemmas[head] in STRONG_NOUNS and is_argument(tree, clause, head) and not _is_spoken_of(tree, head)
        return named or (about and dep != "poss")
    return False


def _number(word: str) -> float:
    """The number that a word of digits means, 0 for any other."""
    digits = word.replace(",", "")
    return float(digits) if digits.isdecimal() else 0.0


def _is_struck(tree: Tree, clause: Clause, noun: int) -> bool:
    """Whether the noun is the very ground that the verb is done to: "captured X", "patrolled the streets of X"."""
    verb = tree.heads[noun]
    return tree.deps[noun] in ("dobj", "nsubjpass") and tree.lemmas[verb] in STRIKING and _is_same(tree, clause, verb)


def _stand_in(tree: Tree, node: int) -> int:
    """The noun that a name stands for: "hospital" of "the X hospital", "outskirts" of "the outskirts of X"."""
    for _ in range(_STEPS):
        dep, head = tree.deps[node], tree.heads[node]
        listed = dep in ("conj", "appos") and tree.pos[head] in ("NOUN", "PROPN")
        inside = dep in ("compound", "nmod", "poss", "amod", "nummod") and head > node and _is_site(tree, head)
        if listed or inside:
            node = head
        elif dep == "pobj" and tree.lower[head] == "of" and _is_site(tree, tree.heads[head]):
            node = tree.heads[head]
        elif dep in ("npadvmod", "nmod") and tree.labels[head] in ("GPE", "LOC", "FAC") and head < node:
            node = head  # "in Misrata, Libya"
        else:
            break
    return node


def _is_site(tree: Tree, noun: int) -> bool:
    return tree.lemmas[noun] in SITES or tree.lower[noun] in _PARTS or tree.labels[noun] in ("GPE", "LOC", "FAC")


def _is_where(tree: Tree, trigger: int, node: int) -> bool:
    """Whether a clause hangs on the name by "where": "Benghazi, where protests began"."""
    return (
        tree.deps[trigger] == "relcl"
        and tree.heads[trigger] == node
        and any(tree.lower[child] == "where" for child in tree.children[trigger])
    )


def _is_carried(tree: Tree, clause: Clause, preposition: int, national: bool, steps: int = 0) -> bool:
    """Whether the phrase that a preposition opens is where the clause happens."""
    word, base = tree.lower[preposition], tree.heads[preposition]
    if steps > 3:
        return False
    if tree.pos[base] == "ADP" and tree.deps[preposition] in ("prep", "pcomp"):  # "out of X", "from near X"
        return _is_carried(tree, clause, base, national, steps + 1) and word != "from"
    same = _is_same(tree, clause, base)
    if same and tree.lemmas[base] in _ABOUT and national:
        return word in _IN and preposition > base and not tree.below(base, "dobj", "xcomp", "ccomp")
    if word == "in" and same and tree.lemmas[base] in _PRINTING and tree.pos[base] == "VERB":
        return False  # "was published in Granma"
    if word in _IN:
        return same or _is_fronted(tree, clause, preposition, base) or _is_firm_noun(tree, clause, base, steps)
    if word in _TO:
        return (same and tree.lemmas[base] in _MOVING) or (
            tree.lemmas[base] in _JOURNEYS and (base == clause.trigger or is_argument(tree, clause, base))
        )
    if word == "from":
        return same and tree.lemmas[base] in _LEAVING and not clause.noun
    if word == "of":
        falls = tree.lemmas[base] in _FALL_ON
        if _is_struck(tree, clause, base):
            return True
        return falls and (base == clause.trigger or (is_argument(tree, clause, base) and not _is_spoken_of(tree, base)))
    if word in _ON:
        struck = tree.lemmas[base] in _STRIKES
        argument = is_argument(tree, clause, base) and not _is_spoken_of(tree, base)
        return (struck and (same or base == clause.trigger or argument)) or (same and word == "on" and not national)
    return False


def _is_firm_noun(tree: Tree, clause: Clause, noun: int, steps: int) -> bool:
    """Whether a noun with a place of its own ("a court in X", "clashes in X") gives that to the clause."""
    if tree.pos[noun] not in ("NOUN", "PROPN", "NUM", "PRON") and tree.lower[noun] not in _SOME:
        return False
    if tree.deps[noun] == "pobj":
        preposition = tree.heads[noun]
        if tree.lemmas[noun] in SITES and tree.lower[preposition] in _AT_SITES:
            return _is_same(tree, clause, tree.heads[preposition])  # "set fire to a church in X"
        if tree.lower[preposition] in ("of", "to"):
            return _is_firm_noun(tree, clause, tree.heads[preposition], steps + 1) if steps < 3 else False
        return tree.lower[preposition] in _INTO_WHICH and _is_carried(tree, clause, preposition, False, steps + 1)
    if tree.deps[noun] in ("npadvmod", "dep", "appos") and tree.lower[noun] in _SOME:
        return _is_same(tree, clause, tree.heads[noun])  # "were killed, most of them in X"
    return is_argument(tree, clause, noun) and not _is_spoken_of(tree, noun)


def is_argument(tree: Tree, clause: Clause, noun: int) -> bool:
    """Whether a noun is what acts or is acted on in the clause, or what the verb makes of it."""
    for _ in range(3):
        if tree.deps[noun] != "conj":
            break
        noun = tree.heads[noun]
    return tree.deps[noun] in ("dobj", "nsubj", "nsubjpass", "agent", "attr", "oprd") and _is_same(
        tree, clause, tree.heads[noun]
    )


def _is_spoken_of(tree: Tree, noun: int) -> bool:
    """Whether a noun is only what somebody speaks of, rules on or feels: "condemned the attack in X"."""
    verb = tree.heads[noun]
    passive = tree.deps[noun] == "nsubjpass" and tree.below(verb, "xcomp")
    if passive or (tree.deps[noun] == "nsubj" and tree.lemmas[verb] in AWAITING):
        return True  # "the fighting in X was slated to be discussed"
    return tree.deps[noun] in ("dobj", "nsubjpass") and tree.lemmas[verb] in _ABOUT | _SPEAKING | STATES


def _is_same(tree: Tree, clause: Clause, verb: int, *, place: bool = True) -> bool:
    """Whether a verb tells the same happening as the clause's: itself, joined to it, or what carries it."""
    trigger = clause.trigger
    if verb == trigger:
        return True
    if clause.noun:
        return _carries(tree, trigger, verb)
    node = trigger
    for _ in range(4):  # from the clause up: "began to fire in X", "attacked the port and killed three"
        dep = tree.deps[node]
        participle = dep == "advcl" and tree.tags[node] == "VBG" and not tree.below(node, "mark", "nsubj")
        if dep not in ("conj", "xcomp") and not participle:
            break
        if place and dep == "conj" and tree.below(node, "nsubj", "nsubjpass"):
            break  # "was shot in X, and troops were held": somewhere
        node = tree.heads[node]
        if node == verb:
            return True
    when = tree.deps[verb] == "advcl" and any(tree.lower[c] == "when" for c in tree.children[verb])
    if when and tree.heads[verb] == trigger and tree.lemmas[trigger] in _HARMED:
        return True  # "was killed when a bomb exploded in X"
    if tree.deps[verb] == "conj" and tree.heads[verb] == trigger and verb - trigger <= _AT_ONCE:
        return True  # "was shot and wounded in X"
    node = verb
    for _ in range(3):  # from the clause down: the place stands with the open complement
        if tree.deps[node] not in ("xcomp", "auxpass"):
            return False
        node = tree.heads[node]
        if place and tree.lemmas[node] in _WISHING and clause.tense is Tense.PAST:
            return False
        if node == trigger:
            return True
    return False


def _carries(tree: Tree, noun: int, verb: int) -> bool:
    """Whether a verb has the event's noun for its subject or object: "clashes broke out in X"."""
    return tree.deps[noun] in ("nsubj", "nsubjpass", "dobj", "attr") and tree.heads[noun] == verb and (
        tree.lemmas[verb] not in _ABOUT | _SPEAKING
    )  # fmt: skip


def _is_fronted(tree: Tree, clause: Clause, preposition: int, base: int) -> bool:
    """Whether a phrase stands at the head of a sentence whose saying comes last: "In X, ten died, doctors said"."""
    first, _ = tree.bounds[tree.sentences[preposition]]
    left = tree.lefts[preposition]
    opens = all(tree.pos[i] in ("SPACE", "PUNCT", "CCONJ", "ADV") for i in range(first, left))
    said = (
        tree.lemmas[base] in REPORTING and tree.deps[clause.trigger] == "ccomp" and tree.heads[clause.trigger] == base
    )
    return opens and said and preposition < clause.trigger < base


def date_is_firm(tree: Tree, clause: Clause, anchor: Anchor) -> bool:
    """Whether the words date this clause, and not a thing in it, what it recalls, or the saying around it."""
    if anchor.timex.period and anchor.preposition in _SINCE:
        return False  # "the worst since World War Two"
    if anchor.timex.period:
        return not _is_kind_of(tree, anchor)
    if anchor.governor < 0:
        return anchor.first <= clause.trigger <= anchor.last
    if clause.hangs_on >= 0 and anchor.first <= clause.hangs_on <= anchor.last:
        return True  # "until August 22, when …"
    if _opens_entry(tree, clause, anchor):
        return True
    if not _is_plain_path(tree, anchor):
        return False
    governor = anchor.governor
    if governor == clause.trigger or _is_same(tree, clause, governor, place=False):
        return True
    if tree.lemmas[governor] == "age" and tree.heads[governor] == clause.trigger:
        return True  # "died aged 50 in June 2009"
    if tree.pos[governor] in ("NOUN", "PROPN"):
        return is_argument(tree, clause, governor) or _is_during(tree, clause, governor)
    if clause.noun:
        if tree.lemmas[governor] in CARRYING and clause.governor == governor:
            return True  # "led in 1968 to the expulsion"
        return _is_during_of(tree, clause.trigger, governor)
    return _is_meanwhile(tree, clause, governor) or _is_date_fronted(tree, clause, anchor)


def _is_kind_of(tree: Tree, anchor: Anchor) -> bool:
    """Whether a named time only says what kind of thing something is: "their Cold War ties", "a World War II ship"."""
    head = tree.heads[anchor.top]
    kind = tree.deps[anchor.top] in ("compound", "nmod", "amod") and head > anchor.last
    kind = kind and all(tree.pos[i] in ("ADJ", "NOUN", "PROPN") for i in range(anchor.last + 1, head))
    return kind and tree.lemmas[head] not in STRONG_NOUNS


def _opens_entry(tree: Tree, clause: Clause, anchor: Anchor) -> bool:
    """Whether a day opens the line of a chronicle that the clause tells: "14 June 2010 A judge refuses …"."""
    first, last = tree.bounds[tree.sentences[anchor.top]]
    while first < last and tree.pos[first] in ("SPACE", "PUNCT"):
        first += 1
    node = clause.trigger
    while tree.deps[node] == "conj" and tree.heads[node] != node:
        node = tree.heads[node]
    return anchor.first <= first and tree.heads[node] == node


def _is_plain_path(tree: Tree, anchor: Anchor) -> bool:
    """Whether a date hangs on its verb or noun as times do: not inside a thing's name ("the April deadline")."""
    node = anchor.top
    for _ in range(_STEPS):
        dep, head = tree.deps[node], tree.heads[node]
        if head == anchor.governor or head == node:
            carried = tree.pos[anchor.governor] in ("NOUN", "PROPN")
            return carried or dep not in ("dobj", "attr", "compound", "amod", "nsubjpass", "relcl", "agent")
        if tree.pos[head] in ("NOUN", "PROPN") and dep != "pobj":
            if (dep == "prep" and tree.lower[node] == "on") or dep == "npadvmod":
                return True  # "on 11 August" says when wherever the parse hangs it
            if tree.lower[head] not in _TIMES and tree.labels[head] not in ("DATE", "TIME"):
                return False
        if dep == "pobj" and tree.lower[head] == "of" and tree.pos[tree.heads[head]] in ("NOUN", "PROPN"):
            inside = tree.heads[head]
            if tree.lower[inside] not in _TIMES and tree.labels[inside] not in ("DATE", "TIME"):
                return inside == anchor.governor
        node = head
    return False


def _is_during(tree: Tree, clause: Clause, noun: int) -> bool:
    """Whether a dated happening is when and how the clause came about: "died in clashes on Friday"."""
    preposition = tree.heads[noun]
    return (
        tree.deps[noun] == "pobj"
        and tree.lower[preposition] in _AT_THAT_TIME
        and _is_same(tree, clause, tree.heads[preposition])
    )


def _is_during_of(tree: Tree, noun: int, verb: int) -> bool:
    """The same the other way round: the clashes of "died on Friday in clashes"."""
    preposition = tree.heads[noun]
    return (
        tree.deps[noun] == "pobj" and tree.lower[preposition] in _AT_THAT_TIME and tree.heads[preposition] == verb
    ) or (tree.deps[noun] in ("nsubj", "nsubjpass", "dobj", "agent") and tree.heads[noun] == verb)


def _is_meanwhile(tree: Tree, clause: Clause, verb: int) -> bool:
    """Whether a clause is told as of the moment of the verb above it: "on Friday, when the bridge fell"."""
    marks = {tree.lower[c] for c in tree.below(clause.trigger, "mark", "advmod")}
    return tree.deps[clause.trigger] == "advcl" and tree.heads[clause.trigger] == verb and bool(marks & {"when", "as"})


def _is_date_fronted(tree: Tree, clause: Clause, anchor: Anchor) -> bool:
    """Whether a date opens a sentence whose saying comes last: "On Friday, ten died in X, doctors said"."""
    first, _ = tree.bounds[tree.sentences[anchor.top]]
    opens = all(tree.pos[i] in ("SPACE", "PUNCT", "CCONJ", "ADV", "ADP", "DET") for i in range(first, anchor.first))
    said = tree.deps[clause.trigger] == "ccomp" and tree.heads[clause.trigger] == anchor.governor
    return opens and said and anchor.last < clause.first and clause.trigger < anchor.governor


def follows(tree: Tree, clause: Clause, anchor: Anchor) -> bool:
    """Whether a clause is itself told to come after what is dated: "were killed after the vote of 2007".

    Not "the strikes, which came eight years after", nor "to accept a treaty rejected in talks following …".
    """
    trigger = clause.trigger
    if tree.deps[trigger] in ("relcl", "acl", "advcl", "pcomp", "xcomp") or tree.tags[trigger] == "VB":
        return False
    below = -1
    for node in tree.up(anchor.top):
        if node == trigger:
            break
        below = node
    if below < 0 or tree.heads[below] != trigger:
        return False
    opening = [below, *tree.below(below, "mark", "prep")]
    measured = any(tree.below(node, "npadvmod", "quantmod") for node in opening)
    return not measured and any(tree.lower[node] in AFTERWARDS for node in opening)


__all__ = ["date_is_firm", "follows", "is_argument", "place_is_firm"]
