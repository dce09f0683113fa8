"""PDF files made by hand: text at places on pages, as typesetters put it there."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEFT, TOP, LEADING = 72.0, 720.0, 14.0  # points: the margin, the first line and the distance of two
WIDTH, HEIGHT = 612, 792


@dataclass(frozen=True, slots=True)
class Text:
    words: str
    x: float = LEFT
    y: float = TOP
    size: float = 11.0
    bold: bool = False


def column(lines: Sequence[str], top: float = TOP, x: float = LEFT, size: float = 11.0) -> list[Text]:
    """Lines under each other; an empty one leaves room, and spaces before one indent it."""
    placed = []
    for number, line in enumerate(lines):
        words = line.lstrip(" ")
        if words:
            indent = 6.0 * (len(line) - len(words))
            placed.append(Text(words, x + indent, top - number * LEADING, size))
    return placed


def pdf(
    *pages: Sequence[Text],
    info: Mapping[str, str] | None = None,
    language: str = "",
    content: bytes | None = None,
    packed: bool = False,
) -> bytes:
    """A file with these pages. info: its properties, as Title. content: of every page, instead of its texts."""
    kids = [4 + 2 * number for number in range(len(pages))]
    objects: dict[int, bytes] = {
        1: b"<</Type/Catalog/Pages 2 0 R" + (f"/Lang({language})".encode() if language else b"") + b">>",
        2: f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]>>".encode(),
        3: b"<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
        b"/F2<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>>>",
    }
    for kid, texts in zip(kids, pages, strict=True):
        objects[kid] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]"
            f"/Resources<</Font 3 0 R>>/Contents {kid + 1} 0 R>>"
        ).encode()
        objects[kid + 1] = stream(b"\n".join(map(_drawn, texts)) if content is None else content, packed=packed)
    number = 4 + 2 * len(pages)
    if info:
        objects[number] = (
            b"<<" + b"".join(b"/%s(%s)" % (key.encode(), _escaped(words)) for key, words in info.items()) + b">>"
        )
    return assembled(objects, f"/Info {number} 0 R" if info else "")


def stream(data: bytes, *, packed: bool = False, entries: str = "") -> bytes:
    """A stream object. packed: by Flate."""
    data = zlib.compress(data, 9) if packed else data
    filters = "/Filter/FlateDecode" if packed else ""
    return f"<</Length {len(data)}{filters}{entries}>>stream\n".encode() + data + b"\nendstream"


def assembled(objects: Mapping[int, bytes], trailer: str = "") -> bytes:
    """Objects by their numbers, the first the catalogue, as a file with its table of places."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start, size = len(out), max(objects) + 1
    rows = [f"{places.get(number, 0):010d} 00000 {'n' if number in places else 'f'} \n" for number in range(1, size)]
    out += (
        f"xref\n0 {size}\n0000000000 65535 f \n{''.join(rows)}trailer\n<</Size {size}/Root 1 0 R{trailer}>>\n".encode()
    )
    return bytes(out + f"startxref\n{start}\n%%EOF\n".encode())


def _drawn(text: Text) -> bytes:
    font = b"F2" if text.bold else b"F1"
    return b"BT /%s %g Tf %g %g Td (%s) Tj ET" % (font, text.size, text.x, text.y, _escaped(text.words))


def _escaped(words: str) -> bytes:
    raw = words.encode("cp1252")
    return raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
