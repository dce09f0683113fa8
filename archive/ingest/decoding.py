"""The bytes of a page or a table to text, by what declares their encoding and by what the bytes themselves show.

Labels mean what https://encoding.spec.whatwg.org/#names-and-labels says, since pages are written for browsers: 'latin1'
is windows-1252, 'gb2312' all of gb18030. Pages err, so where declarations disagree, or the bytes cannot be what is
declared, the bytes decide. Nothing here raises, whatever the bytes: what no encoding explains becomes U+FFFD.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes
from resiliparse.parse.encoding import EncodingDetector, map_encoding_to_html5

from archive.ingest.prescan import charset_in, declared_in_page

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16's, with which it begins
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Python's codecs that read all that the web's encodings do, where the mapping names one that reads less of it.
_WIDER = {
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "iso8859-11": "cp874",
    "iso8859-9": "cp1254",
}
# Browsers refuse the first two for safety's sake. Here markup is made safe after it is decoded, so they can be read.
_UNMAPPED = {
    "hz-gb-2312": "hz",
    "iso-2022-kr": "iso2022_kr",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-ukrainian": "mac_cyrillic",
}

# What the detector says, and what such bytes are when they come from a page. The Mac's Cyrillic is left to be asked
# again, since windows-1251 in Ukrainian is taken for it; Ukrainian KOI8 has all letters of the Russian one.
_GUESSED_AS = {"cp949": "cp949", "iso2022_kr": "iso2022_kr", "hz": "hz", "koi8-r": "koi8-u", "mac-cyrillic": "cp1252"}
_PAGES_IN = ["cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8_u", "cp874", "gb18030"]
_PAGES_IN += ["big5hkscs", "cp932", "euc_jp", "cp949"]
_SLOW_SAMPLE = 8192  # bytes

# Of Latin letters: with few bytes beyond ASCII, such as one pound sign, no detector can tell them apart.
_LATIN = {"cp1250", "cp1254", "cp1257", "iso8859-2", "iso8859-3", "iso8859-4", "iso8859-10", "iso8859-13", "iso8859-16"}
_FEW = 6  # bytes

_WESTERN = {"cp1252", "cp1254", "iso8859-15", "mac-roman"}
_MULTIBYTE = {"gb18030", "cp932", "cp949", "big5hkscs", "euc_jp"}
_SHIFTING = {"iso2022_jp", "iso2022_kr", "hz"}
_SHIFT = re.compile(rb"\x1b[$(]|~\{")
_FALLBACK = "cp1252"  # as in browsers
_SAMPLE = 65_536  # bytes that the detector sees: more makes it slower, not surer
_COUNTED = 1_000_000  # bytes in which characters are counted: counting costs some 40 times what it counts

_ASCII = bytes(range(128))
_HIGH = re.compile(rb"[\x80-\xff]+")
_LONG_RUN = 3  # bytes; Western text seldom has three letters with accents on end
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_BEFORE_LONG = bytes(range(0xE0))  # in UTF-8 all bytes but those that begin a character of three or four
_MOST_BROKEN = 0.1  # of the characters beyond ASCII, for bytes to be UTF-8 that was damaged


def decode_html(raw: bytes, media_type: str = "") -> str:
    """Return the text of a page; never raises.

    media_type: as HTTP declared it, with its charset. A byte order mark decides; then what HTTP, a <meta> or an XML
    declaration says, unless the bytes show that it errs; then UTF-8; then what the bytes look most like. NULs are left
    out, as browsers do, and a byte order mark.
    """
    codec, mark = encoding_of(raw, media_type)
    return raw[mark:].decode(codec, "replace").replace("\0", "")


def as_utf8(raw: bytes, media_type: str = "") -> bytes:
    """Return a page in UTF-8 and without NULs, as `decode_html` reads it. What is UTF-8 already is not read again."""
    if _is_surely_utf8(raw):
        return raw.replace(b"\0", b"").removeprefix(codecs.BOM_UTF8)
    return decode_html(raw, media_type).encode("utf-8", "replace")


def encoding_of(raw: bytes, media_type: str = "") -> tuple[str, int]:
    """Return Python's name of the encoding of a page, and the length of its byte order mark in bytes."""
    for mark, codec in _BOMS:
        if raw.startswith(mark):
            return codec, len(mark)
    if _is_surely_utf8(raw):  # whatever it declares, which is slow to find
        return "utf-8", 0
    declared = [_codec(charset_in(media_type.encode("ascii", "ignore")))]
    declared += [_seen(_codec(label)) for label in declared_in_page(raw)]
    return _by_evidence(raw, list(dict.fromkeys(codec for codec in declared if codec))), 0


def text_of(raw: bytes) -> str:
    """Return the text of bytes that declare no encoding, such as a row of a list; never raises."""
    return raw.decode(guessed_encoding(raw), "replace")


def guessed_encoding(raw: bytes) -> str:
    """Return the encoding that bytes which declare none look like; windows-1252 where they look like nothing."""
    return _by_evidence(raw, [])


def _codec(label: str) -> str:
    """Return Python's name of the encoding that a label of the web stands for; '' for an unknown one."""
    label = label.strip().lower()
    known = _UNMAPPED.get(label) or map_encoding_to_html5(label, fallback_utf8=False) or ""
    return _WIDER.get(known, known)


def _seen(codec: str) -> str:
    """Return what a label must mean that could be read byte by byte: in UTF-16 it could not."""
    return "utf-8" if codec.startswith("utf-16") else codec


def _by_evidence(raw: bytes, declared: list[str]) -> str:
    wide = _wide(raw)
    if wide:
        return wide
    if raw.isascii():
        return _of_ascii(raw, declared)
    if _is_utf8(raw, declared):
        return "utf-8"
    fitting = [codec for codec in declared if codec != "utf-8" and _fits(raw, codec)]
    if fitting:
        return _chosen(raw, fitting)
    return min([*_guess(raw), *declared, _FALLBACK], key=lambda codec: _replaced(raw, codec))


def _of_ascii(raw: bytes, declared: list[str]) -> str:
    """Bytes below 0x80 read alike in all but the encodings that shift between alphabets by escape sequences."""
    shifting = [codec for codec in (*declared, *_guess(raw)) if codec in _SHIFTING] if _SHIFT.search(raw) else []
    alike = (codec for codec in declared if not codec.startswith("utf-16"))
    return next(iter(shifting), None) or next(alike, _FALLBACK)


def _wide(raw: bytes) -> str:
    """UTF-16 without a mark: the markup is ASCII, so that every other byte of the page's beginning is zero."""
    head = raw[:2048]
    half = max(1, len(head) // 2)
    even, odd = head[::2].count(0) / half, head[1::2].count(0) / half
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.1 else ""


def _is_utf8(raw: bytes, declared: list[str]) -> bool:
    """Bytes beyond ASCII that are UTF-8 are so by no accident, but for a few pairs that a Chinese encoding has too."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        good, bad = _utf8_characters(raw)
        return bad <= (good + bad) * _MOST_BROKEN or ("utf-8" in declared and bad <= good)
    first = next((codec for codec in declared if codec != "utf-8"), "")
    if "utf-8" not in declared and first in _MULTIBYTE and _fits(raw, first):
        characters = _UTF8_CHARACTER.findall(raw[:_COUNTED])
        return len(characters) > 20 or any(len(character) > 2 for character in characters)
    return True


def _is_surely_utf8(raw: bytes) -> bool:
    """Whether all of it is UTF-8, with a character of three bytes, of which no other encoding has as many by chance."""
    if not raw[:_COUNTED].translate(None, _BEFORE_LONG) or _wide(raw):
        return False
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _utf8_characters(raw: bytes) -> tuple[int, int]:
    """Return how many characters beyond ASCII the bytes hold in UTF-8, and how many pieces of none."""
    return len(_UTF8_CHARACTER.findall(raw[:_COUNTED])), raw[:_COUNTED].decode("utf-8", "replace").count("\ufffd")


def _fits(raw: bytes, codec: str) -> bool:
    """Whether the bytes can be read in `codec`, but for a little damage, and look like text of its languages."""
    if _replaced(raw, codec) > _MOST_BROKEN * len(raw.translate(None, _ASCII)):
        return False
    return codec not in _WESTERN or not _not_western(raw)


def _not_western(raw: bytes) -> bool:
    """Whether most bytes beyond ASCII stand in runs, as the letters of other scripts do and Western accents do not."""
    runs = _HIGH.findall(raw[:_COUNTED])
    return sum(len(run) for run in runs if len(run) >= _LONG_RUN) > sum(map(len, runs)) / 2


def _chosen(raw: bytes, fitting: list[str]) -> str:
    """Of declarations that disagree and all fit, the one that the bytes look like; else the first, as in browsers."""
    if len(fitting) == 1:
        return fitting[0]
    return next((codec for codec in _guess(raw) if codec in fitting), fitting[0])


def _guess(raw: bytes) -> list[str]:
    """Return what the bytes look like; nothing where no detector can tell."""
    telling = _telling(raw)
    codec = _detected(telling)
    few = len(telling.translate(None, _ASCII)) < _FEW
    return [_FALLBACK if few and codec in _LATIN else codec] if codec else []


def _detected(telling: bytes) -> str:
    detector = EncodingDetector()
    detector.update(telling)
    name = detector.encoding(html5_compatible=False) or ""
    codec = _GUESSED_AS.get(name) or _codec(name)
    if codec and not (codec in _WESTERN and _not_western(telling)):
        return codec
    # Slower, and surer of Cyrillic. Its guesses of encodings that no page is in do not count.
    best = from_bytes(telling[:_SLOW_SAMPLE], cp_isolation=_PAGES_IN).best()
    return best.encoding if best and best.encoding in _PAGES_IN else ""


def _telling(raw: bytes) -> bytes:
    """The text around what is not ASCII, without the markup, which would drown it."""
    text = re.sub(rb"<[^<>]*>", b" ", raw[: 4 * _SAMPLE])
    return text[:_SAMPLE] if not text.isascii() else raw[-_SAMPLE:]


def _replaced(raw: bytes, codec: str) -> int:
    """Return how many characters could not be read."""
    try:
        raw.decode(codec)
    except UnicodeDecodeError:
        return raw.decode(codec, "replace").count("\ufffd")
    return 0


def wide_encoding(head: bytes) -> tuple[str, int]:
    """Return the encoding of a file whose characters are pairs or fours of bytes, else ''; and its mark's length.

    head: the file's first bytes, a few thousand where it has them.
    """
    for mark, codec in _BOMS:
        if head.startswith(mark):
            return ("" if codec == "utf-8" else codec), len(mark)
    return _wide(head), 0


def decode_table(lines: Iterator[bytes | None]) -> Iterator[str | None]:
    """Yield the lines of a table that declares no encoding, as text; None for a line that is None. Never raises.

    Each line is UTF-8 where it can be, so that a list that was put together from several is read too; else what the
    first of the others looks like. lines: in an encoding that keeps ASCII apart (see `wide_encoding`).
    """
    other = ""
    for line in lines:
        try:
            yield None if line is None else line.decode("utf-8")
        except UnicodeDecodeError:
            assert line is not None  # noqa: S101 - nothing else was decoded; this tells the type checker
            other = other or guessed_encoding(line)
            yield line.decode("utf-8" if _is_utf8(line, []) else other, "replace")
