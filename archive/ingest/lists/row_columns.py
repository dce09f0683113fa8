"""Which column, or key, of a list says what of an article: the names that other tools and people give them.

People name their columns in English or in German, the languages of the pages.
"""

from __future__ import annotations

import re
from functools import lru_cache

# In the order in which they are believed where a row has several. `content` is HTML or text: the value shows which.
COLUMNS: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "heading", "article title", "resolved title", "given title", "titel", "überschrift"),
    "html": ("html", "content html", "html content", "body html", "raw html", "page html"),
    "content": ("content", "body", "article body", "story", "article", "inhalt", "artikel"),
    "text": (
        *("text", "full text", "fulltext", "plain text", "plaintext", "content text", "text content", "body text"),
        *("article text", "maintext", "main text", "raw text", "markdown", "volltext", "artikeltext"),
    ),
    "url": (
        *("url", "canonical url", "link", "permalink", "address", "uri", "article url", "web url", "resolved url"),
        *("given url", "source url", "original url", "href", "loc", "adresse", "webadresse"),
    ),
    "source": (
        *("container title", "publication title", "source", "source name", "publisher", "publisher name"),
        *("publication", "site", "site name", "website", "website title", "outlet", "newspaper", "journal"),
        *("medium", "domain name", "domain", "quelle", "zeitung", "zeitschrift", "herausgeber", "verlag"),
    ),
    "byline": (
        *("byline", "author", "authors", "author name", "author names", "creator", "creators", "published by"),
        *("autor", "autorin", "autoren", "verfasser", "verfasserin"),
    ),
    "published": (
        *("published", "published at", "published on", "date published", "publication date", "publish date"),
        *("published date", "pubdate", "pub date", "issued", "date", "datetime", "published parsed"),
        *("veröffentlicht", "veröffentlicht am", "veröffentlichungsdatum", "erschienen", "erschienen am", "datum"),
    ),
    "language": ("language", "lang", "language code", "locale", "in language", "sprache"),
    "section": ("section", "category", "rubric", "desk", "news desk", "department", "rubrik", "ressort"),
    "abstract": (
        *("abstract", "abstract note", "summary", "description", "excerpt", "standfirst", "lede", "dek"),
        *("zusammenfassung", "beschreibung"),
    ),
    "tags": (
        *("tags", "tag", "keywords", "keyword", "labels", "categories", "subjects", "manual tags"),
        *("schlagwörter", "schlagworte", "stichwörter", "stichworte"),
    ),
}

# Of known exports, and of no use to an archive: when a reader saved it, whether it was read, how it is shown.
PASSED_OVER = frozenset(
    (
        *("id", "uid", "key", "hash", "status", "state", "type", "mimetype", "headers", "annotations", "favorite"),
        *("time added", "time read", "time updated", "created at", "updated at", "date added", "date modified"),
        *("access date", "is archived", "is starred", "starred at", "archived at", "reading time", "preview picture"),
        *("http status", "user email", "user name", "user id", "is public", "item id", "sort id", "word count"),
        *("item type", "accessed", "note", "notes", "doi", "isbn", "issn", "volume", "issue", "page", "pages"),
        *("citation key", "collection title", "event", "genre", "title short", "journal abbreviation"),
    )
)
_LONGEST = 200  # characters of a name
_FIELD_OF = {name: field for field, names in COLUMNS.items() for name in names}
_RANK = {name: rank for names in COLUMNS.values() for rank, name in enumerate(names)}


def plain_name(name: str) -> str:
    """Return a column's name as it is looked up: in lower case, its words apart by one space."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name[:_LONGEST])  # as in datePublished
    return " ".join(re.split(r"[\W_]+", name.lower())).strip()


def field_of(name: str) -> str:
    """Return which fact the column states; '' for a column that is not read."""
    return _place(name[:_LONGEST])[0]


def rank_of(name: str) -> int:
    """Return how much the column is believed among those of its field: 0 the most."""
    return _place(name[:_LONGEST])[1]


def is_unknown(name: str) -> bool:
    """Whether nothing reads the column, and nobody said that it is of no use."""
    plain = plain_name(name)
    return bool(plain) and not field_of(name) and plain not in PASSED_OVER


@lru_cache(maxsize=4096)  # every row of a list has the same few
def _place(name: str) -> tuple[str, int]:
    """The column's field and its rank in it."""
    for plain in (plain_name(name), plain_name(name.lower())):
        if plain in _FIELD_OF:
            return _FIELD_OF[plain], _RANK[plain]
    return "", 0
