from __future__ import annotations

import json

import pytest
from lxml.html import tostring

from archive.ingest.html.body import body_of
from archive.ingest.html.parsing import tree_of
from archive.text.blocks import BlockKind
from tests.ingest.html.article_pages import PARAGRAPHS, page, paragraphs

FIRST, *REST = PARAGRAPHS
ELEVEN = "Eleven thousand for the pair, said the elder of the engineers, and as much again for the fitting."
TWEET = "The ferry again! I shall believe it when I hear the horn across the water."


def body(html: str, *, captions: bool = True) -> list[str]:
    return [piece.text.strip() for piece in body_of(tree_of(html), captions=captions)]


def with_inner(*markup: str) -> str:
    """A page with such markup after the article's second paragraph."""
    return page(paragraphs(PARAGRAPHS[:2]) + "".join(markup) + paragraphs(PARAGRAPHS[2:]))


def test_the_article_alone() -> None:
    assert body(page()) == list(PARAGRAPHS)


INTRUDERS = {
    "a link to another article": "<p><a href='/x'>Why the boilers of the old ferry burst in the first place</a></p>",
    "a pointer": "<p>Read more: <a href='/x'>Why the boilers burst</a></p>",
    "a pointer in German": "<p>Lesen Sie auch: <a href='/x'>Warum der Kessel barst</a></p>",
    "a newsletter form": "<div class='inline-newsletter'><p>All the news of the quay, in a letter.</p></div>",
    "a box of related articles": "<div class='related-box'><p>The lighthouse has a new keeper and a dog.</p></div>",
    "a label": "<p>Advertisement</p>",
    "a form's button": "<button>Send me the news from the quay each morning</button>",
    "the headline again": "<p>Council puts off the ferry again</p>",
}


@pytest.mark.parametrize("markup", INTRUDERS.values(), ids=INTRUDERS)
def test_what_stands_between_paragraphs_is_left_out(markup: str) -> None:
    assert body(with_inner(markup)) == list(PARAGRAPHS)


KEPT = {
    "a heading": ("<h2>What the engineers found</h2>", ["What the engineers found"]),
    "a heading that is a link": (
        f"<h3><a href='/boilers'>What the new boilers would cost</a></h3><p>{ELEVEN}</p>",
        ["What the new boilers would cost", ELEVEN],
    ),
    "a list": (
        "<ul><li>The hull is of oak and sound.</li><li>The boilers are of iron and are not.</li></ul>",
        ["The hull is of oak and sound.", "The boilers are of iron and are not."],
    ),
    "a quotation": (
        "<blockquote><p>I have heard this from three councils before.</p></blockquote>",
        ["I have heard this from three councils before."],
    ),
    "a table": (
        "<table><tr><td>Boilers of the ferry<td>eleven thousand<tr><td>Hull of the ferry<td>four thousand</table>",
        ["Boilers of the ferry | eleven thousand", "Hull of the ferry | four thousand"],
    ),
    "a quoted post": (
        f"<div class='social-embed'><blockquote class='twitter-tweet'><p>{TWEET}</p></blockquote></div>",
        [TWEET],
    ),
    "a sentence with links": (
        "<p>The <a href='/a'>ferry</a> was built in the yard of <a href='/b'>the town itself</a> a century ago.</p>",
        ["The ferry was built in the yard of the town itself a century ago."],
    ),
}


@pytest.mark.parametrize(("markup", "expected"), KEPT.values(), ids=KEPT)
def test_what_belongs_to_the_article_is_kept(markup: str, expected: list[str]) -> None:
    assert body(with_inner(markup)) == [*PARAGRAPHS[:2], *expected, *PARAGRAPHS[2:]]


def test_a_box_that_holds_the_article_is_no_margin_whatever_its_class_says() -> None:
    assert body(page(f"<div class='share-target subscribe'>{paragraphs()}</div>")) == list(PARAGRAPHS)


def test_dates_above_and_credits_below_are_left_out() -> None:
    html = page(
        "<p>12 March 2021</p>" + paragraphs() + "<p>Ada Quill contributed reporting from the east quay.</p>"
        "<p>Follow Ada Quill on Twitter @adaquill for more of this.</p>"
    )
    assert body(html) == list(PARAGRAPHS)


def test_readers_comments_are_left_out() -> None:
    comments = "".join(
        f"<div class='comment'><p>{text}</p></div>" for text in ("Sail on!", "I was on that ferry once.")
    )
    html = page().replace("</main>", f"<section id='comments'><h3>Comments</h3>{comments}</section></main>")
    assert body(html) == list(PARAGRAPHS)


def test_captions_stand_in_their_place_once() -> None:
    figure = "<figure><img src=a><figcaption>The ferry at her moorings in the winter of that year</figcaption></figure>"
    expected = [*PARAGRAPHS[:2], "The ferry at her moorings in the winter of that year", *PARAGRAPHS[2:]]
    assert body(with_inner(figure, figure)) == expected
    assert body(with_inner(figure), captions=False) == list(PARAGRAPHS)


def test_a_figure_without_a_caption_says_what_it_shows() -> None:
    html = with_inner("<figure><img src=a alt='Two men carry a boiler plate down to the east quay'></figure>")
    (caption,) = [piece for piece in body_of(tree_of(html)) if piece.kind is BlockKind.CAPTION]
    assert caption.text == "Two men carry a boiler plate down to the east quay"


def test_an_article_in_several_boxes_is_whole() -> None:
    boxes = "".join(
        f"<div class='body-part'>{paragraphs((text, text[::-1]))}</div><aside>x</aside>" for text in PARAGRAPHS
    )
    found = body(page().replace(paragraphs(), boxes))
    assert [text for text in found if text in PARAGRAPHS] == list(PARAGRAPHS)


def test_equal_boxes_of_other_articles_are_left_out() -> None:
    others = "".join(
        f"<article><div class='entry-content'><h2>Teaser {n}</h2><p>{text[::-1]}</p></div></article>"
        for n, text in enumerate(PARAGRAPHS)
    )
    assert body(page().replace("</main>", others + "</main>")) == list(PARAGRAPHS)


def stated(text: str) -> str:
    value = json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", "articleBody": text})
    return f'<script type="application/ld+json">{value}</script>'


def test_a_page_that_its_scripts_write_is_read_from_what_it_states() -> None:
    html = page("<div id=app></div>", head=stated("\n".join(PARAGRAPHS)))
    assert body(html) == list(PARAGRAPHS)


def test_stated_html_keeps_its_blocks() -> None:
    html = page("<div id=app></div>", head=stated(paragraphs() + "<h2>Afterwards</h2>"))
    assert body(html) == [*PARAGRAPHS, "Afterwards"]


def test_a_stated_summary_does_not_replace_the_article() -> None:
    assert body(page(head=stated(FIRST))) == list(PARAGRAPHS)


NOTHING = {
    "no element": "<html></html>",
    "frames": "<html><frameset cols='20%,80%'><frame src=a.html><frame src=b.html></frameset></html>",
    "scripts": "<html><body><script>document.write(text)</script></body></html>",
    "hidden": f"<html><body><div hidden>{paragraphs()}</div></body></html>",
    "no letters": "<html><body><p>…</p><p>***</p></body></html>",
}


@pytest.mark.parametrize("html", NOTHING.values(), ids=NOTHING)
def test_pages_without_an_article(html: str) -> None:
    assert body(html) == []


def test_markup_that_is_broken_in_every_way() -> None:
    html = page(paragraphs().replace("</p>", "</b></div>").replace("<p>", "<p id=<b class=a'>"))
    assert "The vote was put off until the spring" in "".join(body(html))


def test_the_tree_is_not_changed() -> None:
    tree = tree_of(page(head=stated(FIRST)))
    before = tostring(tree)
    body_of(tree)
    assert tostring(tree) == before


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (
            "ar",
            ("اجتمع مجلس الميناء يوم الثلاثاء ليقرر ما إذا كانت العبارة القديمة ستبحر مرة أخرى بعد أحد عشر عاما.",) * 1,
        ),
        ("ja", ("港の評議会は火曜日に集まり、十一年ぶりに古い渡し船を再び走らせるかどうかを話し合った。",)),
    ],
)
def test_other_scripts(language: str, texts: tuple[str, ...]) -> None:
    every = tuple(f"{text}{n}" for n in range(1, 6) for text in texts)
    assert body(page(paragraphs(every), title="")) == list(every)
