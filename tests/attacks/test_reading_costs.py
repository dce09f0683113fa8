"""Documents that are made to be slow, to fill the memory or to hide their text: each is read like any other.

What is counted are calls, steps and characters. No clock is read: without their bounds the others would not end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

import pytest
from lxml.html import document_fromstring

from archive.ingest import page_parts
from archive.ingest.html import body_text, json_ld, signs, wording
from archive.ingest.html.marks import called, having
from archive.ingest.html.page import extract
from archive.ingest.html.signs import holds_others, is_apart
from archive.ingest.html.wording import is_silent
from archive.ingest.lists.csv_rows import apart
from archive.ingest.markdown.pieces import placed_pieces
from archive.ingest.received import Received
from archive.text.blocks import InlineKind
from archive.text.folding import fold_line

PROSE = "<p>The lamplighter of the quay trimmed forty wicks that night, and none of them burned until the morning.</p>"
MANY = 300_000


@pytest.mark.parametrize(
    "broken",
    [
        "x" + " " * MANY + "y",
        "x]]>" + " " * MANY + "y",
        "<!--" + " " * MANY + "y",
        '{"a":"' + "\n" * MANY + "x",
        '{"a":"\n' + "w" * MANY + "x",
    ],
    ids=["spaces", "behind-an-end", "behind-a-beginning", "line-ends", "a-long-word"],
)
def test_what_is_broken_in_json_ld_is_gone_through_once(broken: str) -> None:
    tree = document_fromstring(f'<html><script type="application/ld+json">{broken}</script><p>Quay</p></html>')
    assert not json_ld.linked_data(tree).nodes


@pytest.mark.parametrize(
    "written",
    [
        "<![CDATA[\n%s\n]]>",
        "//<![CDATA[\n%s\n//]]>",
        "/* <![CDATA[ */ %s /* ]]> */",
        "<!-- %s --> ;",
        "  <!--\n%s\n// -->",
    ],
)
def test_what_is_wrapped_around_json_ld_comes_off(written: str) -> None:
    block = written % '{"@type": "Article",\n"headline": "Wicks"\n"name": "Forty"}'
    tree = document_fromstring(f'<html><script type="application/ld+json">{block}</script><p>Quay</p></html>')
    assert [node["name"] for node in json_ld.linked_data(tree).nodes] == ["Forty"]


def test_of_very_many_marked_elements_the_first_are_looked_at() -> None:
    tree = document_fromstring(f"<html><body>{'<b class=author id=author rel=author>a</b>' * 3_000}</body></html>")
    every = list(tree.iter("b"))
    for elements in (called(40, "uthor"), having(40, "/descendant::*/@rel", "/descendant::*/@class")):
        assert elements(tree) == every[:40], "libxml2 compares each that it reaches with all before it"


def test_the_first_of_several_attributes_are_the_first_of_the_page() -> None:
    marked = "".join(f"<b {name}=author>{at}</b>" for at, name in enumerate(("id", "class", "data-testid") * 20))
    tree = document_fromstring(f"<html><body>{marked}</body></html>")
    assert [each.text for each in called(10, "uthor")(tree)[:10]] == [str(at) for at in range(10)]


def test_of_a_class_of_megabytes_little_is_looked_at_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def named(names: str) -> bool:
        seen.append(len(names))
        return False

    for module, name in ((signs, "_names_elsewhere"), (signs, "_names_others"), (wording, "_names_hidden")):
        monkeypatch.setattr(module, name, named)
    element = document_fromstring(f"<html><body><p class='{'hidden ' * MANY}md:block{' x' * MANY}'>a</p></body></html>")
    paragraph = element.find(".//p")
    paragraph.set("id", "x" * MANY)
    for tell in (is_apart, holds_others, is_silent):
        tell(paragraph)
    assert len(seen) == 4
    assert max(seen) < 3_000


def _marked(links: int) -> bytes:
    words = '<a href="https://quay.example/x">wick e\u0301</a> \u200b' * links
    return f"<html><body><article>{PROSE * 8}<p>{words}</p></article></body></html>".encode()


def test_links_in_a_long_text_that_is_folded_cost_what_they_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    folded = Counter[str]()

    def counted(text: str) -> str:
        folded["characters"] += len(text)
        return fold_line(text)

    monkeypatch.setattr(body_text, "fold_line", counted)
    costs = []
    for links in (300, 600):
        folded.clear()
        content = extract(Received(raw=_marked(links), name="quay.html")).content
        linked = [each for each in content.inlines if each.kind is InlineKind.LINK]
        assert [content.text[each.start : each.end] for each in linked] == ["wick \u00e9"] * links
        costs.append(folded["characters"])
    assert costs[1] < 2.2 * costs[0]


def test_a_member_deep_in_folders_is_told_by_few_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    page_of = page_parts.page_of

    def counted(folder: str, pages: Collection[str]) -> str:
        asked.append(folder)
        return page_of(folder, pages)

    monkeypatch.setattr(page_parts, "page_of", counted)
    pages = page_parts.pages_with_parts(["Quay.html", "a/Wick.htm"])
    assert not page_parts.folder_of("a/" * 30_000 + "b.html", pages)
    assert not asked
    assert page_parts.folder_of("Quay_files/a/b/c.html", pages) == "Quay_files"
    assert page_parts.folder_of("a/Wick-Dateien/c_files/d.html", pages) == "a/Wick-Dateien"
    assert not page_parts.folder_of("Quay_files", pages), "a file of that name"
    assert not page_parts.folder_of("Quay_filesystem/c.html", pages)
    assert not page_parts.folder_of("_files/c.html", pages)


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["text", "text (2)", "text"], ["text", "text (2)", "text (3)"]),
        (["text", "text", "text (2)"], ["text", "text (2)", "text (2) (2)"]),
        (["", "", "a"], ["", " (2)", "a"]),
    ],
)
def test_no_column_takes_the_name_of_another(names: list[str], told: list[str]) -> None:
    assert list(apart(iter(names))) == told


@pytest.mark.parametrize("name", ["script", "STYLE", "title", "textarea", "template", "button", "nav", "iframe", "svg"])
@pytest.mark.parametrize("written", ["Put it in a <{}> of its own.", "<{}>", "- in <{} a=b>,\n- or not"])
def test_a_tag_that_is_told_of_in_markdown_hides_nothing(name: str, written: str) -> None:
    told = written.format(name)
    texts = [placed.piece.text for placed in placed_pieces(f"# Wicks\n\n{told}\n\nThe quay sleeps.\n")]
    assert texts[0] == "Wicks"
    assert "The quay sleeps." in texts[-1]
    assert f"<{name}" in " ".join(texts)


def test_html_that_is_closed_in_markdown_stays_unread() -> None:
    unread = "<nav>\n\n- Home\n\n</nav>\n\n<script>\nwick()\n</script>"
    text = f"Trim <button>Share</button> them.\n\n{unread}\n\nThe quay sleeps."
    assert [placed.piece.text.split() for placed in placed_pieces(text)] == [
        ["Trim", "them."], ["The", "quay", "sleeps."],
    ]  # fmt: skip
