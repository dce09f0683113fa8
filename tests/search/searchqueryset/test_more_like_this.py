"""More like this."""

from __future__ import annotations

import pytest

from archive.models import Article
from tests.search.searchqueryset.asking import articles, keys, made

pytestmark = pytest.mark.django_db


def test_more_like_this() -> None:
    same = "The beacon keeper rowed across the strait at dawn."
    first, second, _, _ = made(same, f"{same} Then it rained.", "Prices of grain fell.", "Grain was cheap.")
    results = articles().more_like_this(Article.objects.get(pk=first))
    assert keys(results) == [second]
    assert results.count() == 1


def test_more_like_this_within_a_filter() -> None:
    same = "The beacon keeper rowed across the strait at dawn."
    first, _, third = made(same, f"{same} Then it rained.", f"{same} Then it snowed.")
    made("Prices of grain fell.", "Grain was cheap.", "The grain was sold.")
    results = articles().filter(content="snowed").more_like_this(Article.objects.get(pk=first))
    assert keys(results) == [third]
