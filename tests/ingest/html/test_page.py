from __future__ import annotations

import hashlib

import pytest

from archive.ingest.catalogue import Row
from archive.ingest.extracted import ExtractedArticle, IngestError
from archive.ingest.html import page as pages
from archive.ingest.received import Given, Received
from archive.text.blocks import BlockKind, InlineKind
from tests.ingest.html.article_pages import PARAGRAPHS, page, paragraphs

URL = "https://www.quay.example/news/ferry"


def read(
    html: str | bytes,
    *,
    url: str = URL,
    row: Row | None = None,
    given: Given | None = None,
    media_type: str = "text/html",
) -> ExtractedArticle:
    raw = html if isinstance(html, bytes) else html.encode()
    return pages.extract(Received(raw=raw, name="ferry.html", media_type=media_type, url=url, row=row), given)


def test_a_page_becomes_an_article() -> None:
    link = (
        '<p>The <a href="../boats/">older boats</a> of the harbour were broken up long ago, <em>all</em> of them.</p>'
    )
    html = page(paragraphs() + link)
    article = read(html)
    assert article.title == "Council puts off the ferry again"
    assert not article.supplied_title
    assert article.content.text.startswith("\n\n".join(PARAGRAPHS))
    assert article.raw == html.encode()
    assert (article.language, article.name, article.media_type) == ("en", "ferry.html", "text/html")
    link_mark, emphasis = article.content.inlines
    assert article.content.text[link_mark.start : link_mark.end] == "older boats"
    assert link_mark.href == "https://www.quay.example/boats/"
    assert emphasis.kind is InlineKind.EMPHASIS
    assert not any(block.furniture for block in article.content.blocks)


@pytest.mark.parametrize("wrapper", ["article", "main", "section", "custom-box"])
def test_a_page_needs_no_body_tag(wrapper: str) -> None:
    head = "<!doctype html><meta charset=utf-8><title>Ferry</title>"
    article = read(f"{head}<{wrapper}>{paragraphs()}</{wrapper}><link rel=next href=/2>")
    assert article.content.text == "\n\n".join(PARAGRAPHS)


def test_bytes_are_decoded_as_declared() -> None:
    html = page(paragraphs(("Die Fähre läuft nicht aus, und niemand weiß, wer die neuen Kessel bezahlen soll.",) * 3))
    html = html.replace("<meta charset=utf-8>", "")
    article = read(html.encode("latin-1"), media_type="text/html; charset=iso-8859-1")
    assert "Fähre läuft nicht" in article.content.text
    assert article.media_type == "text/html; charset=iso-8859-1"


def test_what_the_row_states_holds() -> None:
    row = Row(1, "ferry.html", title="The ferry", source="The Lantern", byline="A. Quill", language="en-GB")
    article = read(page(head='<meta property="og:site_name" content="The Quay">'), row=row)
    assert (article.title, article.source, article.byline, article.language) == (
        "The ferry", "The Lantern", "A. Quill", "en-GB",
    )  # fmt: skip
    assert "title" not in article.basis


def test_a_row_of_other_bytes_is_refused() -> None:
    with pytest.raises(IngestError, match="SHA-256"):
        read(page(), row=Row(1, "ferry.html", sha256=hashlib.sha256(b"other").hexdigest()))


def test_a_row_with_lines_of_a_text_is_refused() -> None:
    with pytest.raises(IngestError, match="body_lines"):
        read(page(), row=Row(1, "ferry.html", body_lines=((1, 2),)))


@pytest.mark.parametrize(
    ("head", "given", "url", "source", "basis"),
    [
        (
            '<meta property="og:site_name" content="The Tide Table">',
            Given(source="Mine"),
            URL,
            "The Tide Table",
            "stated",
        ),
        ("", Given(source="Mine"), URL, "Mine", "given on ingest"),
        ("", Given(), URL, "quay.example", "inferred from the address"),
        ("", Given(), "", "Unknown source", ""),
    ],
)
def test_the_source_is_stated_or_given_or_the_host(head: str, given: Given, url: str, source: str, basis: str) -> None:
    html = page(head=head).replace(" | The Quay", "").replace("Printed and published at the Quay", "Printed here")
    article = read(html, url=url, given=given)
    assert article.source == source
    assert article.source_basis.startswith(basis)


def test_the_address_is_where_it_was_found_unless_the_page_states_one() -> None:
    assert read(page()).url == URL
    assert read(page(), url="http://[broken/").url == ""
    canonical = '<link rel="canonical" href="https://www.quay.example/news/2021/ferry">'
    assert read(page(head=canonical)).url == "https://www.quay.example/news/2021/ferry"


def test_a_title_is_supplied_where_the_page_has_none() -> None:
    article = read(f"<html><body><div>{paragraphs()}</div></body></html>")
    assert article.supplied_title
    assert article.title.startswith("The harbour council met on Tuesday")


NO_ARTICLE = {
    "empty": "",
    "blank": " \n ",
    "a comment": "<!-- nothing -->",
    "a frameset": "<html><frameset><frame src=a.html></frameset></html>",
    "scripts alone": "<html><body><div id=root></div><script>render()</script></body></html>",
    "null bytes": "\0\0\0",
}


@pytest.mark.parametrize("html", NO_ARTICLE.values(), ids=NO_ARTICLE)
def test_a_page_without_an_article_is_refused_with_advice(html: str) -> None:
    with pytest.raises(IngestError, match=r"Leave it out|save it from there"):
        read(html)


def test_nulls_controls_and_halves_of_pairs_do_no_harm() -> None:
    odd = page(
        paragraphs(("A\0 line \x07with &#xD800; odd &#0; signs &#x202E;and words enough to be prose, as it goes.",) * 3)
    )
    text = read(odd).content.text
    assert "words enough to be prose" in text
    assert not set(text) & set("\0\x07\u202e\ud800")


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "span", "ul><li", "table><tr><td"])
def test_a_hundred_thousand_elements_within_one_another(tag: str) -> None:
    with pytest.raises(IngestError, match="2048 deep"):
        read(page(f"<{tag}>" * 100_000 + paragraphs()))


@pytest.mark.parametrize("tag", ["font", "div"])
def test_a_page_that_never_closes_its_elements_is_read_to_its_end(tag: str) -> None:
    text = read(page("".join(f"<{tag}><p>{text}</p>" for text in PARAGRAPHS * 80))).content.text
    assert text.count(PARAGRAPHS[-1]) == 80


def test_many_elements_beside_one_another() -> None:
    html = page(paragraphs() + "<p><b>word</b></p>" * 3_000)
    assert PARAGRAPHS[0] in read(html).content.text


def test_scripts_in_every_place_are_words_at_most() -> None:
    evil = (
        "<p onclick=alert(1)>One sentence of the article that is long enough to be taken for prose by anyone at all."
        "<img src=x onerror=alert(1)><a href='javascript:alert(1)'>press here</a></p><script>alert(1)</script>"
    )
    article = read(page(paragraphs() + evil))
    assert "press here" in article.content.text
    assert "alert" not in article.content.text
    assert article.content.inlines == ()


def test_headings_and_lists_keep_their_depth() -> None:
    html = page(paragraphs() + "<h3>Costs of the work</h3><ul><li>Boilers and their fittings.</li></ul>" + paragraphs())
    kinds = {(block.kind, block.level) for block in read(html).content.blocks}
    assert {(BlockKind.HEADING, 3), (BlockKind.LIST_ITEM, 1)} <= kinds
