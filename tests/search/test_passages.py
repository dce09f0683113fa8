"""Searching for passages: what each is found by, what is shown of it, and that the index follows every change."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive import curation
from archive.models import Article, Claim, Passage, Stance, Tag
from archive.search import queue, rebuilding
from archive.search.hits import QUOTE_WIDTH
from archive.search.query import SearchQuery
from archive.search.run import FEW, SearchResults, kind_meant, run
from tests.factories import make_article, make_claim, make_passage, make_source, paragraphs
from tests.search_index import reset_index

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def index(db: None) -> None:
    reset_index()


def search(typed: str, **options: Any) -> SearchResults:
    queue.flush()
    return run(SearchQuery.parse(typed), **{"kind": "passages", **options})


def quotes(results: SearchResults) -> list[str]:
    return [hit.passage.exact for hit in results.passages]


def counts(results: SearchResults, field: str) -> dict[str, int]:
    return {choice.value: choice.count for one in results.facets if one.field == field for choice in one.choices}


def marked(excerpt: Any) -> list[str]:
    return [piece.text for piece in excerpt.pieces if piece.matched]


BURNS, WATCH, DARK, SOLD = "The lantern burns at the quay.", "Sailors organise a watch", "No lantern burnt", "was sold"


@pytest.fixture
def harbour() -> None:
    """Two articles that disagree on one claim, a third passage on another, and one that is only proposed."""
    ilbo, post = make_source("The Dong-A Ilbo"), make_source("Harbour Post")
    first = make_article(
        f"{BURNS} {WATCH}. The oil {SOLD}.", title="Night watch", source=ilbo, published="2013?", byline="Ana Rivera"
    )
    second = make_article(
        f"{DARK} at the quay, says the keeper.",
        title="Dark pier",
        source=post,
        published="2014-09-27",
        language="pt-BR",
    )
    burning = make_claim("A lamp shone that night.", tags=("Paris, Texas", "lights"))
    watched = make_claim("Crews kept watch.", tags=("crews",))
    make_passage(first, burning, BURNS, Stance.ASSERTS)
    make_passage(first, watched, WATCH, Stance.QUALIFIES)
    make_passage(first, watched, SOLD, Stance.ASSERTS, status="proposed")
    make_passage(second, burning, DARK, Stance.DISPUTES, speaker="Bo the Keeper")  # its key is not its article's


@pytest.mark.usefixtures("harbour")
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", {BURNS, DARK, WATCH}),
        ("lantern", {BURNS, DARK}),
        ("lamp", {BURNS, DARK}),  # by the claim
        ("lamp burnt", {DARK}),  # the claim says one word, the quotation the other
        ("sold", set()),  # proposed
        ("keeper", {DARK}),  # by the speaker
        ("crews", {WATCH}),
        ("text:lamp", set()),
        ("text:organising", {WATCH}),
        ("title:pier", {DARK}),
        ("author:rivera", {BURNS, WATCH}),
        ("speaker:keeper", {DARK}),
        ("claim:lamp", {BURNS, DARK}),
        ("claim:a-lamp-shone-that-night", {BURNS, DARK}),
        ("stance:disputes", {DARK}),
        ("stance:disputes stance:qualifies", {DARK, WATCH}),
        ("stance:asserts tag:lights", {BURNS}),
        ("stance:qualifies tag:lights", set()),  # the article has both, no passage has
        ('tag:"Paris, Texas" year:2014..2024', {DARK}),
        ("year:2013", {BURNS, WATCH}),
        ("published:2014-09", {DARK}),
        ('source:"The Dong-A Ilbo"', {BURNS, WATCH}),
        ("lang:pt-br", {DARK}),
        ("-lantern", {WATCH}),
    ],
)
def test_what_is_found(typed: str, found: set[str]) -> None:
    results = search(typed)
    assert not results.fallback
    assert set(quotes(results)) == found
    assert results.total == len(found)


@pytest.mark.usefixtures("harbour")
def test_a_passage_comes_with_its_article_claim_stance_speaker_and_tags() -> None:
    queue.flush()
    (hit,) = search("stance:disputes lantern lamp").passages
    with CaptureQueriesContext(connection) as queries:
        passage = hit.passage
        shown = (passage.article.title, passage.article.source.name, passage.claim.statement, passage.stance)
        tags = [tag.name for tag in passage.claim.tags.all()]
    assert not queries.captured_queries, "all of it was fetched with the page"
    assert shown == ("Dark pier", "Harbour Post", "A lamp shone that night.", "disputes")
    assert sorted(tags) == ["Paris, Texas", "lights"]
    assert (marked(hit.quote), marked(hit.statement)) == (["lantern"], ["lamp"])
    assert hit.matched


@pytest.mark.usefixtures("harbour")
@pytest.mark.parametrize(
    ("typed", "reasons"),
    [("rivera", ["Rivera"]), ("texas", ["Texas"]), ("pier", ["pier"]), ("harbour", ["Harbour"]), ("lamp", [])],
)
def test_what_neither_quotation_claim_nor_speaker_says_is_given_as_the_reason(typed: str, reasons: list[str]) -> None:
    for hit in search(typed).passages:
        assert [word for line in hit.record for word in marked(line)] == reasons
        assert not hit.matched


@pytest.mark.usefixtures("harbour")
def test_a_match_in_the_speakers_name_is_marked() -> None:
    (hit,) = search("keeper").passages
    assert hit.speaker is not None
    assert (marked(hit.speaker), hit.record) == (["Keeper"], ())


def test_of_a_long_quotation_the_part_that_matches_is_shown() -> None:
    text = f"{'The tide came in. ' * 60}A zeppelin was seen. {'The tide went out. ' * 60}".strip()
    make_passage(make_article(text), quote=text)
    (hit,) = search("zeppelin").passages
    assert marked(hit.quote) == ["zeppelin"]
    assert hit.quote.end - hit.quote.start <= QUOTE_WIDTH
    assert not hit.quote.at_start


@pytest.mark.usefixtures("harbour")
def test_passages_are_sorted_by_the_dates_of_their_articles() -> None:
    undated = make_article("A lantern, once.", title="Undated")
    make_passage(undated, quote="A lantern")
    assert quotes(search("lantern", sort="newest")) == [DARK, BURNS, "A lantern"]
    assert quotes(search("lantern", sort="oldest")) == [BURNS, DARK, "A lantern"]


@pytest.mark.usefixtures("harbour")
def test_facets_count_passages_and_a_click_gives_what_was_counted() -> None:
    results = search("")
    assert counts(results, "stance") == {"asserts": 1, "disputes": 1, "qualifies": 1}
    assert counts(results, "source") == {"The Dong-A Ilbo": 2, "Harbour Post": 1}
    assert counts(results, "tag") == {"Paris, Texas": 2, "lights": 2, "crews": 1}
    for one in results.facets:
        for choice in one.choices:
            assert search(choice.query.unparse()).total == choice.count


@pytest.mark.usefixtures("harbour")
def test_the_totals_of_the_kinds_are_what_a_search_for_each_finds() -> None:
    for typed in ("lantern", "stance:asserts", "", "nothing lamp", "zzz"):
        for kind in ("articles", "passages"):
            for other, total in search(typed, kind=kind).totals.items():
                assert search(typed, kind=other).total == total, (typed, kind, other)


@pytest.mark.usefixtures("harbour")
def test_the_kinds_with_results_are_told_where_this_one_has_none() -> None:
    results = search("oil stance:asserts")
    assert (results.total, results.others) == (0, (("articles", 1),))


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("stance:disputes", "passages"),
        ("lantern claim:lamp", "passages"),
        ("stance:disputes tag:copycat year:2014..2024", "passages"),
        ("(stance:asserts OR lantern) tide", "passages"),
        ("lantern", "articles"),
        ("tag:lights year:2013", "articles"),
        ("", "articles"),
    ],
)
def test_a_query_by_stance_or_claim_means_passages(typed: str, kind: str) -> None:
    assert kind_meant(SearchQuery.parse(typed)) == kind


def test_where_few_have_all_the_words_those_with_any_are_offered() -> None:
    article = make_article("Lantern and quay. " + " ".join(f"Lantern {number}." for number in range(FEW)))
    make_passage(article, quote="Lantern and quay.")
    for number in range(FEW):
        make_passage(article, quote=f"Lantern {number}.")
    results = search("lantern quay stance:asserts")
    assert (results.total, results.fallback) == (1, False)
    assert results.wider is not None
    assert results.wider.query.unparse() == "lantern OR quay stance:asserts"
    assert search(results.wider.query.unparse()).total == results.wider.total == FEW + 1
    assert search("lantern").wider is None, "one word is all words"
    assert search("lantern asserts", kind="claims").wider is None


def test_nothing_wider_is_offered_beside_enough_or_where_it_would_find_no_more() -> None:
    article = make_article(" ".join(f"Lantern quay {number}." for number in range(FEW)) + " Lantern alone. Quay alone.")
    for number in range(FEW - 1):
        make_passage(article, quote=f"Lantern quay {number}.")
    assert search("lantern quay").wider is None, "any of the words finds the same ones"
    make_passage(article, quote="Lantern alone.")
    assert search("lantern quay").wider is not None
    make_passage(article, quote=f"Lantern quay {FEW - 1}.")
    assert search("lantern quay").wider is None, f"{FEW} are not few"


def test_as_many_queries_for_many_passages_as_for_few() -> None:
    taken = []
    for number in (2, 9):
        for _ in range(number):
            tag = f"t{Tag.objects.count()}"
            make_passage(make_article("Lantern."), make_claim(f"Lamp {tag}.", (tag,)), speaker="Bo")
        queue.flush()
        with CaptureQueriesContext(connection) as queries:
            results = run(SearchQuery.parse("lantern"), kind="passages")
            shown = [
                (hit.passage.article.source.name, [tag.name for tag in hit.passage.claim.tags.all()])
                for hit in results.passages
            ]
        assert len(shown) >= number
        assert not [query for query in queries if '"archive_article"."text"' in query["sql"]]
        taken.append(len(queries))
    assert taken[0] == taken[1]


@pytest.mark.usefixtures("harbour")
def test_a_passage_that_was_taken_back_while_the_search_ran_is_not_shown() -> None:
    queue.flush()
    Passage.objects.filter(exact=BURNS).update(status="proposed")  # and the index not told
    assert quotes(run(SearchQuery.parse("lantern"), kind="passages")) == [DARK]


# --- the index follows ---


def passage_of(quote: str) -> Passage:
    return Passage.objects.get(exact=quote)


def change_statement() -> None:
    claim = passage_of(DARK).claim
    claim.statement = "Zeppelins fly."
    claim.save()


def tag_the_claim() -> None:
    curation.tag_claim(passage_of(DARK).claim, ["zeppelin"])


def rename_tag() -> None:
    curation.rename_tag(Tag.objects.get(name="lights"), "zeppelin")


def merge_tag() -> None:
    curation.merge_tags(Tag.objects.get(name="lights"), Tag.objects.create(name="zeppelin"))


def rename_source() -> None:
    source = passage_of(DARK).article.source
    source.name = "The Zeppelin"
    source.save()


def change_title() -> None:
    article = passage_of(DARK).article
    article.title = "Zeppelin"
    article.save()


def change_byline() -> None:
    article = passage_of(DARK).article
    article.byline = "Z. Zeppelin"
    article.save()


def name_speaker() -> None:
    passage = passage_of(DARK)
    passage.speaker = "Ana Zeppelin"
    passage.save()


def move_to_another_claim() -> None:
    passage = passage_of(DARK)
    passage.claim = make_claim("A zeppelin is seen.")
    passage.save()


def move_to_another_article() -> None:
    passage = passage_of(DARK)
    passage.article, passage.start, passage.end = make_article("Elsewhere.", title="Zeppelin"), 0, 5
    passage.save()


def quote_other_words() -> None:
    passage = passage_of(DARK)
    passage.exact = f"{DARK}, only a zeppelin"
    passage.save()


@pytest.mark.usefixtures("harbour")
@pytest.mark.parametrize(
    "change",
    [
        change_statement,
        tag_the_claim,
        rename_tag,
        merge_tag,
        rename_source,
        change_title,
        change_byline,
        name_speaker,
        move_to_another_claim,
        move_to_another_article,
        quote_other_words,
    ],
)
def test_what_changes_around_a_passage_is_found_with_it(change: Callable[[], None]) -> None:
    assert search("zeppelin").total == 0
    change()
    assert search("zeppelin stance:disputes").total == 1
    assert queue.pending_count() == 0


def retire() -> None:
    curation.set_status([passage_of(DARK)], "proposed")


def delete() -> None:
    passage_of(DARK).delete()


def delete_all() -> None:
    Passage.objects.filter(exact=DARK).delete()


def untag() -> None:
    Tag.objects.get(name="lights").claims.clear()


def delete_tag() -> None:
    Tag.objects.get(name="lights").delete()


def change_date() -> None:
    article = passage_of(DARK).article
    article.published = "1999"
    article.save()


def change_language() -> None:
    article = passage_of(DARK).article
    article.language = "fr"
    article.save()


def change_stance() -> None:
    passage = passage_of(DARK)
    passage.stance = Stance.ASSERTS
    passage.save()


def purge() -> None:
    curation.purge_article(passage_of(DARK).article)


@pytest.mark.usefixtures("harbour")
@pytest.mark.parametrize(
    "change",
    [
        retire,
        delete,
        delete_all,
        untag,
        delete_tag,
        change_date,
        change_language,
        change_stance,
        move_to_another_claim,
        purge,
    ],
)
def test_what_no_longer_holds_of_a_passage_no_longer_finds_it(change: Callable[[], None]) -> None:
    typed = "stance:disputes tag:lights year:2014 lang:pt-BR claim:lamp"
    assert quotes(search(typed)) == [DARK]
    change()
    assert quotes(search(typed)) == []


@pytest.mark.usefixtures("harbour")
def test_an_accepted_proposal_is_found() -> None:
    curation.set_status([passage_of(SOLD)], "accepted")
    assert quotes(search("sold")) == [SOLD]


@pytest.mark.usefixtures("harbour")
def test_a_passage_that_a_new_text_has_lost_is_found_as_it_was_quoted() -> None:
    article = Article.objects.get(title="Dark pier")
    curation.reanchor(article, paragraphs("Gardens and their gates, another story altogether."))
    (hit,) = search("lantern stance:disputes").passages
    assert hit.passage.is_orphan
    assert marked(hit.quote) == ["lantern"]


@pytest.mark.usefixtures("harbour")
def test_a_rebuilt_index_holds_the_accepted_passages() -> None:
    queue.flush()
    assert rebuilding.rebuild() == Article.objects.count() + Claim.objects.count() + Passage.objects.accepted().count()
    assert set(quotes(search("lantern"))) == {BURNS, DARK}
    assert search("sold").total == 0


# --- the founding articles ---


def test_the_founding_passages_are_found_by_stance_claim_and_tag(seeds: Path) -> None:
    call_command("ingest", str(seeds), "--catalogue", str(seeds / "catalogue.json"), stdout=io.StringIO())
    call_command("import_annotations", str(seeds / "annotations.jsonld"), stdout=io.StringIO())
    items = json.loads((seeds / "annotations.jsonld").read_text(encoding="utf-8"))["first"]["items"]
    bodies = [{(body["purpose"], body.get("id") or body["value"]) for body in item["body"]} for item in items]
    stances = Counter(value for body in bodies for purpose, value in body if value in Stance.values)
    assert stances.total() == search("").total == 33
    for stance, number in stances.items():
        assert search(f"stance:{stance}").total == number
    assert counts(search(""), "stance") == stances
    for slug, number in Counter(value for body in bodies for p, value in body if p == "identifying").items():
        assert search(f"claim:{slug.removeprefix('urn:x-claim:')}").total == number
    wanted = {("tagging", "copycat"), ("classifying", "disputes")}
    assert search("stance:disputes tag:copycat").total == sum(wanted <= body for body in bodies) > 0
    for hit in search("stance:disputes tag:copycat year:2014..2024").passages:
        assert hit.passage.article.published_latest is not None
        assert hit.passage.article.published_latest.year >= 2014
