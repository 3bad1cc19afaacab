"""Numbers that matter: killed, injured, displaced, arrested, missing, magnitude and money, with their bounds."""

import re
from collections.abc import Iterable

from dateline.events.clauses import Clause
from dateline.events.tree import Tree
from dateline.model import Quantity

_VERBS = {
    "killed": "kill slay die murder execute massacre slaughter drown perish assassinate behead",
    "injured": "injure wound hurt hospitalise hospitalize",
    "displaced": "displace evacuate flee evict expel uproot deport relocate",
    "arrested": "arrest detain jail imprison capture",
}
_NOUNS = {
    "killed": "death fatality dead toll",
    "injured": "injury injured wounded casualty",
    "displaced": "refugee evacuee",
    "arrested": "arrest detainee",
    "missing": "missing",
}
_WHAT_OF_VERB = {lemma: what for what, lemmas in _VERBS.items() for lemma in lemmas.split()}
_WHAT_OF_NOUN = {lemma: what for what, lemmas in _NOUNS.items() for lemma in lemmas.split()}
_ADJECTIVES = {
    "dead": "killed",
    "injured": "injured",
    "wounded": "injured",
    "homeless": "displaced",
    "missing": "missing",
}

_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
# "dozens" is two dozens at the least: the lower bound that the word's plural gives, and no upper one.
_VAGUE = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2_000, "millions": 2_000_000}
_LOWER = re.compile(
    r"(at least|more than|over|no fewer than|no less than|not less than|upwards of|exceeding)\s*$", re.IGNORECASE
)
_UPPER = re.compile(
    r"(up to|as many as|at most|fewer than|less than|no more than|under|nearly|almost)\s*$", re.IGNORECASE
)

_MAGNITUDE = re.compile(
    r"\b(?:magnitude(?:[- ]of)?[- ]|measur\w+ )(?P<a>\d(?:\.\d)?)\b|\b(?P<b>\d\.\d)[- ]?magnitude\b", re.IGNORECASE
)
_MONEY = re.compile(
    r"(?P<sign>US\$|C\$|A\$|HK\$|[$€£¥])\s?(?P<n>\d[\d,]*(?:\.\d+)?)"
    r"(?:\s?(?P<scale>hundred|thousand|million|billion|trillion|bn|m)\b)?"
    r"|\b(?P<n2>\d[\d,]*(?:\.\d+)?)\s?(?P<scale2>thousand|million|billion|trillion)?"
    r"\s(?P<name>dollars|euros|pounds|yen|rubles|roubles|rupees|yuan)\b",
    re.IGNORECASE,
)
_SIGNS = {"$": "USD", "US$": "USD", "C$": "CAD", "A$": "AUD", "HK$": "HKD", "€": "EUR", "£": "GBP", "¥": "JPY"}
_NAMES = {
    "dollars": "USD", "euros": "EUR", "pounds": "GBP", "yen": "JPY", "rubles": "RUB", "roubles": "RUB",
    "rupees": "INR", "yuan": "CNY",
}  # fmt: skip


def parse_number(words: str) -> float | None:
    """A number in digits or in English words ("1,200", "twenty-two", "2.5 million"); None if it is neither.

    Source: the usual grammar of English number names; no ordinals, no fractions.
    """
    whole, part, seen = 0.0, 0.0, False
    for word in words.lower().replace("-", " ").split():
        bare = word.replace(",", "")
        if word in ("and", "a", "an"):
            continue
        if re.fullmatch(r"\d+(\.\d+)?", bare):
            part += float(bare)
        elif word in _ONES:
            part += _ONES[word]
        elif word in _TENS:
            part += _TENS[word]
        elif word == "dozen":
            part = max(part, 1) * 12
        elif word == "hundred":
            part = max(part, 1) * 100
        elif word in _SCALES:
            whole += max(part, 1) * _SCALES[word]
            part = 0
        else:
            return None
        seen = True
    return whole + part if seen else None


def find_numbers(tree: Tree, clause: Clause) -> tuple[Quantity, ...]:
    """The numbers of a clause that sources can be compared by, in the order of the text, no offset twice."""
    start, end = tree.starts[clause.first], tree.ends[clause.last]
    found = [*_people(tree, clause), *_magnitudes(tree.text, start, end), *_money(tree.text, start, end)]
    unique = {(quantity.start, quantity.end): quantity for quantity in found}
    return tuple(sorted(unique.values(), key=lambda quantity: (quantity.start, quantity.end)))


def _people(tree: Tree, clause: Clause) -> Iterable[Quantity]:
    for i in range(clause.first, clause.last + 1):
        numeral = tree.pos[i] == "NUM" and tree.deps[i] in ("nummod", "nsubj", "nsubjpass", "dobj", "pobj", "conj")
        vague = tree.lower[i] in _VAGUE
        if not (numeral or vague) or tree.labels[i] in ("DATE", "TIME", "MONEY", "PERCENT", "ORDINAL"):
            continue
        if numeral and i and tree.lower[i - 1] in ("age", "aged"):
            continue
        what = _what(tree, i)
        if not what:
            continue
        first = i
        while first > clause.first and tree.pos[first - 1] == "NUM" and tree.heads[first - 1] in (i, tree.heads[i]):
            first -= 1
        while first - 2 >= clause.first and tree.words[first - 1] == "-" and tree.pos[first - 2] == "NUM":
            first -= 2  # "twenty-two"
        last = i
        text = tree.text[tree.starts[first] : tree.ends[last]]
        value = _VAGUE[tree.lower[i]] if vague else parse_number(text)
        if value is None or (1800 <= value <= 2100 and "," not in text and tree.labels[i] == "DATE"):
            continue
        low: float | None = float(value)
        high: float | None = None if vague else float(value)
        before = tree.text[max(0, tree.starts[first] - 16) : tree.starts[first]]
        if hit := _LOWER.search(before):
            high = None
        elif hit := _UPPER.search(before):
            low = None
        start = tree.starts[first] - len(hit.group()) if hit else tree.starts[first]
        yield Quantity(what, low, high, "people", tree.text[start : tree.ends[last]], start, tree.ends[last])


def _what(tree: Tree, number: int) -> str:
    """What a number counts: the nearest word above it, or beside it, of a kind we know ("12 people were killed")."""
    node = number
    for _ in range(5):
        head = tree.heads[node]
        lemma = tree.lemmas[head]
        if lemma in _WHAT_OF_NOUN and tree.deps[node] == "nummod":
            return _WHAT_OF_NOUN[lemma]
        if tree.pos[head] == "VERB" and lemma in _WHAT_OF_VERB:
            what = _WHAT_OF_VERB[lemma]
            intransitive = lemma in ("die", "drown", "perish", "flee")
            dep = tree.deps[node]
            patient = dep in (("nsubj",) if intransitive else ("dobj", "nsubjpass")) or (
                lemma == "drown" and dep == "dobj"
            )
            participle = tree.tags[head] == "VBN" and dep == "nsubj" and not tree.below(head, "dobj")
            return what if patient or participle else ""
        for child in tree.children[head]:
            if tree.lower[child] in _ADJECTIVES and tree.deps[child] in ("acomp", "oprd", "ccomp", "advmod"):
                return _ADJECTIVES[tree.lower[child]]
            if tree.lemmas[child] in _WHAT_OF_VERB and tree.deps[child] == "acl" and tree.tags[child] == "VBN":
                return _WHAT_OF_VERB[tree.lemmas[child]]
        climbing = ("nummod", "conj", "appos", "pobj", "prep", "quantmod", "nmod", "nsubj", "dobj", "nsubjpass")
        if head == node or tree.deps[node] not in climbing:
            return ""
        node = head
    return ""


def _magnitudes(text: str, start: int, end: int) -> Iterable[Quantity]:
    for match in _MAGNITUDE.finditer(text, start, end):
        value = float(match.group("a") or match.group("b"))
        yield Quantity("magnitude", value, value, "", match.group(), match.start(), match.end())


def _money(text: str, start: int, end: int) -> Iterable[Quantity]:
    for match in _MONEY.finditer(text, start, end):
        digits = (match.group("n") or match.group("n2")).replace(",", "")
        scale = (match.group("scale") or match.group("scale2") or "").lower()
        factor = {"bn": 1e9, "m": 1e6, "": 1.0}.get(scale) or float(_SCALES[scale])
        unit = _SIGNS.get((match.group("sign") or "").upper()) or _NAMES[match.group("name").lower()]
        value = round(float(digits) * factor, 2)
        yield Quantity("money", value, value, unit, match.group(), match.start(), match.end())
