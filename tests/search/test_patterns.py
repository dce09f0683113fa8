"""Wildcards and near words, whatever the accents on either side."""

from __future__ import annotations

import pytest
from haystack import connections

from archive.models import Article
from archive.search import queue
from archive.search.engine.request import Fuzzy, Pattern, Request
from tests.factories import make_article
from tests.search_index import reset_index

pytestmark = pytest.mark.django_db

FORMS = [
    "cafe",
    "cafes",
    "café",
    "cafétéria",
    "naïve",
    "naive",
    "strasse",
    "straße",
    "søster",
    "灯塔",
    "कहानी",
    "o'neill",
]
TEXT = [("text", 1.0)]


@pytest.fixture(autouse=True)
def index(db: None) -> None:
    reset_index()


def found(pattern: Pattern | Fuzzy) -> set[str]:
    """The words of FORMS whose articles are found; they must be those that are said to be alike."""
    backend = connections["default"].get_backend()
    keys = {str(make_article(form, title="x").pk): form for form in FORMS}
    queue.flush()
    hits = backend.find(Request(Article._meta.label_lower, pattern, limit=100)).hits
    assert {keys[hit.key] for hit in hits} == {form for form in FORMS if form in backend.alike(pattern)} | {
        form for form in FORMS if form == "灯塔" and backend.alike(pattern) & {"灯", "塔"}
    }
    return {keys[hit.key] for hit in hits}


@pytest.mark.parametrize(
    ("pattern", "forms"),
    [
        ("cafe*", {"cafe", "cafes", "café", "cafétéria"}),
        ("café*", {"cafe", "cafes", "café", "cafétéria"}),
        ("CAFÉ", {"cafe", "café"}),
        ("caf?", {"cafe", "café"}),
        ("ca*éria", {"cafétéria"}),
        ("na?ve", {"naïve", "naive"}),
        ("stra*e", {"strasse", "straße"}),
        ("s?ster", {"søster"}),
        ("塔*", {"灯塔"}),
        ("कह*", {"कहानी"}),
        ("o'n*", {"o'neill"}),
        ("caf", set()),
        ("?", {"灯塔"}),
        (".*", set()),
        ("cafe[s]", set()),
    ],
)
def test_wildcards(pattern: str, forms: set[str]) -> None:
    assert found(Pattern(pattern, tuple(TEXT))) == forms


@pytest.mark.parametrize(
    ("word", "slips", "forms"),
    [
        ("caef", 1, {"cafe", "café"}),
        ("café", 1, {"cafe", "cafes", "café"}),
        ("naiev", 1, {"naïve", "naive"}),
        ("Sostre", 1, {"søster"}),
        ("safe", 1, set()),
    ],
)
def test_near_words(word: str, slips: int, forms: set[str]) -> None:
    assert found(Fuzzy(word, tuple(TEXT), slips)) == forms
