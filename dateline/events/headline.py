"""A short line for an event from the words of its own clause: who, what, and no pronoun that points nowhere."""

import re
from collections.abc import Sequence

from dateline.events.clauses import Clause
from dateline.events.refer import PRONOUNS, Ground, antecedent, subject_of
from dateline.events.tree import Tree
from dateline.events.words import FIRSTS, STRONG_NOUNS, table

LONGEST = 90
_JOINED = 3  # tokens that a second subject may have to stay with the first in a shortened line

# Children of the verb that are no part of the line: asides, other clauses, what only joins it to the text around it.
_ASIDES = ("parataxis", "punct", "mark", "cc", "advcl", "intj", "meta", "dep", "csubj", "preconj")
_NOUN_ASIDES = ("relcl", "appos", "parataxis", "meta", "intj")
_OPENERS = table("""
    meanwhile however also then moreover furthermore still yet therefore thus instead earlier later separately
    meantime nevertheless nonetheless additionally finally though so too already once again even just only
""")
_RELATIVES = frozenset({"who", "which", "that", "whom", "whose", "where", "when", "how", "why", "what"})
_PREFIXES = frozenset({"re", "co", "pre", "non", "un", "de"})  # "re-opened" is one word, cut in three
_HAPPENS = frozenset({"happen", "occur"})
_VAGUE = frozenset({"things", "something", "everything", "anything", "matters"})  # "Things took a frightening turn"
_OBJECTS = frozenset({"him", "her", "them", "it"})


def make_headline(
    tree: Tree,
    clause: Clause,
    grounds: Sequence[Ground],
    skip: Sequence[tuple[int, int]],
) -> str:
    """The headline of a clause, at most `LONGEST` characters, in the article's words and order.

    `skip` are token spans that may go first when the line is too long: the dates, which the page shows beside it.
    Where nobody can tell whom a pronoun means, the line does without a subject ("Arrested in Karachi").
    """
    subject: list[int] = []
    if clause.noun:
        tokens, head = _noun_tokens(tree, clause.trigger), clause.trigger
    else:
        head = _top_of_chain(tree, clause.trigger)
        subject = _subject_tokens(tree, head)
        tokens = _predicate_tokens(tree, head, bool(subject))
    line = _polish(_fit(tree, subject, tokens, head, skip, [ground for ground in grounds if ground.firm]))
    if " " in line:
        return line
    first, last = tree.bounds[tree.sentences[head]]  # one word says nothing: the sentence, as far as it goes
    return _polish([tree.text[tree.starts[first] : tree.ends[last]]])


def has_subject(tree: Tree, clause: Clause) -> bool:
    """Whether it can be said whom or what the verb of a clause is about; a noun says that itself."""
    if clause.noun:
        return True
    head = _top_of_chain(tree, clause.trigger)
    if tree.pos[head] not in ("VERB", "AUX"):
        return True
    subject = subject_of(tree, head)
    vague = subject >= 0 and tree.lower[subject] in _VAGUE and not tree.children[subject]
    return not vague and bool(_subject_tokens(tree, head))


def _top_of_chain(tree: Tree, verb: int) -> int:
    """The verb that carries an open complement: "began to fire" is told from "began"."""
    node = verb
    if tree.deps[verb] in ("acl", "relcl") and tree.lower[tree.heads[verb]] in FIRSTS and tree.tags[verb] == "VB":
        return tree.heads[tree.heads[verb]]  # "was the first to reach the surface" is told whole
    while tree.deps[node] == "xcomp" and tree.pos[tree.heads[node]] in ("VERB", "AUX"):
        node = tree.heads[node]
    return node


def _subject_tokens(tree: Tree, verb: int) -> list[int]:
    subject = subject_of(tree, verb)
    if subject < 0:
        return []
    if tree.deps[verb] == "conj" and tree.heads[subject] != verb and _is_joined_before(tree, verb):
        return sorted(_noun_tokens(tree, verb - 1))
    rivals = [s for s in tree.below(tree.heads[subject], "nsubj", "nsubjpass") if subject < s < verb]
    if rivals and tree.lower[rivals[-1]] in PRONOUNS:
        subject = rivals[-1]  # a heading without a stop ran into the sentence: "Reporter in X It had …"
    if tree.lower[subject] in PRONOUNS or tree.pos[subject] == "PRON":
        noun = antecedent(tree, subject)
        return _light_phrase(tree, noun) if noun >= 0 else []
    if tree.lemmas[verb] in _HAPPENS and tree.deps[verb] == "relcl":
        subject = _what_happens(tree, subject)
    if subject == tree.heads[verb] and tree.deps[verb] in ("acl", "relcl"):
        return _light_phrase(tree, subject)
    if tree.deps[verb] == "relcl" and any(tree.lower[c] in _RELATIVES for c in tree.below(verb, "dobj", "pobj")):
        return sorted({*_light_phrase(tree, tree.heads[verb]), *_light_phrase(tree, subject)})  # "the bill X signed"
    # "a conference titled “… – Our Land” was held": parsers cut such a name into two subjects.
    others = [s for s in tree.below(tree.heads[subject], "nsubj", "nsubjpass") if subject < s < verb]
    if others and "," in tree.words[tree.rights[subject] + 1 : tree.lefts[others[-1]] + 1]:
        subject, others = others[-1], []  # "in X, the heart of the revolt, a leader said": the last one is it
    return sorted({t for one in (subject, *others) for t in _noun_tokens(tree, one)})


def _what_happens(tree: Tree, noun: int) -> int:
    """The happening among the nouns that a relative clause hangs on: "the accident involving a lorry, which …"."""
    return next(
        (node for node in tree.up(noun) if tree.pos[node] == "NOUN" and tree.lemmas[node] in STRONG_NOUNS), noun
    )


def _is_joined_before(tree: Tree, verb: int) -> bool:
    """Whether the noun right before a joined verb is its subject, which parsers hang on the object before it.

    "Forces pounded cities and crowds ransacked embassies": the forces did not ransack them.
    """
    noun = verb - 1
    return (
        tree.pos[noun] in ("NOUN", "PROPN")
        and tree.deps[noun] == "conj"
        and tree.labels[noun] not in ("DATE", "TIME")
        and tree.pos[tree.lefts[noun] - 1] == "CCONJ"
    )


def _light_phrase(tree: Tree, noun: int) -> list[int]:
    """A noun phrase without clauses, asides and long attachments: what an antecedent is named by."""
    kept = [noun]
    for child in tree.children[noun]:
        if tree.deps[child] in ("det", "compound", "amod", "nummod", "poss", "nmod", "quantmod") and child < noun:
            kept += tree.subtree(child)
        if tree.deps[child] == "conj" and child > noun and tree.pos[child] in ("NOUN", "PROPN"):
            inner = tree.subtree(child)
            if len(inner) <= _JOINED:
                kept += [*(c for c in tree.below(noun, "cc") if noun < c < child), *inner]  # "Safia and Aisha"
        if tree.deps[child] == "prep" and tree.lower[child] == "of":
            inner = tree.subtree(child)
            if len(inner) <= 5:
                kept += inner
    return sorted(set(kept))


def _noun_tokens(tree: Tree, noun: int) -> list[int]:
    """A noun phrase without relative clauses, asides and what stands in brackets."""
    kept: list[int] = []
    stack = [noun]
    while stack:
        one = stack.pop()
        kept.append(one)
        for child in tree.children[one]:
            named = tree.deps[child] == "appos" and not _is_set_off(tree, child)  # "declared him the winner"
            infinitive = tree.lower[tree.lefts[child]] == "to" and not _is_set_off(tree, child)
            if tree.deps[child] in _NOUN_ASIDES and not (named or infinitive):
                continue
            if tree.deps[child] == "acl" and (
                not (infinitive or tree.tags[child] == "VBN") or _is_set_off(tree, child)
            ):
                continue
            if tree.deps[child] == "punct" and (tree.words[child] in "()[];:—" or tree.words[child] == "--"):
                continue
            if tree.deps[child] in ("conj", "cc") and tree.pos[child] == "VERB":
                continue
            if tree.deps[child] == "conj" and abs(child - one) > 25:
                continue
            stack.append(child)
    return sorted(kept)


def _is_set_off(tree: Tree, token: int) -> bool:
    """Whether a comma or a dash stands before the subtree of a token."""
    left = tree.lefts[token]
    return left > 0 and tree.pos[left - 1] == "PUNCT" and tree.words[left - 1] not in '"“‘``'


def _predicate_tokens(tree: Tree, verb: int, has_subject: bool) -> list[int]:
    kept = [verb]
    for child in tree.children[verb]:
        dep = tree.deps[child]
        if dep in ("nsubj", "nsubjpass", "expl", "csubjpass", *_ASIDES) or tree.lower[child] == "according":
            continue
        if dep in ("conj", "ccomp") and tree.pos[child] in ("VERB", "AUX"):
            if dep == "conj" or child < verb or _is_set_off(tree, child):
                continue
            kept += _clause_tokens(tree, child)
            continue
        if dep == "prep" and child < verb:
            continue  # fronted: the page shows time and place beside the line
        if (
            dep in ("npadvmod", "advmod")
            and child < verb
            and (tree.lefts[child] == tree.bounds[tree.sentences[verb]][0] or _is_set_off(tree, verb))
        ):
            continue
        if tree.lower[child] in _RELATIVES or tree.lower[tree.lefts[child]] in ("how", "why"):
            continue
        if dep == "advmod" and (
            (tree.lower[child] in _OPENERS and child < verb and not has_subject) or tree.lower[child] in _RELATIVES
        ):
            continue
        if dep in ("pobj", "dative") and tree.lower[child] in _RELATIVES:
            continue
        if dep in ("auxpass", "aux") and not has_subject and tree.tags[verb] in ("VBN", "VBG"):
            continue  # "Arrested in Karachi", as papers write it
        if dep in ("aux", "auxpass", "neg", "prt"):
            kept.append(child)
        elif dep == "xcomp":
            kept += _clause_tokens(tree, child)
        else:
            kept += _noun_tokens(tree, child)
    return sorted(set(kept))


def _clause_tokens(tree: Tree, verb: int) -> list[int]:
    kept = [verb]
    for child in tree.children[verb]:
        dep = tree.deps[child]
        if dep in ("advcl", "parataxis", "conj", "cc") or (dep == "punct" and child > verb):
            continue
        kept += _clause_tokens(tree, child) if tree.pos[child] == "VERB" else _noun_tokens(tree, child)
    return kept


def _fit(
    tree: Tree,
    subject: list[int],
    tokens: list[int],
    head: int,
    skip: Sequence[tuple[int, int]],
    grounds: Sequence[Ground],
) -> list[str]:
    """Leave out the least needed phrases, one by one, until the line is short enough."""
    subject, tokens = list(subject), list(tokens)
    shorter = _light_phrase(tree, min(subject, key=lambda t: _depth(tree, t))) if subject else []
    steps: list[tuple[list[int], list[int]]] = [(subject, tokens)]
    for piece in _droppable(tree, tokens, head, skip):
        tokens = [t for t in tokens if t not in piece]
        steps.append((subject, tokens))
    if shorter and len(shorter) < len(subject):
        middle = len(steps) // 2
        steps[middle:middle] = [(shorter, steps[0][1])]
        steps += [(shorter, kept) for _, kept in steps[1:]]
    pieces: list[str] = []
    for left, right in steps:
        pieces = _words(tree, left, grounds) + _words(tree, right, grounds)
        if len(_polish(pieces, cut=False)) <= LONGEST:
            return pieces
    return pieces


def _depth(tree: Tree, token: int) -> int:
    return sum(1 for _ in tree.up(token))


def _droppable(tree: Tree, tokens: list[int], head: int, skip: Sequence[tuple[int, int]]) -> list[frozenset[int]]:
    """Sets of tokens that may go, least needed first: dates, then adverbs, then phrases from the far end inwards."""
    kept = set(tokens)
    sets: list[frozenset[int]] = []
    for first, last in skip:
        top = tree.top(first, last)
        up = tree.heads[top] if tree.deps[top] == "pobj" else top
        piece = frozenset(tree.subtree(up)) & kept
        if head not in piece and piece:
            sets.append(piece)
    children = [c for c in tree.children[head] if c in kept]
    sets += [frozenset(tree.subtree(c)) & kept for c in children if tree.deps[c] in ("advmod", "npadvmod")]
    for dep in (("advcl", "acl"), ("prep",), ("agent",)):
        for token in sorted(kept, reverse=True):
            if tree.deps[token] in dep and token != head and _is_far(tree, token, head):
                sets.append(frozenset(tree.subtree(token)) & kept)
    for token in sorted(kept, reverse=True):
        if tree.deps[token] == "prep" and token > head:
            sets.append(frozenset(tree.subtree(token)) & kept)
    return sets


def _is_far(tree: Tree, token: int, head: int) -> bool:
    """Whether a phrase is not the verb's own first one, which often completes it ("led to", "result in")."""
    own = [c for c in tree.children[head] if tree.deps[c] in ("prep", "dobj", "agent") and c > head]
    return not (own and token == own[0])


def _with_hyphens(tree: Tree, tokens: Sequence[int]) -> list[int]:
    """The tokens and the hyphens and slashes that join two of them in one written word."""
    kept = set(tokens)
    joints = {
        t + 1
        for t in tokens
        if t + 2 in kept
        and tree.words[t + 1] in ("-", "/", "–", "’", "'", "&")
        and tree.starts[t + 2] == tree.ends[t] + 1
    }
    prefixed = {
        t + n
        for t in tokens
        for n in (1, 2)
        if t + 2 < len(tree)
        and tree.lower[t] in _PREFIXES
        and tree.words[t + 1] == "-"
        and tree.ends[t] == tree.starts[t + 1]
        and tree.ends[t + 1] == tree.starts[t + 2]
    }
    return sorted(kept | joints | prefixed)


def _words(tree: Tree, tokens: Sequence[int], grounds: Sequence[Ground]) -> list[str]:
    """The tokens as written, with single spaces where something was left out and place names for "these lands"."""
    pieces: list[str] = []
    covered = {t: ground for ground in grounds for t in range(ground.first, ground.last + 1)}
    before = -2
    done: set[int] = set()
    tokens = _with_hyphens(tree, tokens)
    kept = set(tokens)
    for token in tokens:
        if tree.pos[token] == "SPACE":
            continue
        if tree.words[token] == "," and not (token - 1 in kept and token + 1 in kept):
            continue  # it set off something that was left out
        ground = covered.get(token)
        if ground is not None:
            if ground.head not in done:
                pieces.append(" " + ground.spot.resolution.mention.text)
                done.add(ground.head)
            before = token
            continue
        if tree.lower[token] in _OBJECTS and tree.deps[token] in ("dobj", "pobj", "dative"):
            noun = antecedent(tree, token)
            if noun >= 0 and noun not in kept:
                pieces += _words(tree, _light_phrase(tree, noun), ())
                before = token
                continue
        joined = before == token - 1 and tree.starts[token] == tree.ends[token - 1]
        pieces.append(tree.words[token] if joined else " " + tree.words[token])
        before = token
    return pieces


# What stands before the entries of a chronicle: "21 - Rebels enter", "29 September 2011 The trial opens".
_CHRONICLE = re.compile(
    r"^(?:\d{1,2}\s*[-–—:]\s*|(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December)(?: \d{1,2},?)? \d{4}\s*[-–—:]?\s*)(?=[A-Z“])"
)
_ADDRESS = re.compile(r"\(?\s*\b(?:https?://|www\.)\S+\s*\)?")
_BRACKETS = re.compile(r"-LRB-.*?-RRB-|-[LR]RB-")  # how tokenised corpora write "(…)"
_POINTERS = re.compile(r"^(?:this|these|that|those|such|whose)\s(?=\w{3})", re.IGNORECASE)
_THIS_YEARS = re.compile(
    r"^(?:this|next|last)\s(?:year|month|week|weekend|season|summer|winter|spring)['’]s\s", re.IGNORECASE
)
_SPACES = re.compile(r"\s+")
_BEFORE = re.compile(r"\s+([,.;:!?%)\]’”])")
_COMMAS = re.compile(r"(,\s*)+(?=[,.;:]|$)|,\s*(?=,)")
_EDGES = " ,;:–—-_.\n\t"
_ABBREVIATED = re.compile(r"\b([ap]\.m|(?:[A-Z]\.)+[A-Z])$")  # a last full stop that is the word's own


def _polish(pieces: Sequence[str], *, cut: bool = True) -> str:
    text = _ADDRESS.sub("", _BRACKETS.sub("", "".join(pieces))).replace("``", "“").replace("''", "”")
    text = _BEFORE.sub(r"\1", _SPACES.sub(" ", text))
    text = re.sub(r",\s*,", ",", text).strip(_EDGES)
    for opening, closing in (("(", ")"), ("“", "”"), ("[", "]")):
        if text.count(opening) != text.count(closing):
            text = text.replace(opening, "").replace(closing, "")
    if text.count('"') % 2:
        text = text.replace('"', "")
    text = _ABBREVIATED.sub(r"\1.", _SPACES.sub(" ", text).strip(_EDGES))
    text = _CHRONICLE.sub("", text)
    text = _THIS_YEARS.sub("", text)  # the page shows the date beside it
    text = _POINTERS.sub("", text)  # "These efforts": nothing stands before it that it could point to
    while " " in text and text.rsplit(" ", 1)[-1].lower() in _CUT_OFF:
        text = text.rsplit(" ", 1)[0].rstrip(_EDGES)  # a phrase that was left out began with it
    first = text[:1].upper() + text[1:]
    if len(first) <= LONGEST or not cut:
        return first
    short = first[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(_EDGES + "'\"“(")
    while short.rsplit(" ", 1)[-1].lower() in _DANGLING and " " in short:
        short = short.rsplit(" ", 1)[0].rstrip(_EDGES)
    return short + "…"


_CUT_OFF = table("and or the a an of at near with from between")
_DANGLING = table("""
    of in on at to the a an and or by for from with into that as his her their its our between
""")
