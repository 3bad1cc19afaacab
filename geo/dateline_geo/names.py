"""Folds a place name to the key under which the gazetteer keeps it: case, diacritics, script, punctuation, "Saint"."""

import re
import unicodedata
from collections.abc import Sequence


def _pairs(table: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in table.split(" "))


# Letters that Unicode does not take apart into base and mark, and signs that differ from keyboard to keyboard.
_LETTERS = {
    "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "a", "ǝ": "a",
    "ħ": "h", "ŋ": "ng", "ɖ": "d", "ɗ": "d", "ɓ": "b", "ƙ": "k", "ŧ": "t", "ɛ": "e", "ɔ": "o", "ĸ": "k", "ƴ": "y",
    "&": " and ", "'": "", "’": "", "‘": "", "`": "", "´": "", "′": "", "ʻ": "", "ʼ": "", "ʿ": "", "ʾ": "", "ʹ": "",
    "ʺ": "", "\u200c": "", "\u200d": "", "\u200e": "", "\u200f": "", "\u00ad": "", "ـ": "",
}  # fmt: skip

# Romanisations after BGN/PCGN, which English-language news follows most often.
_CYRILLIC = _pairs(
    "а=a б=b в=v г=g д=d е=e ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh щ=shch "
    "ъ= ы=y ь= э=e ю=yu я=ya ё=e ђ=d ѓ=g є=ye ѕ=z і=i ї=yi ј=j љ=lj њ=nj ћ=c ќ=k ў=w џ=dz ґ=g ғ=g қ=q ң=ng ө=o ү=u "
    "ұ=u һ=h ә=a ѣ=e"
)
_GREEK = _pairs(
    "α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o"
)
_ARMENIAN = _pairs(
    "ա=a բ=b գ=g դ=d ե=e զ=z է=e ը=y թ=t ժ=zh ի=i լ=l խ=kh ծ=ts կ=k հ=h ձ=dz ղ=gh ճ=ch մ=m յ=y ն=n շ=sh ո=o չ=ch "
    "պ=p ջ=j ռ=r ս=s վ=v տ=t ր=r ց=ts ւ=v փ=p ք=k օ=o ֆ=f"
)
_GEORGIAN = _pairs(
    "ა=a ბ=b გ=g დ=d ე=e ვ=v ზ=z თ=t ი=i კ=k ლ=l მ=m ნ=n ო=o პ=p ჟ=zh რ=r ს=s ტ=t უ=u ფ=p ქ=k ღ=gh ყ=q შ=sh ჩ=ch "
    "ც=ts ძ=dz წ=ts ჭ=ch ხ=kh ჯ=j ჰ=h"
)
_TRANSLATE = str.maketrans({**_LETTERS, **_CYRILLIC, **_GREEK, **_ARMENIAN, **_GEORGIAN})
# Marks on letters of Latin, Greek, Cyrillic, Arabic and Hebrew; vowel signs of other scripts are letters and stay.
_MARKS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\u0591-\u05bd\u05bf-\u05c7]")
_INNER_DOT = re.compile(r"(?<=[^\W\d_]{2})\.(?=[^\W_])")
_GAP = re.compile(r"[\W_]+")
SHORTENED = {"saint": "st", "sankt": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}
_FIRST = re.compile(r"^(?:the )+|(?<![^ ])(?:saint|sankt|sainte|mount|fort)(?= )")


def _shorten(match: "re.Match[str]") -> str:
    return SHORTENED.get(match[0], "")


def fold(name: str) -> str:
    """Return the key of a name: lower-case words of letters and digits, one space between them.

    "Xaçmaz", "xaçmaz" and "XACMAZ" meet; so do "St. Louis" and "Saint Louis", "Ft. Worth" and "Fort Worth",
    "The Hague" and "Hague", "Guinea-Bissau" and "Guinea Bissau", "Хачмас" and "Khachmas". A name of signs only has
    the empty key.
    """
    key = name.lower()
    if key.isascii() and key.isalpha():  # most names in news
        return key
    if not key.isascii():
        key = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", key).casefold())
        key = unicodedata.normalize("NFC", _MARKS.sub("", key).translate(_TRANSLATE))
    elif "'" in key or "&" in key or "`" in key:
        key = key.translate(_TRANSLATE)
    if "." in key:
        key = _INNER_DOT.sub(" ", key).replace(".", "")
    key = _GAP.sub(" ", key).strip()
    if " " in key:
        key = _FIRST.sub(_shorten, key).lstrip()
    return key


ARTICLES = frozenset(("al", "el", "ul", "as", "az", "ad", "ash", "ar", "at", "an", "ath"))
_ALIKE = tuple(
    (re.compile(pattern), other)
    for pattern, other in (
        ("kh|x", "h"), ("gh", "g"), ("dzh|dj", "j"), ("tch|ch", "c"), ("sch|sh", "s"), ("ph", "f"), ("th", "t"),
        ("dh", "d"), ("zh", "j"), ("q|ck", "k"), ("z", "s"), ("v", "w"), ("p", "b"), (r"h(?=\b)", ""),
        (r"(?<=[aeiou])h(?=[^aeiou])", ""), ("[aeiouy]", ""), (r"\Bw\b", ""), (" ", ""), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
FEWEST_SOUNDS = 3


def sounds(name: str) -> str:
    """Return the consonants of a romanised name, whatever the scheme: "Zuwarah" and "Zwara", "Xaçmaz" and "Khachmas".

    An Arabic article in front, vowels, doubled letters and a final "h" go, letters that schemes write differently are
    made one. Empty for a name of fewer than three sounds, which could be anything.
    """
    words = fold(name).split(" ")
    key = " ".join(words[1:] if len(words) > 1 and words[0] in ARTICLES else words)
    for pattern, other in _ALIKE:
        key = pattern.sub(other, key)
    return key if len(key) >= FEWEST_SOUNDS else ""


def spell(tokens: Sequence[str]) -> str:
    """Join tokens as a writer would: a possessive or a dot's token belongs to the word before it."""
    text = " ".join(tokens)
    return re.sub(r" (?=['’]\w)|(?<=\w) (?=\.)", "", text)


def exact(name: str) -> str:
    """Return the key of a name whose capitals and dots matter ("US", "Ill."), apart from all folded keys."""
    return "=" + " ".join(writable(name).split())


def writable(text: str) -> str:
    """Return the text as a database can take it: halves of characters (from a command line, say) become "?"."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def script(name: str) -> str:
    """Return the script of the first letter, named as in Unicode ("LATIN", "CJK"), "" where there is no letter."""
    for letter in name:
        if letter.isalpha():
            return unicodedata.name(letter, "").split(" ", 1)[0]
    return ""
