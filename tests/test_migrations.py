"""An archive of an earlier version becomes one of this version with all that it holds, and can go back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from archive import addresses
from archive.models import Article, Passage, Status
from tests.factories import make_article, make_passage

BEFORE_PAGES = ("archive", "0002_passage_indexes")

pytestmark = pytest.mark.django_db(transaction=True)


def migrated(*targets: tuple[str, str]) -> Any:
    """Migrate the database to `targets` and return the models of that time."""
    executor = MigrationExecutor(connection)
    executor.migrate([*targets])
    return executor.loader.project_state([*targets]).apps


@pytest.fixture
def newest() -> Iterator[list[tuple[str, str]]]:
    """The database's newest state, to which it comes back whatever the test does."""
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    yield leaves
    migrated(*leaves)


def test_rows_of_the_version_without_pages_get_what_this_one_asks_of_them(
    newest: list[tuple[str, str]],
) -> None:
    apps = migrated(BEFORE_PAGES)
    source = apps.get_model("archive", "Source").objects.create(name="Post", name_key="post", slug="post")
    claim = apps.get_model("archive", "Claim").objects.create(statement="It rains.", name_key="it rains.", slug="it")
    articles = apps.get_model("archive", "Article").objects
    for slug, url in (("tide", "http://www.paper.example/tide?utm_source=mail"), ("quay", "")):
        articles.create(source=source, title=slug, slug=slug, url=url, text="The tide came at nine.")
    passages = apps.get_model("archive", "Passage").objects
    shared = {"claim": claim, "article": articles.get(slug="tide"), "stance": "asserts", "exact": "tide"}
    passages.create(**shared, status="accepted", start=4, end=8)
    passages.create(**shared, status="proposed", start=5, end=8)

    migrated(*newest)
    assert dict(Article.objects.values_list("slug", "address_key")) == {
        "tide": addresses.key("https://paper.example/tide"),
        "quay": "",
    }
    assert dict(Passage.objects.values_list("status", "was_public")) == {"accepted": True, "proposed": False}
    assert Article.objects.get(slug="tide").content.inlines == ()


def test_the_way_back_hides_the_passages_that_only_this_version_can_retire(
    newest: list[tuple[str, str]],
) -> None:
    retired, accepted = [make_passage(make_article(), status=status) for status in (Status.RETIRED, Status.ACCEPTED)]
    passages = migrated(BEFORE_PAGES).get_model("archive", "Passage").objects
    assert passages.get(pk=retired.pk).status == "proposed"
    assert passages.get(pk=accepted.pk).status == "accepted"
