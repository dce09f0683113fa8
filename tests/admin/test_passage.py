"""Marking a passage: the quotation is found in the article, or the form says what to write instead."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from archive import curation
from archive.models import Article, Claim, Passage
from archive.text.blocks import Block, BlockKind, CanonicalText
from archive.text.selectors import Selectors, TextQuote
from tests.admin.pages import act, errors, html_of, list_values, messages_of, read_form, save
from tests.factories import make_article, make_claim, make_passage

ADD = "/admin/archive/passage/add/"
TEXT = (
    "The keeper counted forty lanterns.\n\nThe clerk counted thirty lanterns. He counted at dusk.\n\n"
    "The keeper laughed. He counted at dusk."
)


@pytest.fixture
def article(db: None) -> Article:
    return make_article(TEXT, title="Lanterns on the quay")


@pytest.fixture
def claim(db: None) -> Claim:
    return make_claim("There were forty lanterns.")


def add(desk: Client, article: Article, claim: Claim, url: str = ADD, /, **changes: Any) -> Any:
    fields = {"article": article.pk, "claim": claim.pk, "stance": "asserts", **changes}
    return save(desk, url, **fields)


def change_url(passage: Passage) -> str:
    return reverse("admin:archive_passage_change", args=[passage.pk])


def span_of(passage: Passage) -> str:
    assert passage.start is not None
    return passage.article.text[passage.start : passage.end]


def test_a_quotation_is_anchored_where_it_stands(desk: Client, article: Article, claim: Claim) -> None:
    add(desk, article, claim, exact="counted thirty lanterns", speaker="the clerk", status="accepted")
    passage = Passage.objects.get()
    assert (span_of(passage), passage.anchor_state, passage.status) == ("counted thirty lanterns", "exact", "accepted")
    assert passage.prefix.endswith("The clerk ")
    assert passage.suffix.startswith(". He counted")
    assert LogEntry.objects.get().get_change_message() == "Added."


def test_white_space_and_line_ends_are_those_of_the_text(desk: Client, article: Article, claim: Claim) -> None:
    add(desk, article, claim, exact="  forty\u00a0lanterns.\r\nThe  clerk ")
    assert span_of(Passage.objects.get()) == "forty lanterns.\n\nThe clerk"


def test_a_repeated_quotation_asks_which_is_meant_and_keeps_the_input(
    desk: Client, article: Article, claim: Claim
) -> None:
    page = add(desk, article, claim, exact="He counted at dusk.", note="At dusk!", speaker="a boatman")
    assert not Passage.objects.exists()
    assert "stands 2 times" in errors(page)
    assert "The keeper laughed." in errors(page)
    kept = read_form(page, "passage_form").values
    assert kept["exact"] == ["He counted at dusk."]
    assert (kept["note"], kept["speaker"], kept["article"]) == (["At dusk!"], ["a boatman"], [str(article.pk)])


@pytest.mark.parametrize("before", ["The keeper laughed.", "keeper   laughed. ", "laughed."])
def test_words_before_tell_repeats_apart(desk: Client, article: Article, claim: Claim, before: str) -> None:
    add(desk, article, claim, exact="He counted at dusk.", before=before)
    assert Passage.objects.get().start == TEXT.rindex("He counted")


def test_a_selection_on_the_page_tells_repeats_apart(desk: Client, article: Article, claim: Claim) -> None:
    start = TEXT.rindex("He counted at dusk.")
    url = f"{ADD}?article={article.pk}&exact=He counted at dusk.&start={start}&end={start + 19}"
    add(desk, article, claim, url)
    assert Passage.objects.get().start == start


def test_a_selection_brings_its_surroundings_along(desk: Client, article: Article, claim: Claim) -> None:
    start = TEXT.rindex("He counted")
    place = f"start={start - 1}&end={start + 10}&prefix=laughed."
    url = f"{ADD}?article={article.pk}&claim={claim.pk}&exact= He counted&{place}"
    form = read_form(desk.get(url), "passage_form")
    assert (form.values["article"], form.values["claim"]) == ([str(article.pk)], [str(claim.pk)])
    add(desk, article, claim, url)
    assert Passage.objects.get().start == start


def test_edited_words_outweigh_the_selection(desk: Client, article: Article, claim: Claim) -> None:
    url = f"{ADD}?article={article.pk}&exact=The keeper&start=0&end=10"
    add(desk, article, claim, url, exact="counted thirty")
    assert span_of(Passage.objects.get()) == "counted thirty"


@pytest.mark.parametrize("query", ["article=x&claim=-1&start=a&end=", "article=99999999999999999999", "start=5&end=2"])
def test_a_broken_address_still_opens_the_form(desk: Client, query: str) -> None:
    assert desk.get(f"{ADD}?{query}").status_code == 200


def test_words_that_differ_a_little_are_suggested_not_guessed(desk: Client, article: Article, claim: Claim) -> None:
    page = add(desk, article, claim, exact="The clerk had counted thirty lanterns")
    assert not Passage.objects.exists()
    assert "“The clerk counted thirty lanterns”" in errors(page)
    assert read_form(page, "passage_form").values["exact"] == ["The clerk had counted thirty lanterns"]


def test_the_nearest_text_is_taken_where_asked(desk: Client, article: Article, claim: Claim) -> None:
    add(desk, article, claim, exact="The clerk had counted thirty lanterns", take_nearest="on")
    passage = Passage.objects.get()
    assert (passage.exact, passage.anchor_state) == ("The clerk counted thirty lanterns", "exact")


def test_words_that_are_not_there_are_refused_with_the_likest_part(
    desk: Client, article: Article, claim: Claim
) -> None:
    page = add(desk, article, claim, exact="Laughed loudly, the old keeper at his supper")
    assert "not in “Lanterns on the quay”" in errors(page)
    page = add(desk, article, claim, exact="lanterns counted thirty the clerk said to him")
    assert "The clerk counted thirty lanterns." in errors(page)
    assert not Passage.objects.exists()


def test_furniture_cannot_be_quoted(desk: Client, claim: Claim) -> None:
    menu, body = "Home Contact Subscribe", "The quay sleeps."
    blocks = (
        Block(BlockKind.PARAGRAPH, 0, len(menu), furniture=True),
        Block(BlockKind.PARAGRAPH, len(menu) + 2, len(menu) + 2 + len(body)),
    )
    article = make_article(content=CanonicalText(f"{menu}\n\n{body}", blocks))
    assert "marked as furniture" in errors(add(desk, article, claim, exact="Contact Subscribe"))


def test_the_same_mark_is_not_made_twice(desk: Client, article: Article, claim: Claim) -> None:
    make_passage(article, claim, "forty lanterns")
    page = add(desk, article, claim, exact="forty lanterns")
    assert "marked with this claim already" in errors(page)
    assert Passage.objects.count() == 1


@pytest.mark.parametrize("missing", ["article", "claim", "stance", "exact"])
def test_what_is_missing_is_said(desk: Client, article: Article, claim: Claim, missing: str) -> None:
    given = {"article": article.pk, "claim": claim.pk, "stance": "asserts", "exact": "forty lanterns"}
    page = save(desk, ADD, **{**given, missing: None})
    assert missing in page.context["adminform"].form.errors
    assert not Passage.objects.exists()


def test_add_another_keeps_the_article(desk: Client, article: Article, claim: Claim) -> None:
    page = save(
        desk,
        ADD,
        "_addanother",
        article=article.pk,
        claim=claim.pk,
        stance="asserts",
        exact="forty lanterns",
    )
    values = read_form(page, "passage_form").values
    assert values["article"] == [str(article.pk)]
    assert values["exact"] == [""]


# --- changing ---


def test_other_words_move_the_span(desk: Client, article: Article) -> None:
    passage = make_passage(article, quote="forty lanterns")
    save(desk, change_url(passage), exact="thirty lanterns")
    passage.refresh_from_db()
    assert span_of(passage) == "thirty lanterns"
    assert LogEntry.objects.get().get_change_message() == "Changed Quotation."


def test_a_new_stance_leaves_the_span_alone(desk: Client, article: Article) -> None:
    passage = make_passage(article, quote="lanterns.\n\nThe clerk")
    before = (passage.start, passage.end, passage.exact, passage.prefix, passage.suffix)
    save(desk, change_url(passage), stance="qualifies", speaker="nobody")
    passage.refresh_from_db()
    assert (passage.start, passage.end, passage.exact, passage.prefix, passage.suffix) == before
    assert LogEntry.objects.get().get_change_message() == "Changed Stance and Speaker."


def test_an_orphan_can_be_edited_and_found_again(desk: Client, article: Article, claim: Claim) -> None:
    lost = Selectors(TextQuote("nobody ever wrote this"))
    passage, _ = curation.add_passage(article, claim, "asserts", lost, keep_orphan=True)
    save(desk, change_url(passage), note="Ask the publisher.")
    passage.refresh_from_db()
    assert (passage.is_orphan, passage.note) == (True, "Ask the publisher.")
    assert "no longer found" in html_of(desk.get(change_url(passage)))
    save(desk, change_url(passage), exact="The keeper laughed.")
    passage.refresh_from_db()
    assert (passage.anchor_state, span_of(passage)) == ("exact", "The keeper laughed.")


def test_a_failed_change_leaves_the_passage_as_it_was(desk: Client, article: Article) -> None:
    passage = make_passage(article, quote="forty lanterns")
    save(desk, change_url(passage), exact="He counted at dusk.", stance="disputes")
    passage.refresh_from_db()
    assert (passage.exact, passage.stance) == ("forty lanterns", "asserts")
    assert not LogEntry.objects.exists()


def test_the_quotation_is_shown_in_its_context(desk: Client, article: Article) -> None:
    page = html_of(desk.get(change_url(make_passage(article, quote="thirty lanterns"))))
    assert "The clerk counted <mark>thirty lanterns</mark>. He counted at dusk." in page


# --- the list ---


def test_accepting_many_at_once_is_kept_in_each_history(desk: Client, article: Article) -> None:
    quotes = ("forty lanterns", "thirty lanterns", "laughed")
    first, second, other = (make_passage(article, quote=quote, status="proposed") for quote in quotes)
    page = act(desk, "/admin/archive/passage/", "accept", [first.pk, second.pk])
    assert "2 passages set to Accepted" in messages_of(page)
    assert set(Passage.objects.accepted()) == {first, second}
    for passage in (first, second):
        history = html_of(desk.get(reverse("admin:archive_passage_history", args=[passage.pk])))
        assert "Status set to Accepted." in history
        assert "ada" in history
    act(desk, "/admin/archive/passage/", "propose", [second.pk, other.pk])
    assert set(Passage.objects.accepted()) == {first}
    assert LogEntry.objects.count() == 3  # what was proposed already did not change


def test_accepting_reaches_beyond_the_page(desk: Client) -> None:
    article = make_article(" ".join(f"Lantern {number} burns." for number in range(60)))
    for number in range(60):
        make_passage(article, quote=f"Lantern {number} ", status="proposed")
    shown = list_values(desk.get("/admin/archive/passage/"))
    assert len(shown) == 50
    act(desk, "/admin/archive/passage/", "accept", [shown[0].pk], select_across="1")
    assert Passage.objects.accepted().count() == LogEntry.objects.count() == 60


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status__exact=proposed", {"thirty lanterns"}),
        ("stance__exact=disputes", {"laughed"}),
        ("anchor_state__exact=orphan", {"lost words"}),
        ("q=boatman", {"laughed"}),
        ("q=sober", {"thirty lanterns"}),
    ],
)
def test_filters_and_search(desk: Client, article: Article, query: str, found: set[str]) -> None:
    make_passage(article, quote="forty lanterns")
    make_passage(article, make_claim("The clerk is sober."), "thirty lanterns", status="proposed")
    make_passage(article, quote="laughed", stance="disputes", speaker="a boatman")
    lost = Selectors(TextQuote("lost words"))
    curation.add_passage(article, make_claim(), "asserts", lost, keep_orphan=True, status="accepted")
    assert {passage.exact for passage in list_values(desk.get(f"/admin/archive/passage/?{query}"))} == found


def test_filters_by_source_and_tag(desk: Client, article: Article) -> None:
    here = make_passage(article, make_claim(tags=("light",)), "forty lanterns")
    there = make_passage(make_article(TEXT), make_claim(tags=("dusk",)), "forty lanterns")
    source = f"/admin/archive/passage/?article__source__id__exact={article.source_id}"
    tag = f"/admin/archive/passage/?claim__tags__id__exact={there.claim.tags.get().pk}"
    assert list_values(desk.get(source)) == [here]
    assert list_values(desk.get(tag)) == [there]
