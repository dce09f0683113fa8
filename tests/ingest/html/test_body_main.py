"""Where on a page its article is, and which boxes in its midst are not of it."""

from __future__ import annotations

import pytest

from archive.ingest.html.body import body_of
from archive.ingest.html.parsing import tree_of
from tests.ingest.html.article_pages import PARAGRAPHS, page, paragraphs

OTHERS = tuple(f"{text[:-1]}, or so it was told in the other town." for text in reversed(PARAGRAPHS))
SHORT = "The ferry stays ashore, the harbour council said on Tuesday."


def body(html: str) -> list[str]:
    return [piece.text.strip() for piece in body_of(tree_of(html))]


def bare(markup: str) -> str:
    """A page with no element but those of `markup`, and none that is named for an article."""
    return f"<!doctype html><title>The Quay</title><body>{markup}</body>"


def teaser(text: str, name: str = "item") -> str:
    return f"<div class='{name}'><h3><a href=/x>Of other matters</a></h3><p>{text}</p></div>"


FOUND = {
    "by its name, below teasers that are articles": (
        f"<article class=card><p>{OTHERS[0]}</p></article>" * 3
        + f"<section class='story-body'>{paragraphs()}{paragraphs(OTHERS)}</section>"
    ),
    "by its role": f"{teaser(SHORT)}<div role=article>{paragraphs()}{paragraphs(OTHERS)}</div>{teaser(SHORT)}",
    "in elements without names": (
        f"<table><tr><td>{teaser(SHORT)}{teaser(SHORT)}<td>{paragraphs()}{paragraphs(OTHERS)}</table>"
    ),
    "in a margin that was never closed": (
        f"<div id=main><p>{SHORT}</p><aside><p>{SHORT}</p><article>{paragraphs()}{paragraphs(OTHERS)}</article></div>"
    ),
    "in a form around the whole page": f"<form><main>{paragraphs()}{paragraphs(OTHERS)}</main></form>",
    "though its paragraphs are no <p>": (
        "<div class=post-content>" + "".join(f"<div>{text}</div>" for text in PARAGRAPHS + OTHERS) + "</div>"
    ),
    "though each of its paragraphs is named for who may read it": (
        "<article>" + "".join(f"<p class=paywall>{text}</p>" for text in PARAGRAPHS + OTHERS) + "</article>"
    ),
    "though it is named for a margin": f"<main class=sidebar-page>{paragraphs()}{paragraphs(OTHERS)}</main>",
}


@pytest.mark.parametrize("markup", FOUND.values(), ids=FOUND)
def test_the_article_is_found(markup: str) -> None:
    assert body(bare(markup)) == [*PARAGRAPHS, *OTHERS]


def test_what_is_told_entry_by_entry_is_whole() -> None:
    entries = "".join(f"<div class='entry-text'><p>{text}</p><p>{SHORT}</p></div>" for text in PARAGRAPHS + OTHERS)
    found = body(bare(f"<article><h1>As it happened on the quay</h1>{entries}</article>"))
    assert [text for text in found if text != SHORT] == [*PARAGRAPHS, *OTHERS]


def test_a_short_article_is_not_given_up_for_the_long_ones_below() -> None:
    short = f"<article><h1>Ferry stays ashore</h1><div class=entry-content>{paragraphs(PARAGRAPHS[:3])}</div></article>"
    long = "".join(f"<div class=item><p>{text}</p></div>" for text in OTHERS * 3)
    assert body(bare(f"<div id=primary>{short}{long}</div>")) == list(PARAGRAPHS[:3])


INTRUDERS = {
    "by its name": f"<div class='author-bio'><p>{OTHERS[0]}</p></div>",
    "by a name for what is hidden": f"<div class='print-hide hidden'><p>{OTHERS[0]}</p></div>",
    "by what it says to readers aloud": f"<div aria-hidden=true><p>{OTHERS[0]}</p></div>",
    "by its role": f"<div role=navigation><p>{OTHERS[0]}</p></div>",
    "by its element": f"<aside><p>{OTHERS[0]}</p></aside>",
    "a list of other articles": (
        "<ul>" + "".join(f"<li><a href=/{at}>{text}</a></li>" for at, text in enumerate(OTHERS)) + "</ul>"
    ),
    "a line of tags": "<div><a href=/a>ferry</a> <a href=/b>harbour</a> <a href=/c>council</a></div>",
    "a button's words": "<div>Read it to me</div>",
}


@pytest.mark.parametrize("markup", INTRUDERS.values(), ids=INTRUDERS)
def test_what_is_not_the_article_is_known(markup: str) -> None:
    text = PARAGRAPHS + OTHERS[1:]
    assert body(page(paragraphs(text[:4]) + markup + paragraphs(text[4:]))) == list(text)


KEPT = {
    "sentences that stand in no element for text": (f"<div>{OTHERS[0]}</div>", [OTHERS[0]]),
    "a list in which words are linked": (
        "<ul><li>The <a href=/hull>hull</a> is of oak and sound.<li>The boilers of the ferry are not.</ul>",
        ["The hull is of oak and sound.", "The boilers of the ferry are not."],
    ),
    "whose words a quotation is": (
        f"<blockquote><p>{OTHERS[0]}</p><footer>Ines Faro, pilot of the ferry</footer></blockquote>",
        [OTHERS[0], "Ines Faro, pilot of the ferry"],
    ),
    "a table of links beside figures": (
        "<table><tr><td><a href=/b>Boilers</a><td>eleven thousand a year<tr><td><a href=/h>Hull</a><td>four</table>",
        ["Boilers | eleven thousand a year", "Hull | four"],
    ),
}


@pytest.mark.parametrize(("markup", "expected"), KEPT.values(), ids=KEPT)
def test_what_is_the_article_is_known(markup: str, expected: list[str]) -> None:
    text = PARAGRAPHS + OTHERS[1:]
    assert body(page(paragraphs(text[:4]) + markup + paragraphs(text[4:]))) == [*text[:4], *expected, *text[4:]]


def test_the_first_paragraph_may_stand_above_the_others_box() -> None:
    lead = "Eleven years after she was brought ashore the old ferry may sail again, and nobody can say who is to pay."
    box = f"<div class=columns><div>{paragraphs()}{paragraphs(OTHERS)}</div></div>"
    html = bare(f"<article><h1>Ferry</h1><p>{lead}</p><img src=a>{box}<div><h4>More</h4><p>{SHORT}</p></div></article>")
    assert body(html) == [lead, *PARAGRAPHS, *OTHERS]


def test_headings_that_are_all_of_the_first_level_part_the_text_and_do_not_cut_it() -> None:
    parts = "".join(f"<h1>Part {at}</h1><p>{text}</p>" for at, text in enumerate(PARAGRAPHS + OTHERS))
    html = bare(f"<article><h1>The old ferry</h1>{parts}</article>")
    assert body(html) == [word for at, text in enumerate(PARAGRAPHS + OTHERS) for word in (f"Part {at}", text)]
