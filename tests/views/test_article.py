"""An article's page: its margin, the words that a search matched, and what does not grow with its rows."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive import content_store, curation
from archive.models import AnchorState, Article, Capture, Claim, Passage, Stance, Status
from archive.reading.margin import OTHERS
from archive.search import queue
from tests.factories import make_article, make_claim, make_passage, make_source, paragraphs
from tests.views.pages import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]

TEXT = "Snow fell on the harbour. The ferry stayed in port.\n\nAt noon snow fell again."
HERE = "/articles/white-harbour/"


@pytest.fixture
def claim() -> Claim:
    return make_claim("Snow <b>fell</b>.", tags=("weather", "R & D"))


@pytest.fixture
def article() -> Article:
    return make_article(TEXT, title="White harbour", source=make_source("The Lantern"), published="2013")


def note_of(tree: BeautifulSoup, passage: Passage) -> Tag:
    note = tree.find(id=f"note-{passage.pk}")
    assert isinstance(note, Tag)
    return note


def words(element: Tag | None) -> str:
    assert element is not None
    return " ".join(element.get_text(" ").split())


def hrefs(element: Tag | BeautifulSoup, selector: str) -> list[str]:
    return [str(link["href"]) for link in element.select(selector)]


def test_each_passage_has_a_note_in_the_order_of_the_text(client: Client, article: Article, claim: Claim) -> None:
    later = make_passage(article, claim, "snow fell again", Stance.QUALIFIES)
    ferry = make_passage(article, make_claim("The ferry ran."), "The ferry stayed in port", Stance.DISPUTES)
    first = make_passage(article, claim, "Snow fell on the harbour", speaker="Bea <Ray>", note="Said & done.")
    tree = page(client, HERE)
    assert [note["id"] for note in tree.select(".note")] == [f"note-{one.pk}" for one in (first, ferry, later)]
    assert [words(head) for head in tree.select(".note-head")] == [
        "1 + Asserts Snow <b>fell</b>.",
        "2 − Disputes The ferry ran.",
        "1 ± Qualifies Snow <b>fell</b>.",
    ]
    note = note_of(tree, first)
    assert (note["data-passage"], note["data-claim"]) == (str(first.pk), str(claim.pk))
    assert "Speaker Bea <Ray>" in words(note)
    assert "Curator's note Said & done." in words(note)
    assert "Speaker" not in words(note_of(tree, later))
    assert [tag.get_text() for tag in note.select(".tag")] == ["R & D", "weather"]
    assert first.get_absolute_url() in hrefs(note, "a")


def test_notes_and_references_lead_to_each_other_without_script(client: Client, article: Article, claim: Claim) -> None:
    passage = make_passage(article, claim, "snow fell again")
    tree = page(client, HERE)
    assert hrefs(tree, "#text .ref") == [f"#note-{passage.pk}"]
    assert f"#passage-{passage.pk}" in hrefs(note_of(tree, passage), "a")


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (AnchorState.EXACT, "Word for word in the current text"),
        (AnchorState.MOVED, "Word for word in the current text"),
        (AnchorState.FUZZY, "The text now differs a little from the quotation"),
    ],
)
def test_a_note_says_whether_the_text_still_has_the_words(
    client: Client, article: Article, claim: Claim, state: str, said: str
) -> None:
    passage = make_passage(article, claim, "snow fell again")
    Passage.objects.update(anchor_state=state)
    assert said in words(note_of(page(client, HERE), passage))


def test_every_other_source_is_told_by_stance_and_date_and_compared(
    client: Client, article: Article, claim: Claim
) -> None:
    passage = make_passage(article, claim, "Snow fell on the harbour")
    late = make_article("Much snow fell.", title="Late", source=make_source("Late Post"), published="2019-07")
    early = make_article("Some snow fell.", title="Early", source=make_source("Early & Sons"), published="2012")
    denying = make_article("No snow was seen.", title="Dry", source=make_source("Pier"), language="de")
    others = [
        make_passage(early, claim, "Some snow fell"),
        make_passage(late, claim, "Much snow fell"),
        make_passage(denying, claim, "No snow was seen", Stance.DISPUTES, speaker="Ada Quill"),
    ]
    told = note_of(page(client, HERE), passage).select_one(".told")
    assert told is not None
    assert [words(stance) for stance in told.select("p.stance")] == ["+ Asserts", "− Disputes"]
    assert [words(row) for row in told.select("li:has(q)")] == [
        "Early & Sons , 2012 Some snow fell Read side by side : Early & Sons",
        "Late Post , July 2019 Much snow fell Read side by side : Late Post",
        "Pier , undated, Ada Quill No snow was seen Read side by side : Pier",
    ]
    assert hrefs(told, ".others a:first-child") == [other.place_url for other in others]
    assert hrefs(told, ".others a:last-child") == [
        f"/compare/{article.pk}-{other.article_id}/?claim={claim.pk}" for other in others
    ]
    assert told.select("q")[2]["lang"] == "de"
    assert words(told.select("a")[-1]) == "All 4 passages on the claim's page"


def test_what_is_told_of_a_claim_stands_once_a_page(client: Client, article: Article, claim: Claim) -> None:
    first = make_passage(article, claim, "Snow fell on the harbour")
    second = make_passage(article, claim, "snow fell again")
    make_passage(make_article("Some snow fell."), claim, "Some snow fell")
    tree = page(client, HERE)
    assert len(tree.select(".told")) == 1
    assert note_of(tree, first).select_one(f"#told-{claim.pk}")
    assert f"#told-{claim.pk}" in hrefs(note_of(tree, second), "a")


def test_many_that_assert_do_not_hide_the_one_that_disputes(client: Client, article: Article, claim: Claim) -> None:
    make_passage(article, claim, "Snow fell on the harbour")
    for number in range(OTHERS + 3):
        other = make_article("Some snow fell. It snowed.", published=f"20{number:02}")
        make_passage(other, claim, "Some snow fell")
        make_passage(other, claim, "It snowed")
    make_passage(make_article("No snow.", published="2024"), claim, "No snow", Stance.DISPUTES)
    tree = page(client, HERE)
    assert [len(group.select("li")) for group in tree.select(".others")] == [OTHERS, 1]
    assert " , 2000 " in words(tree.select_one(".others li")), "the earliest first"
    assert f"All {2 * (OTHERS + 3) + 2} passages" in words(tree.select_one(".told"))


def test_neither_proposed_passages_nor_orphans_are_told(client: Client, article: Article, claim: Claim) -> None:
    make_passage(article, claim, "Snow fell on the harbour")
    make_passage(article, claim, "snow fell again", status=Status.PROPOSED)
    make_passage(make_article("Some snow fell."), claim, "Some snow fell", status=Status.PROPOSED)
    lost = make_passage(make_article("Much snow fell."), claim, "Much snow fell")
    Passage.objects.filter(pk=lost.pk).update(anchor_state=AnchorState.ORPHAN)
    tree = page(client, HERE)
    assert len(tree.select(".note")) == 1
    assert "No other article in the archive speaks to this claim" in words(tree.select_one(".told"))


def test_an_orphan_leads_to_its_permanent_page(client: Client, article: Article, claim: Claim) -> None:
    passage = make_passage(article, claim, "snow fell again")
    curation.reanchor(article, paragraphs("Gardens and their gates, another story altogether."))
    tree = page(client, HERE)
    orphans = tree.find("section", {"aria-labelledby": "orphans"})
    assert isinstance(orphans, Tag)
    assert "snow fell again" in words(orphans)
    assert hrefs(orphans, "a") == [passage.get_absolute_url()]
    assert not tree.select(".note")


def test_claims_are_listed_with_the_first_passage_of_each_stance(
    client: Client, article: Article, claim: Claim
) -> None:
    first = make_passage(article, claim, "Snow fell on the harbour")
    make_passage(article, claim, "snow fell again")
    denial = make_passage(article, claim, "The ferry stayed in port", Stance.DISPUTES)
    (row,) = page(client, HERE).select(".claim-list > li")
    assert words(row) == "1 Snow <b>fell</b>. + Asserts (2) − Disputes"
    assert hrefs(row, "a.stance") == [f"#passage-{first.pk}", f"#passage-{denial.pk}"]


def test_an_article_without_claims_says_that_silence_is_not_denial(client: Client, article: Article) -> None:
    tree = page(client, HERE)
    assert "Silence is not denial" in words(tree.select_one("aside.margin"))
    assert not tree.select_one(".overview")


# matched words


@pytest.mark.parametrize(
    ("query", "count", "where"),
    [
        ("snow", "2 matches", "#text mark.match"),
        ("ferries", "1 match", "#text mark.match"),
        ("white", "Nothing in the text itself matches white", "h1 mark"),
        ("lantern", "Nothing in the text, title or abstract matches lantern", None),
    ],
)
def test_the_bar_says_how_many_places_match_and_where(
    client: Client, article: Article, query: str, count: str, where: str | None
) -> None:
    queue.flush()
    tree = page(client, f"{HERE}?q={query}")
    assert count in words(tree.select_one(".match-bar"))
    assert bool(tree.select("main .match")) is (where is not None)
    for link in hrefs(tree, '.match-bar a[href^="#"]'):
        assert tree.find(id=link[1:]), link
    if where:
        assert tree.select_one(where)
        target = tree.find(id="match-1")
        assert isinstance(target, Tag)
        assert target.name == "mark" or target.select_one(".match")


def test_a_result_found_by_its_abstract_leads_to_the_words_there(client: Client) -> None:
    make_article(TEXT, title="White harbour", abstract="A night of <sleet>.")
    queue.flush()
    link = page(client, "/search/?q=sleet").find("a", string="White harbour")
    assert isinstance(link, Tag)
    address, _, fragment = str(link["href"]).partition("#")
    target = page(client, address).find(id=fragment)
    assert isinstance(target, Tag)
    assert words(target) == "A night of < sleet >."
    assert words(target.select_one(".match")) == "sleet"


def test_where_the_text_matches_the_first_place_in_it_is_match_1(client: Client, article: Article) -> None:
    article.abstract = "About snow."
    article.save()
    queue.flush()
    tree = page(client, f"{HERE}?q=snow")
    assert tree.select_one(".lede .match")
    assert [place.get_text() for place in tree.select("#match-1, #match-2")] == ["Snow", "snow"]
    assert hrefs(tree, ".match-bar a")[:2] == ["#match-1", "#match-2"]


def test_clearing_takes_the_query_out_of_the_address(client: Client, article: Article) -> None:
    bar = page(client, f"{HERE}?q=snow").select_one(".match-bar")
    assert isinstance(bar, Tag)
    assert hrefs(bar, ".clear") == [HERE]
    assert "/search/?q=snow" in hrefs(bar, "a")


@pytest.mark.parametrize("query", ["%00", "%22", "<script>alert(1)</script>", "title:", "(", "*", "a" * 900])
def test_no_query_breaks_the_page(client: Client, article: Article, query: str) -> None:
    assert "<script>alert" not in str(page(client, f"{HERE}?q={query}").select_one("main"))


# the record


def test_neighbouring_captures_lead_to_what_changed(client: Client, article: Article) -> None:
    assert "What changed" not in words(page(client, HERE).select_one("main"))
    digests = [article.captures.get().sha256]
    for number in range(2):
        raw = f"Later {number}.".encode()
        later = Capture.objects.create(
            article=article, sha256=content_store.write(raw), size=9, media_type="text/plain"
        )
        digests.append(later.sha256)
    links = page(client, HERE).find_all("a", string="What changed since the capture before")
    assert [link["href"] for link in links] == [
        f"{HERE}changes/{old[:12]}-{new[:12]}/" for old, new in zip(digests[-2::-1], digests[:0:-1], strict=True)
    ]


def test_keywords_stand_in_the_record_as_text(client: Client, article: Article) -> None:
    assert "Keywords" not in words(page(client, HERE).select_one(".record"))
    article.keywords = ["snow", "<b>ice</b>"]
    article.save()
    assert "snow · <b>ice</b>" in words(page(client, HERE).select_one(".record"))


# costs


def test_queries_do_not_grow_with_passages_claims_tags_or_other_sources(client: Client, article: Article) -> None:
    other = make_article("Some snow fell. No snow was seen.")

    def more(number: int) -> None:
        claim = make_claim(f"Claim {number}.", tags=(f"tag {number}", "all"))
        make_passage(article, claim, TEXT[: 10 + number])
        make_passage(article, claim, "snow fell again", Stance.DISPUTES)
        make_passage(other, claim, "Some snow fell")
        make_passage(make_article("Sleet and snow."), claim, "Sleet and snow", Stance.QUALIFIES)

    def count() -> int:
        queue.flush()
        client.get(HERE)  # what is done once a process is done
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{HERE}?q=snow").status_code == 200
        return len(queries)

    more(0)
    few = count()
    for number in range(1, 9):
        more(number)
    assert len(page(client, HERE).select(".note")) == 18
    assert count() <= few


def test_what_is_told_of_other_sources_is_bounded(client: Client, article: Article) -> None:
    """Eight claims that sixty articles speak to would fill the page with 480 of them."""
    claims = [make_claim(f"Claim {number}.") for number in range(8)]
    for claim in claims:
        make_passage(article, claim, "Snow fell on the harbour")
    one = make_article("Some snow fell.")
    Passage.objects.bulk_create(
        Passage(article=Article.objects.create(title=f"More {number}", source=one.source, text=one.text), claim=claim,
                stance=Stance.ASSERTS, status=Status.ACCEPTED, exact="Some", start=0, end=4)
        for number in range(60)
        for claim in claims
    )  # fmt: skip
    assert len(page(client, HERE).select(".others li")) == len(claims) * OTHERS
