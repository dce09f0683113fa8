"""Pages that are written to break a parser or to bring a script along: read, or refused, and only words come out."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from archive import rendering
from archive.ingest import reading
from archive.ingest.extracted import ExtractedArticle, IngestError
from archive.ingest.received import Given, Received
from archive.rendering.wraps import is_safe
from archive.text.blocks import CanonicalText, InlineKind
from archive.text.normalize import fold_line
from tests.hostile_pages import html5lib_inputs, page

ELEMENTS = {"p", "h2", "h3", "h4", "h5", "h6", "ul", "li", "blockquote", "div", "table", "tr", "td", "span"}
ELEMENTS |= {"a", "em", "strong", "code"}
ATTRIBUTES = {"data-start", "class", "href", "rel", "referrerpolicy", "tabindex", "hidden"}

# What a browser would take for an address of its own scripts or data, or might take for another one than it seems.
SCRIPTS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "java\r\nscript:alert(1)",
    " \x01\x02javascript:alert(1)",
    "\u00a0javascript:alert(1)",
    "\ufeffjavascript:alert(1)",
    "javascript\uff1aalert(1)",
    "javascript\u2236alert(1)",
    "javascript&colon;alert(1)",
    "javascript://example.org/%0aalert(1)",
    "jar:javascript:alert(1)!/",
    "data:text/html,<script>alert(1)</script>",
    "DATA:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "vbscript:msgbox(1)",
    "blob:https://example.org/1",
    "file:///etc/passwd",
    "view-source:https://example.org/",
    "filesystem:https://example.org/x",
    "about:blank",
    "ws://example.org/",
    "ftp://example.org/",
    "https://" + "x" * 70_000,
    "https://example.org/?" + "x" * 70_000,
]


def taken(raw: bytes) -> ExtractedArticle:
    return reading.read(Received(raw=raw, name="page.html", url="https://example.org/one/page"), Given())


def assert_only_words(content: CanonicalText) -> None:
    """Blocks in order and canonical, what is set apart within one of them, and nothing else on the page."""
    end = 0
    for block in content.blocks:
        words = content.text[block.start : block.end]
        assert words == fold_line(words)
        assert end <= block.start < block.end
        end = block.end
    for inline in content.inlines:
        assert any(block.start <= inline.start < inline.end <= block.end for block in content.blocks)
        assert is_safe(inline.href) if inline.kind is InlineKind.LINK else not inline.href
    tree = BeautifulSoup(rendering.render_body(content), "html.parser")
    assert {one.name for one in tree.find_all()} <= ELEMENTS
    assert {name for one in tree.find_all() for name in one.attrs} <= ATTRIBUTES


def test_every_tree_of_html5lib_is_read_or_refused_alone(shared_data: Path) -> None:
    refused = 0
    for markup in html5lib_inputs(shared_data):
        try:
            article = taken(markup.encode("utf-8", "surrogatepass"))
        except IngestError:
            refused += 1
            continue
        assert_only_words(article.content)
    assert refused > 1_000  # few of them hold more than a letter


def test_trees_amid_an_article_leave_its_words(shared_data: Path) -> None:
    for markup in html5lib_inputs(shared_data)[::20]:
        article = taken(page(markup))
        assert_only_words(article.content)
        assert "thirty lanterns" in article.content.text


@pytest.mark.parametrize("href", SCRIPTS)
def test_no_address_but_one_of_the_web_is_kept(href: str) -> None:
    for written in (escape(href), "".join(f"&#{ord(sign)};" for sign in href)):
        article = taken(
            page(f'<p>He wrote <a href="{written}">the number</a> down, and so did the clerk of the port.</p>')
        )
        assert_only_words(article.content)
        assert "He wrote the number down" in article.content.text
        for inline in article.content.inlines:  # a name without a scheme is a page of the site, whatever it looks like
            assert inline.href.startswith("https://example.org/")
            assert len(inline.href) <= 2_000


@pytest.mark.parametrize(
    ("base", "href"),
    [
        ("javascript:alert(1)//", "x"),
        ("data:text/html,", "<script>alert(1)</script>"),
        ("https://[", "x"),
        ("//", "//"),
        ("", "https://[::1"),
        ("", "http://exa mple.org/a"),
        ("", "https:\\\\example.org\\x"),
        ("", "https://\u2100.example/"),
    ],
)
def test_a_base_that_lies_makes_no_link(base: str, href: str) -> None:
    head = f'<base href="{escape(base)}">' if base else ""
    article = taken(page(f'<p>He wrote <a href="{escape(href)}">the number</a> down again.</p>', head=head))
    assert_only_words(article.content)


def test_naughty_strings_are_words_wherever_a_page_states_them(shared_data: Path) -> None:
    strings = json.loads((shared_data / "hostile_blns/blns.json").read_text())
    for naughty in strings[::4]:
        said = escape(naughty)
        facts = json.dumps(
            {"@type": "NewsArticle", "headline": naughty, "author": {"name": naughty}, "keywords": naughty}
        )
        head = f'<meta property="og:title" content="{said}"><script type="application/ld+json">{facts}</script>'
        article = taken(page(f"<p>{said}</p><blockquote>{said} he said.</blockquote>", head=head, title=said))
        assert_only_words(article.content)
        assert article.title
