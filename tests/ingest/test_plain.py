"""A text file to an article: by its catalogue row, and by what it says of itself."""

from __future__ import annotations

import pytest

from archive.ingest.catalogue import Row
from archive.ingest.datelines import is_date_line, stated_date
from archive.ingest.extracted import ExtractedArticle, IngestError
from archive.ingest.plain import extract
from archive.ingest.received import Given

STORY = (
    "The harbour lights went out one by one while the ferry waited for the tide to turn. Nobody slept that night.\n\n"
    "The council will decide in spring whether the old quay is to be repaired or whether it will be given up."
)
PAGE = f"Skip to content\n\nStorm Leaves the Old Quay in Ruins\n\nBy Ines Faro\n\nPosted 3 May 2019, 10:15\n\n{STORY}"


def body(article: ExtractedArticle) -> str:
    return "\n\n".join(article.content.text[block.start : block.end] for block in article.content.body)


def test_a_page_says_its_title_byline_and_date_itself() -> None:
    article = extract(PAGE.encode(), "storm.txt")
    assert (article.title, article.supplied_title) == ("Storm Leaves the Old Quay in Ruins", False)
    assert (article.byline, article.published, article.language) == ("Ines Faro", "2019-05-03T10:15:00", "en")
    assert article.published_basis == "stated on a line of its own: “Posted 3 May 2019, 10:15”"
    assert (article.source, article.source_basis, article.media_type) == ("Unknown source", "", "text/plain")
    assert body(article) == STORY
    assert article.raw == PAGE.encode()


def test_a_page_that_says_nothing_gets_a_supplied_title_and_no_more() -> None:
    article = extract(STORY.encode(), "storm.text")
    assert article.title == "The harbour lights went out one by one while the…"
    assert article.supplied_title
    assert (article.byline, article.published, article.published_basis) == ("", "", "")
    assert article.media_type == "text/plain"


def test_a_short_first_sentence_is_the_whole_supplied_title() -> None:
    assert extract(b"It rained. " + STORY.encode(), "a.txt").title == "It rained"


def test_a_supplied_title_is_cut_between_words() -> None:
    assert extract(b"Extraordinarily " * 9 + STORY.encode(), "a.txt").title == " ".join(["Extraordinarily"] * 5) + "…"


def test_a_heading_of_the_first_level_is_the_title() -> None:
    assert extract(f"# The Quay\n\n{STORY}".encode(), "a.txt").title == "The Quay"


def test_what_the_row_states_holds() -> None:
    row = Row(
        1, "a.txt", title="Ruins", title_supplied=True, source="The Post", byline="", published="2013?", language="fr",
        url="https://example.org/", section="News", abstract="A storm.", digest_of="The Gale", body_lines=((9, 9),),
    )  # fmt: skip
    article = extract(PAGE.encode(), "a.txt", row, Given("Other", "de"))
    assert (article.title, article.supplied_title, article.source, article.byline) == ("Ruins", True, "The Post", "")
    assert (article.published, article.published_basis, article.language) == ("2013?", "", "fr")
    assert (article.url, article.section, article.abstract, article.digest_of) == (
        "https://example.org/", "News", "A storm.", "The Gale"
    )  # fmt: skip
    assert body(article) == STORY.split("\n\n", maxsplit=1)[0]
    assert len(article.content.blocks) == 6  # what is left out is furniture, and kept


def test_what_is_given_fills_what_no_row_says() -> None:
    article = extract(STORY.encode(), "a.txt", Row(1, "a.txt"), Given("The Post", "cy"))
    assert (article.source, article.source_basis, article.language) == ("The Post", "given on ingest", "cy")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (STORY, "en"),
        ("Die Lichter im Hafen gingen eins nach dem anderen aus, während die Fähre auf die Flut wartete.", "und"),
        ("De lichten in de haven gingen een voor een uit en het schip was op zee met al die wind.", "und"),
        ("港口的灯一盏接一盏地熄灭，渡轮等待潮水转向，把它带回家。", "zh"),
        ("港の灯りが一つずつ消え、渡し船は潮の変わり目を待っていた。", "ja"),
        ("항구의 불이 하나씩 꺼지고 나룻배는 물때를 기다렸다.", "ko"),
        ("Τα φώτα του λιμανιού έσβησαν ένα ένα.", "el"),
        ("Огни в гавани гасли один за другим, и паром ждал прилива.", "und"),
        ("Quay storm.", "und"),
    ],
)
def test_a_language_is_named_only_beyond_doubt(text: str, language: str) -> None:
    assert extract(text.encode(), "a.txt").language == language


@pytest.mark.parametrize(
    ("raw", "row", "reason"),
    [
        (b"", None, "empty"),
        (b"ab\0c", None, "NUL byte"),
        (b"***\n\n>\n---", None, "no words"),
        (STORY.encode(), Row(1, "a.txt", body_lines=((2, 2),)), "body_lines are all blank"),
        (b"a\n" * 200_001, None, "more than 200,000 lines.*--max-lines"),
        (STORY.encode(), Row(1, "a.txt", size=3), "the catalogue says 3"),
    ],
)
def test_what_cannot_be_taken_says_why(raw: bytes, row: Row | None, reason: str) -> None:
    with pytest.raises(IngestError, match=reason):
        extract(raw, "a.txt", row)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("May 3, 2019", "2019-05-03"),
        ("Posted March. 7, 2014 06:21,", "2014-03-07T06:21:00"),
        ("Sept. 1st, 2020", "2020-09-01"),
        ("Published on Friday, 3rd of May 2019", "2019-05-03"),
        ("3. Mai 2019 um 9:05 Uhr", "2019-05-03T09:05:00"),
        ("3 août 2019", "2019-08-03"),
        ("3 de mayo de 2019", "2019-05-03"),
        ("2019-05-03", "2019-05-03"),
        ("2019年5月3日", "2019-05-03"),
        ("2019/05/03 10:15", "2019-05-03T10:15:00"),
        ("May 3, 2019 10:15 pm", "2019-05-03"),
        ("Updated May 3, 2019", ""),
        ("3/4/2019", ""),
        ("February 30, 2019", ""),
        ("2 hours ago", ""),
        ("The storm of May 3, 2019", ""),
        ("0", ""),
    ],
)
def test_a_date_line_states_a_date(line: str, date: str) -> None:
    assert stated_date(line) == date


@pytest.mark.parametrize(
    "line", ["On 3 May 2019 the quay was lost", "May", "Route 66", "3 boats", "2009 40 812", "12% | 3"]
)
def test_a_line_that_says_more_is_no_date_line(line: str) -> None:
    assert not is_date_line(line)


@pytest.mark.parametrize("line", ["3. 5. 2019", "03 05 2019", "2019 05 03", "3.5.2019 1015", "2019", "10:15"])
def test_a_date_in_figures_alone_is_a_date_line(line: str) -> None:
    assert is_date_line(line)


def test_an_article_that_cannot_be_kept_is_refused() -> None:
    whole = extract(STORY.encode(), "a.txt")
    fields = {"content": whole.content, "raw": whole.raw, "title": "T", "source": "S"}
    for wrong, reason in (
        ({"title": ""}, "needs a title"),
        ({"title": "x" * 501}, "title has 501 characters"),
        ({"published": "soon"}, "publication date"),
    ):
        with pytest.raises(IngestError, match=reason):
            ExtractedArticle(**(fields | wrong))  # type: ignore[arg-type]  # one wrong field of many
