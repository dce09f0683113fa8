"""Bytes to a string, and a string to canonical characters: what every text, title and quotation passes through."""

from __future__ import annotations

import codecs
import re
import sys
import unicodedata

# The longer marks first: UTF-32's little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ENCODING_NAMES = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}

# Text that went through terminals or old converters holds a few control characters; a binary file holds many.
_MOST_CONTROLS = 0.05

_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n?")
_OTHER_LINE_END = re.compile("[\v\f\x1c-\x1e\x85]")
_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")

# What has no width and no sound: soft hyphen, zero-width space, word joiner and invisible operators, byte order mark,
# bidi marks, embeddings, overrides and isolates (pages isolate a text's direction themselves), interlinear annotation
# marks, and code points that are no characters. Signs that are seen, as the Arabic number signs, are not among them.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
    + "".join(chr(plane << 16 | low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
# Tag characters are hidden text but in the flags of regions: a black flag, 3 to 6 tag letters, the closing tag.
_TAGS = re.compile("(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)|[\U000e0000-\U000e007f]")

# Joiners (U+200C, U+200D) spell words of Arabic, Syriac, Indic and South-East Asian scripts and bind emoji together;
# anywhere else they are noise, or a watermark. One stays where the character before it is of such a kind.
_STRAY_JOINER = re.compile(
    "(?<![\u0600-\u0dff\u0f00-\u109f\u1780-\u18af\u1900-\u1cff\u2190-\u2328\u232b-\u2adb\u2add-\u2bff"
    "\ua800-\uabff\ufb50-\ufdff\ufe0f\ufe70-\ufefc"
    "\U00010a00-\U00011fff\U0001e900-\U0001e95f\U0001f000-\U0001faff])[\u200c\u200d]+"
)


class TextError(ValueError):
    """Bytes that are no text; the message says why and what to do."""


def decode(raw: bytes) -> str:
    """Return the text of a file in UTF-8, or in UTF-16 or UTF-32 where a byte order mark says so.

    Raises TextError for an empty or blank file, a binary one, and any other encoding.
    """
    if not raw.strip():
        raise TextError("It is empty. Leave it out, or fetch it again.")
    mark, encoding = next(((mark, name) for mark, name in _MARKS if raw.startswith(mark)), (b"", "utf-8"))
    if encoding == "utf-8" and b"\0" in raw:
        raise TextError(
            f"It holds a NUL byte at byte {raw.index(0)}, so it is no text in UTF-8. "
            "Save it as plain text in UTF-8 (UTF-16 must begin with a byte order mark)."
        )
    text = _decoded(raw, len(mark), encoding)
    if not text or text.isspace():
        raise TextError("It is blank: there are only spaces. Leave it out, or fetch it again.")
    controls = len(_CONTROL.findall(text))
    if controls > len(text) * _MOST_CONTROLS:
        raise TextError(f"{controls} of its {len(text)} characters are control characters, so it is no plain text.")
    return text


def _decoded(raw: bytes, start: int, encoding: str) -> str:
    try:
        return raw[start:].decode(encoding)
    except UnicodeDecodeError as error:
        offset = start + error.start
        name = _ENCODING_NAMES.get(encoding, "UTF-32")
        raise TextError(
            f"It is not {name}: byte 0x{raw[offset]:02X} at byte {offset} cannot be read. "
            "Convert it to UTF-8, for instance with: iconv -f WINDOWS-1252 -t UTF-8"
        ) from error


def fold(text: str) -> str:
    """Return `text` in canonical characters. Folding twice changes nothing more.

    NFC; every line end is `\\n` (a paragraph separator two); every space is U+0020, one between words and none at the
    edges of a line; at most one blank line on end. Control characters and invisible marks go; joiners stay where they
    spell a word or bind an emoji. Half of a surrogate pair, which cannot be stored, becomes U+FFFD.
    """
    text = fold_characters(text).replace("\u2028", "\n").replace("\u2029", "\n\n")
    text = re.sub("[ \t]+", " ", text)
    text = re.sub(" ?\n ?", "\n", text).strip(" ")
    return re.sub("\n{3,}", "\n\n", text)


def fold_line(text: str) -> str:
    """Return `text` folded onto one line, without spaces at its ends: for titles, bylines and names."""
    return " ".join(fold(text).split())


def fold_characters(text: str) -> str:
    """Fold what `fold` folds but leave runs of spaces, tabs, and lines as they are, so that indentation can be seen.

    Carriage returns become `\\n`; the other line ends, which editors do not count as lines, become U+2028 or U+2029.
    """
    text = _LINE_END.sub("\n", text)
    text = _OTHER_LINE_END.sub("\u2028", text)
    text = _CONTROL.sub("", text)
    if text.isascii():
        return text
    if _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = _TAGS.sub(r"\1", _INVISIBLE.sub("", _compose(text)))
    return _compose(_ODD_SPACE.sub(" ", _STRAY_JOINER.sub("", text)))


def _combining_marks() -> str:
    """Return a regular expression's class of the characters that NFC sorts behind their letter."""
    marks = [code for code in range(0x300, sys.maxunicode + 1) if unicodedata.combining(chr(code))]
    return f"[{''.join(map(chr, marks))}]"


# Sorting marks costs the square of their number, so no run may be longer than Unicode's stream-safe format allows:
# 30, then a combining grapheme joiner. https://www.unicode.org/reports/tr15/#Stream_Safe_Text_Format
_LONGEST_RUN = 30
_MARKS_IN_ORDER = re.compile(f"{_combining_marks()}{{{_LONGEST_RUN + 1},}}")
# Looked for first, since the class of marks is slow to search with: none of them is a letter, a digit or a space.
_NO_LETTERS = re.compile(rf"[^\x00-\u02ff\w\s][^\x00-\u02ff\w\s]{{{_LONGEST_RUN},}}")


def _compose(text: str) -> str:
    """Return `text` in NFC, in linear time."""
    return _stream_safe(unicodedata.normalize("NFC", _stream_safe(text)))


def _stream_safe(text: str) -> str:
    return _NO_LETTERS.sub(lambda run: _MARKS_IN_ORDER.sub(_divided, run[0]), text)


def _divided(run: re.Match[str]) -> str:
    marks = run[0]
    return "\u034f".join(marks[at : at + _LONGEST_RUN] for at in range(0, len(marks), _LONGEST_RUN))
