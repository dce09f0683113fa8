"""Every page as a reader meets it: what it shows, what it leads to, what it says when there is nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from archive import curation
from archive.models import Article, Claim, Stance, Tag
from archive.search import queue
from tests.factories import make_article, make_claim, make_passage, make_source, paragraphs
from tests.views.pages import main, page

pytestmark = pytest.mark.django_db

SNOW = "Snow fell on the harbour. The ferry stayed in port.\n\nFishermen doubt that snow fell at all."


@pytest.fixture
def archive(searchable: None) -> None:
    """Two articles that disagree on one claim and share nothing else."""
    claim = make_claim("Snow fell on the harbour.", tags=("weather", "Paris, Texas"))
    other = make_claim("The ferry ran.", tags=("traffic",))
    one = make_article(
        SNOW, title="White harbour", source=make_source("The Lantern"), published="2013?", byline="A. Cole"
    )
    two = make_article(
        "No snow was seen. The pier was dry.",
        title="Dry pier",
        source=make_source("Pier & Post"),
        published="2014-09-27T06:21:00+09:00",
        supplied_title=True,
    )
    make_passage(one, claim, "Snow fell on the harbour")
    make_passage(one, other, "The ferry stayed in port", Stance.DISPUTES)
    make_passage(two, claim, "No snow was seen", Stance.DISPUTES, speaker="Bea Ray, harbour master")
    queue.flush()


PAGES = [
    "/",
    "/articles/",
    "/articles/white-harbour/",
    "/claims/",
    "/claims/snow-fell-on-the-harbour/",
    "/tags/",
    "/tags/weather/",
    "/sources/",
    "/sources/the-lantern/",
    "/compare/",
    "/compare/?article=white-harbour&article=dry-pier",
    "/matrix/",
    "/timeline/",
    "/search/?q=snow",
    "/about/",
]


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_a_title_a_description_one_heading_and_a_main_part(client: Client, address: str) -> None:
    tree = page(client, address)
    assert tree.title is not None
    assert "Parallax" in tree.title.get_text()
    description = tree.select_one('meta[name="description"]')
    assert description is not None
    assert description["content"]
    assert len(tree.select("main")) == 1
    assert len(tree.select("h1")) == 1
    ids = [element["id"] for element in tree.select("[id]")]
    assert len(ids) == len(set(ids)), "an id stands twice"


@pytest.mark.usefixtures("archive")
def test_titles_tell_pages_apart(client: Client) -> None:
    titles = [page(client, address).title for address in PAGES]
    assert len({title.get_text() for title in titles if title}) == len(PAGES)


@pytest.mark.usefixtures("archive")
def test_every_link_of_every_page_leads_somewhere(client: Client) -> None:
    seen: set[str] = set()
    for address in PAGES:
        for link in page(client, address).select('a[href^="/"]'):
            seen.add(str(link["href"]).partition("#")[0])
    for address in sorted(seen - {""}):
        assert client.get(address).status_code in {200, 302}, address


@pytest.mark.usefixtures("archive")
def test_every_link_within_a_page_has_its_target(client: Client) -> None:
    for address in PAGES:
        tree = page(client, address)
        for link in tree.select('a[href^="#"]'):
            assert tree.find(id=str(link["href"])[1:]), f"{address} has no {link['href']}"


@pytest.mark.usefixtures("archive")
def test_no_page_carries_inline_script_or_style(client: Client) -> None:
    for address in PAGES:
        tree = page(client, address)
        assert not tree.select("style, [style]")
        assert all(script.get("src") for script in tree.select("script"))
        assert not [element for element in tree.select("*") if any(name.startswith("on") for name in element.attrs)]


def test_an_empty_archive_says_what_to_do_next(client: Client, searchable: None) -> None:
    assert "manage.py ingest" in main(client, "/")
    for address in ("/articles/", "/claims/", "/tags/", "/sources/", "/compare/", "/matrix/", "/timeline/"):
        text = main(client, address)
        assert "manage.py" in text or "curators' pages" in text, address
    assert page(client, "/search/?q=snow").select_one(".empty")


@pytest.mark.usefixtures("archive")
def test_the_first_page_shows_where_sources_disagree(client: Client) -> None:
    text = main(client, "/")
    assert "Snow fell on the harbour." in text
    assert "The ferry ran." not in text, "one source alone does not disagree"
    assert "2 articles" in text


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["[Dry pier]", "White harbour"]),
        ("?sort=oldest", ["White harbour", "[Dry pier]"]),
        ("?source=the-lantern", ["White harbour"]),
        ("?year=2014", ["[Dry pier]"]),
        ("?year=1999", []),
        ("?tag=traffic", ["White harbour"]),
        ("?language=en&tag=weather", ["[Dry pier]", "White harbour"]),
        ("?language=fr", []),
        ("?page=99", ["[Dry pier]", "White harbour"]),
    ],
)
def test_articles_are_filtered_and_sorted(client: Client, query: str, titles: list[str]) -> None:
    tree = page(client, f"/articles/{query}")
    assert [link.get_text() for link in tree.select(".article-row h3 a")] == titles


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    "address",
    [
        "/articles/?source=nobody",
        "/articles/?year=abc",
        "/articles/?year=99999",
        "/articles/?tag=nothing",
        "/articles/?sort=random",
        "/claims/?tag=nothing",
        "/claims/?sort=random",
    ],
)
def test_a_filter_that_makes_no_sense_is_said_and_left_out(client: Client, address: str) -> None:
    tree = page(client, address)
    assert tree.select_one("[role=alert]")
    assert len(tree.select(".rows > li")) == 2


def test_lists_come_in_pages_of_twenty_that_keep_the_filters(client: Client) -> None:
    source = make_source("Serial")
    for number in range(21):
        make_article(f"Part {number}.", title=f"Part {number}", source=source)
    tree = page(client, "/articles/?source=serial")
    assert len(tree.select(".article-row")) == 20
    following = tree.select_one("a[rel=next]")
    assert following is not None
    assert len(page(client, f"/articles/{following['href']}").select(".article-row")) == 1


@pytest.mark.usefixtures("archive")
def test_an_article_shows_its_record_and_its_marked_text(client: Client) -> None:
    tree = page(client, "/articles/white-harbour/")
    text = tree.get_text(" ")
    assert "2013 (uncertain)" in text
    assert "A. Cole" in text
    assert Article.objects.get(slug="white-harbour").captures.get().sha256 in text
    assert [mark.get_text() for mark in tree.select("#text mark.passage")] == [
        "Snow fell on the harbour",
        "The ferry stayed in port",
    ]
    notes = [tree.find(id=str(link["href"])[1:]) for link in tree.select("#text a.ref")]
    assert [note.get_text(" ").count("Snow fell on the harbour.") for note in notes if note] == [1, 0]
    assert [item.get_text() for item in tree.select(".claim-list .claim-title")] == [
        "Snow fell on the harbour.",
        "The ferry ran.",
    ]


@pytest.mark.usefixtures("archive")
def test_a_supplied_title_stands_in_brackets_and_a_stated_time_keeps_its_zone(client: Client) -> None:
    tree = page(client, "/articles/dry-pier/")
    assert tree.select_one("h1").get_text() == "[Dry pier]"  # type: ignore[union-attr]
    time = tree.select_one(".kicker time")
    assert time is not None
    assert time["datetime"] == "2014-09-27T06:21:00+09:00"
    assert time.get_text() == "27 September 2014, 06:21 (UTC+9)"


def test_a_digest_says_that_it_is_one(client: Client) -> None:
    make_article(title="Short", digest_of="A. Cole, “Long”, The Lantern, 2013.")
    text = main(client, "/articles/short/")
    assert "digest in the archive's own words" in text
    assert "A. Cole, “Long”" in text


def test_only_accepted_passages_are_public(client: Client) -> None:
    article = make_article(SNOW, title="Draft")
    make_passage(article, make_claim("Hidden."), "Snow fell", status="proposed")
    assert not page(client, "/articles/draft/").select("mark.passage")
    assert "No passage" in main(client, "/claims/hidden/")


def test_furniture_is_hidden(client: Client) -> None:
    article = make_article(SNOW, title="Framed")
    curation.set_furniture(article, {1})
    assert "Fishermen" not in main(client, "/articles/framed/")


@pytest.mark.usefixtures("archive")
def test_an_article_from_a_search_shows_the_matched_words(client: Client) -> None:
    tree = page(client, "/articles/white-harbour/?q=ferries+harbour")
    assert [mark.get_text().lower() for mark in tree.select("#text .match")] == ["harbour", "ferry"]
    assert tree.select_one('.match-bar a[href="#match-1"]')
    assert tree.select_one("#match-1")


@pytest.mark.usefixtures("archive")
def test_an_orphan_is_shown_and_said_to_be_one(client: Client) -> None:
    article = Article.objects.get(slug="white-harbour")
    curation.reanchor(article, paragraphs("Gardens and their gates, another story altogether."))
    text = main(client, "/articles/white-harbour/")
    assert "No longer in the text" in text
    assert "Snow fell on the harbour" in text
    assert "kept as it was quoted" in main(client, "/claims/snow-fell-on-the-harbour/")


@pytest.mark.usefixtures("archive")
def test_a_claim_shows_every_passage_in_context_under_its_stance_by_date(client: Client) -> None:
    tree = page(client, "/claims/snow-fell-on-the-harbour/")
    asserts, disputes, qualifies = (tree.select_one(f"section.{stance}") for stance in Stance)
    assert asserts
    assert disputes
    assert qualifies
    assert asserts.select_one("mark").get_text() == "Snow fell on the harbour"  # type: ignore[union-attr]
    assert "The ferry stayed in port." in asserts.get_text()
    assert "Bea Ray, harbour master" in disputes.get_text()
    assert "No passage" in qualifies.get_text()
    link = disputes.select_one('.attribution a[href^="/articles/"]')
    assert link is not None
    address, _, anchor = str(link["href"]).partition("#")
    assert page(client, address).find(id=anchor), "the link leads to the place in the text"


@pytest.mark.usefixtures("archive")
def test_claims_can_be_narrowed_to_the_disputed_and_to_a_tag(client: Client) -> None:
    assert len(page(client, "/claims/").select(".rows > li")) == 2
    assert len(page(client, "/claims/?sort=disputed").select(".rows > li")) == 1
    assert "The ferry ran." in main(client, "/claims/?tag=traffic")
    assert len(page(client, "/claims/?tag=traffic").select(".rows > li")) == 1


@pytest.mark.usefixtures("archive")
def test_the_address_of_an_alias_leads_to_its_tag(client: Client) -> None:
    curation.rename_tag(Tag.objects.get(name="weather"), "Climate")
    response = client.get("/tags/weather/")
    assert (response.status_code, response["Location"]) == (301, "/tags/climate/")
    assert "Also: weather" in main(client, "/tags/climate/")


@pytest.mark.usefixtures("archive")
def test_a_search_leads_to_the_marked_words(client: Client) -> None:
    tree = page(client, "/search/?q=ferry")
    link = tree.select_one(".article-row h3 a")
    assert link is not None
    assert "White harbour" in link.get_text()
    assert tree.select_one(".excerpt .match").get_text() == "ferry"  # type: ignore[union-attr]
    address, _, anchor = str(link["href"]).partition("#")
    assert page(client, address).find(id=anchor or "match-1")


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(("query", "reason"), [("fell", "fell"), ("master", "master"), ("paris", "Paris")])
def test_a_result_whose_text_does_not_say_it_tells_why_it_was_found(client: Client, query: str, reason: str) -> None:
    tree = page(client, f"/search/?q={query}")
    row = next(row for row in tree.select(".article-row") if "Dry pier" in row.get_text())
    (why,) = [line for line in row.select(".meta") if "Found by what is marked in it" in line.get_text()]
    assert why.select_one(".match").get_text() == reason  # type: ignore[union-attr]


@pytest.mark.usefixtures("archive")
def test_a_facet_narrows_and_can_be_taken_back(client: Client) -> None:
    tree = page(client, "/search/?q=snow")
    facet = next(link for link in tree.select(".facet a") if "Paris, Texas" in link.get_text())
    narrowed = page(client, f"/search/{facet['href']}")
    assert len(narrowed.select(".article-row")) == 2
    chosen = narrowed.select_one(".chip")
    assert chosen is not None
    assert "Paris, Texas" in chosen.get_text()
    assert not page(client, f"/search/{chosen['href']}").select(".chip")


@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(
    "query", ["", "?q=", "?q=%22snow", "?q=%00", "?page=99&q=snow", "?page=x&q=snow", "?sort=x&q=snow"]
)
def test_no_search_breaks_the_page(client: Client, query: str) -> None:
    page(client, f"/search/{query}")


@pytest.mark.parametrize(
    "address", ["/nowhere/", "/articles/nowhere/", "/claims/nowhere/", "/tags/nowhere/", "/sources/x/"]
)
def test_a_page_that_is_not_there_says_so_and_leads_on(client: Client, address: str) -> None:
    tree = page(client, address, status=404)
    assert "There is no such page" in tree.get_text()
    assert tree.select_one('form[action="/search/"]')


def test_a_broken_page_says_so_and_tells_the_log(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(Claim.objects, "disputed", broken, raising=False)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert b"Something broke here" in response.content
    assert b"a fault of ours" not in response.content
    assert "a fault of ours" in caplog.text


def test_a_form_without_its_token_is_refused_with_a_page() -> None:
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert b"open for too long" in response.content


def test_head_has_the_headers_of_get_and_no_body(client: Client) -> None:
    head, get = client.head("/about/"), client.get("/about/")
    assert head.content == b""
    assert head["Content-Length"] == str(len(get.content))


def test_a_wrong_host_is_refused_with_a_page(client: Client) -> None:
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert b"could not be understood" in response.content


def test_robots_keep_out_of_what_is_endless(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert b"Disallow: /search/" in response.content


def test_browsers_that_look_for_an_icon_find_it(client: Client) -> None:
    assert client.get("/favicon.ico").status_code == 301


def test_the_policy_lets_nothing_run_that_is_not_ours(client: Client) -> None:
    response = client.get("/about/")
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_titles_in_lists_say_their_language_whatever_the_interface_is_in(client: Client) -> None:
    make_article(title="White harbour", language="en")
    response = client.get("/articles/", headers={"accept-language": "de"})
    assert b'<html lang="de"' in response.content
    assert '<a href="/articles/white-harbour/" lang="en" dir="auto">White harbour</a>' in response.content.decode()
