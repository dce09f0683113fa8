"""The page of the claims table: what it shows, what it says, and what it makes of odd addresses."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import Passage, Stance
from tests.factories import make_article, make_claim, make_passage, make_source
from tests.views.pages import main, page

pytestmark = pytest.mark.django_db

TEXT = " ".join(f"word{number:03}." for number in range(200))
SILENCE = "Not addressed, as read so far"


@pytest.fixture
def archive() -> None:
    lantern, post = make_source("The Lantern"), make_source("Pier & Post")
    snow, ferry = make_claim("Snow fell.", tags=("weather",)), make_claim("The ferry ran.")
    one = make_article(TEXT, title="White harbour", source=lantern, published="2012/2014")
    two = make_article(TEXT, title="Dry pier", source=post)
    make_passage(one, snow, "word001")
    make_passage(one, snow, "word002")
    make_passage(one, snow, "word003", Stance.DISPUTES)
    make_passage(two, snow, "word004", Stance.DISPUTES)
    make_passage(two, ferry, "word005", Stance.QUALIFIES)


def words(element: Tag) -> str:
    return " ".join(element.get_text(" ").split())


def table(tree: BeautifulSoup) -> list[list[str]]:
    """The table as a screen reader has it, row by row."""
    return [[words(cell) for cell in row.select("th, td")] for row in tree.select(".matrix tr")]


@pytest.mark.usefixtures("archive")
def test_the_table_says_who_says_what_and_who_is_silent(client: Client) -> None:
    assert table(page(client, "/matrix/")) == [
        ["Claim", "Pier & Post", "The Lantern"],
        ["Snow fell. 4 passages · sources disagree", "− Disputes", "+ Asserts 2 passages − Disputes"],
        ["The ferry ran. 1 passage", "± Qualifies", SILENCE],
    ]
    assert "Silence is not denial" in main(client, "/matrix/")


@pytest.mark.usefixtures("archive")
def test_years_and_how_sure_they_are(client: Client) -> None:
    rows = table(page(client, "/matrix/?columns=years"))
    assert rows[0] == ["Claim", "2012", "2013", "2014", "Undated"]
    assert rows[1][1] == "+ Asserts 2 passages perhaps − Disputes perhaps"
    assert rows[1][4] == "− Disputes"
    assert "each year that it may be of" in main(client, "/matrix/?columns=years")


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("columns", ["sources", "articles", "years"])
def test_each_stance_leads_to_as_many_passages_as_it_says(client: Client, columns: str) -> None:
    links = page(client, f"/matrix/?columns={columns}").select("td a.stance")
    assert len(links) >= 4
    for link in links:
        count = link.select_one(".count")
        said = int(re.sub(r"\D", "", words(count))) if count else 1
        shown = page(client, str(link["href"]))
        assert len(shown.select("li[id^=passage-]")) == said
        stance = next(one for one in link["class"] if one != "stance")
        assert all(stance in (quote["class"]) for quote in shown.select("blockquote"))


@pytest.mark.usefixtures("archive")
def test_the_heads_of_articles_lead_to_them_and_may_be_compared(client: Client) -> None:
    tree = page(client, "/matrix/?columns=articles")
    form = tree.select_one("#matrix-compare")
    assert form is not None
    assert form["action"] == "/compare/"
    boxes = tree.select(".matrix thead input[name=article]")
    assert [box["value"] for box in boxes] == ["dry-pier", "white-harbour"]
    assert {box["form"] for box in boxes} == {"matrix-compare"}
    assert [link["href"] for link in tree.select(".matrix thead a")] == [
        "/articles/dry-pier/",
        "/articles/white-harbour/",
    ]
    assert not page(client, "/matrix/").select("#matrix-compare, .matrix input")


def many(claims: int, articles: int) -> None:
    rows = [make_article(TEXT, title=f"Article {number:02}") for number in range(articles)]
    for number in range(claims):
        claim = make_claim(f"Claim {number:02}.")
        Passage.objects.bulk_create(
            Passage(claim=claim, article=row, stance=Stance.ASSERTS, status="accepted", exact="x", start=1, end=2)
            for row in rows
        )


def test_windows_of_rows_and_columns_are_stepped_through_by_links(client: Client) -> None:
    many(claims=41, articles=13)
    first = page(client, "/matrix/?columns=articles&column_sort=title&sort=statement&q=claim")
    assert "Claims 1 to 40 of 41 · articles 1 to 12 of 13" in words(first.select_one("h2") or first)
    assert len(first.select(".matrix tbody tr")) == 40
    assert len(first.select(".matrix thead th")) == 13
    steps = {words(link): str(link["href"]) for link in first.select(".pages a")}
    assert set(steps) == {"Next columns", "Next claims"}
    across = page(client, f"/matrix/{steps['Next columns']}")
    assert [words(link) for link in across.select(".matrix thead a")] == ["Article 12"]
    down = page(client, f"/matrix/{across.find('a', string='Next claims')['href']}")  # type: ignore[index]
    assert [words(link) for link in down.select(".matrix tbody th a")] == ["Claim 40."]
    assert [words(link) for link in down.select(".matrix thead a")] == ["Article 12"], "the columns stay"
    assert {words(link) for link in down.select(".pages a")} == {"Previous columns", "Previous claims"}
    assert "page 2" in words(down.select_one("title") or down)


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("columns=moons", "Columns:"),
        ("tag=nothing", "There is no tag “nothing”."),
        ("source=nobody", "There is no source “nobody”."),
        ("stance=doubts", "Stance:"),
        ("sort=random", "Sort:"),
        ("column_sort=newest", "These columns cannot stand in the order “newest”."),
        ("columns=years&column_sort=claims", "These columns cannot stand in the order “claims”."),
        ("q=%00", "Null characters"),
        (f"q={'x' * 201}", "at most 200"),
        ("tag=%00", "Null characters"),
        ("source=<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_what_does_not_fit_is_said_and_left_out(client: Client, query: str, said: str) -> None:
    tree = page(client, f"/matrix/?{query}")
    notice = words(tree.select_one("[role=alert]") or tree)
    assert said in notice
    assert "left out" in notice
    assert len(tree.select(".matrix tbody tr")) == 2, "the rest is shown as if it had not been asked for"


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("query", ["page=-1", "page=x&column_page=%00", "page=9&column_page=9", "contested=%00", "x=y"])
def test_odd_pages_show_the_nearest(client: Client, query: str) -> None:
    assert page(client, f"/matrix/?{query}").select(".matrix tbody tr")


@pytest.mark.usefixtures("archive")
def test_what_is_asked_for_stays_in_the_form_escaped(client: Client) -> None:
    tree = page(client, "/matrix/?columns=articles&q=%22%3E%3Cb%3Esnow&stance=asserts&contested=on")
    assert tree.select_one(".filters input[name=q]")["value"] == '"><b>snow'  # type: ignore[index]
    assert tree.select_one("option[value=asserts][selected]")
    assert tree.select_one("input[name=contested][checked]")
    assert tree.select_one("input[name=columns][value=articles]")


@pytest.mark.usefixtures("archive")
def test_a_filter_that_nothing_passes_says_so_and_leads_back(client: Client) -> None:
    tree = page(client, "/matrix/?columns=articles&q=zeppelin&page=7")
    back = tree.select_one(".empty a")
    assert back is not None
    assert back["href"] == "?columns=articles"
    assert not tree.select(".matrix")


def test_an_empty_archive_says_what_to_do(client: Client) -> None:
    for columns in ("sources", "articles", "years"):
        assert "import_annotations" in main(client, f"/matrix/?columns={columns}")


def test_proposed_passages_are_not_shown(client: Client) -> None:
    make_passage(make_article(TEXT), make_claim("Hidden."), "word001", status="proposed")
    assert "Hidden" not in main(client, "/matrix/")


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    "query", ["", "columns=articles", "columns=years", "contested=on&tag=weather", "sort=disputed"]
)
def test_the_queries_of_the_page_do_not_grow(client: Client, query: str) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, f"/matrix/?{query}")
        return len(queries)

    few = count()
    many(claims=30, articles=14)
    assert count() == few


@pytest.mark.usefixtures("archive")
def test_the_frame_can_be_focused_and_has_a_name(client: Client) -> None:
    tree = page(client, "/matrix/")
    frame = tree.select_one(".matrix-frame[tabindex='0'][role=region]")
    assert frame is not None
    assert "Claims 1 to 2 of 2" in words(tree.find(id=frame["aria-labelledby"]) or tree)
