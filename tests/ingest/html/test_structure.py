from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from archive.ingest.html.structure import Piece, pieces_of
from archive.text.blocks import BlockKind, InlineKind

P, H, LI = BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM
Q, ROW, CAPTION = BlockKind.QUOTATION, BlockKind.TABLE_ROW, BlockKind.CAPTION


def pieces(markup: str) -> list[Piece]:
    return pieces_of(document_fromstring(f"<html><body>{markup}</body></html>"))


def told(markup: str) -> list[tuple[BlockKind, int, str]]:
    return [(piece.kind, piece.level, piece.text.strip()) for piece in pieces(markup)]


CASES = {
    "paragraphs": ("<p>One.</p><p>Two.</p>", [(P, 0, "One."), (P, 0, "Two.")]),
    "bare text beside a block": ("Bare <p>in</p> tail", [(P, 0, "Bare"), (P, 0, "in"), (P, 0, "tail")]),
    "headings": ("<h2>Far</h2><h5>Near</h5>", [(H, 2, "Far"), (H, 5, "Near")]),
    "spaces are one": ("<p> a\n\t b  <b> c</b> d</p>", [(P, 0, "a b c d")]),
    "one break is a space": ("<p>Roses<br>are red</p>", [(P, 0, "Roses are red")]),
    "two breaks part paragraphs": ("<p>One.<br> <br/>Two.</p>", [(P, 0, "One."), (P, 0, "Two.")]),
    "a break, words, a break": ("<p>a<br>b<br>c</p>", [(P, 0, "a b c")]),
    "lists in lists": (
        "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>",
        [(LI, 1, "a"), (LI, 2, "b"), (LI, 1, "c")],
    ),
    "definitions": ("<dl><dt>Ebb</dt><dd>Falling tide</dd></dl>", [(LI, 1, "Ebb"), (LI, 1, "Falling tide")]),
    "quotation": ("<blockquote><p>Said.</p></blockquote><p>Then.</p>", [(Q, 0, "Said."), (P, 0, "Then.")]),
    "marks of a short quotation": ("<p>He said <q>no</q>.</p>", [(P, 0, "He said “no”.")]),
    "rows of values": (
        "<table><tr><th>Port</th><th>Depth</th></tr><tr><td>Quay</td><td><p>4 m</p></td></tr></table>",
        [(ROW, 0, "Port | Depth"), (ROW, 0, "Quay | 4 m")],
    ),
    "a formula as it is read aloud": (
        "<p>Let <math alttext='x squared'><msup><mi>x</mi><mn>2</mn></msup></math> be four.</p><p>So<math></math>.</p>",
        [(P, 0, "Let x squared be four."), (P, 0, "So.")],
    ),
    "a table for layout": ("<table><tr><td><p>One.</p><p>Two.</p></td></tr></table>", [(P, 0, "One."), (P, 0, "Two.")]),
    "captions": (
        "<figure><img src=a alt='x'><figcaption>The quay at dawn</figcaption></figure><p>After.</p>",
        [(CAPTION, 0, "The quay at dawn"), (P, 0, "After.")],
    ),
    "caption by class": ('<div class="wp-caption-text">The quay</div>', [(CAPTION, 0, "The quay")]),
    "a picture that nothing describes else": (
        "<figure><img src=a alt='Two men carry a boiler down to the quay'></figure>",
        [(CAPTION, 0, "Two men carry a boiler down to the quay")],
    ),
    "a picture within words": ("<p>A <img src=a alt='one two three four five six seven eight'> b</p>", [(P, 0, "A b")]),
    "lines of code": ("<pre><code>if a:\n    b()\n</code></pre>", [(P, 0, "if a:"), (P, 0, "b()")]),
    "preformatted prose": ("<pre>Wrapped\nby hand.</pre>", [(P, 0, "Wrapped by hand.")]),
    "what is not read": (
        "<script>x()</script><style>p{}</style><p>a<noscript>n</noscript> b</p><svg><text>s</text></svg>",
        [(P, 0, "a b")],
    ),
    "hidden": (
        "<p hidden>no</p><p style='color:red; display : none'>no</p><p style='color:red'>yes</p>",
        [(P, 0, "yes")],
    ),
    "comments": ("<p>a<!-- hidden --> b</p>", [(P, 0, "a b")]),
    "elements that nobody knows": ("<p>(<x-cite><a href='/1'>1</a></x-cite>)</p>", [(P, 0, "(1)")]),
    "nothing": ("<div> <p>\n</p></div>", []),
    "right to left": ("<p dir=rtl>قال الوزير <b>نعم</b> أمس</p>", [(P, 0, "قال الوزير نعم أمس")]),
    "without spaces": ("<p>港の<b>評議会</b>は火曜日に</p>", [(P, 0, "港の評議会は火曜日に")]),
}


@pytest.mark.parametrize(("markup", "expected"), CASES.values(), ids=CASES)
def test_blocks(markup: str, expected: list[tuple[BlockKind, int, str]]) -> None:
    assert told(markup) == expected


def test_marks_stand_at_their_words() -> None:
    (piece,) = pieces(
        "<p>A <a href=' /x '>link <em>with stress</em></a>, <strong>loud</strong> and <code>f()</code></p>"
    )
    assert [(mark.kind, piece.text[mark.start : mark.end], mark.href) for mark in piece.inlines] == [
        (InlineKind.EMPHASIS, "with stress", ""),
        (InlineKind.LINK, "link with stress", "/x"),
        (InlineKind.STRONG, "loud", ""),
        (InlineKind.CODE, "f()", ""),
    ]
    assert piece.linked == len("link with stress")


def test_a_link_around_blocks_is_a_link_in_each() -> None:
    first, second = pieces("<a href='/x'><div>One thing</div><div>and another</div></a>")
    for piece in (first, second):
        (mark,) = piece.inlines
        assert (mark.start, mark.end, mark.href) == (0, len(piece.text), "/x")
        assert piece.linked == len(piece.text)


def test_an_element_after_a_block_within_an_inline_one_is_not_marked() -> None:
    blocks = pieces("<p>one</p><b><div>two</div></b>three")
    assert [bool(piece.inlines) for piece in blocks] == [False, True, False]


def test_fifty_thousand_elements_beside_one_another() -> None:
    assert len(pieces("<p>a word</p>" * 50_000)) == 50_000


def test_elements_that_mark_the_same_words_too_often_are_not_all_noted() -> None:
    blocks = pieces("<b>" * 200 + "<div>one</div><div>two</div>")
    assert [piece.text for piece in blocks] == ["one", "two"]
    assert all(len(piece.inlines) <= 16 for piece in blocks)
    (after,) = pieces("<p>" + "<i>" * 20 + "x" + "</i>" * 20 + "<b>y</b></p>")
    assert (after.inlines[-1].kind, after.inlines[-1].start) == (InlineKind.STRONG, 1)
