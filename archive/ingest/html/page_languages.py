"""The language that a page states for itself, checked against the script and the words of its text."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError

from archive.ingest import languages
from archive.ingest.html.signs import Signs, Stated
from archive.ingest.html.wording import plain
from archive.models.source import validate_language

_LONGEST = 35
_NO_LANGUAGE = frozenset(("und", "mul", "zxx", "xx", "xxx", "qaa"))


def language_of(signs: Signs, text: str) -> Stated | None:
    """Return the language of the page: what it states, if its text does not gainsay it; else what its text shows."""
    shown = languages.language_of(text) if text else "und"
    for one in _stated(signs):
        if shown == "und" or languages.agree(one.value, shown):
            return one
    return Stated(shown, "inferred from the text") if shown != "und" else None


def _stated(signs: Signs) -> Iterator[Stated]:
    for one in _words(signs):
        tag = one.value.replace("_", "-").split(",")[0].split(";")[0].strip()
        if len(tag) <= _LONGEST and tag.lower() not in _NO_LANGUAGE and _is_tag(tag):
            yield Stated(_written(tag), one.basis)


def _words(signs: Signs) -> Iterator[Stated]:
    root = signs.tree.getroottree().getroot()
    for name in ("lang", "{http://www.w3.org/XML/1998/namespace}lang", "xml:lang"):
        if value := plain(root.get(name) or ""):
            yield Stated(value, "stated: lang attribute of the page")
    if value := plain(signs.article.get("inLanguage")):
        yield Stated(value, "stated: JSON-LD inLanguage")
    yield from signs.stated(
        "og:locale", "content-language", "dc.language", "dcterms.language", "citation_language", "language"
    )


def _is_tag(tag: str) -> bool:
    try:
        validate_language(tag)
    except ValidationError:
        return False
    return True


def _written(tag: str) -> str:
    """A tag as BCP 47 recommends: language in small letters, script with a capital, country in capitals."""
    first, *rest = tag.split("-")
    return "-".join([first.lower(), *(_subtag(part) for part in rest)])


def _subtag(part: str) -> str:
    return part.upper() if len(part) == 2 else part.title() if len(part) == 4 and part.isalpha() else part.lower()
