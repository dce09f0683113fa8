"""The lines above a Markdown text: what note books, clippers and site makers write there."""

from __future__ import annotations

import pytest

from archive.ingest.markdown import extract
from archive.ingest.markdown.front_matter import parted

TEXT = "The harbour lights went out one by one while the ferry waited for the tide to turn."
CLIPPED = f"""---
title: "Lamps: a history"
source: "https://quay.example/lamps"
author:
  - "[[Ines Faro]]"
  - "[[People/Ugo Sand|Ugo Sand]]"
published: 2019-05-03
created: 2024-01-01
description: Who lit them, and when.
lang: en
tags: [quay, lamps]
---
{TEXT}
"""


def test_a_clipped_page_says_everything_there() -> None:
    article = extract(CLIPPED.encode(), "lamps.md")
    assert (article.title, article.byline, article.published) == (
        "Lamps: a history",
        "Ines Faro, Ugo Sand",
        "2019-05-03",
    )
    assert (article.url, article.language, article.abstract) == (
        "https://quay.example/lamps",
        "en",
        "Who lit them, and when.",
    )
    assert article.keywords == ("quay", "lamps")
    assert article.content.text == TEXT
    assert article.basis["title"] == "stated in the front matter: key 'title'"
    assert article.published_basis == "stated in the front matter: key 'published'"


def test_toml_is_read_as_well() -> None:
    text = f'+++\ntitle = "Lamps"\ndate = 2019-05-03T10:15:00+02:00\nauthors = ["Ines Faro"]\n+++\n\n{TEXT}'
    article = extract(text.encode(), "lamps.md")
    assert (article.title, article.byline, article.published) == ("Lamps", "Ines Faro", "2019-05-03T10:15:00+02:00")


def test_a_publisher_is_no_address() -> None:
    article = extract(f"---\nsource: The Quay Post\nurl: https://quay.example/a\n---\n{TEXT}".encode(), "a.md")
    assert (article.source, article.url) == ("The Quay Post", "https://quay.example/a")


def test_the_heading_that_repeats_the_title_is_no_part_of_the_article() -> None:
    article = extract(f"---\ntitle: Lamps\n---\n# Lamps\n\n{TEXT}".encode(), "a.md")
    assert [block.furniture for block in article.content.blocks] == [True, False]


def test_another_heading_stays() -> None:
    article = extract(f"---\ntitle: Lamps\n---\n# First part\n\n{TEXT}".encode(), "a.md")
    assert not any(block.furniture for block in article.content.blocks)


def test_what_cannot_be_kept_is_left_out_and_said_so() -> None:
    article = extract(f"---\ndate: last week\nurl: ftp://quay.example\n---\n{TEXT}".encode(), "a.md")
    assert (article.published, article.url) == ("", "")
    assert article.published_basis == "not read: key 'date' says 'last week'"
    assert article.basis["url"] == "not read: key 'url' says 'ftp://quay.example'"


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nA rule above.\n\n---\n\nAnd one below.",
        "---\n- a list\n---\ntext",
        "---\ntitle: [unclosed\n---\ntext",
        "---\ntitle: Lamps\nno end",
        "+++\ntitle = \n+++\ntext",
        "---\na: &a [x, x]\nb: [*a, *a]\n---\ntext",
        "---\na: " + "[" * 5_000 + "\n---\ntext",
        "---\ntitle: " + "x" * 30_000 + "\n---\ntext",
        "A word.\n\n---\ntitle: Lamps\n---\n",
        "",
    ],
)
def test_lines_that_are_no_list_of_names_and_values_belong_to_the_text(text: str) -> None:
    found = parted(text)
    assert (found.text, found.above, found.facts.title) == (text, 0, "")


def test_its_lines_are_counted() -> None:
    assert parted("---\ntitle: Lamps\n---\ntext").above == 3
    assert parted("---\r\ntitle: Lamps\r\n---\r\ntext".replace("\r\n", "\n")).facts.title == "Lamps"
