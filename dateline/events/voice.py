"""Who says it and how: source words, hedges, denial and quotation around a clause, and what they make of its status."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from dateline.events.clauses import PRESENT, Clause, Mood, Sort, is_hedged
from dateline.events.tree import Tree
from dateline.events.words import ACCUSING, ALLEGING, DENYING, REPORTING
from dateline.model import Manner, Status, Voice

_QUOTED = re.compile(r"“[^”\n]{12,}”|``.{12,}?''|\"[^\"\n]{12,}\"", re.DOTALL)
_FORESEEING = frozenset({"schedule", "expect", "forecast", "plan", "slate", "anticipate"})
_SOURCE_LENGTH = 80  # a longer name of a source is cut at its first comma or relative clause
_NO_SOURCE = frozenset({"which", "that", "who", "it", "this", "these", "there", "nobody", "one", "none", "neither"})


@dataclass(frozen=True, slots=True)
class Quotes:
    """The stretches of the text in quotation marks, in order."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def holds(self, position: int) -> bool:
        """Whether a code point lies inside quotation marks."""
        at = bisect_right(self.starts, position) - 1
        return at >= 0 and position < self.ends[at]


def find_quotes(text: str) -> Quotes:
    """All stretches of three words or so and more in quotation marks; shorter ones are names and nicknames."""
    spans = [match.span() for match in _QUOTED.finditer(text) if match.group().count(" ") >= 3]
    return Quotes(tuple(start for start, _ in spans), tuple(end for _, end in spans))


def voice_of(tree: Tree, clause: Clause, by_trigger: Mapping[int, Clause], quotes: Quotes) -> Voice:
    """The voice of a clause; `source` and `cue` are the article's words."""
    hedge = is_hedged(tree, clause)
    source, cue, manner = _saying(tree, clause)
    if not source:
        source, cue_words = _according(tree, clause)
        if source:
            cue, manner = cue or cue_words, manner or Manner.ATTRIBUTED
    if hedge:
        return Voice(Manner.ALLEGED, source, hedge)
    for child in tree.children[clause.trigger]:
        if tree.lower[child] in ("alleged", "purported", "reported", "suspected", "supposed"):
            return Voice(Manner.ALLEGED, source, tree.words[child])
    if manner is not None:
        return Voice(manner, source, cue)
    if quotes.holds(tree.starts[clause.trigger]):
        source, cue = _speaker(tree, clause, by_trigger)
        return Voice(Manner.ATTRIBUTED, source, cue or "in quotation marks")
    return Voice(Manner.STATED)


def status_of(clause: Clause, voice: Voice, tree: Tree) -> Status:
    """What the words make of the event's reality."""
    if voice.manner is Manner.DENIED or clause.mood is Mood.NEGATED:
        return Status.DENIED
    if clause.mood is Mood.AHEAD:
        return Status.PLANNED
    if clause.mood is Mood.POSSIBLE:
        return Status.HYPOTHETICAL
    if tree.lemmas[clause.trigger] in _FORESEEING and tree.below(clause.trigger, "auxpass"):
        return Status.PLANNED  # "rain is forecast to continue"
    running = not clause.noun and clause.tense == PRESENT and tree.tags[clause.trigger] == "VBG" and clause.finite
    return Status.ONGOING if running else Status.HAPPENED


def _saying(tree: Tree, clause: Clause) -> tuple[str, str, Manner | None]:
    """The verb of saying above the clause: "police said (that)", "is believed to have", "denied"."""
    node = clause.trigger
    aside = False
    while tree.heads[node] != node:
        dep, head = tree.deps[node], tree.heads[node]
        aside = aside or dep in ("relcl", "advcl")
        lemma = tree.lemmas[head]
        below_it = dep in ("ccomp", "xcomp", "advcl", "prep", "pobj", "pcomp", "dobj", "nsubjpass")
        if aside and (lemma in DENYING or _is_nobody(tree, head)):
            break  # "denies the killing of Ross, who died in June": that he died is not denied
        if lemma in DENYING and tree.pos[head] == "VERB" and (dep in ("ccomp", "xcomp", "dobj", "pcomp")):
            return _subject(tree, head), tree.words[head], Manner.DENIED
        if tree.pos[head] == "VERB" and lemma in REPORTING and dep == "ccomp":
            alleging = lemma in ALLEGING
            return _subject(tree, head), _cue(tree, head), Manner.ALLEGED if alleging else Manner.ATTRIBUTED
        passive = bool(tree.below(head, "auxpass", "nsubjpass"))
        if tree.pos[head] == "VERB" and dep in ("xcomp", "prep", "pcomp") and passive and lemma in ALLEGING | ACCUSING:
            return "", _cue(tree, head), Manner.ALLEGED
        if tree.pos[head] == "VERB" and passive and lemma in REPORTING and dep == "xcomp":
            return "", _cue(tree, head), Manner.ATTRIBUTED
        if not below_it and dep not in ("conj", "acl", "relcl", "nsubj", "compound", "poss", "amod", "agent", "attr"):
            break
        node = head
    for child in tree.children[node]:  # "…, officials said" hung the other way round
        hung = tree.deps[child] in ("parataxis", "ccomp") and tree.lemmas[child] in REPORTING and child > node
        if hung and not any(tree.deps[c] in ("ccomp", "dobj", "mark") for c in tree.children[child]):
            return _subject(tree, child), tree.words[child], Manner.ATTRIBUTED
    return "", "", None


def _is_nobody(tree: Tree, verb: int) -> bool:
    """Whether a verb of saying or knowing has nobody for its subject: "nobody knew whether …, when a drill …"."""
    return any(tree.lower[subject] in ("nobody", "none", "neither") for subject in tree.below(verb, "nsubj"))


def _according(tree: Tree, clause: Clause) -> tuple[str, str]:
    """Sources named beside the clause: "according to X", "X reports, citing Y"."""
    first, last = tree.bounds[tree.sentences[clause.trigger]]
    for i in range(first, last + 1):
        if tree.lower[i] == "according":
            for child in tree.children[i]:
                for inner in (*tree.children[child], child):
                    if tree.deps[inner] == "pobj":
                        return _phrase(tree, inner), f"{tree.words[i]} to"
        if tree.lower[i] in ("reports", "reported", "said", "says") and tree.heads[i] == i and i != clause.trigger:
            if any(tree.deps[c] in ("dobj", "ccomp") for c in tree.children[i]):
                continue
            source, cue = _subject(tree, i), tree.words[i]
            for child in tree.children[i]:
                if tree.lower[child] == "citing":
                    cited = tree.below(child, "dobj")
                    if cited:
                        cue = f"{cue}, citing {_phrase(tree, cited[0])}"
            if source:
                return _glued(tree, i, source), cue
    return "", ""


def _glued(tree: Tree, verb: int, source: str) -> str:
    """The whole written word before the verb where the tokens cut it ("Caliber" "." "Az")."""
    end = tree.ends[verb - 1] if verb else 0
    start = end
    while start > 0 and not tree.text[start - 1].isspace():
        start -= 1
    word = tree.text[start:end]
    return word if word.endswith(source) and word != source else source


def _speaker(tree: Tree, clause: Clause, by_trigger: Mapping[int, Clause]) -> tuple[str, str]:
    """The nearest saying of the same block within two sentences, for a clause inside quotation marks."""
    own = tree.sentences[clause.trigger]
    best: tuple[int, int] | None = None
    for other in by_trigger.values():
        away = tree.sentences[other.trigger] - own
        saying = other.sort is Sort.REPORTING and tree.blocks[other.trigger] == tree.blocks[clause.trigger]
        if saying and -1 <= away <= 2 and _subject(tree, other.trigger) and (best is None or abs(away) < best[0]):
            best = (abs(away), other.trigger)
    return (_subject(tree, best[1]), tree.words[best[1]]) if best else ("", "")


def _cue(tree: Tree, verb: int) -> str:
    """The verb with what makes its form: "is believed", "had warned"."""
    parts = [c for c in tree.children[verb] if tree.deps[c] in ("aux", "auxpass", "neg") and c < verb]
    first = min([*parts, verb])
    return tree.text[tree.starts[first] : tree.ends[verb]] if verb - first <= 4 else tree.words[verb]


def _subject(tree: Tree, verb: int) -> str:
    node = verb
    for _ in range(4):
        found = tree.below(node, "nsubj", "nsubjpass")
        if found:
            return "" if tree.lower[found[0]] in _NO_SOURCE else _phrase(tree, found[0])
        agents = tree.below(node, "agent")
        for agent in agents:
            for inner in tree.below(agent, "pobj"):
                return _phrase(tree, inner)
        if tree.deps[node] not in ("conj", "xcomp", "advcl") or tree.heads[node] == node:
            return ""
        node = tree.heads[node]
    return ""


def _phrase(tree: Tree, noun: int) -> str:
    """A noun phrase in the article's words, without the clauses and asides that hang on it."""
    first, last = tree.lefts[noun], tree.rights[noun]
    for child in tree.children[noun]:
        if child > noun and tree.deps[child] in ("relcl", "acl", "appos", "punct", "parataxis", "advcl"):
            last = min(last, tree.lefts[child] - 1)
    while last > noun and tree.pos[last] in ("PUNCT", "SPACE", "CCONJ"):
        last -= 1
    while first < noun and tree.pos[first] in ("PUNCT", "SPACE"):
        first += 1
    words = " ".join(tree.text[tree.starts[first] : tree.ends[last]].split())
    return (
        words
        if len(words) <= _SOURCE_LENGTH
        else " ".join(tree.text[tree.starts[first] : tree.ends[noun]].split())[-_SOURCE_LENGTH:]
    )
