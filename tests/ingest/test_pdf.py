"""PDF: what a reader of the article sees of its pages, and what becomes of files that are damaged or made to harm."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from archive.ingest import pdf as reader
from archive.ingest.catalogue import Row
from archive.ingest.extracted import ExtractedArticle, IngestError
from archive.ingest.limits import MEGABYTE, LimitError, ReadingLimits
from archive.ingest.pdf import document
from archive.ingest.received import Given, Received
from archive.text.blocks import BlockKind
from tests.ingest.pdf_files import Text, assembled, column, pdf, stream

PROSE = [
    "The keeper of the harbour counted thirty lanterns on the quay that evening,",
    "and none of them was lit. He wrote the number down, went back to his hut and",
    "waited for the ferry, which came an hour late and brought no one at all.",
]
MORE = [
    "In the morning the clerk asked him what he had seen. He said that the storm",
    "had put them out one by one, from the far end to the near, as if somebody had",
    "walked along the quay with a wet finger.",
]


def extract(raw: bytes, row: Row | None = None, source: str = "", language: str = "") -> ExtractedArticle:
    return reader.extract(Received(raw=raw, name="lanterns.pdf", row=row), Given(source, language))


def within(raw: bytes, limits: ReadingLimits) -> ExtractedArticle:
    return reader.extract(Received(raw=raw, name="lanterns.pdf"), Given(limits=limits))


def blocks(article: ExtractedArticle, *, furniture: bool = False) -> list[str]:
    text = article.content.text
    return [text[block.start : block.end] for block in article.content.blocks if block.furniture == furniture]


def kinds(article: ExtractedArticle) -> list[tuple[str, int]]:
    return [(block.kind.value, block.level) for block in article.content.body]


def test_lines_become_paragraphs_where_there_is_room_above_one() -> None:
    article = extract(pdf(column([*PROSE, "", *MORE])))
    assert blocks(article) == [" ".join(PROSE), " ".join(MORE)]


def test_an_indented_line_begins_a_paragraph_without_any_room() -> None:
    article = extract(pdf(column([*PROSE, f"   {MORE[0]}", *MORE[1:]])))
    assert blocks(article) == [" ".join(PROSE), " ".join(MORE)]


def test_a_line_that_ends_a_sentence_before_the_margin_ends_a_paragraph() -> None:
    article = extract(pdf(column([*PROSE[:2], "waited for the ferry.", *MORE])))
    assert blocks(article) == [" ".join([*PROSE[:2], "waited for the ferry."]), " ".join(MORE)]


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        (["He lit the lan-", "terns himself."], "He lit the lanterns himself."),
        (["The well-known keeper of the well-", "known quay."], "The well-known keeper of the well-known quay."),
        (["He met the Anglo-", "French clerk."], "He met the Anglo-French clerk."),
        (["Pages 10-", "12 are lost."], "Pages 10- 12 are lost."),
        (["He lit the lan\u00ad", "terns himself."], "He lit the lanterns himself."),
        (["A storm -", "and no ferry."], "A storm - and no ferry."),
        (["It was very un-", "com-", "mon."], "It was very uncommon."),
    ],
)
def test_words_broken_at_the_ends_of_lines_are_whole_again(lines: list[str], whole: str) -> None:
    assert blocks(extract(pdf(column(lines)))) == [whole]


def paged(count: int) -> bytes:
    """Pages of prose, each its own words, with a head, a foot that counts, and a number of their own."""
    pages = []
    for number in range(1, count + 1):
        head = Text("The Lantern Quarterly", y=760, size=9)
        foot = Text(f"Vol. 7 page {number + 40}", y=40, size=9)
        lines = [f"Sentence {letter}{number} of the report ends here and is long enough." for letter in "abcdefgh"]
        pages.append([head, *column(lines), foot, Text(str(number), x=300, y=28, size=9)])
    return pdf(*pages)


def test_running_heads_stand_once_and_apart_and_numbers_of_pages_not_at_all() -> None:
    article = extract(paged(5))
    assert blocks(article, furniture=True) == ["The Lantern Quarterly", "Vol. 7 page 41"]
    words = " ".join(blocks(article))
    assert re.findall(r"Sentence (\w\d)", words) == [f"{letter}{page}" for page in range(1, 6) for letter in "abcdefgh"]
    assert "Quarterly" not in words
    assert not re.search(r"\b4\d\b|here and is long enough\. \d", words)


def test_what_stands_on_two_pages_alone_is_a_running_head_too_but_not_in_the_midst_of_them() -> None:
    same = "The same words stand in the midst of both pages, and they belong to the text."
    lines = [*PROSE, same, *MORE]
    pages = [[Text("Harbour News", y=760, size=9), *column([*lines, f"The end {end}."])] for end in ("one", "two")]
    article = extract(pdf(*pages))
    assert blocks(article, furniture=True) == ["Harbour News"]
    assert article.content.text.count(same) == 2


def test_every_block_knows_its_page_and_a_sentence_goes_on_overleaf() -> None:
    article = extract(
        pdf(column([*PROSE, "", *MORE[:2]]), column([MORE[2], "", "The last page begins in earnest with this."]))
    )
    assert [(block.page, article.content.text[block.start : block.end][:8]) for block in article.content.blocks] == [
        (1, "The keep"),
        (1, "In the m"),
        (2, "The last"),
    ]
    assert blocks(article)[1] == " ".join(MORE)


def test_a_sentence_goes_on_in_the_next_column() -> None:
    left = column([*PROSE[:1], "and none of them"], size=10)
    right = column(["was lit.", "", *MORE], x=330, size=10)
    assert blocks(extract(pdf([*left, *right])))[0] == f"{PROSE[0]} and none of them was lit."


def test_headings_items_and_captions_are_told_by_how_they_are_set() -> None:
    page = [
        Text("Lanterns at dusk", y=740, size=22),
        Text("What the keeper saw", y=700, size=15),
        *column(PROSE, top=680),
        *column(["• thirty lanterns", "  • of which ten were old", "    and rusty", "• one ferry"], top=620),
        Text("The clerk", y=540, bold=True),
        *column(MORE, top=520),
        Text("Figure 1. The quay before the storm", y=450, size=9),
    ]
    article = extract(pdf(page, info={"Title": "Something else entirely"}))
    assert kinds(article) == [
        ("heading", 1),
        ("heading", 2),
        ("paragraph", 0),
        ("list_item", 1),
        ("list_item", 2),
        ("list_item", 1),
        ("heading", 3),
        ("paragraph", 0),
        ("caption", 0),
    ]
    assert blocks(article)[4] == "of which ten were old and rusty"
    assert "thirty lanterns\nof which ten were old and rusty\none ferry\n\nThe clerk" in article.content.text


def test_the_title_the_byline_and_the_date_are_read_above_the_text_and_are_not_the_text() -> None:
    page = [
        Text("Lanterns at dusk", y=740, size=22),
        Text("By Ann Fenwick", y=715),
        Text("4 July 2019", y=700),
        *column([*PROSE, *MORE], top=670),
    ]
    article = extract(pdf(page, info={"Title": "Microsoft Word - draft2.docx", "CreationDate": "D:20200101120000Z"}))
    assert (article.title, article.byline, article.published) == ("Lanterns at dusk", "Ann Fenwick", "2019-07-04")
    assert article.published_basis == "stated on a line of its own: “4 July 2019”"
    assert article.basis["title"] == "inferred from the largest line of the first page"
    assert article.basis["byline"] == "stated: a line of its own"
    assert blocks(article, furniture=True) == ["Lanterns at dusk", "By Ann Fenwick", "4 July 2019"]
    assert article.language == "en"


def test_the_figures_of_a_table_above_the_first_long_paragraph_are_part_of_the_text() -> None:
    rows = ["2009   40   812", "", "2014   133   797"]
    page = [Text("Lanterns at dusk", y=740, size=22), *column([*rows, "", *PROSE], top=700)]
    assert blocks(extract(pdf(page)))[:2] == ["2009 40 812", "2014 133 797"]


def test_the_files_properties_are_taken_where_the_page_states_nothing() -> None:
    info = {"Title": "Lanterns at dusk", "Author": "Ann Fenwick", "CreationDate": "D:20190704083000+02'00'"}
    article = extract(pdf(column(["Un deux trois quatre."]), info=info, language="fr-CA"))
    assert (article.title, article.byline, article.published) == ("Lanterns at dusk", "Ann Fenwick", "2019-07-04?")
    assert article.published_basis == "inferred from the file's creation date"
    assert article.basis == {
        "title": "stated: the title in the file's properties",
        "byline": "stated: the author in the file's properties",
        "language": "stated: the language in the file's properties",
    }
    assert article.language == "fr-CA"


@pytest.mark.parametrize(
    "programs",
    [
        {"Creator": "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/120", "Producer": "Skia/PDF m120"},
        {"Creator": "Mozilla Firefox 128", "Producer": "cairo 1.18"},
        {"Creator": "wkhtmltopdf 0.12.6", "Producer": "Qt 5.15"},
    ],
)
def test_when_a_browser_printed_a_page_is_not_when_it_was_published(programs: dict[str, str]) -> None:
    info = {"Title": "Lanterns at dusk", "CreationDate": "D:20190704083000+02'00'", **programs}
    article = extract(pdf(column(["Un deux trois quatre."]), info=info))
    assert (article.title, article.published, article.published_basis) == ("Lanterns at dusk", "", "")


@pytest.mark.parametrize(
    "info",
    [
        {"Title": "Microsoft Word - x.docx", "Author": "user"},
        {"Title": "untitled", "Author": "DESKTOP-4K2\\anna"},
        {"Title": "report_final.indd", "Author": "u1234"},
        {"Title": "Slide 1", "CreationDate": "D:00000000"},
        {"Title": "Document", "CreationDate": "D:19700101000000Z"},
        {"Title": "-", "CreationDate": "yesterday"},
    ],
)
def test_what_programs_write_there_by_themselves_is_not_believed(info: dict[str, str]) -> None:
    article = extract(pdf([Text("Lanterns at dusk", y=740, size=22), *column(PROSE, top=700)], info=info))
    assert (article.title, article.byline, article.published) == ("Lanterns at dusk", "", "")


def test_a_page_that_a_browser_printed_is_not_called_by_its_site() -> None:
    page = [Text("Lanterns at dusk", y=740, size=22), *column(PROSE, top=700)]
    assert extract(pdf(page, info={"Title": "Lanterns at dusk | The Harbour News"})).title == "Lanterns at dusk"


def test_without_a_title_one_is_supplied_and_what_is_given_holds() -> None:
    article = extract(pdf(column(PROSE)), source="The Harbour News", language="de")
    assert (article.title, article.supplied_title) == (
        "The keeper of the harbour counted thirty lanterns on the…",
        True,
    )
    assert (article.source, article.language) == ("The Harbour News", "de")
    row = Row(1, "lanterns.pdf", title="Lamps", byline="", published="2018", published_basis="a letter", language="fr")
    article = extract(pdf(column(PROSE), info={"Author": "Ann Fenwick"}), row)
    assert (article.title, article.supplied_title, article.byline) == ("Lamps", False, "")
    assert (article.published, article.published_basis, article.language) == ("2018", "a letter", "fr")


def test_the_bytes_and_where_they_came_from_are_kept() -> None:
    raw = pdf(column(PROSE))
    article = reader.extract(
        Received(raw=raw, name="box/lanterns.pdf", url="https://example.org/l.pdf", origin="record 3"), Given()
    )
    assert article.raw == raw
    assert (article.name, article.url, article.origin) == ("box/lanterns.pdf", "https://example.org/l.pdf", "record 3")
    assert article.media_type == "application/pdf"


def test_what_is_printed_twice_in_one_place_to_look_bold_is_read_once() -> None:
    twice = [Text("Old lanterns", y=700), Text("Old lanterns", x=72.3, y=700), *column(PROSE, top=660)]
    article = extract(pdf(twice))
    assert (article.title, article.supplied_title) == ("Old lanterns", False)
    assert article.basis["title"] == "inferred from the first line"
    assert blocks(article, furniture=True) == ["Old lanterns"]


def test_an_address_that_no_page_can_link_to_is_left_out() -> None:
    raw = pdf(column(PROSE))
    for url in ("urn:isbn:1", "javascript:alert(1)", "https://example.org/" + "x" * 3000):
        assert reader.extract(Received(raw=raw, name="l.pdf", url=url), Given()).url == ""


def test_lines_of_a_body_are_refused_for_pages() -> None:
    with pytest.raises(IngestError, match="body_lines"):
        extract(pdf(column(PROSE)), Row(1, "lanterns.pdf", body_lines=((1, 2),)))


def encrypted(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(column(PROSE)))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_file_locked_against_printing_alone_is_read() -> None:
    assert blocks(extract(encrypted(""))) == [" ".join(PROSE)]


IMAGE = b"q 500 0 0 700 50 50 cm /Im0 Do Q"
LOOP = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 1/Kids[2 0 R]>>"}
FORM_LOOP = {
    **LOOP,
    2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
    3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>/Contents 5 0 R>>",
    4: stream(b"/X Do", entries="/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>"),
    5: stream(b"/X Do"),
}


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (encrypted("secret"), "needs a password"),
        (pdf([], content=IMAGE), "no text layer.*OCR"),
        (pdf(), "no text layer"),
        (pdf(*[[]] * 3, content=b"BT /F1 9 Tf 9 9 Td (12 13) Tj ET"), "no text layer"),
        (pdf(column(PROSE))[:60], "damaged|cannot be found|no text layer"),
        (b"%PDF-1.7\n", "damaged"),
        (b"", "damaged"),
        (b"\0" * 5000, "damaged"),
        (b"%PDF-1.7\n" + b"[" * 200_000, "damaged"),
        (assembled(LOOP), "damaged|cannot be found|no text layer"),
        (assembled(FORM_LOOP), "no text layer"),
        (assembled({1: b"<</Type/Catalog/Pages 1 0 R>>"}), "cannot be found|no text layer"),
        (assembled({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"(" * 90_000}), "damaged|cannot be found|no text layer"),
        (pdf([], content=b"BT /F9 9 Tf 9 9 Td (\x80\x81\x82\x83 a) Tj ET"), "no text layer|letters they draw"),
    ],
)
def test_what_cannot_be_read_is_refused_with_words_that_help(raw: bytes, says: str) -> None:
    with pytest.raises(IngestError, match=says):
        extract(raw)


def test_a_page_that_cannot_be_read_is_told_and_the_others_are_kept() -> None:
    bomb = stream(b"q " * 500_001, packed=True)  # more operations than are taken
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count 2/Kids[3 0 R 5 0 R]>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font 7 0 R>>/Contents 4 0 R>>",
        4: stream(b"BT /F1 11 Tf 72 720 Td (Only this page can be read.) Tj ET"),
        5: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font 7 0 R>>/Contents 6 0 R>>",
        6: bomb,
        7: b"<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>",
    }
    article = extract(assembled(objects))
    assert blocks(article) == ["Only this page can be read."]
    told = "incomplete: of 2 pages these could not be read: 2 (--max-stream sets what a page may cost)"
    assert article.basis["text"] == told
    assert "text" not in within(assembled(objects), ReadingLimits(stream_bytes=100 * MEGABYTE)).basis


def test_a_stream_that_unpacks_without_end_is_stopped() -> None:
    content = b"BT /F1 11 Tf 72 720 Td (Words before a long silence.) Tj ET" + b" " * 3_000_000
    words = pdf([], content=content, packed=True)
    with pytest.raises(LimitError, match=r"limit of 2 MB a stream.*--max-stream, in megabytes"):
        within(words, ReadingLimits(stream_bytes=2 * MEGABYTE))
    assert blocks(within(words, ReadingLimits(stream_bytes=4 * MEGABYTE)))
    with pytest.raises(LimitError, match="--max-stream"):
        extract(pdf([], content=b"\0" * 60_000_000, packed=True))


def test_more_pages_than_are_taken_are_refused_before_any_is_read() -> None:
    raw = pdf(*[column(PROSE)] * 3)
    with pytest.raises(LimitError, match=r"3 pages; the limit is 2. Raise it with --max-pages"):
        within(raw, ReadingLimits(pages=2))
    assert within(raw, ReadingLimits(pages=3)).content.body
    with pytest.raises(LimitError, match="5,001 pages; the limit is 5,000"):
        extract(pdf(*[[]] * 5_001))


def test_more_lines_than_are_taken_are_refused() -> None:
    raw = pdf(column(PROSE), column(MORE))
    with pytest.raises(LimitError, match=r"more than 3 lines.*--max-lines"):
        within(raw, ReadingLimits(lines=3))


def test_reading_that_takes_too_long_is_stopped_on_its_page() -> None:
    raw = pdf(column(PROSE), column(MORE))
    with pytest.raises(LimitError, match=r"after 0 seconds page 1 of 2 was not finished.*--max-seconds"):
        document.read(raw, ReadingLimits(seconds=0))


WHOLE = pdf(
    [Text("Lanterns at dusk", y=740, size=22), *column(PROSE)],
    column(MORE),
    info={"Title": "Lanterns", "Author": "Ann"},
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_damage_of_any_kind_is_refused_or_read_and_nothing_else(data: st.DataObject) -> None:
    raw = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw) - 1))
        change = data.draw(st.sampled_from(["set", "cut", "put", "number", "end"]))
        if change == "set":
            raw[at] = data.draw(st.integers(0, 255))
        elif change == "cut":
            del raw[at : at + data.draw(st.integers(1, 40))]
        elif change == "put":
            raw[at:at] = data.draw(st.sampled_from([b"<<", b">>", b"[", b"(", b"\xff\xfe", b" 2 0 R ", b"-", b"/Kids"]))
        elif change == "number":
            raw = bytearray(
                re.sub(rb"\d+", data.draw(st.sampled_from([b"0", b"-1", b"99999999999"])), bytes(raw), count=1)
            )
        else:
            del raw[at:]
        if not raw:
            return
    check(bytes(raw))


def check(raw: bytes) -> None:
    try:
        article = extract(raw)
    except IngestError:
        return
    assert article.content.body
    assert all(block.kind in BlockKind and block.page >= 1 for block in article.content.blocks)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_operators_of_any_kind_on_a_page_are_read_or_refused(content: bytes) -> None:
    check(pdf([], content=b"BT /F1 11 Tf 72 720 Td (Words) Tj " + content))
