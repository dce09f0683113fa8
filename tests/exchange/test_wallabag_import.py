"""Annotations in an export of Wallabag as highlights."""

from __future__ import annotations

import json
from typing import Any

import pytest

from archive.exchange import annotation_files
from archive.exchange.annotation_import import import_collection
from archive.models import Passage, Status
from tests.factories import make_article

FERRY = "The ferry was due at nine. It came at noon, and the queue cheered."


def entry(*annotations: Any, url: str = "https://harbour.example/ferry") -> dict[str, Any]:
    return {"title": "Ferry", "url": url, "content": f"<p>{FERRY}</p>", "annotations": list(annotations)}


def read(*entries: Any) -> annotation_files.AnnotationFile:
    return annotation_files.read(json.dumps(entries).encode())


@pytest.mark.django_db
def test_they_become_proposed_passages_of_their_entry() -> None:
    article = make_article(FERRY, url="https://www.harbour.example/ferry")
    row = {"id": 4, "quote": "the queue cheered", "text": "They did.", "user": "m", "created_at": "2019-05-03T10:00:00"}
    file = read(entry(row), entry(url="https://harbour.example/other"))

    assert not file.accepted
    import_collection(file.collection, Status.PROPOSED)

    passage = Passage.objects.get()
    assert (passage.article, passage.exact) == (article, "the queue cheered")
    assert passage.note == "They did.\n\nWallabag: m 2019-05-03"


@pytest.mark.parametrize("row", [{"text": "x"}, {"quote": None}, {"quote": " \u200b "}, {"quote": [1]}])
def test_one_without_words_costs_no_other(row: Any) -> None:
    file = read(entry(row, {"quote": "the queue cheered"}), "no entry", entry(7, None))
    assert (len(file.collection.annotations), len(file.left_out)) == (1, 1)
