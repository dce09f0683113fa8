"""The timeline's page, and the part of it that a claim's page shows."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from archive.models import AnchorState, Article, Claim, Passage, Stance
from archive.reading.timeline.drawing import draw
from archive.reading.timeline.facts import MOST_LANES, claim_timeline
from archive.views.timeline import LANES
from tests.factories import make_article, make_claim, make_passage, make_source
from tests.views.pages import main, page

pytestmark = pytest.mark.django_db

HOSTILE = "</text></svg><script>alert(1)</script>\"'& snow"


@pytest.fixture
def storm() -> Claim:
    claim = make_claim("Snow fell on the harbour.", tags=("weather",))
    make_passage(make_article("Snow fell.", title="Ran late", published="2016"), make_claim("The ferry ran."))
    for title, name, published, stance in [
        ("White harbour", "The Lantern", "2013?", Stance.ASSERTS),
        ("No snow", "The Lantern", "2019-07", Stance.DISPUTES),
        ("Some sleet", "Pier & Post", "2016-04-10", Stance.QUALIFIES),
        ("Old tales", "Pier & Post", "", Stance.ASSERTS),
    ]:
        source = Article.objects.filter(source__name=name).first()
        article = make_article(
            "Snow fell. All saw it.",
            title=title,
            source=source.source if source else make_source(name),
            published=published,
        )
        make_passage(article, claim, "Snow fell", stance)
    return claim


def part(claim: Claim) -> BeautifulSoup:
    """A claim's timeline as its page shows it."""
    ctx = {"claim": claim, "timeline": draw(claim_timeline(claim))}
    return BeautifulSoup(render_to_string("partials/claim_timeline.html", ctx), "html.parser")


def rows(soup: BeautifulSoup) -> list[list[str]]:
    cells = [row.select("th, td") for row in soup.select(".timeline-rows tbody tr[id]")]
    return [[" ".join(cell.get_text(" ").split()) for cell in row] for row in cells]


def test_the_table_tells_every_passage_with_its_date_source_stance_and_place(storm: Claim) -> None:
    told = rows(part(storm))
    assert [row[:2] for row in told] == [
        ["2013 (uncertain)", "The Lantern"],
        ["10 April 2016", "Pier & Post"],
        ["July 2019", "The Lantern"],
        ["undated", "Pier & Post"],
    ]
    assert [row[2].split()[-1] for row in told] == ["Asserts", "Qualifies", "Disputes", "Asserts"]
    assert told[0][4] == "First in the archive"
    assert told[2][4].endswith("Reversal: The Lantern asserts it, 2013 (uncertain); disputes it, July 2019")
    assert "First" not in told[3][4]


def test_drawing_and_table_lead_to_the_passage_and_the_table_to_its_permanent_page(storm: Claim) -> None:
    soup = part(storm)
    passage = Passage.objects.get(article__title="No snow")
    [mark] = [one for one in soup.select("svg a.moment") if "July 2019" in one.get_text()]
    assert mark["href"] == passage.place_url
    hrefs = [link["href"] for link in soup.select(".timeline-rows a")]
    assert passage.place_url in hrefs
    assert passage.get_absolute_url() in hrefs


def test_drawing_and_table_have_the_same_rows_and_each_mark_a_name(storm: Claim) -> None:
    soup = part(storm)
    names = [mark.title.get_text() for mark in soup.select("svg a.moment") if mark.title]
    assert len(names) == len(rows(soup)) == 4
    assert "The Lantern, 2013 (uncertain): Asserts, 1 passage. First in the archive" in names


def test_an_orphan_is_marked_and_said(storm: Claim) -> None:
    lost = Passage.objects.get(article__title="Some sleet")
    Passage.objects.filter(pk=lost.pk).update(anchor_state=AnchorState.ORPHAN)
    soup = part(storm)
    [mark] = soup.select("svg a.moment.lost")
    assert mark["href"] == lost.get_absolute_url()
    assert "no longer found" in rows(soup)[1][4]


def test_a_claim_without_passages_has_no_timeline(db: None) -> None:
    assert not part(make_claim()).get_text(strip=True)


def test_undated_passages_alone_are_listed_and_not_drawn(db: None) -> None:
    claim = make_claim()
    make_passage(make_article("Snow fell."), claim, "Snow fell")
    soup = part(claim)
    assert not soup.select("figure")
    assert "nothing to draw" in soup.get_text()
    assert len(rows(soup)) == 1


def test_the_sources_that_are_left_out_are_counted_and_linked(db: None) -> None:
    claim = make_claim("Snow fell.")
    for _number in range(MOST_LANES + 2):
        make_passage(make_article("Snow fell.", published="2015"), claim, "Snow fell")
    soup = part(claim)
    assert "And 2 further sources" in " ".join(soup.get_text().split())
    assert soup.select_one('a[href="/search/?kind=passages&q=claim:snow-fell"]')


def test_what_is_hostile_stays_text(client: Client) -> None:
    claim = make_claim(HOSTILE, tags=(HOSTILE,))
    source = make_source(HOSTILE)
    make_passage(make_article("Snow fell.", title=HOSTILE, source=source, published="2015"), claim, "Snow fell")
    html = client.get("/timeline/").content.decode()
    assert "<script>alert" not in html
    assert "</text></svg><script" not in html
    soup = page(client, "/timeline/")
    assert soup.select("svg.key")
    assert any(HOSTILE in title.get_text() for title in soup.select("svg title"))
    assert HOSTILE in str(part(claim).select_one("svg text.lane").get_text())  # type: ignore[union-attr]


def test_there_is_no_inline_style_or_script(client: Client, storm: Claim) -> None:
    html = client.get("/timeline/").content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! type=\"module\" src)", html)


def test_numbers_in_the_drawing_are_written_alike_in_every_language(client: Client, storm: Claim) -> None:
    with translation.override("de"):
        soup = part(storm)
    numbers = [value for tag in soup.select("svg *") for name in ("d", "transform", "x") if (value := tag.get(name))]
    assert numbers
    assert not [value for value in numbers if re.search(r"\d[.,]\d{3}|undefined|None", str(value))]


# --- the archive's ---


def lanes(client: Client, query: str = "") -> list[str]:
    return [link.get_text() for link in page(client, f"/timeline/{query}").select("svg text.lane")]


def test_claims_are_lanes_the_most_discussed_first(client: Client, storm: Claim) -> None:
    assert lanes(client) == ["Snow fell on the harbour.", "The ferry ran."]
    assert "2 claims" in main(client, "/timeline/")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?tag=weather", ["Snow fell on the harbour."]),
        ("?source=the-lantern", ["Snow fell on the harbour."]),
        ("?stance=asserts&from=2016&to=2016", ["The ferry ran."]),
        ("?from=2019", ["Snow fell on the harbour."]),
        ("?to=2013", ["Snow fell on the harbour."]),
    ],
)
def test_filters_narrow_the_lanes(client: Client, storm: Claim, query: str, expected: list[str]) -> None:
    assert lanes(client, query) == expected


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?tag=nothing", "There is no tag “nothing”."),
        ("?source=nobody", "There is no source “nobody”."),
        ("?stance=shouts", "It is left out."),
        ("?from=0", "It is left out."),
        ("?to=snow", "It is left out."),
        ("?from=2019&to=2012", "The year 2012 is before 2019. It is left out."),
        ("?page=seven", "2 claims"),
        ("?from=%00", "It is left out."),
    ],
)
def test_what_makes_no_sense_is_said_and_left_out(client: Client, storm: Claim, query: str, said: str) -> None:
    assert said in main(client, f"/timeline/{query}")
    assert lanes(client, query)


def test_an_empty_archive_and_a_filter_without_result_say_what_to_do(client: Client) -> None:
    assert "No passage speaks to a claim yet" in main(client, "/timeline/")
    make_passage(make_article("Snow fell.", published="2015"), None, "Snow fell")
    assert "No claim fits. Clear the filters" in main(client, "/timeline/?to=1900")


def test_what_the_archive_holds_is_told_beside_what_speaks(client: Client, storm: Claim) -> None:
    make_article("Nothing on snow.", published="2016-08-01")
    make_article("Long ago.", published="1900")
    make_article("Some day.")
    soup = page(client, "/timeline/?tag=weather")
    table = soup.select(".timeline-rows")[1]
    told = {row.th.get_text(): [cell.get_text() for cell in row.select("td")] for row in table.select("tbody tr")}  # type: ignore[union-attr]
    assert told["2016"] == ["3", "0", "1"]
    assert told["2017"] == ["0", "0", "0"]
    text = main(client, "/timeline/?tag=weather")
    assert "1 more article of the archive lies before or after" in text
    assert "2 articles of the archive are undated" in text


def test_lanes_come_in_pages(client: Client) -> None:
    article = make_article("Snow fell.", published="2015")
    for number in range(LANES + 1):
        make_passage(article, make_claim(f"Claim {number:02}."), "Snow fell")
    assert len(lanes(client)) == LANES
    assert lanes(client, "?page=2") == [f"Claim {LANES:02}."]
    assert "Page 1 of 2" in main(client, "/timeline/")


def test_the_queries_of_the_page_do_not_grow(client: Client, storm: Claim) -> None:
    def count(query: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/timeline/{query}")
        return len(queries)

    addresses = ["", "?tag=weather&source=the-lantern&stance=asserts&from=2000&to=2020"]
    few = [count(query) for query in addresses]
    for number in range(8):
        article = make_article("Snow fell.", published="2016~", source=Article.objects.all()[number % 2].source)
        make_passage(article, storm, "Snow fell")
        make_passage(article, make_claim(tags=("weather", f"tag {number}")), "Snow fell")
    assert [count(query) for query in addresses] == few
