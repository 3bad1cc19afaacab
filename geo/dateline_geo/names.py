"""Folds a place name to the key under which the gazetteer keeps it: case, diacritics, script, punctuation, "Saint"."""

import re
import unicodedata
from collections.abc import Sequence

# Letters that Unicode does not take apart into a base letter and a mark, and signs that differ from keyboard to keyboard.
_LETTERS = {
    "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "a", "ǝ": "a",
    "ħ": "h", "ŋ": "ng", "ɖ": "d", "ɗ": "d", "ɓ": "b", "ƙ": "k", "ŧ": "t", "ɛ": "e", "ɔ": "o", "ĸ": "k", "ƴ": "y",
    "&": " and ", "'": "", "’": "", "‘": "", "`": "", "´": "", "′": "", "ʻ": "", "ʼ": "", "ʿ": "", "ʾ": "", "ʹ": "",
    "ʺ": "", "\u200c": "", "\u200d": "", "\u200e": "", "\u200f": "", "\u00ad": "", "ـ": "",
}  # fmt: skip

# Romanisations after BGN/PCGN, which English-language news follows most often.
_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюяёђѓєѕіїјљњћќўџґғқңөүұһәѣ",
        "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya e d g ye z i yi j lj nj c k w dz g g q "
        "ng o u u h a e".replace("_", "\0").split(" "),
        strict=True,
    )
)
_GREEK = dict(
    zip("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(), strict=True)
)
_ARMENIAN = dict(
    zip(
        "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
        "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f".split(),
        strict=True,
    )
)
_GEORGIAN = dict(
    zip(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h".split(),
        strict=True,
    )
)
_TRANSLATE = str.maketrans(
    {k: v.replace("\0", "") for k, v in {**_LETTERS, **_CYRILLIC, **_GREEK, **_ARMENIAN, **_GEORGIAN}.items()}
)
# Marks on letters of Latin, Greek, Cyrillic, Arabic and Hebrew; vowel signs of other scripts are letters and stay.
_MARKS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\u0591-\u05bd\u05bf-\u05c7]")
_INNER_DOT = re.compile(r"(?<=[^\W\d_]{2})\.(?=[^\W_])")
_GAP = re.compile(r"[^\w]+|_+")
_SHORT = {"saint": "st", "sankt": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}
_FIRST = re.compile(r"^(?:saint|sankt|sainte|mount|fort|the)(?= )|(?<= )(?:saint|sainte|mount|fort)(?= )")


def _shorten(match: "re.Match[str]") -> str:
    return _SHORT.get(match[0], "")


def fold(name: str) -> str:
    """Return the key of a name: lower-case words of letters and digits, one space between them.

    "Xaçmaz", "xaçmaz" and "XACMAZ" meet; so do "St. Louis" and "Saint Louis", "Ft. Worth" and "Fort Worth",
    "The Hague" and "Hague", "Guinea-Bissau" and "Guinea Bissau", "Хачмас" and "Khachmas". A name of signs only has
    the empty key.
    """
    key = name.lower()
    if not key.isascii():
        key = unicodedata.normalize("NFKD", key.casefold())
        key = unicodedata.normalize("NFC", _MARKS.sub("", key).translate(_TRANSLATE))
    elif "'" in key or "&" in key or "`" in key:
        key = key.translate(_TRANSLATE)
    if "." in key:
        key = _INNER_DOT.sub(" ", key).replace(".", "")
    key = _GAP.sub(" ", key).strip()
    if " " in key:
        key = _FIRST.sub(_shorten, key).lstrip()
    return key


def spell(tokens: Sequence[str]) -> str:
    """Join tokens as a writer would: a possessive or a dot's token belongs to the word before it."""
    text = " ".join(tokens)
    return re.sub(r" (?=['’]\w)|(?<=\w) (?=\.)", "", text)


def exact(name: str) -> str:
    """Return the key of a name whose capitals and dots matter ("US", "Ill."), apart from all folded keys."""
    return "=" + " ".join(name.split())


def script(name: str) -> str:
    """Return the Unicode name of the first letter's script in capitals ("LATIN", "CJK"), "" where there is no letter."""
    for letter in name:
        if letter.isalpha():
            return unicodedata.name(letter, "").split(" ", 1)[0]
    return ""
