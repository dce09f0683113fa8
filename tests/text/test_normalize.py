"""Raw text to canonical text: its characters, its blocks, and what it refuses."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text.normalize import TextError, decode, fold, fold_line, normalize

ODD = "\u00a0\u3000\u2003\u200b\u200c\u200d\u200e\u202e\u2060\ufeff\u00ad\u2028\u2029\u0085"
CONTROLS = "\v\f\r\n\t\0\x1b\x7f\ud800\udc00"
MARKS = "e\u0301\u0323\u0344\u0b95\u0bcd\u2329\u2126\u0915\u094d\U0001f469\U0001f3f4\U000e0067\U000e007f\ufe0f"
raw_text = st.text(st.one_of(st.sampled_from(ODD + CONTROLS + MARKS + "ab .-*#>1=•\n"), st.characters()), max_size=120)
lines = st.lists(
    st.sampled_from(
        [
            "",
            "",
            "Word",
            "- item",
            "  - deeper",
            "1. one",
            "2. two",
            "> said",
            "# Head",
            "====",
            "A sentence that is long enough to be broken by a margin of some kind",
            "* * *",
            "•x",
            ">",
        ]
    )
)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"plain", "plain"),
        (b"\xef\xbb\xbfmarked", "marked"),
        ("\ufeffwide".encode("utf-16-le"), "wide"),
        ("\ufeffwide".encode("utf-16-be"), "wide"),
        ("\ufeffwider".encode("utf-32-le"), "wider"),
        ("\ufeffwider".encode("utf-32-be"), "wider"),
        ("発燒友 é 🙂".encode(), "発燒友 é 🙂"),
    ],
)
def test_a_text_is_read_in_the_encodings_of_unicode(raw: bytes, text: str) -> None:
    assert decode(raw) == text


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        ("\u00a0\u2003".encode(), "only spaces"),
        ("\ufeff".encode("utf-16-le"), "blank"),
        (b"abc\0def", "NUL byte at byte 3"),
        ("no mark".encode("utf-16-le"), "NUL byte at byte 1"),
        ("caf\xe9 noir".encode("latin-1"), "byte 0xE9 at byte 3"),
        (b"\xef\xbb\xbfab\xff", "byte 0xFF at byte 5"),
        (b"\xff\xfea", "not UTF-16"),
        (b"\xff\xfe\0\0abc", "not UTF-32"),
        (b"\x01\x02\x03\x04 words", "control characters"),
        (b"\x89PNG\r\n\x1a\n rest", "byte 0x89 at byte 0"),
    ],
)
def test_bytes_that_are_no_text_are_refused_with_the_reason(raw: bytes, reason: str) -> None:
    with pytest.raises(TextError, match=reason):
        decode(raw)


def test_a_stray_control_character_does_not_refuse_a_text() -> None:
    assert normalize(b"A long line of ordinary words with one escape \x1b in it.").content.text == (
        "A long line of ordinary words with one escape in it."
    )


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("a\r\nb\rc\x85d\u2028e\vf\fg", "a\nb\nc\nd\ne\nf\ng"),
        ("a\u2029b", "a\n\nb"),
        ("a\n\n\n \n\t\nb", "a\n\nb"),
        ("  a \t \u00a0 b\u3000\u2009c  \n  d ", "a b c\nd"),
        ("e\u0301 \u212b \u1112\u1161\u11ab", "é Å 한"),
        ("so\u00adft ze\u200bro \ufeffmark jo\u2060in \u202eover\u202c", "soft zero mark join over"),
        ("a\0b\x07c\x7f\x9f", "abc"),
        ("\ufdd0\uffff\U0010ffffx", "x"),
        ("lone \ud800 and \udfff", "lone \ufffd and \ufffd"),
        ("pair \ud83d\ude42", "pair 🙂"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("ന\u0d4d\u200d ക", "ന\u0d4d\u200d ക"),
        ("👩\u200d👩\u200d👧 ❤\ufe0f\u200d🔥", "👩\u200d👩\u200d👧 ❤\ufe0f\u200d🔥"),
        ("wa\u200dter\u200c mark \u200d", "water mark"),
        ("می\u200c\u200c\u200dخ", "می\u200cخ"),
        (
            "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
            "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        ),
        ("hid\U000e0041\U000e0042den", "hidden"),
        ("اللغة\u200f العربية", "اللغة العربية"),
        ("東京\u3000大阪", "東京 大阪"),
        ("\u0600\u0661", "\u0600\u0661"),
    ],
)
def test_characters_are_folded(raw: str, folded: str) -> None:
    assert fold(raw) == folded


def test_a_line_is_folded_onto_one() -> None:
    assert fold_line(" \n A\u00a0 title\r\n\r\n over  lines\u2029") == "A title over lines"


@settings(deadline=None)  # the machine may be busy
@given(raw_text)
def test_folding_twice_changes_nothing_more(raw: str) -> None:
    folded = fold(raw)
    assert fold(folded) == folded
    assert fold_line(fold_line(raw)) == fold_line(raw)


@settings(deadline=None)  # the machine may be busy
@given(raw_text)
def test_folded_text_can_be_stored_and_compared(raw: str) -> None:
    folded = fold(raw)
    folded.encode()  # no half of a pair
    assert unicodedata.is_normalized("NFC", folded)
    assert not re.search(
        "[\0-\x09\x0b-\x1f\x7f-\x9f\u00a0\u00ad\u200b\u200e\u200f\u2028-\u202f\u2060\u3000\ufeff]", folded
    )
    assert not re.search("  | \n|\n |\n\n\n|^ | $", folded)


@settings(deadline=None)  # the machine may be busy
@given(st.text(st.characters(exclude_categories=["Cc", "Cf", "Zs", "Zl", "Zp", "Cs", "Cn", "Mn"])))
def test_nothing_but_odd_characters_is_lost(raw: str) -> None:
    assert fold(raw) == unicodedata.normalize("NFC", raw)


def test_runs_of_marks_are_kept_in_the_stream_safe_format() -> None:
    folded = fold("a" + "\u0301\u0316" * 200)
    longest = max(len(run) for run in re.findall("[\u0301\u0316\u00e1]+", folded))
    assert longest <= 31
    assert folded.count("\u0316") == 200


def blocks(raw: str) -> list[tuple[str, str, int]]:
    content = normalize(raw).content
    return [(block.kind.value, content.text[block.start : block.end], block.level) for block in content.blocks]


PROSE = "The harbour lights went out one by one while the ferry waited for the tide to turn and carry it home."


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("One.\n\nTwo.", [("paragraph", "One.", 0), ("paragraph", "Two.", 0)]),
        ("# Top\n## Next ##\nText.", [("heading", "Top", 1), ("heading", "Next", 2), ("paragraph", "Text.", 0)]),
        ("#tag stays.", [("paragraph", "#tag stays.", 0)]),
        ("Top\n===\n\nNext\n---\nText.", [("heading", "Top", 1), ("heading", "Next", 2), ("paragraph", "Text.", 0)]),
        ("One.\n\n* * *\n\nTwo.\n_____", [("paragraph", "One.", 0), ("paragraph", "Two.", 0)]),
        ("• one\n•two", [("list_item", "one", 1), ("list_item", "two", 1)]),
        (
            "- one\n  - deeper\n  - deep\n- two",
            [("list_item", "one", 1), ("list_item", "deeper", 2), ("list_item", "deep", 2), ("list_item", "two", 1)],
        ),
        ("\n".join(" " * depth + "• x" for depth in range(11)), [("list_item", "x", min(n, 9)) for n in range(1, 12)]),
        ("• one\n  goes on\n\n• two", [("list_item", "one goes on", 1), ("list_item", "two", 1)]),
        ("1. one\n2. two\n(3) three", [("list_item", "one", 1), ("list_item", "two", 1), ("list_item", "three", 1)]),
        ("- 30 -", [("paragraph", "- 30 -", 0)]),
        (
            "5. Avenue was shut.\n\n9. May came.",
            [("paragraph", "5. Avenue was shut.", 0), ("paragraph", "9. May came.", 0)],
        ),
        ("— Come in, she said.\n\n— No.", [("paragraph", "— Come in, she said.", 0), ("paragraph", "— No.", 0)]),
        ("> So it was\n>\n> > said.", [("quotation", "So it was", 0), ("quotation", "said.", 0)]),
        ("><b>", [("paragraph", "><b>", 0)]),
        (
            "“We saw it coming.”\n\n—Ines Faro, harbour master",
            [("quotation", "“We saw it coming.”", 0), ("quotation", "—Ines Faro, harbour master", 0)],
        ),
        ("“We saw it.”\n\nShe left.", [("paragraph", "“We saw it.”", 0), ("paragraph", "She left.", 0)]),
        ("What we learned:\n\n• one", [("heading", "What we learned:", 2), ("list_item", "one", 1)]),
        ("What we learned:\n\nNothing.", [("paragraph", "What we learned:", 0), ("paragraph", "Nothing.", 0)]),
        (
            f"The Crossing\n\nWhat we learned:\n\n• one\n\nThe Return\n\n{PROSE}",
            [
                ("heading", "The Crossing", 2),
                ("heading", "What we learned:", 2),
                ("list_item", "one", 1),
                ("heading", "The Return", 2),
                ("paragraph", PROSE, 0),
            ],
        ),
        (f"3 May 2019\n\n{PROSE}", [("paragraph", "3 May 2019", 0), ("paragraph", PROSE, 0)]),
        (f"By Ines Faro\n\n{PROSE}", [("paragraph", "By Ines Faro", 0), ("paragraph", PROSE, 0)]),
        (f"It rained.\n\n{PROSE}", [("paragraph", "It rained.", 0), ("paragraph", PROSE, 0)]),
        ("\u200b\n***\n>\n", []),
    ],
)
def test_blocks_are_told_apart(raw: str, expected: list[tuple[str, str, int]]) -> None:
    assert blocks(raw) == expected


def wrapped(text: str, width: int) -> str:
    """Break a text into lines as an editor does."""
    rows, row = [], ""
    for word in text.split():
        if row and len(row) + 1 + len(word) > width:
            rows.append(row)
            row = word
        else:
            row = f"{row} {word}".strip()
    return "\n".join([*rows, row])


@settings(deadline=None)  # the machine may be busy
@given(st.integers(50, 90), st.lists(st.integers(2, 4), min_size=2, max_size=4))
def test_hard_wrapped_lines_are_joined(width: int, lengths: list[int]) -> None:
    paragraphs = [" ".join([PROSE] * length) for length in lengths]
    assert normalize("\n\n".join(wrapped(text, width) for text in paragraphs)).content.text == "\n\n".join(paragraphs)


def test_lines_that_are_paragraphs_stay_apart() -> None:
    raw = f"{PROSE}\n{PROSE[:69]} again.\nShort one.\n{PROSE}"
    assert [text for _, text, _ in blocks(raw)] == raw.split("\n")


def test_the_lines_of_a_menu_stay_apart() -> None:
    assert [text for _, text, _ in blocks("Home\nAbout us\nContact\nWeather today")] == [
        "Home", "About us", "Contact", "Weather today"
    ]  # fmt: skip


def test_wrapped_chinese_is_joined_without_spaces_and_hyphens_without_a_break() -> None:
    line = "港口的灯一盏接一盏地熄灭渡轮等待潮水转向"
    assert blocks(f"{line}\n{line}\n{line}\n岸边") == [("paragraph", f"{line * 3}岸边", 0)]
    wrapped_hyphen = (
        "The ferry that waited for the tide was an old-\nfashioned one with a tall thin funnel and\nno paint."
    )
    assert "an old-fashioned one" in normalize(wrapped_hyphen).content.text


def test_each_block_knows_its_source_lines() -> None:
    raw = "First.\r\n\r\n\r\nSecond.\r• one\n  goes on\n\u2028• two\n\nTop\n===\nLast."
    found = normalize(raw)
    texts = [found.content.text[block.start : block.end] for block in found.content.blocks]
    assert dict(zip(texts, found.lines, strict=True)) == {
        "First.": (1, 1),
        "Second.": (4, 4),
        "one goes on": (5, 6),
        "two": (7, 7),
        "Top": (9, 9),
        "Last.": (11, 11),
    }


@settings(deadline=None)  # the machine may be busy
@given(st.one_of(raw_text, lines.map("\n".join)))
def test_the_blocks_are_the_text(raw: str) -> None:
    found = normalize(raw)
    text, end = found.content.text, 0
    for block, (first, last) in zip(found.content.blocks, found.lines, strict=True):
        assert text[end : block.start] in ({""} if not end else {"\n", "\n\n"})
        assert block.start < block.end
        assert "\n" not in text[block.start : block.end]
        assert 1 <= first <= last
        end = block.end
    assert end == len(text)
    assert list(found.lines) == sorted(found.lines)
    assert fold(text) == text


@settings(deadline=None)  # the machine may be busy
@given(st.lists(st.sampled_from([PROSE, "Word", "It rained.", "Two words:", "港口", "", "“So.”", "—Ines"])))
def test_a_canonical_text_is_its_own_normal_form(raw: list[str]) -> None:
    text = normalize("\n".join(raw)).content.text
    assert normalize(text).content.text == text


def test_bytes_and_string_come_to_the_same() -> None:
    raw = "Tide\u00a0table\r\n\r\n• one\r\n• two"
    assert normalize(raw.encode()) == normalize(raw) == normalize(raw.encode("utf-16"))
