"""The folders in which browsers keep a page's parts: `Page_files` beside `Page.html`, in the languages of browsers.

What stands in one are the page's pictures, styles, scripts and frames, and no pages of their own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

_PARTS = re.compile(
    r"(?:_files|-Dateien|_fichiers|_archivos|_bestanden|_ficheiros|-filer|_elemei|_pliki|_soubory)(?=/|\Z)",
    re.IGNORECASE,
)
_LONGEST = len("_bestanden")
_PAGE = re.compile(r"\.(?:html?|xhtml|shtml)$", re.IGNORECASE)


def pages_with_parts(names: Iterable[str]) -> frozenset[str]:
    """Return the paths, without endings, of the pages among `names`: those that may have a folder of parts."""
    return frozenset(_PAGE.sub("", name) for name in names if _PAGE.search(name))


def page_of(folder: str, pages: Collection[str]) -> str:
    """Return the page, without its ending, whose parts a folder holds by its name; '' where it is no such folder."""
    match = _PARTS.search(folder, max(0, len(folder) - _LONGEST))
    page = folder[: match.start()] if match and match.end() == len(folder) else ""
    return page if page in pages else ""


def folder_of(name: str, pages: Collection[str]) -> str:
    """Return the folder of a page's parts in which a file stands, however deep; '' for a file of its own."""
    ends = [match.end() for match in _PARTS.finditer(name, 0, max(0, name.rfind("/") + 1))]
    return next((name[:end] for end in reversed(ends) if page_of(name[:end], pages)), "")
