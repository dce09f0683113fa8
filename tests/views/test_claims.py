"""A claim's page: its passages by stance and date, a page at a time, and by source, article and year."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import Article, Claim, Passage, Stance
from tests.factories import make_article, make_claim, make_passage, make_source
from tests.views.pages import main, page

pytestmark = pytest.mark.django_db

TEXT = " ".join(f"word{number:03}." for number in range(200))


@pytest.fixture
def claim() -> Claim:
    return make_claim("Snow fell.", slug="snow")


def write(claim: Claim, article: Article, count: int, stance: Stance) -> None:
    """Passages in bulk, one after another in the text."""
    first = Passage.objects.count()
    Passage.objects.bulk_create(
        Passage(
            claim=claim,
            article=article,
            stance=stance,
            status="accepted",
            exact=f"word{number:03}",
            start=number * 9,
            end=number * 9 + 7,
        )
        for number in range(first, first + count)
    )


def keys(tree: BeautifulSoup) -> list[int]:
    return [int(str(row["id"]).removeprefix("passage-")) for row in tree.select("li[id^=passage-]")]


def counts(tree: BeautifulSoup) -> list[str]:
    return [one.get_text() for one in tree.select(".section-head .count")]


def test_pages_hold_every_passage_once_by_stance_and_date(client: Client, claim: Claim) -> None:
    late, early = make_article(TEXT, published="2019"), make_article(TEXT, published="2012")
    undated = make_article(TEXT)
    for stance in (Stance.QUALIFIES, Stance.ASSERTS, Stance.DISPUTES):
        for article in (undated, late, early):
            write(claim, article, 15, stance)
    found = []
    for number in (1, 2, 3):
        tree = page(client, f"/claims/snow/?page={number}")
        assert counts(tree) == ["45", "45", "45"], "of the whole, not of the page"
        found += keys(tree)
    rows = Passage.objects.in_bulk(found)
    order = list(Stance)
    dates = [early.pk, late.pk, undated.pk]
    sorted_by_hand = sorted(
        rows.values(), key=lambda one: (order.index(Stance(one.stance)), dates.index(one.article_id), one.start)
    )
    assert found == [one.pk for one in sorted_by_hand]
    assert len(found) == 135


def test_a_section_says_where_it_begins(client: Client, claim: Claim) -> None:
    write(claim, make_article(TEXT), 60, Stance.ASSERTS)
    write(claim, make_article(TEXT), 45, Stance.DISPUTES)

    def links(address: str) -> list[str]:
        return [str(link["href"]) for link in page(client, address).select("section.section > p.meta > a")]

    assert links("/claims/snow/") == ["?page=2#disputes"]
    assert links("/claims/snow/?page=2") == ["?page=1#asserts"]
    assert links("/claims/snow/?page=3") == ["?page=1#asserts", "?page=2#disputes"]
    assert page(client, "/claims/snow/?page=2").select_one("h2#disputes ~ *, section.disputes ol li")


def test_the_title_and_the_canonical_address_tell_pages_apart(client: Client, claim: Claim) -> None:
    write(claim, make_article(TEXT, source=make_source("S", slug="s")), 60, Stance.ASSERTS)

    def said(address: str) -> tuple[str, str]:
        tree = page(client, address)
        title, link = tree.select_one("title"), tree.select_one("link[rel=canonical]")
        assert title is not None
        assert link is not None
        return title.get_text().partition(" · ")[0], str(link["href"])

    assert said("/claims/snow/") == ("Snow fell.", "http://testserver/claims/snow/")
    assert said("/claims/snow/?page=2") == ("Snow fell. (page 2 of 2)", "http://testserver/claims/snow/?page=2")
    assert said("/claims/snow/?page=7")[1] == "http://testserver/claims/snow/?page=2"
    assert said("/claims/snow/?source=s&page=2")[1] == "http://testserver/claims/snow/"
    assert said("/claims/snow/?utm=1")[1] == "http://testserver/claims/snow/"


class TestFilters:
    @pytest.fixture(autouse=True)
    def _rows(self, claim: Claim) -> None:
        one = make_article(TEXT, source=make_source("S", slug="s"), slug="one", published="2012/2014")
        two = make_article(TEXT, source=make_source("T", slug="t"), slug="two", published="2013-05")
        three = make_article(TEXT, source=two.source, slug="three")
        self.passages = [
            make_passage(one, claim, "word001"),
            make_passage(two, claim, "word002", Stance.DISPUTES),
            make_passage(three, claim, "word003"),
        ]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", [0, 2, 1]),
            ("stance=asserts", [0, 2]),
            ("source=t", [2, 1]),
            ("source=t&stance=disputes", [1]),
            ("article=one", [0]),
            ("article=one&source=t", []),
            ("year=2013", [0, 1]),
            ("year=2012", [0]),
            ("year=1999", []),
            ("year=undated", [2]),
        ],
    )
    def test_each_and_together(self, client: Client, query: str, found: list[int]) -> None:
        assert keys(page(client, f"/claims/snow/?{query}")) == [self.passages[place].pk for place in found]

    def test_a_filter_says_how_many_it_leaves_and_leads_back(self, client: Client) -> None:
        tree = page(client, "/claims/snow/?source=t")
        notice = tree.select_one("[role=status]")
        assert notice is not None
        assert "2 of 3 passages." in notice.get_text()
        assert notice.select_one("a")["href"] == "/claims/snow/"  # type: ignore[index]
        assert counts(tree) == ["1", "1", "0"]

    def test_what_nothing_passes_does_not_claim_that_nobody_spoke(self, client: Client) -> None:
        text = main(client, "/claims/snow/?article=one&source=t")
        assert "No passage on this claim passes the filter" in text
        assert "asserts this claim" not in text

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("stance=doubts", "Stance:"),
            ("source=nobody", "There is no source “nobody”."),
            ("article=nothing", "There is no article “nothing”."),
            ("article=%00", "Null characters"),
            ("year=soon", "“soon” is no year."),
            ("year=0", "“0” is no year."),
            ("year=99999", "“99999” is no year."),
            ("year=²", "“²” is no year."),
            ("year=-2013", "is no year."),
        ],
    )
    def test_what_does_not_fit_is_said_and_left_out(self, client: Client, query: str, said: str) -> None:
        tree = page(client, f"/claims/snow/?{query}")
        notice = tree.select_one("[role=alert]")
        assert notice is not None
        assert said in notice.get_text()
        assert len(keys(tree)) == 3

    def test_few_passages_need_no_form(self, client: Client, claim: Claim) -> None:
        assert not page(client, "/claims/snow/").select("form.filters")
        write(claim, make_article(TEXT), 10, Stance.ASSERTS)
        assert page(client, "/claims/snow/").select("form.filters")


def test_every_passage_leads_to_its_place_and_to_its_permanent_address(client: Client, claim: Claim) -> None:
    passage = make_passage(make_article(TEXT, slug="one"), claim, "word001")
    tree = page(client, "/claims/snow/")
    links = [str(link["href"]) for link in tree.select(f"#{passage.element_id} .attribution a")]
    assert links == [f"/articles/one/#{passage.element_id}", f"/passages/{passage.pk}/"]


def test_two_articles_that_disagree_are_offered_for_comparison(client: Client, claim: Claim) -> None:
    for slug, stance in (("a", "asserts"), ("b", "asserts"), ("c", "disputes")):
        make_passage(make_article(TEXT, slug=slug), claim, "word001", stance)
    form = page(client, "/claims/snow/").select_one("form[action='/compare/']")
    assert form is not None
    assert form.select_one("input[type=hidden][name=claim]")["value"] == str(claim.pk)  # type: ignore[index]
    assert [box["value"] for box in form.select("[name=article]")] == ["a", "b", "c"]
    assert [box["value"] for box in form.select("[name=article][checked]")] == ["a", "c"]


def test_of_many_articles_the_ones_that_say_most_are_offered(client: Client, claim: Claim) -> None:
    for number in range(20):
        write(claim, make_article(TEXT, slug=f"a{number}"), 1, Stance.ASSERTS)
    write(claim, Article.objects.get(slug="a19"), 3, Stance.ASSERTS)
    boxes = page(client, "/claims/snow/").select("form[action='/compare/'] [name=article]")
    assert len(boxes) == 12
    assert boxes[0]["value"] == "a19"


@pytest.mark.parametrize("query", ["", "?page=2", "?source=s&stance=asserts&year=2012&article=a"])
def test_the_queries_do_not_grow_nor_does_a_page(client: Client, claim: Claim, query: str) -> None:
    source = make_source("S", slug="s")
    article = make_article(TEXT, slug="a", source=source, published="2012")
    write(claim, article, 60, Stance.ASSERTS)
    write(claim, make_article(TEXT), 60, Stance.DISPUTES)

    def ask() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert len(keys(page(client, f"/claims/snow/{query}"))) == 50
        return len(queries)

    few = ask()
    for _ in range(6):
        write(claim, article, 40, Stance.ASSERTS)
        write(claim, make_article(TEXT, source=make_source()), 40, Stance.QUALIFIES)
    assert ask() == few
