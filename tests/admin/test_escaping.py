"""What curators and publishers write is shown as they wrote it and is never markup."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils.html import conditional_escape

from archive.models import Capture, Claim, Passage, Tag
from tests.admin.pages import act, html_of
from tests.factories import make_article, make_claim, make_passage, make_source

HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(2)>', "'onmouseover='alert(3)", "{{ 7|add:7 }}&lt;"]
# What the admin's own pages hold; a page with more of these, or with a handler, holds markup from outside.
OWN_SCRIPTS = ("/static/", "/admin/jsi18n/")


class MarkupReader(HTMLParser):
    """Collects what only markup from outside would bring along."""

    def __init__(self) -> None:
        super().__init__()
        self.foreign: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        ours = given.get("src", "").startswith(OWN_SCRIPTS) or given.get("type") == "application/json"
        if (tag == "script" and not ours) or tag in {"iframe", "object", "embed", "style"}:
            self.foreign.append(f"{tag} {given}")
        if tag == "img" and not given.get("src", "").startswith("/static/"):
            self.foreign.append(f"{tag} {given}")
        self.foreign += [f"{tag} {name}" for name in given if name.startswith("on") or name == "style"]
        self.foreign += [f"{tag} {value}" for name, value in given.items() if value.startswith("javascript:")]


def foreign_in(page: str) -> list[str]:
    reader = MarkupReader()
    reader.feed(page)
    return reader.foreign


def world(words: str) -> Passage:
    """An archive in which every field that takes words holds these."""
    words = words.replace("\0", "").strip() or "blank"
    source = make_source(words[:200], note=words)
    article = make_article(
        f"Before. {words} After.", title=words[:500], byline=words[:500], section=words[:200], source=source
    )
    Capture.objects.filter(article=article).update(name=words[:255], media_type=words[:100])
    claim = make_claim(words[:500], note=words)
    tag = Tag.objects.create(name=words[:80], description=words)
    Tag.objects.create(name=f"{words[:70]} too", alias_of=tag)
    claim.tags.add(tag)
    return make_passage(article, claim, f"Before. {words}", speaker=words[:200], note=words)


def pages_of(desk: Client, passage: Passage) -> dict[str, str]:
    rows = {
        "passage": passage.pk,
        "claim": passage.claim_id,
        "article": passage.article_id,
        "source": passage.article.source_id,
        "capture": passage.article.capture_id or 0,
        "tag": passage.claim.tags.get().pk,
    }
    urls = ["/admin/", *(reverse(f"admin:archive_{noun}_changelist") for noun in rows), "/admin/archive/tag/?kind=all"]
    for noun, key in rows.items():
        urls += [reverse(f"admin:archive_{noun}_{page}", args=[key]) for page in ("change", "history")]
    deletable = ("passage", "claim", "source", "tag")
    urls += [reverse(f"admin:archive_{noun}_delete", args=[rows[noun]]) for noun in deletable]
    pages = {url: html_of(desk.get(url)) for url in urls}
    pages["merge"] = html_of(act(desk, "/admin/archive/tag/", "merge", [rows["tag"]]))
    return pages


@pytest.mark.parametrize("words", HOSTILE)
def test_markup_is_shown_as_written(desk: Client, words: str) -> None:
    passage = world(words)
    act(desk, "/admin/archive/passage/", "propose", [passage.pk])
    assert LogEntry.objects.exists()
    pages = pages_of(desk, passage)
    assert {url: foreign for url, page in pages.items() if (foreign := foreign_in(page))} == {}
    assert conditional_escape(words) in pages["merge"]


@pytest.mark.parametrize("words", HOSTILE)
def test_what_is_typed_wrong_comes_back_as_written(desk: Client, words: str) -> None:
    article = make_article()
    for url in (
        f"/admin/archive/passage/add/?article={article.pk}&exact={words}&prefix={words}&speaker={words}",
        f"/admin/archive/claim/?q={words}",
        f"/admin/archive/tag/?kind={words}",
        f"/admin/archive/article/?year={words}",
    ):
        assert foreign_in(html_of(desk.get(url, follow=True))) == [], url


def test_the_big_list_of_naughty_strings(desk: Client, shared_data: Path) -> None:
    """Rows whose every short field is full of them, listed all at once, and one row that holds them all."""
    strings = json.loads((shared_data / "hostile_blns" / "blns.json").read_text())
    words = " ".join(" ".join(strings).encode("utf-8", "replace").decode().replace("\0", "").split())
    for number, start in enumerate(range(0, len(words), 360)):
        world(f"{number} {words[start : start + 400]}")
    last = world(words)
    assert Passage.objects.count() > 50
    lists = ("article", "capture", "claim", "passage", "source", "tag")
    pages = {noun: html_of(desk.get(reverse(f"admin:archive_{noun}_changelist") + "?all=")) for noun in lists}
    assert pages["claim"].count('class="action-select"') == Claim.objects.count()
    pages |= pages_of(desk, last)
    assert {url: foreign for url, page in pages.items() if (foreign := foreign_in(page))} == {}
