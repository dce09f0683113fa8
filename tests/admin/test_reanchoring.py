"""The queue of re-anchored passages: worst first, old beside new, and nothing that a curator typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive import content_store, curation
from archive.models import Article, Capture, Decision, Passage, Reanchoring, Status
from tests.admin.conftest import staff_with
from tests.admin.pages import act, fill, html_of, list_values, messages_of, read_form
from tests.factories import make_article, make_claim, make_passage, paragraphs

QUEUE = "/admin/archive/reanchoring/"
TEXT = (
    "The harbour froze in January and the pilots stayed ashore.\n\n"
    "The ferry stayed in port for eleven days, the harbour master said.\n\n"
    "Nobody was hurt when the old crane fell onto the quay."
)
FERRY = "The ferry stayed in port for eleven days"
FUZZY = TEXT.replace("for eleven days", "for nearly twelve days")
LOST = "\n\n".join([TEXT.split("\n\n")[0], "Gardens are open to all until the autumn.", TEXT.split("\n\n")[2]])
REWORDED = LOST.replace("Gardens are open", "In port the ferry had stayed eleven long days, and gardens are open")


def change(article: Article, text: str) -> None:
    raw = f"{text}\n#{Capture.objects.count()}".encode()
    capture = Capture.objects.create(
        article=article, sha256=content_store.write(raw), size=len(raw), media_type="text/plain"
    )
    curation.reanchor(Article.objects.get(pk=article.pk), paragraphs(text), capture)


def queued(text: str, quote: str = FERRY, old: str = TEXT, **fields: Any) -> Reanchoring:
    """A passage whose article's text became `text`, as it waits."""
    passage = make_passage(make_article(old, title="Harbour in ice"), make_claim(), quote, **fields)
    change(passage.article, text)
    return Reanchoring.objects.get(passage=passage)


def page_of(row: Reanchoring) -> str:
    return reverse("admin:archive_reanchoring_change", args=[row.pk])


def press(client: Client, row: Reanchoring, button: str, form_id: str = "reanchoring_form", **changes: Any) -> Any:
    form = read_form(client.get(page_of(row)), form_id)
    assert button in form.buttons
    return client.post(page_of(row), {**fill(form, changes), button: "1"}, follow=True)


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(html_of(response), "html.parser")


def said(response: Any) -> str:
    note = soup(response).select_one(".errornote")
    assert note is not None, "no error is shown"
    return note.get_text(" ", strip=True)


# --- the list ---


def test_what_waits_is_listed_the_worst_first(desk: Client) -> None:
    moved, fuzzy, lost = queued("Before all this.\n\n" + TEXT), queued(FUZZY), queued(LOST)
    assert list_values(desk.get(QUEUE)) == [lost, fuzzy, moved]
    assert list_values(desk.get(f"{QUEUE}?state__exact=fuzzy")) == [fuzzy]
    curation.retire([lost.passage])
    assert list_values(desk.get(QUEUE)) == [fuzzy, moved]
    assert list_values(desk.get(f"{QUEUE}?decision=retired")) == [lost]
    assert len(list_values(desk.get(f"{QUEUE}?decision=all"))) == 3
    assert f'<a href="{QUEUE}">2</a>' in html_of(desk.get("/admin/"))


def test_many_are_accepted_at_once_and_orphans_are_left(desk: Client, curator: User) -> None:
    moved, fuzzy, lost = queued("Before all this.\n\n" + TEXT), queued(FUZZY), queued(LOST)
    told = messages_of(act(desk, QUEUE, "accept", [moved.pk, fuzzy.pk, lost.pk]))
    assert "2 quotations accepted." in told
    assert "1 orphan is left" in told
    assert list_values(desk.get(QUEUE)) == [lost]
    assert set(Passage.objects.values_list("anchor_state", flat=True)) == {"exact", "orphan"}
    assert Passage.objects.get(pk=fuzzy.passage_id).exact == "The ferry stayed in port for nearly twelve days"
    assert Reanchoring.objects.get(pk=fuzzy.pk).decided_by == curator
    assert LogEntry.objects.filter(object_id=str(fuzzy.passage_id)).count() == 1


def test_many_are_retired_at_once(desk: Client) -> None:
    rows = [queued(LOST), queued(FUZZY)]
    assert "2 passages retired." in messages_of(act(desk, QUEUE, "retire", [row.pk for row in rows]))
    assert set(Passage.objects.values_list("status", flat=True)) == {Status.RETIRED}


# --- old beside new ---


def test_changed_words_are_told_apart_on_both_sides(desk: Client) -> None:
    page = soup(desk.get(page_of(queued(FUZZY))))
    old, new = page.select(".review-sides section")
    assert old.select_one("mark") is not None
    assert [one.get_text() for one in old.select("mark del")] == ["eleven"]
    assert [one.get_text() for one in new.select("mark ins")] == ["nearly twelve"]
    assert "The harbour froze in January" in old.get_text(), "what stands around is shown"
    assert new.select_one("mark") is not None
    assert new.select_one("button[name=_accept]") is not None


def test_a_lost_quotation_is_shown_with_what_stands_in_its_place(desk: Client) -> None:
    page = soup(desk.get(page_of(queued(LOST))))
    old, new = page.select(".review-sides section")
    assert FERRY in old.get_text()
    assert "Gardens are open to all until the autumn." in new.get_text()
    assert page.select_one("button[name=_accept]") is None, "there is nothing to accept"


def test_the_old_text_is_read_from_the_capture_that_kept_it(desk: Client) -> None:
    row = queued(LOST)
    change(row.passage.article, "Quite another story, about gardens and their gates.")
    newer = Reanchoring.objects.waiting().get()
    assert "Nobody was hurt when the old crane fell" in html_of(desk.get(page_of(newer)))


def test_nothing_of_an_article_is_taken_for_markup(desk: Client) -> None:
    evil = "<script>alert(1)</script> stood in the harbour all winter long"
    row = queued(f"{evil.replace('all', 'nearly all')}\n\nMore.", evil, f"{evil}\n\nMore.")
    html = html_of(desk.get(page_of(row)))
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


# --- decisions ---


def test_accepting_goes_on_to_the_next(desk: Client) -> None:
    first, second = queued(FUZZY), queued("Before all this.\n\n" + TEXT)
    response = press(desk, first, "_accept", "accept_form")
    assert response.redirect_chain[-1][0] == page_of(second)
    assert "Accepted" in messages_of(response)
    response = press(desk, second, "_accept", "accept_form")
    assert response.redirect_chain[-1][0] == QUEUE
    assert not Reanchoring.objects.waiting().exists()


def test_a_candidate_is_chosen(desk: Client) -> None:
    row = queued(REWORDED)
    if not row.passage.is_orphan:
        pytest.fail("the wording must be too far from the quotation to be found by itself")
    candidate = soup(desk.get(page_of(row))).select_one("input[name=candidate]")
    assert candidate is not None
    press(desk, row, "_move", candidate=candidate["value"])
    passage = Passage.objects.get()
    start, end = map(int, str(candidate["value"]).split("-"))
    assert (passage.exact, passage.anchor_state) == (REWORDED[start:end], "exact")
    assert Reanchoring.objects.get().decision == Decision.MOVED


def test_other_words_are_pasted(desk: Client) -> None:
    row = queued(LOST)
    press(desk, row, "_move", exact="Gardens are open  to all")
    assert Passage.objects.get().exact == "Gardens are open to all"


@pytest.mark.parametrize(
    ("sent", "advice"),
    [
        ({}, "Copy the words that it belongs to into “Other words of the article”"),
        ({"exact": "Volcanoes slept through the summer."}, "This is not in"),
        ({"candidate": "5-3"}, "not in the text"),
        ({"candidate": "3-99999"}, "not in the text"),
        ({"candidate": "nonsense"}, "none of those shown"),
    ],
)
def test_a_move_that_cannot_be_says_what_to_do(desk: Client, sent: dict[str, str], advice: str) -> None:
    row = queued(LOST)
    response = press(desk, row, "_move", **sent)
    assert advice in said(response)
    assert read_form(response, "reanchoring_form").values.get("exact") == [sent.get("exact", "")]
    assert Passage.objects.get().is_orphan
    assert Reanchoring.objects.waiting().count() == 1


def test_words_that_stand_twice_ask_which_are_meant(desk: Client) -> None:
    row = queued(LOST + "\n\nThe quay is old. The quay is long.")
    assert "stands" in said(press(desk, row, "_move", exact="The quay is"))
    press(desk, row, "_move", exact="The quay is", before="old.")
    assert Passage.objects.get().suffix.startswith(" long")


def test_retiring(desk: Client) -> None:
    row = queued(LOST)
    assert "Retired" in messages_of(press(desk, row, "_retire", "retire_form"))
    assert Passage.objects.get().status == Status.RETIRED
    assert Reanchoring.objects.get().decision == Decision.RETIRED


def test_no_button_is_no_decision(desk: Client) -> None:
    row = queued(FUZZY)
    form = read_form(desk.get(page_of(row)), "accept_form")
    assert "Nothing was chosen" in said(desk.post(page_of(row), fill(form, {})))


# --- what others do meanwhile ---


def test_a_text_that_changed_meanwhile_is_shown_and_what_was_typed_is_kept(desk: Client) -> None:
    row = queued(FUZZY)
    form = read_form(desk.get(page_of(row)), "reanchoring_form")
    change(row.passage.article, LOST)
    data = {**fill(form, {"exact": "The ferry stayed in port"}), "_move": "1"}
    response = desk.post(page_of(row), data)
    assert "changed since you opened this page" in said(response)
    again = read_form(response, "reanchoring_form")
    assert again.values["exact"] == ["The ferry stayed in port"]
    assert Passage.objects.get().is_orphan, "nothing was done"
    newer = Reanchoring.objects.waiting().get()
    assert response.context["row"] == newer


def test_a_passage_changed_meanwhile_is_not_overwritten(desk: Client) -> None:
    row = queued(FUZZY)
    form = read_form(desk.get(page_of(row)), "accept_form")
    Passage.objects.update(note="Somebody was here.")
    response = desk.post(page_of(row), {**fill(form, {}), "_accept": "1"})
    assert "changed since you opened this page" in said(response)
    assert Passage.objects.get().exact == FERRY
    form = read_form(response, "accept_form")
    desk.post(page_of(row), {**fill(form, {}), "_accept": "1"})
    assert Passage.objects.get().anchor_state == "exact", "the second time it is meant"


def test_what_was_decided_meanwhile_is_told(desk: Client) -> None:
    row = queued(FUZZY)
    form = read_form(desk.get(page_of(row)), "accept_form")
    curation.retire([Passage.objects.get()])
    response = desk.post(page_of(row), {**fill(form, {}), "_accept": "1"})
    assert "decided meanwhile (Retired)" in said(response)
    assert "Decided: Retired" in html_of(desk.get(page_of(row)))


def test_what_is_settled_on_the_passages_own_form_waits_no_longer(desk: Client) -> None:
    row = queued(LOST)
    page = reverse("admin:archive_passage_change", args=[row.passage_id])
    form = read_form(desk.get(page), "passage_form")
    desk.post(page, {**fill(form, {"exact": "Gardens are open to all"}), "_save": "Save"}, follow=True)
    assert Reanchoring.objects.get().decision == Decision.MOVED


def test_retiring_in_the_list_of_passages_settles_it_too(desk: Client) -> None:
    row = queued(LOST)
    act(desk, "/admin/archive/passage/", "retire", [row.passage_id])
    assert Reanchoring.objects.get().decision == Decision.RETIRED


# --- who may ---


def test_who_may_only_look_sees_no_buttons_and_changes_nothing(db: None) -> None:
    looker, row = staff_with("view_passage"), queued(FUZZY)
    html = html_of(looker.get(page_of(row)))
    assert "nearly twelve" in html
    assert "_accept" not in html
    assert "_retire" not in html
    assert looker.post(page_of(row), {"_accept": "1"}).status_code == 403
    assert Passage.objects.get().exact == FERRY


def test_strangers_see_nothing(client: Client, db: None) -> None:
    row = queued(FUZZY)
    assert client.get(page_of(row)).status_code == 302
    assert staff_with("view_tag").get(page_of(row)).status_code == 403
    assert staff_with("view_tag", "view_source").get(QUEUE).status_code == 403


def test_a_decision_without_a_token_is_refused(desk: Client) -> None:
    row = queued(FUZZY)
    form = read_form(desk.get(page_of(row)), "accept_form")
    data = {**fill(form, {"csrfmiddlewaretoken": None}), "_accept": "1"}
    assert desk.post(page_of(row), data).status_code == 403


@pytest.mark.parametrize("key", ["999999", "nonsense", "1" * 30])
def test_rows_that_are_not_there(desk: Client, key: str) -> None:
    assert desk.get(f"{QUEUE}{key}/change/").status_code == 404


# --- cost ---


def test_queries_do_not_grow_with_the_queue(desk: Client) -> None:
    def cost(url: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(url)
        assert not [query for query in queries if url == QUEUE and '"archive_article"."text"' in query["sql"]]
        return len(queries)

    row = queued(FUZZY)
    queued(LOST)
    pages = (QUEUE, page_of(row), "/admin/")
    for page in pages:
        cost(page)
    before = [cost(page) for page in pages]
    for _ in range(3):
        queued(FUZZY)
        queued(LOST)
    assert [cost(page) for page in pages] == before
