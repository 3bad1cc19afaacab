"""Event candidates by the parse: every verb and noun that may carry one, with its clause and its grammar."""

from dataclasses import dataclass
from enum import StrEnum

from dateline.events.tree import Tree
from dateline.events.words import (
    ASPECTUAL,
    DEMANDING,
    DISCLAIMING,
    EVENT_NOUNS,
    FIRSTS,
    GENERIC,
    HEDGES,
    MENTAL,
    NOBODY,
    PERCEIVING,
    PLAN_NOUNS,
    PLANNING,
    REPORTING,
    SCHEDULING,
    SPEAKING,
    STATES,
    STRONG_NOUNS,
)
from dateline_timeline.tense import Tense

PAST, PRESENT, FUTURE = Tense.PAST, Tense.PRESENT, Tense.FUTURE

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
_OPENED = ("xcomp", "conj", "advcl", "acl", "pcomp", "relcl", "ccomp")
_CONDITIONS = frozenset({"if", "unless", "whether", "lest"})
_NEITHER = frozenset({"neither", "nor"})
_MODALS = frozenset({"would", "could", "may", "might", "should", "must", "can", "ought"})


class Mood(StrEnum):
    """How real the words make it."""

    REAL = "real"
    AHEAD = "ahead"  # will, is to, plans to
    POSSIBLE = "possible"  # may, could, if
    NEGATED = "negated"


class Sort(StrEnum):
    """What a candidate is; only the first is an event in the reader's sense."""

    EVENT = "event"
    REPORTING = "reporting"
    BACKGROUND = "background"
    OPINION = "opinion"


@dataclass(frozen=True, slots=True)
class Clause:
    """A word that may carry an event. `first` and `last` are the tokens of its clause, inclusive."""

    trigger: int
    noun: bool
    first: int
    last: int
    tense: Tense
    mood: Mood
    sort: Sort
    governor: int  # token of the candidate it hangs under, -1 at the top
    relation: str  # dependency by which it hangs there
    finite: bool
    hangs_on: int = -1  # for a relative clause of time ("August 22, when …") the word that it hangs on


def tense_of(tree: Tree, verb: int) -> tuple[Tense, Mood, bool]:
    """Tense, mood and finiteness of a verb by its own form and its auxiliaries ("has been held": past)."""
    helpers = [child for child in tree.children[verb] if tree.deps[child] in ("aux", "auxpass")]
    words = {tree.lower[child] for child in helpers}
    tags = {tree.tags[child] for child in helpers} | {tree.tags[verb]}
    mood = Mood.REAL
    if _negated(tree, verb) or _nobody(tree, verb):
        mood = Mood.NEGATED
    finite = bool(tags & {"VBD", "VBZ", "VBP", "MD"})
    if words & {"will", "'ll", "’ll", "wo", "shall"}:
        return FUTURE, Mood.NEGATED if mood is Mood.NEGATED else Mood.AHEAD, True
    if words & _MODALS:
        if words & {"would", "could", "might", "should", "must"} and {"have", "'ve", "’ve"} & words:
            return PAST, Mood.POSSIBLE, True
        return PRESENT if words & {"could", "can"} else FUTURE, Mood.POSSIBLE, True
    if "VBD" in tags or {"has", "have", "had", "having"} & words:
        return PAST, mood, finite
    if tags & {"VBZ", "VBP"}:
        return PRESENT, mood, True
    if "to" in words:
        return FUTURE, mood, False
    if tree.tags[verb] == "VBN":
        return PAST, mood, finite
    return PRESENT, mood, finite


def _negated(tree: Tree, verb: int) -> bool:
    """Whether the verb has a "not", a "neither" or a "nor"; "nor" also reaches the verb that it joins to another."""
    if tree.below(verb, "neg") or any(c < verb and tree.lower[c] in _NEITHER for c in tree.children[verb]):
        return True
    head = tree.heads[verb]
    return tree.deps[verb] == "conj" and any(tree.lower[c] == "nor" and head < c < verb for c in tree.children[head])


def _disclaimed(tree: Tree, node: int) -> bool:
    """Whether what hangs on a clause or noun is not claimed: "it is not true that", "there is no evidence that".

    What is only left open keeps its ground: "did not say how many were killed" tells that some were.
    """
    head = tree.heads[node]
    if tree.deps[node] not in ("ccomp", "acl", "csubj") or any(
        tree.tags[token] in ("WRB", "WP", "WDT") for token in range(tree.lefts[node], node)
    ):
        return False
    if tree.pos[head] in ("VERB", "AUX"):
        told = [c for c in tree.children[head] if tree.deps[c] in ("acomp", "attr", "nsubj", "nsubjpass", "dobj")]
        return _negated(tree, head) or any(_takes_back(tree, c) for c in told)
    above = tree.heads[head]
    said = tree.below(above, "acomp", "attr") if tree.deps[head] in ("nsubj", "nsubjpass") else []
    return tree.deps[node] == "acl" and (_takes_back(tree, head) or any(_takes_back(tree, c) for c in said))


def _takes_back(tree: Tree, token: int) -> bool:
    """Whether a word says that something is not so: "false", "no evidence"."""
    return tree.lower[token] in DISCLAIMING or any(tree.lower[c] == "no" for c in tree.below(token, "det"))


def _nobody(tree: Tree, verb: int) -> bool:
    """Whether the subject itself denies: "none of them came", "no soldier was hurt"."""
    return any(
        tree.lower[subject] in NOBODY or any(tree.lower[c] == "no" for c in tree.below(subject, "det"))
        for subject in tree.below(verb, "nsubj", "nsubjpass")
    )


def verb_mood(tree: Tree, verb: int) -> tuple[Tense, Mood, bool]:
    """Tense and mood with what the clauses above lend: "plans to open" lies ahead, "was forced to leave" happened."""
    tense, mood, finite = tense_of(tree, verb)
    node = verb
    for _ in range(6):
        if any(tree.lower[child] in _CONDITIONS for child in tree.below(node, "mark")):
            return tense, Mood.POSSIBLE, finite
        head = tree.heads[node]
        dep = tree.deps[node]
        if head == node:
            break
        if tree.pos[head] not in ("VERB", "AUX", "NOUN", "ADJ", "ADP", "PROPN"):
            break
        if _disclaimed(tree, node):
            return tense, Mood.POSSIBLE, finite
        if dep == "ccomp" and tree.lemmas[head] in DEMANDING and _is_bare(tree, node):
            return FUTURE, Mood.POSSIBLE, finite  # "demanded that the government save the lake"
        if dep in ("acl", "relcl") and tree.lower[head] in FIRSTS and tree.tags[node] == "VB":
            return tense_of(tree, tree.heads[head])[0], Mood.REAL, True  # "was the first to reach the surface"
        if dep == "acl" and tree.tags[node] == "VBN" and tense == PAST:
            break  # "the injunction issued Thursday" is past whatever is to happen to it
        if dep in ("xcomp", "ccomp", "conj", "pcomp", "prep", "acl", "advcl", "dobj", "pobj") and not finite:
            above = tree.lemmas[head]
            if tree.pos[head] in ("VERB", "AUX", "ADJ"):
                upper, upper_mood, upper_finite = tense_of(tree, head)
                helpers = {tree.lower[c] for c in tree.below(node, "aux")}
                to = "to" in helpers and "have" not in helpers  # "was confirmed to have died"
                if above == "be" and dep in ("xcomp", "ccomp") and {"to", "have"} <= helpers:
                    return PAST, Mood.POSSIBLE, finite  # "was to have begun", and did not
                if dep in ("xcomp", "ccomp") and (above in PLANNING or above in ("go", "have", "be")) and to:
                    if above in SCHEDULING or above in ("go", "be"):
                        return FUTURE, Mood.AHEAD, finite
                    return FUTURE, Mood.POSSIBLE, finite
                if dep == "advcl" and to:  # a purpose: "gathered to discuss"
                    return upper, Mood.POSSIBLE if upper_mood is Mood.REAL else upper_mood, finite
                tense = upper
                if upper_mood is not Mood.REAL:
                    mood = upper_mood
                finite = upper_finite
            elif (
                dep == "acl"
                and tree.lemmas[head] in PLAN_NOUNS
                and "to" in {tree.lower[c] for c in tree.children[node]}
            ):
                return FUTURE, Mood.POSSIBLE, finite  # "a plan to build", "attempts to kill"
        elif dep in ("conj", "ccomp", "relcl", "advcl", "nsubj", "nsubjpass") and finite:
            break
        node = head
    return tense, mood, finite


def _is_bare(tree: Tree, verb: int) -> bool:
    """Whether a verb is bare, as what is demanded is: "that it save the lake", "that land be set aside"."""
    helpers = [tree.lower[c] for c in tree.below(verb, "aux", "auxpass")]
    return tree.tags[verb] in ("VB", "VBP") or (tree.tags[verb] in ("VBN", "VBD") and helpers == ["be"])


def find_clauses(tree: Tree) -> tuple[Clause, ...]:
    """All candidates in the order of the text.

    Verbs are taken but for auxiliaries, participles before a noun and prepositions made of verbs ("including"); nouns
    where the table of event nouns has their lemma and they are not part of a name of something else.
    """
    carriers = [i for i in range(len(tree)) if _is_verb(tree, i) or _is_event_noun(tree, i)]
    chosen = set(carriers)
    found = []
    for i in carriers:
        noun = tree.pos[i] not in ("VERB", "AUX")
        governor, relation = _governor(tree, i, chosen)
        if noun:
            above = governor if governor >= 0 else _verb_above(tree, i)
            tense, mood, finite = (
                verb_mood(tree, above)
                if above >= 0 and tree.pos[above] in ("VERB", "AUX")
                else (PAST, Mood.REAL, False)
            )
            sort = Sort.EVENT
            if above >= 0 and tree.deps[i] == "dobj" and tree.lemmas[above] in PLANNING:
                mood = Mood.POSSIBLE
        else:
            tense, mood, finite = verb_mood(tree, i)
            sort = _sort(tree, i)
        first, last = _span(tree, i)
        timed = tree.deps[i] == "relcl" and any(tree.lower[c] == "when" for c in tree.children[i])
        hangs_on = tree.heads[i] if timed else -1
        found.append(Clause(i, noun, first, last, tense, mood, sort, governor, relation, finite, hangs_on))
    return tuple(found)


def _is_verb(tree: Tree, i: int) -> bool:
    if tree.pos[i] not in ("VERB", "AUX") or not tree.words[i][:1].isalpha():
        return False
    dep = tree.deps[i]
    if dep in ("aux", "auxpass", "amod", "compound", "prep", "case", "mark", "nummod", "det", "punct", "nmod", "cc"):
        return False
    # A copula describes, but its clause has to be somebody's: words in it that we know nothing of are background then.
    return tree.pos[i] == "VERB" or dep in ("ROOT", "ccomp", "advcl", "relcl", "conj", "acl", "parataxis")


def _is_event_noun(tree: Tree, i: int) -> bool:
    if tree.pos[i] not in ("NOUN", "PROPN") or tree.lemmas[i] not in EVENT_NOUNS:
        return False
    if tree.deps[i] in ("compound", "nmod", "amod", "nummod", "npadvmod"):
        return False
    if tree.labels[i] in (
        "ORG",
        "PERSON",
        "FAC",
        "PRODUCT",
        "WORK_OF_ART",
        "LAW",
        "GPE",
        "MONEY",
        "PERCENT",
        "QUANTITY",
    ):
        return False
    # "World Trade Organisation talks" is fine, "Battle Creek" is not: a name has to end in the event's noun.
    return not (tree.pos[i] == "PROPN" and i + 1 < len(tree) and tree.pos[i + 1] == "PROPN" and tree.heads[i] == i + 1)


def _sort(tree: Tree, i: int) -> Sort:
    lemma = tree.lemmas[i]
    if tree.pos[i] == "AUX":
        return Sort.BACKGROUND
    if any(tree.lower[c] in GENERIC for c in tree.below(i, "nsubj", "nsubjpass")):
        return Sort.BACKGROUND  # "anyone with information is asked to call"
    if lemma in PERCEIVING:
        return Sort.BACKGROUND  # "was heard in Cyprus": it did not happen there
    clause_below = any(tree.deps[c] in ("ccomp", "parataxis") for c in tree.children[i])
    if lemma in REPORTING and (clause_below or tree.deps[i] == "parataxis" or _is_bare_saying(tree, i)):
        return Sort.REPORTING
    if lemma in MENTAL:
        return Sort.OPINION
    if lemma in ("become", "get", "grow", "go", "turn") and tree.below(i, "acomp"):
        return Sort.BACKGROUND  # "has become too politicised"
    if lemma in STATES or (lemma == "do" and not tree.below(i, "dobj", "nsubjpass")):
        return Sort.BACKGROUND  # "as did his jurors"
    return Sort.EVENT


def _is_bare_saying(tree: Tree, i: int) -> bool:
    """A saying whose words are not under it in the parse: "…," he said; as police reported."""
    if tree.lemmas[i] in SPEAKING:
        return True
    return tree.lemmas[i] in ("report", "claim", "announce", "write", "quote", "cite", "confirm", "warn") and not any(
        tree.deps[c] in ("dobj", "nsubjpass") for c in tree.children[i]
    )


def _governor(tree: Tree, i: int, chosen: set[int]) -> tuple[int, str]:
    relation = tree.deps[i]
    node = i
    while tree.heads[node] != node:
        relation = tree.deps[node]
        node = tree.heads[node]
        if node in chosen:
            return node, relation
    return -1, "ROOT"


def _verb_above(tree: Tree, i: int) -> int:
    for node in tree.up(i):
        if node != i and tree.pos[node] in ("VERB", "AUX"):
            return node
    return -1


def _span(tree: Tree, i: int) -> tuple[int, int]:
    """The tokens of a clause: the subtree without the punctuation, the conjunction and the mark at its edges.

    Verbs joined by "and" hang under the first one; the first one's clause ends before the joined clause only where
    that has a subject of its own, since each candidate's own subtree is shorter than that of the one above it.
    """
    first, last = tree.lefts[i], tree.rights[i]
    while first < i and (tree.pos[first] in ("PUNCT", "SPACE", "CCONJ") and tree.words[first] not in "([\"“‘'"):
        first += 1
    while last > i and (tree.pos[last] in ("PUNCT", "SPACE")) and tree.words[last] not in ")]\"”’'":
        last -= 1
    return first, last


def is_hedged(tree: Tree, clause: Clause) -> str:
    """The hedging adverb of a clause ("allegedly"), or nothing."""
    for child in tree.children[clause.trigger]:
        if tree.lower[child] in HEDGES:
            return tree.words[child]
    return ""


def is_strong(tree: Tree, clause: Clause) -> bool:
    """Whether a noun carries an event that stands by itself."""
    return tree.lemmas[clause.trigger] in STRONG_NOUNS


def is_aspectual(tree: Tree, clause: Clause) -> bool:
    """Whether the verb only begins, continues or ends what hangs under it."""
    return tree.lemmas[clause.trigger] in ASPECTUAL
