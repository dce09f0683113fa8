"""Slugs that are free, whatever is taken, at a cost that does not grow."""

from __future__ import annotations

import random

import pytest
from pytest_django import DjangoAssertNumQueries

from archive.models import Source
from archive.models.slugs import FreeSlugs, free_slug

pytestmark = pytest.mark.django_db


def taken(*numbers: int) -> None:
    Source.objects.all().delete()
    Source.objects.bulk_create(
        Source(name=f"Storm {number}", name_key=f"storm {number}", slug=f"storm-{number}" if number > 1 else "storm")
        for number in numbers
    )


@pytest.mark.parametrize(
    ("numbers", "slug"),
    [
        ([], "storm"),
        ([1], "storm-2"),
        ([2], "storm"),
        ([1, 2, 3], "storm-4"),
        ([1, 3], "storm-2"),
        (range(1, 8), "storm-8"),
        (range(1, 701), "storm-701"),
    ],
)
def test_the_next_number_is_found(numbers: list[int], slug: str) -> None:
    taken(*numbers)
    assert free_slug(Source(), "Storm!") == slug


def test_it_is_free_whatever_is_taken_and_costs_few_queries(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    chance = random.Random(3)  # noqa: S311 - the same cases in every run
    for count in (5, 9, 17, 200, 3_000):
        numbers = set(chance.sample(range(2, 3_100), count)) | {1}
        taken(*numbers)
        with django_assert_max_num_queries(4):
            slug = free_slug(Source(), "Storm")
        assert int(slug.removeprefix("storm-")) not in numbers


def test_many_are_asked_for_at_once(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    taken(1, 3)
    words = ["Storm", "Gale", "gale!", "", "Quay", "Storm"]
    with django_assert_max_num_queries(2):
        slugs = FreeSlugs(Source, words)
        assert [slugs.take(one) for one in words] == ["storm-2", "gale", "gale-2", "source", "quay", "storm-4"]


def test_of_many_one_that_is_far_off_is_left_to_a_search_of_its_own() -> None:
    taken(*range(1, 60))
    slugs = FreeSlugs(Source, ["Storm"])
    assert slugs.take("Storm") == ""


def test_of_many_none_is_given_that_was_taken_meanwhile() -> None:
    slugs = FreeSlugs(Source, ["Storm", "Storm"])
    slugs.note("storm")
    assert slugs.take("Storm") == "storm-2"
