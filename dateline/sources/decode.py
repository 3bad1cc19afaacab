"""Bytes to text: byte order marks, UTF-8, declared encodings, then a guess; and the few characters that never pass."""

import codecs
import re
from dataclasses import dataclass

# Longest first: the mark of UTF-32 little-endian begins with that of UTF-16 little-endian.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 64 * 1024  # bytes that the guess looks at: it costs 20 ms at this size, a second at two megabytes
_SURROGATES = re.compile("[\ud800-\udfff\0]")
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
# What other encodings look like when read as Western European: signs inside words, capitals after small letters.
_MISREAD = re.compile(r"[a-zà-ÿ][¡-¬®-¿×÷]+[a-zà-ÿ]|[£¥¦¯¼¾¿][a-z]|[a-z][À-ÖØ-Þ]|\ufffd")
# The encodings that the web was written in (the WHATWG's list): ISO 8859-10 is right about nothing that people have.
_USUAL = [
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874", "iso8859_2",
    "iso8859_5", "iso8859_6", "iso8859_7", "koi8_r", "koi8_u", "cp866", "shift_jis", "euc_jp", "iso2022_jp", "euc_kr",
    "gb18030", "big5",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding that it was in, and how many bytes fitted no character."""

    text: str
    encoding: str
    replaced: int = 0


def is_binary(data: bytes) -> bool:
    """True for what is no text in any encoding: NULs beyond those of UTF-16 and UTF-32, or many control codes."""
    head = data[:_SAMPLE]
    if any(head.startswith(mark) for mark, _ in _MARKS):
        return False
    if b"\0" in head:
        return not _wide(head)
    return len(_CONTROLS.findall(head)) * 20 > len(head)


def decode(data: bytes, declared: str = "") -> Decoded:
    """Decode as a byte order mark says, else as UTF-8, else as declared, else as the bytes look.

    UTF-8 comes before what a file declares: text in another encoding almost never is valid UTF-8 by chance, while
    wrong declarations are common.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], encoding)
    wide = _wide(data[:_SAMPLE]) if b"\0" in data[:_SAMPLE] else ""
    if wide:
        return _lenient(data, wide)
    try:
        return Decoded(clean(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError as error:
        # A cut or damaged UTF-8 file stays UTF-8: a guess over the whole would garble every other character.
        valid = data.decode("utf-8", "ignore")
        multibyte = sum(1 for character in valid[:_SAMPLE] if character > "\x7f")
        if multibyte > 8 and len(data) - len(valid.encode()) <= max(4, multibyte // 20):
            return _lenient(data, "utf-8")
        cause = error
    for encoding in (declared, _guess(data), "cp1252", "latin-1"):
        if encoding and _known(encoding):
            try:
                return Decoded(clean(data.decode(encoding)), encoding)
            except (UnicodeDecodeError, ValueError):
                continue
    raise AssertionError("latin-1 decodes any bytes") from cause  # pragma: no cover


def clean(text: str) -> str:
    """Lone surrogates and NULs become U+FFFD, one for one, so that offsets hold and the text can be written."""
    return _SURROGATES.sub("\ufffd", text)


def _lenient(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(clean(data.decode(encoding)), encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        return Decoded(clean(text), encoding, max(1, text.count("\ufffd")))


def _known(encoding: str) -> bool:
    try:
        # Only encodings of text: "rot13", "zlib" and "idna" are codecs too, and "unicode_escape" runs escapes.
        return bool(codecs.lookup(encoding)._is_text_encoding) and "escape" not in encoding.lower()
    except LookupError:
        return False


def _guess(data: bytes) -> str:
    """What the bytes look like: Western European if nothing speaks against it, else what charset-normalizer says.

    On its own it took "São" for Romanian and French for Czech (3.5.2, texts of four sentences).
    """
    sample = data[:_SAMPLE].decode("cp1252", "replace")
    high = [character for character in sample if character > "\x7f"]
    letters = sum(character.isalpha() for character in sample)
    foreign = sum(character.isalpha() for character in high)
    if foreign < 0.25 * letters and not _MISREAD.search(sample):
        return "cp1252"
    from charset_normalizer import from_bytes  # 60 ms to import, and most files are UTF-8

    best = from_bytes(data[:_SAMPLE], cp_isolation=_USUAL).best()
    return best.encoding if best is not None else ""


def _wide(head: bytes) -> str:
    """UTF-16 or UTF-32 without a mark: mostly Latin text has its NULs in every second, or in three of four places."""
    even, odd = head[0::2], head[1::2]
    if len(head) < 4:
        return ""
    if len(head) >= 8:  # no code point has anything in its highest byte, and hardly one in the next
        quarters = [head[i::4].count(0) / len(head[i::4]) for i in range(4)]
        if quarters[3] == 1 and quarters[2] > 0.9 and quarters[0] < 0.1:
            return "utf-32-le"
        if quarters[0] == 1 and quarters[1] > 0.9 and quarters[3] < 0.1:
            return "utf-32-be"
    if odd.count(0) > 0.4 * len(odd) and even.count(0) < 0.02 * len(even) + 1:
        return "utf-16-le"
    if even.count(0) > 0.4 * len(even) and odd.count(0) < 0.02 * len(odd) + 1:
        return "utf-16-be"
    return ""
