"""Two curators with the same row open: the second is told, and neither loses work."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from archive.models import Tag
from tests.admin.pages import errors, fill, read_form, save
from tests.factories import make_article, make_claim, make_passage, make_source


def rows() -> dict[str, tuple[Model, str, str]]:
    """Of each noun a row, and two of its fields."""
    return {
        "passage": (make_passage(make_article()), "note", "speaker"),
        "claim": (make_claim(), "note", "statement"),
        "tag": (Tag.objects.create(name="light"), "description", "name"),
        "source": (make_source(), "note", "name"),
        "article": (make_article(), "section", "byline"),
    }


@pytest.mark.parametrize("noun", ["passage", "claim", "tag", "source", "article"])
def test_the_second_to_save_is_told_and_may_insist(desk: Client, noun: str) -> None:
    row, mine, theirs = rows()[noun]
    url = reverse(f"admin:archive_{noun}_change", args=[row.pk])
    opened = read_form(desk.get(url), f"{noun}_form")
    save(desk, url, **{theirs: "What she wrote"})

    answer: Any = desk.post(url, {**fill(opened, {mine: "What I wrote"}), "_save": "Save"})
    assert "changed since you opened it, last by ada" in errors(answer)
    row.refresh_from_db()
    assert (getattr(row, mine), getattr(row, theirs)) == ("", "What she wrote")
    kept = read_form(answer, f"{noun}_form")
    assert kept.values[mine] == ["What I wrote"]

    desk.post(url, {**fill(kept, {theirs: "What she wrote"}), "_save": "Save"})
    row.refresh_from_db()
    assert (getattr(row, mine), getattr(row, theirs)) == ("What I wrote", "What she wrote")


def test_other_tags_count_as_a_change(desk: Client) -> None:
    claim = make_claim()
    url = reverse("admin:archive_claim_change", args=[claim.pk])
    opened = read_form(desk.get(url), "claim_form")
    claim.tags.add(Tag.objects.create(name="light"))
    answer = desk.post(url, {**fill(opened, {"note": "Mine"}), "_save": "Save"})
    assert "differs from what stands now in: Tags, Note" in errors(answer)
    assert [tag.name for tag in claim.tags.all()] == ["light"]


def test_a_new_text_counts_as_a_change(desk: Client) -> None:
    article = make_article("One.\n\nTwo.")
    url = reverse("admin:archive_article_change", args=[article.pk])
    opened = read_form(desk.get(url), "article_form")
    article.text, article.blocks = "Two.", [{"kind": "paragraph", "start": 0, "end": 4}]
    article.save()
    answer = desk.post(url, {**fill(opened, {"furniture": ["1"]}), "_save": "Save"})
    assert "changed since you opened it" in errors(answer)
    article.refresh_from_db()
    assert article.text == "Two."


def test_nobody_else_no_question(desk: Client) -> None:
    claim = make_claim()
    url = reverse("admin:archive_claim_change", args=[claim.pk])
    save(desk, url, note="One")
    save(desk, url, note="Two")
    claim.refresh_from_db()
    assert claim.note == "Two"
