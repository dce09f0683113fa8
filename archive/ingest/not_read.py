"""What stands among documents and is none: told in a line each, and what belongs to a saved page in one line for all.

What systems leave in folders for themselves is not told of at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from archive.ingest.kinds import ENDINGS

PARTS = "parts of a saved page"

_LITTER = re.compile(
    r"\..*|__MACOSX|Thumbs\.db|ehthumbs\.db|desktop\.ini|Icon\r|\$RECYCLE\.BIN|System Volume Information|@eaDir|~\$.*",
    re.IGNORECASE | re.DOTALL,
)
_PACKERS = (".gz", ".zst")  # of one file, whose own ending stands before them
_SHOWN = re.compile(r"\.[^\W_]{1,12}$")  # endings that are one; of others, as of `No. 5`, nothing is said
_BY_NAME = "Give it by its own name where it is a text or a page."

# What files hold by their endings, and what can be done with them.
_OFFICE = (
    ".doc .docx .docm .dot .dotx .odt .ott .rtf .pages .wpd .wps .xls .xlsx .xlsm .ods .numbers .ppt .pptx .odp .key"
    " .epub .mobi .azw .azw3 .fb2 .djvu .ps .eps .xps .indd .pub .one .vsd .tex .webarchive"
)
_PACKED = ".tar .tgz .tbz .tbz2 .txz .bz2 .xz .lz4 .br .7z .rar .cab .iso .dmg .jar .lha .arj"
_MEDIA = (
    ".png .jpg .jpeg .jpe .jfif .gif .webp .avif .heic .heif .svg .svgz .bmp .ico .cur .tif .tiff .psd .ai .raw .cr2"
    " .nef .mp3 .m4a .aac .ogg .oga .opus .wav .flac .wma .mp4 .m4v .mov .avi .mkv .webm .ogv .wmv .mpg .mpeg .flv .swf"
    " .ts .m3u8 .vtt .srt"
)
_OF_PAGES = ".css .scss .less .js .mjs .cjs .map .wasm .woff .woff2 .ttf .otf .eot"
_DATA = (
    ".xml .rss .atom .rdf .jsonld .sql .sqlite .sqlite3 .db .mdb .parquet .avro .bib .ris .yaml .yml .toml .cdx .cdxj"
    " .ics .vcf .eml .msg .mbox .exe .dll .so .bin .part .crdownload .torrent .url .webloc .lnk .desktop"
)
_REASONS = {
    _OFFICE: "It is not read: it is an office document or an e-book. Save it as PDF, HTML or text.",
    _PACKED: "It is not read: it is packed in a way that is not opened. Unpack it, and ingest the folder.",
    _MEDIA: "It is not read: it is a picture, a sound or a film.",
    _OF_PAGES: "It is not read: it is a part of pages, a style, a script or a font.",
    _DATA: "It is not read: it holds data, and no article.",
}
_REASON_OF = {ending: reason for endings, reason in _REASONS.items() for ending in endings.split()}


@dataclass(frozen=True, slots=True)
class Left:
    """What is not read. name: its path, as of documents. what: it is, in some words to count it by: '.docx'."""

    name: str
    what: str
    reason: str


def is_litter(part: str) -> bool:
    """Whether a part of a path is hidden, or left there by a system for itself, with all that is in it."""
    return bool(_LITTER.fullmatch(part))


def is_read(name: str) -> bool:
    """Whether a file is read where it stands among others, by its ending."""
    name = name.lower()
    if not name.endswith(ENDINGS):
        return False
    return not (name.endswith(_PACKERS) and PurePosixPath(name).with_suffix("").suffix in _REASON_OF)


def known_reason(name: str) -> str:
    """Return why a file is not read, and what to do; '' where nothing is known of its ending."""
    ending = _ending(name)
    return _REASON_OF.get(ending) or _REASON_OF.get(ending.removesuffix(".gz").removesuffix(".zst"), "")


def file_left(name: str) -> Left:
    """Tell of a file that is not read, by its ending."""
    ending = _ending(name)
    if reason := known_reason(name):
        return Left(name, ending, reason)
    if not ending:
        return Left(name, "without an ending", f"It is not read, since its name does not end in what it is. {_BY_NAME}")
    return Left(name, ending, f"It is not read, since nothing is known of files that end in {ending}. {_BY_NAME}")


def parts_left(folder: str, count: int) -> Left:
    """Tell of the folder of a saved page's parts, which holds `count` files."""
    files = "1 file" if count == 1 else f"{count:,} files"
    reason = f"It holds {files} of the saved page beside it: pictures, styles, scripts, frames, no pages of their own."
    return Left(folder, PARTS, reason)


def link_left(name: str) -> Left:
    """Tell of a link that is not followed."""
    return Left(
        name, "by a link", "It is a link that leads out of the folder, so it is not followed. Give what it leads to."
    )


def _ending(name: str) -> str:
    """Return the ending of a name in lower case, the last two where the last says that it is packed; '' for none."""
    file = name.rpartition("/")[2].lower()
    match = _SHOWN.search(file)
    if not match:
        return ""
    before = _SHOWN.search(file[: match.start()])
    return f"{before[0]}{match[0]}" if before and match[0] in _PACKERS else match[0]
