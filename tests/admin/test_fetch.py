"""Adding by address, and the fetches that were made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive import content_store
from archive.models import Article, Capture, Fetch
from tests.admin.conftest import staff_with
from tests.admin.pages import fill, html_of, list_values, messages_of, read_form
from tests.factories import make_article
from tests.ingest.fetching.site import Site, allowed, story

ADD = "/admin/archive/fetch/add/"


@pytest.fixture
def site(settings: Any) -> Iterator[Site]:
    with allowed(settings) as site:
        yield site


def add(client: Client, address: str, source: str = "") -> Any:
    """Fill the form in and send it, as a browser would; the page that comes after."""
    form = read_form(client.get(ADD), "fetch_form")
    return client.post(ADD, fill(form, {"address": address, "source": source}), follow=True)


def test_the_list_of_articles_leads_to_the_form(desk: Client) -> None:
    assert f'href="{ADD}"' in html_of(desk.get("/admin/archive/article/"))
    assert 'id="fetch_form"' in html_of(desk.get(ADD))


def test_a_page_is_added_by_its_address(desk: Client, site: Site) -> None:
    site.page("/a", story().replace(b"<meta", b'<meta property="og:site_name" content="Another"><meta', 1))
    page = add(desk, f" {site.url('/a')} ", "The Quay  Post")
    article = Article.objects.get()
    assert page.redirect_chain == [(f"/admin/archive/article/{article.pk}/change/", 302)]
    assert "was fetched and added" in messages_of(page)
    assert (article.title, article.source.name) == ("The lamps of the quay", "The Quay Post")
    history = html_of(desk.get(reverse("admin:archive_article_history", args=[article.pk])))
    assert "Fetched by its address." in history


def test_one_that_is_known_says_so(desk: Client, site: Site) -> None:
    site.page("/a", story())
    add(desk, site.url("/a"))
    assert "is in the archive already" in messages_of(add(desk, site.url("/a")))
    site.page("/a", story("The master of the harbour was seen again on the quay, in the rain, without his hat."))
    assert "is a new capture of it" in messages_of(add(desk, site.url("/a")))
    assert (Article.objects.count(), Capture.objects.count()) == (1, 2)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("", "This field is required."),
        ("javascript://example.org/%0aalert(1)", "it must begin with http:// or https://"),
        ("127.0.0.1", "127.0.0.1 is this machine itself"),  # https:// is supplied
        ("http://169.254.169.254/latest/", "169.254.169.254 is the local link"),
        ("http://[::1]:8080/", "PARALLAX_FETCH_ALLOW"),
    ],
)
def test_what_is_refused_says_why_on_the_form(desk: Client, address: str, says: str) -> None:
    page = add(desk, address, "The Quay Post")
    assert page.status_code == 200
    form = read_form(page, "fetch_form")
    assert form.values["source"] == ["The Quay Post"]
    assert says in html_of(page)
    assert not Article.objects.exists()


def test_what_fails_says_why_and_is_kept(desk: Client, site: Site) -> None:
    page = add(desk, site.url("/gone"))
    assert "404 Not Found and no page" in html_of(page)
    assert read_form(page, "fetch_form").values["address"] == [site.url("/gone")]
    assert list_values(desk.get("/admin/archive/fetch/?outcome=problem")) == [Fetch.objects.get()]
    assert list_values(desk.get("/admin/archive/fetch/?outcome=article")) == []


def test_a_request_without_a_token_fetches_nothing(desk: Client, site: Site) -> None:
    assert desk.post(ADD, {"address": site.url("/a")}).status_code == 403
    assert site.asked == []


def test_those_who_may_not_add_articles_fetch_nothing(db: None, site: Site) -> None:
    looker = staff_with("view_article", "view_fetch", "add_claim")
    assert looker.get(ADD).status_code == 403
    assert looker.post(ADD, {"address": site.url("/a")}).status_code == 403
    assert ADD not in html_of(looker.get("/admin/archive/article/"))
    assert site.asked == []


def test_those_who_may_only_add_are_led_where_they_may_go(db: None, site: Site) -> None:
    site.page("/a", story())
    adder = staff_with("add_article")
    assert adder.post(ADD, {"address": site.url("/a")})["Location"] == "/admin/"
    assert Article.objects.exists()


# --- the fetches ---


@pytest.fixture
def fetch(db: None) -> Fetch:
    warc = b"WARC/1.1 of a kind"
    return Fetch.objects.create(
        url="https://news.example/a",
        final_url="https://news.example/b",
        status=200,
        warc_sha256=content_store.write(warc),
        warc_size=len(warc),
        article=make_article(title="Quay"),
    )


def test_fetches_are_listed_and_found(desk: Client, fetch: Fetch) -> None:
    page = html_of(desk.get("/admin/archive/fetch/?q=news.example"))
    assert "https://news.example/a" in page
    assert f"/admin/archive/article/{fetch.article_id}/change/" in page


def test_the_file_of_a_fetch_is_downloaded(desk: Client, fetch: Fetch) -> None:
    address = f"/admin/archive/fetch/{fetch.pk}/download/"
    assert address in html_of(desk.get(f"/admin/archive/fetch/{fetch.pk}/change/"))
    answer = desk.get(address)
    assert answer.content == b"WARC/1.1 of a kind"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="{fetch.warc_sha256[:12]}.warc.gz"'
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_lost_file_is_said_not_served(desk: Client, fetch: Fetch) -> None:
    content_store.remove(fetch.warc_sha256)
    page = desk.get(f"/admin/archive/fetch/{fetch.pk}/download/", follow=True)
    assert "missing" in messages_of(page)


def test_a_fetch_without_a_file_offers_none(desk: Client) -> None:
    fetch = Fetch.objects.create(url="https://news.example/a", problem="There is no host news.example.")
    assert "nothing was received" in html_of(desk.get(f"/admin/archive/fetch/{fetch.pk}/change/"))
    assert desk.get(f"/admin/archive/fetch/{fetch.pk}/download/").status_code == 404


def test_no_page_changes_a_fetch(desk: Client, fetch: Fetch) -> None:
    page = html_of(desk.get(f"/admin/archive/fetch/{fetch.pk}/change/"))
    assert 'name="_save"' not in page
    assert desk.post(f"/admin/archive/fetch/{fetch.pk}/change/", {"_save": "Save"}).status_code == 403
    assert desk.get(f"/admin/archive/fetch/{fetch.pk}/delete/").status_code == 403


def test_who_may_not_see_fetches_downloads_none(fetch: Fetch, client: Client) -> None:
    address = f"/admin/archive/fetch/{fetch.pk}/download/"
    assert client.get(address).status_code == 302
    assert staff_with("view_article").get(address).status_code == 403


def test_queries_do_not_grow_with_fetches(desk: Client, fetch: Fetch, django_assert_max_num_queries: Any) -> None:
    def listed() -> int:
        with django_assert_max_num_queries(30) as queries:
            html_of(desk.get("/admin/archive/fetch/"))
        return len(queries)

    listed()
    before = listed()
    for number in range(3):
        Fetch.objects.create(url=f"https://news.example/{number}", article=make_article(title=f"Quay {number}"))
    assert listed() == before


def test_the_list_leads_to_adding_by_address(desk: Client) -> None:
    page = html_of(desk.get("/admin/archive/fetch/"))
    assert "Add by address" in page
    assert "Add fetch" not in page
    assert "Add by address" not in html_of(staff_with("view_fetch").get("/admin/archive/fetch/"))
