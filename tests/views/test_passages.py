"""A passage's own page, and citations by address."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive import content_store, curation
from archive.ingest import plain
from archive.models import AnchorState, Article, Capture, Passage, Stance, Status
from archive.reading.passage_page import OTHERS
from tests.factories import make_article, make_claim, make_passage, make_source
from tests.views.pages import main, page

pytestmark = pytest.mark.django_db

TEXT = "The evening was long.\n\nAt last snow fell on the harbour, and the ferry stayed in port.\n\nIt melted by noon."


def new_text(article: Article, text: str, name: str = "second.txt") -> Capture:
    """Receive the article again with other words."""
    raw = text.encode()
    capture = Capture.objects.create(
        article=article, sha256=content_store.write(raw), size=len(raw), media_type="text/plain", name=name
    )
    curation.reanchor(article, plain.extract(raw, name).content, capture)
    return capture


def snow(**fields: object) -> Passage:
    article = make_article(TEXT, title="White harbour", source=make_source("The Lantern"), published="2013?")
    claim = make_claim("Snow fell on the harbour.", tags=("weather",), slug="snow")
    return make_passage(article, claim, "snow fell on the harbour", Stance.DISPUTES, **fields)


def curator(client: Client) -> Client:
    user = User.objects.create_user("ada", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_passage"))
    client.force_login(user)
    return client


def headings(found: BeautifulSoup) -> list[str]:
    return [heading.get_text(" ", strip=True) for heading in found.select("main h2")]


def test_the_words_stand_in_their_context_with_who_says_what(client: Client) -> None:
    passage = snow(speaker="Bea Ray", note="Said at the pier.")
    found = page(client, f"/passages/{passage.pk}/")
    quotation = found.select_one("main blockquote")
    assert quotation is not None
    assert quotation.get_text() == "At last snow fell on the harbour, and the ferry stayed in port."
    assert quotation.mark is not None
    assert quotation.mark.get_text() == "snow fell on the harbour"
    words = main(client, passage.get_absolute_url())
    for shown in (
        "− Disputes",
        "Snow fell on the harbour.",
        "weather",
        "Bea Ray",
        "Said at the pier.",
        "2013 (uncertain)",
    ):
        assert shown in words
    assert found.select_one(f'main a[href="{passage.place_url}"]')
    canonical = found.select_one("link[rel=canonical]")
    assert canonical is not None
    assert canonical["href"] == f"http://testserver/passages/{passage.pk}/"


def test_a_quotation_that_stands_is_verbatim_in_the_capture_that_is_named(client: Client) -> None:
    passage = snow()
    found = page(client, passage.get_absolute_url())
    assert "Verbatim in the current text" in headings(found)
    capture = passage.article.capture
    assert capture is not None
    assert [digest.get_text() for digest in found.select(".digest")] == [f"SHA-256 {capture.sha256}"]
    assert capture.name in found.get_text()
    code = found.select_one("details code")
    assert code is not None
    quote, position = json.loads(code.get_text())
    assert quote["exact"] == "snow fell on the harbour"
    assert passage.article.text[position["start"] : position["end"]] == quote["exact"]


def test_words_that_moved_are_still_verbatim(client: Client) -> None:
    passage = snow()
    new_text(passage.article, f"A preface of some length.\n\n{TEXT}")
    found = page(client, passage.get_absolute_url())
    assert "Verbatim in the current text, but moved" in headings(found)
    assert "At last snow fell on the harbour, and the ferry" in found.get_text()


def test_words_that_differ_a_little_are_shown_as_quoted_and_as_they_stand(client: Client) -> None:
    passage = snow()
    old = passage.article.capture
    assert old is not None
    new = new_text(passage.article, TEXT.replace("snow fell on the harbour", "wet snow fell on the quay"))
    found = page(client, passage.get_absolute_url())
    assert "The text now differs a little" in headings(found)
    quoted, now = found.select("dl.wordings dd")
    assert quoted.get_text() == "snow fell on the harbour"
    assert [gone.get_text().strip() for gone in quoted.select("del")] == ["harbour"]
    assert "quay" in "".join(added.get_text() for added in now.select("ins"))
    assert [digest.get_text() for digest in found.select(".digest")] == [
        f"SHA-256 {new.sha256}",
        f"SHA-256 {old.sha256}",
    ]
    assert found.select_one(f'a[href="/articles/white-harbour/changes/{old.sha256[:12]}-{new.sha256[:12]}/"]')
    shown = found.select_one(".citation")
    assert shown is not None
    assert f"SHA-256 {old.sha256}; the later text reads “{now.get_text()}”." in shown.get_text()
    assert shown.get_text() == client.get(f"/passages/{passage.pk}/cite.txt").content.decode()


def test_what_was_stored_of_the_anchor_is_not_believed(client: Client) -> None:
    passage = snow()
    Article.objects.update(text=TEXT.replace("snow fell on the harbour", "snow fell on one harbour"))
    assert Passage.objects.get().anchor_state == AnchorState.EXACT
    assert "The text now differs a little" in headings(page(client, passage.get_absolute_url()))


def test_an_orphan_is_shown_as_it_was_and_where_it_last_stood(client: Client) -> None:
    passage = snow()
    start, end = passage.start, passage.end
    new_text(passage.article, "Nothing like that is told any more, and the whole page is about lamps.")
    assert Passage.objects.get().is_orphan
    found = page(client, passage.get_absolute_url())
    assert "No longer found in the text" in headings(found)
    quotation = found.select_one("main blockquote")
    assert quotation is not None
    assert quotation.get_text() == "At last snow fell on the harbour, and the ferry stayed in port."
    words = main(client, passage.get_absolute_url())
    assert f"It last stood at the characters {start} to {end} of the text." in words
    assert "Verbatim in" in words
    assert not found.select_one(f'a[href="{passage.place_url}"]')
    assert found.select_one('main a[href="/articles/white-harbour/"]')


def test_an_orphan_that_never_stood_anywhere_has_a_page_too(client: Client) -> None:
    passage = snow()
    Passage.objects.update(anchor_state=AnchorState.ORPHAN, start=None, end=None)
    words = main(client, passage.get_absolute_url())
    assert "The same words do stand in the current text" in words
    assert "It last stood" not in words


def test_a_capture_that_is_damaged_takes_the_page_of_no_passage_down(client: Client) -> None:
    passage = snow()
    old = passage.article.capture
    assert old is not None
    new_text(passage.article, "The whole page is about lamps.")
    content_store.remove(old.sha256)
    assert "No longer found in the text" in main(client, passage.get_absolute_url())


def test_a_proposed_passage_is_the_curators(client: Client) -> None:
    passage = snow(status=Status.PROPOSED)
    for address in (f"/passages/{passage.pk}/", f"/passages/{passage.pk}/cite.txt"):
        assert client.get(address).status_code == 404
    curator(client)
    assert "This passage is proposed" in main(client, passage.get_absolute_url())
    assert client.get(f"/passages/{passage.pk}/cite.txt").status_code == 200


@pytest.mark.parametrize("key", ["0", "999", "9" * 30])
def test_what_is_not_there_is_not_found(client: Client, key: str) -> None:
    assert client.get(f"/passages/{key}/").status_code == 404
    assert client.get(f"/passages/{key}/cite.bib").status_code == 404


def test_what_every_other_article_says_is_one_step_away(client: Client) -> None:
    passage = snow()
    others = [make_article(TEXT, title=f"Other {number}") for number in range(OTHERS + 2)]
    for article in others:
        make_passage(article, passage.claim, "snow fell on the harbour")
    hidden = make_passage(others[0], passage.claim, "It melted by noon", Stance.QUALIFIES, status=Status.PROPOSED)
    found = page(client, passage.get_absolute_url())
    section = found.select_one("section[aria-labelledby=others]")
    assert section is not None
    assert [heading.get_text(" ", strip=True) for heading in section.select("h3")] == [f"+ Asserts {OTHERS + 2}"]
    assert len(section.select("blockquote")) == OTHERS
    everything = section.select_one('a[href="/claims/snow/#asserts"]')
    assert everything is not None
    assert everything.get_text().startswith(f"All {OTHERS + 2}")
    keys = "-".join(str(article.pk) for article in [passage.article, *others[:OTHERS]])
    assert section.select_one(f'a[href="/compare/{keys}/?claim={passage.claim_id}"]')
    assert f"/passages/{hidden.pk}/" not in str(section)


def test_silence_is_not_denial(client: Client) -> None:
    assert "Silence is not denial." in main(client, snow().get_absolute_url())


def test_the_neighbours_in_the_article_and_on_the_claim(client: Client) -> None:
    passage = snow()
    last = make_passage(passage.article, passage.claim, "It melted by noon")
    found = page(client, passage.get_absolute_url())
    assert [link["href"] for link in found.select("a[rel=next]")] == [last.get_absolute_url()] * 2
    assert not found.select("a[rel=prev]")
    back = page(client, last.get_absolute_url())
    assert [link["href"] for link in back.select("a[rel=prev]")] == [passage.get_absolute_url()] * 2


def test_the_words_of_a_digest_are_marked_as_the_archives(client: Client) -> None:
    passage = snow()
    Article.objects.update(digest_of="The Lantern, an evening in winter.")
    assert "a digest that the archive wrote, not the source’s own" in main(client, passage.get_absolute_url())
    cited = client.get(f"/passages/{passage.pk}/cite.txt").content.decode()
    assert cited.startswith("Parallax, digest of “White harbour”")


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}"])
def test_hostile_words_stay_words(client: Client, hostile: str) -> None:
    article = make_article(f"Here stands {hostile} in the text.", title=hostile)
    passage = make_passage(article, make_claim(hostile), hostile, speaker=hostile, note=hostile)
    found = page(client, passage.get_absolute_url())
    assert not found.select("main script, main img")
    assert found.get_text().count(hostile) >= 4


def test_the_queries_do_not_grow_with_what_there_is(client: Client) -> None:
    passage = snow()

    def count() -> int:
        client.get(passage.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            assert client.get(passage.get_absolute_url()).status_code == 200
        return len(queries)

    def grow(number: int) -> None:
        for one in range(number):
            other = make_article(TEXT, source=make_source())
            make_passage(other, passage.claim, "snow fell on the harbour", Stance.values[one % 3])
            make_passage(passage.article, make_claim(tags=(f"t{one}",)), TEXT[: 5 + one])
        curation.tag_claim(passage.claim, [f"t{number}"])

    grow(6)
    few = count()
    grow(12)
    assert count() <= few


# --- citations by address ---

MEDIA = {
    "txt": "text/plain",
    "md": "text/markdown",
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "json": "application/vnd.citationstyles.csl+json",
}


@pytest.mark.parametrize("form", MEDIA)
def test_each_form_comes_as_what_it_is_under_a_good_name(client: Client, form: str) -> None:
    passage = snow()
    for address, key in (
        (f"/passages/{passage.pk}/cite.{form}", f"thelantern2013-p{passage.pk}"),
        (f"/articles/white-harbour/cite.{form}", f"thelantern2013-a{passage.article_id}"),
    ):
        response = client.get(address)
        assert response.status_code == 200
        assert response.headers["Content-Type"] == f"{MEDIA[form]}; charset=utf-8"
        assert f'filename="{key}.{form}"' in response.headers["Content-Disposition"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "White harbour" in response.content.decode()


@pytest.mark.parametrize("form", ["xml", "TXT", "bibtex", "txt0"])
def test_an_unknown_form_is_not_found(client: Client, form: str) -> None:
    passage = snow()
    assert client.get(f"/passages/{passage.pk}/cite.{form}").status_code == 404
    assert client.get(f"/articles/white-harbour/cite.{form}").status_code == 404
    assert client.get("/articles/nothing/cite.txt").status_code == 404


def test_addresses_are_of_the_host_that_was_asked_and_no_other(client: Client) -> None:
    passage = snow()
    address = f"/passages/{passage.pk}/cite.txt"
    assert f"http://localhost/passages/{passage.pk}/" in client.get(address, HTTP_HOST="localhost").content.decode()
    assert client.get(address, HTTP_HOST="evil.example").status_code == 400


def test_the_page_offers_the_citation_and_all_its_forms(client: Client) -> None:
    passage = snow()
    found = page(client, passage.get_absolute_url())
    fold = found.select_one("details.cite")
    assert fold is not None
    shown = fold.select_one(".citation")
    assert shown is not None
    assert shown.get_text() == client.get(f"/passages/{passage.pk}/cite.txt").content.decode()
    assert [link["href"] for link in fold.select("a")] == [f"/passages/{passage.pk}/cite.{form}" for form in MEDIA]


def test_every_citation_of_the_archive_has_a_key_of_its_own(client: Client) -> None:
    passage = snow()
    twin = make_passage(passage.article, passage.claim, "It melted by noon")
    other = make_article(TEXT, title="White harbour", source=passage.article.source, published="2013")
    keys = {
        client.get(f"{row.get_absolute_url()}cite.bib").content.decode().partition(",")[0]
        for row in (passage, twin, other, passage.article)
    }
    assert len(keys) == 4
