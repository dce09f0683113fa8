"""The search page: which kind of results it shows, where each leads, and what it offers beside them."""

from __future__ import annotations

import shutil
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from haystack import connections

from archive import curation
from archive.models import Article, Stance
from archive.search import queue
from archive.search.query import FIELDS, SearchQuery
from tests.factories import make_article, make_claim, make_passage, make_source, paragraphs
from tests.views.pages import main, page

pytestmark = pytest.mark.django_db

SNOW = "Snow fell on the harbour. The ferry stayed in port.\n\nFishermen doubt that snow fell at all."


@pytest.fixture(autouse=True)
def archive(searchable: None) -> None:
    """Two articles that disagree on one claim and share nothing else."""
    claim = make_claim("A storm came.", tags=("weather", "Paris, Texas"))
    other = make_claim("The ferry ran.", tags=("traffic",))
    one = make_article(
        SNOW, title="White harbour", source=make_source("The Lantern"), published="2013?", byline="A. Cole"
    )
    two = make_article(
        "No snow was seen. The pier was dry.",
        title="Dry pier",
        source=make_source("Pier & Post"),
        published="2014-09-27",
    )
    make_passage(one, claim, "Snow fell on the harbour")
    make_passage(one, other, "The ferry stayed in port", Stance.DISPUTES)
    make_passage(two, claim, "No snow was seen", Stance.DISPUTES, speaker="Bea Ray, harbour master")
    queue.flush()


def element(found: Tag | BeautifulSoup, selector: str) -> Tag:
    one = found.select_one(selector)
    assert one is not None, f"there is no {selector}"
    return one


def quotations(tree: BeautifulSoup) -> list[str]:
    return [one.get_text() for one in tree.select(".found-passage blockquote")]


def kinds(tree: BeautifulSoup) -> dict[str, int]:
    return {str(link.contents[0]).strip(): int(element(link, ".count").get_text()) for link in tree.select(".kinds a")}


def shown_kind(tree: BeautifulSoup) -> str:
    return str(element(tree, ".kinds [aria-current]").contents[0]).strip()


def follow(client: Client, link: Tag) -> BeautifulSoup:
    return page(client, f"/search/{link['href']}")


def test_a_query_by_stance_lists_the_passages_with_their_article_claim_stance_speaker_and_tags(client: Client) -> None:
    tree = page(client, "/search/?q=stance:disputes+tag:weather+year:2014..2024")
    assert shown_kind(tree) == "Passages"
    (row,) = tree.select(".found-passage")
    text = " ".join(row.get_text(" ").split())
    for part in ("Disputes", "A storm came.", "No snow was seen", "Bea Ray, harbour master", "Pier & Post"):
        assert part in text
    assert "27 September 2014" in text
    assert "Dry pier" in text
    assert [tag.get_text() for tag in row.select(".tag")] == ["Paris, Texas", "weather"]


@pytest.mark.parametrize("query", ["stance:disputes", "claim:storm", "stance:asserts+snow"])
def test_every_passage_leads_to_its_marked_place_and_to_its_place_among_the_claims(client: Client, query: str) -> None:
    rows = page(client, f"/search/?q={query}").select(".found-passage")
    assert rows
    for row in rows:
        address, _, anchor = str(element(row, ".attribution a")["href"]).partition("#")
        article = page(client, address)
        assert article.select(f"#text a.ref#{anchor}")
        marks = article.select(f'#text mark[data-passage="{anchor.removeprefix("passage-")}"]')
        assert "".join(mark.get_text() for mark in marks) == element(row, "blockquote").get_text()
        address, _, anchor = str(element(row, "h3 a")["href"]).partition("#")
        assert page(client, address).find(id=anchor)


def test_words_are_marked_in_the_quotation_and_in_the_article_behind_it(client: Client) -> None:
    tree = page(client, "/search/?q=stance:asserts+snow")
    (row,) = tree.select(".found-passage")
    assert element(row, "blockquote .match").get_text() == "Snow"
    behind = page(client, str(element(row, ".attribution a")["href"]))
    assert "Snow" in [match.get_text() for match in behind.select("#text .match")]


def test_without_words_a_passage_leads_to_the_article_alone(client: Client) -> None:
    (row,) = page(client, "/search/?q=stance:asserts").select(".found-passage")
    assert "?" not in str(element(row, ".attribution a")["href"])


def test_an_orphan_is_found_and_said_to_be_one(client: Client) -> None:
    article = Article.objects.get(slug="dry-pier")
    curation.reanchor(article, paragraphs("Gardens and their gates, another story altogether."))
    queue.flush()
    (row,) = page(client, "/search/?q=stance:disputes+seen").select(".found-passage")
    assert "no longer found in" in row.get_text()
    assert "kept as it was quoted" in row.get_text()
    assert element(row, ".attribution a")["href"] == "/articles/dry-pier/"


def test_other_queries_list_articles_and_each_kind_is_a_link_away_with_its_count(client: Client) -> None:
    tree = page(client, "/search/?q=snow")
    assert shown_kind(tree) == "Articles"
    assert kinds(tree) == {"Articles": 2, "Passages": 2, "Claims": 0}
    links = {str(link.contents[0]).strip(): link for link in tree.select(".kinds a")}
    passages = follow(client, links["Passages"])
    assert quotations(passages) == ["No snow was seen", "Snow fell on the harbour"]
    assert kinds(passages) == kinds(tree)
    assert len(follow(client, links["Articles"]).select(".article-row")) == 2


def test_a_kind_without_results_names_those_that_have_some(client: Client) -> None:
    tree = page(client, "/search/?q=fishermen&kind=passages")
    empty = element(tree, ".empty")
    assert "No passage matches fishermen" in " ".join(empty.get_text(" ").split())
    assert len(follow(client, element(empty, 'a[href*="kind=articles"]')).select(".article-row")) == 1


@pytest.mark.parametrize("kind", ["", "rubbish", "articles%00"])
def test_a_kind_that_there_is_not_is_left_out(client: Client, kind: str) -> None:
    assert shown_kind(page(client, f"/search/?q=snow&kind={kind}")) == "Articles"


@pytest.mark.parametrize("address", ["?q=snow", "?q=stance:disputes", "?q=snow&kind=claims", "?kind=passages"])
def test_narrowing_and_widening_again_keep_the_kind_and_give_what_was_counted(client: Client, address: str) -> None:
    tree = page(client, f"/search/{address}")
    kind = shown_kind(tree)
    for facet in tree.select(".facet"):
        for row in facet.select("li"):
            narrowed = follow(client, element(row, "a"))
            assert shown_kind(narrowed) == kind
            if not facet.select(".chosen"):  # else the values add up
                assert kinds(narrowed)[kind] == int(element(row, ".count").get_text())
    for chip in tree.select(".chip"):
        assert shown_kind(follow(client, chip)) == kind


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("?q=snow", None),
        ("?q=stance:disputes", None),
        ("?q=stance:disputes&kind=articles", None),  # a stance typed next is to list passages
        ("?q=snow&kind=claims", "claims"),
        ("?q=snow&kind=passages", "passages"),
    ],
)
def test_a_kind_that_was_chosen_is_kept_by_the_next_search(client: Client, address: str, kept: str | None) -> None:
    held = page(client, f"/search/{address}").select_one('form.big input[name="kind"]')
    assert (held and held["value"]) == kept


def test_where_no_passage_has_all_the_words_the_page_says_so_and_shows_what_has_some(client: Client) -> None:
    tree = page(client, "/search/?q=stance:disputes+ferry+seen")
    assert "No passage has all of these words" in element(tree, ".notice").get_text()
    assert len(quotations(tree)) == 2


def test_where_few_have_all_the_words_the_page_says_so_and_offers_those_with_some(client: Client) -> None:
    tree = page(client, "/search/?q=snow+ferry")
    notice = element(tree, ".notice")
    assert "Only one article has all of these words. 2 have some of them" in " ".join(notice.get_text().split())
    wider = follow(client, element(notice, "a"))
    assert len(wider.select(".article-row")) == 2
    assert not wider.select(".notice")


def test_a_search_for_any_of_the_words_keeps_kind_and_filters(client: Client) -> None:
    tree = page(client, "/search/?q=no+snow+harbour+stance:asserts&kind=articles&sort=oldest")
    asked = parse_qs(urlsplit(str(element(tree, ".notice a")["href"])).query) if tree.select(".notice a") else {}
    assert not asked, "the words are in the one article that there is"
    tree = page(client, "/search/?q=snow+harbour&kind=passages&sort=oldest")
    asked = parse_qs(urlsplit(str(element(tree, ".notice a")["href"])).query)
    assert (asked["kind"], asked["sort"]) == (["passages"], ["oldest"])


@pytest.mark.parametrize(("query", "reason"), [("cole", "Cole"), ("lantern", "Lantern")])
def test_an_article_found_by_its_byline_or_source_alone_says_so(client: Client, query: str, reason: str) -> None:
    (row,) = page(client, f"/search/?q={query}").select(".article-row")
    (why,) = [line for line in row.select(".meta") if "Found by who wrote or published it" in line.get_text()]
    assert element(why, ".match").get_text() == reason


def test_a_passage_found_by_its_article_alone_says_so(client: Client) -> None:
    rows = page(client, "/search/?q=cole&kind=passages").select(".found-passage")
    assert len(rows) == 2
    for row in rows:
        (why,) = [line for line in row.select(".meta") if "Found by" in line.get_text()]
        assert element(why, ".match").get_text() == "Cole"


def test_passages_come_in_pages_that_keep_the_query(client: Client) -> None:
    words = [f"lantern {number}." for number in range(21)]
    article = make_article(" ".join(words))
    for word in words:
        make_passage(article, quote=word, stance=Stance.QUALIFIES)
    queue.flush()
    tree = page(client, "/search/?q=stance:qualifies")
    assert len(quotations(tree)) == 20
    assert len(quotations(follow(client, element(tree, "a[rel=next]")))) == 1


@pytest.mark.parametrize(
    ("query", "labels"),
    [
        ("snow tag:weather", ["weather"]),
        ("snow year:2013..2019", ["Year: 2013 to 2019"]),
        ("snow year:2013..", ["Year: from 2013"]),
        ("snow published:..2014-09", ["Published: until 2014-09"]),
        ("snow published:2014-09-27", ["Published: 2014-09-27"]),
        ("snow tag:weath*", ["Tag: weath*"]),
        ("snow tag:*", ["Tag: any"]),
        ("snow -stance:asserts", ["Stance: not Asserts"]),
        ("snow -lang:de", ["Language: not German"]),
        ("year:2013.. -tag:ships tag:weather year:2013", ["2013", "weather", "Year: from 2013", "Tag: not ships"]),
        ("snow -harbour title:quay*", []),
    ],
)  # fmt: skip
def test_whatever_narrows_the_results_is_shown_and_can_be_taken_back(
    client: Client, query: str, labels: list[str]
) -> None:
    tree = page(client, f"/search/?{urlencode({'q': query})}")
    chips = {str(chip.contents[0]).strip(): str(chip["href"]) for chip in tree.select(".chip")}
    assert [label.casefold() for label in chips] == [label.casefold() for label in labels]
    for address in chips.values():
        (left,) = parse_qs(urlsplit(address).query)["q"]
        assert len(SearchQuery.parse(left).parts) == len(SearchQuery.parse(query).parts) - 1


@pytest.mark.parametrize(
    ("query", "orders"),
    [
        ("snow", ["*Best match", "Newest first", "Oldest first"]),
        ("snow&sort=oldest", ["Best match", "Newest first", "*Oldest first"]),
        ("", ["*Newest first", "Oldest first"]),
        ("stance:disputes", ["*Newest first", "Oldest first"]),
        ("tag:weather&sort=oldest", ["Newest first", "*Oldest first"]),
    ],
)
def test_the_order_that_the_results_have_is_the_one_that_is_named(
    client: Client, query: str, orders: list[str]
) -> None:
    group = element(page(client, f"/search/?q={query}"), '[aria-label="Order"]')
    shown = [f"{'*' if one.name == 'strong' else ''}{one.get_text()}" for one in group.select("a, strong")]
    assert shown == orders


def test_what_was_mended_is_told_with_how_it_was_read(client: Client) -> None:
    notice = element(page(client, "/search/?q=snow+hue:red+OR"), ".page-head .notice")
    assert element(notice, "code").get_text() == "snow hue red"
    assert len(notice.select("li")) == 2
    assert "There is no field “hue”" in notice.get_text()
    assert not page(client, "/search/?q=snow").select(".page-head .notice")


def test_a_word_that_is_misspelt_is_asked_about_where_nothing_is_found(client: Client) -> None:
    tree = page(client, "/search/?q=fishremen")
    assert element(tree, ".empty")
    assert not tree.select("aside"), "there is nothing to narrow down"
    (link,) = [link for link in tree.select(".notice a") if link.get_text() == "fishermen"]
    assert len(follow(client, link).select(".article-row")) == 1


def test_the_help_says_what_lists_passages_and_shows_every_field(client: Client) -> None:
    text = " ".join(element(page(client, "/search/"), ".help").get_text(" ").split())
    assert "Where it names a stance or a claim it lists passages" in text
    for field in FIELDS:
        assert field.example in text


@pytest.mark.parametrize("query", ["snow", "sno*", "s?ow", "snwo~", "fishrmen~", "fell OR doubt*", "tag:weather dou*"])
def test_an_article_opens_at_the_first_of_the_places_that_match(client: Client, query: str) -> None:
    tree = page(client, f"/search/?{urlencode({'q': query, 'kind': 'articles'})}")
    (link,) = [link for link in tree.select(".article-row h3 a") if "White harbour" in link.get_text()]
    address, _, anchor = str(link["href"]).partition("#")
    behind = page(client, address)
    (place,) = behind.select(f"#text #{anchor}")
    matches = [match.get_text().lower() for match in behind.select("#text .match")]
    assert matches[0] == place.get_text().lower()
    assert set(matches) <= {"snow", "fishermen", "fell", "doubt"}
    shown = {match.get_text().lower() for match in tree.select(".article-row .excerpt .match")}
    assert shown <= set(matches)


COMPLETIONS = "/search/complete/"


def test_completions_come_as_json_with_what_each_would_list(client: Client) -> None:
    response = client.get(COMPLETIONS, {"q": "snow tag:par"})
    assert response.headers["Content-Type"] == "application/json"
    assert response.json() == {
        "completions": [
            {"text": "Paris, Texas", "kind": "Tag", "count": "2 articles", "query": 'snow tag:"Paris, Texas"'}
        ],
        "said": "1 completion: up and down arrows choose, Enter searches.",
    }
    (stance,) = client.get(COMPLETIONS, {"q": "stance:d"}).json()["completions"]
    assert (stance["text"], stance["count"]) == ("disputes", "2 passages")


def test_completions_are_kept_for_a_while_and_not_sent_again(client: Client) -> None:
    first = client.get(COMPLETIONS, {"q": "sno"})
    assert "max-age=60" in first.headers["Cache-Control"]
    again = client.get(COMPLETIONS, {"q": "sno"}, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "query", ["", " ", "zeppelin", "\x00", "\x00sno", '"', "((((", "tag:", "a" * 1001, "sno* AND", "\ud800", "-" * 900]
)
def test_completions_are_never_an_error(client: Client, query: str) -> None:
    address = f"{COMPLETIONS}?{urlencode({'q': query.encode('utf-8', 'surrogatepass')})}"
    response = client.get(address)
    assert response.status_code == 200
    assert len(response.json()["completions"]) <= 8
    assert client.get(COMPLETIONS).json() == {"completions": [], "said": "No completions."}


def test_completions_are_read_and_nothing_else(client: Client) -> None:
    assert client.post(COMPLETIONS, {"q": "sno"}).status_code == 405


def test_without_an_index_there_are_no_completions_and_no_error(client: Client) -> None:
    backend = connections["default"].get_backend()
    shutil.rmtree(backend.store.folder)
    backend.forget()
    assert client.get(COMPLETIONS, {"q": "sno"}).json() == {"completions": [], "said": "No completions."}
    assert client.get("/search/?q=sno").status_code == 503


def test_words_from_outside_come_out_as_words(client: Client) -> None:
    hostile = "<img src=x onerror=alert(1)> & more"
    article = make_article(f"{hostile} stands.", title=hostile, byline=hostile, source=make_source(hostile))
    make_passage(article, make_claim(hostile, tags=(hostile,)), hostile, Stance.QUALIFIES, speaker=hostile)
    queue.flush()
    tree = page(client, "/search/?q=stance:qualifies+more")
    assert not tree.select("main img")
    assert hostile in main(client, "/search/?q=stance:qualifies+more")
