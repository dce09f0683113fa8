"""Searching, as the search page does it, on a real index."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from haystack import connections

from archive import curation
from archive.models import Article, Stance, Tag
from archive.search import queue
from archive.search.facets import Facet
from archive.search.query import SearchQuery
from archive.search.run import SearchResults, SearchUnavailable, run
from archive.search.similar import similar_articles
from tests.factories import make_article, make_claim, make_passage, make_source
from tests.search_index import reset_index

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def index(db: None) -> None:
    reset_index()


def search(typed: str, **options: object) -> SearchResults:
    queue.flush()
    return run(SearchQuery.parse(typed), **options)  # type: ignore[arg-type]


def titles(results: SearchResults) -> list[str]:
    return [hit.article.title for hit in results.articles]


def facet(results: SearchResults, field: str) -> Facet:
    return next(one for one in results.facets if one.field == field)


def counts(results: SearchResults, field: str) -> list[tuple[str, int]]:
    return [(choice.value, choice.count) for choice in facet(results, field).choices]


def harbour() -> None:
    """Four articles of two sources and three years, with two claims."""
    ilbo, post = make_source("The Dong-A Ilbo"), make_source("Harbour Post")
    first = make_article(
        "The lantern burns at the quay. Sailors organise a watch.",
        title="Night watch",
        source=ilbo,
        published="2013?",
        byline="Ana Rivera",
    )
    second = make_article(
        "No lantern burnt at the quay, says the keeper.", title="Dark quay", source=post, published="2014-09-27"
    )
    make_article("A tide came in.", title="Lantern sold", source=post, published="2019-07")
    make_article("小米的灯塔和大米。", title="灯塔", source=post, language="zh-Hant")
    burning = make_claim("A lamp shone that night.", tags=("Paris, Texas", "lights"))
    make_passage(first, burning, "The lantern burns at the quay.", Stance.ASSERTS)
    make_passage(second, burning, "No lantern burnt at the quay", Stance.DISPUTES, speaker="Bo the Keeper")
    watched = make_claim("Crews kept watch.", tags=("crews",))
    make_passage(first, watched, "Sailors organise a watch", Stance.QUALIFIES, status="proposed")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lantern", {"Night watch", "Dark quay", "Lantern sold"}),
        ("LANTERNS", {"Night watch", "Dark quay", "Lantern sold"}),
        ("lantern quay", {"Night watch", "Dark quay"}),
        ("the lantern", {"Night watch", "Dark quay", "Lantern sold"}),
        ("lantern -quay", {"Lantern sold"}),
        ("-quay", {"Lantern sold", "灯塔"}),
        ("tide OR organising", {"Lantern sold", "Night watch"}),
        ("lantern (tide OR keeper)", {"Lantern sold", "Dark quay"}),
        ("lantern OR -quay", {"Night watch", "Dark quay", "Lantern sold", "灯塔"}),
        ('"lantern burns"', {"Night watch"}),  # burnt has a stem of its own
        ('"at the quay"', {"Night watch", "Dark quay"}),
        ('"lantern quay"', set()),
        ("小米", {"灯塔"}),
        ("塔", {"灯塔"}),
        ("米塔", set()),
        ("title:lantern", {"Lantern sold"}),
        ("text:lantern", {"Night watch", "Dark quay"}),
        ("author:rivera", {"Night watch"}),
        ("speaker:keeper", {"Dark quay"}),
        ("lamp", {"Night watch", "Dark quay"}),
        ("claim:a-lamp-shone-that-night", {"Night watch", "Dark quay"}),
        ("claim:lamp", {"Night watch", "Dark quay"}),
        ("crews", set()),  # that passage is not accepted
        ("stance:disputes", {"Dark quay"}),
        ("stance:asserts stance:disputes", {"Night watch", "Dark quay"}),
        ('tag:"Paris, Texas"', {"Night watch", "Dark quay"}),
        ("tag:paris-texas", {"Night watch", "Dark quay"}),
        ("tag:Texas", {"Night watch", "Dark quay"}),
        ('source:"The Dong-A Ilbo"', {"Night watch"}),
        ("source:the-dong-a-ilbo", {"Night watch"}),
        ("source:ilbo", {"Night watch"}),
        ("lang:zh", {"灯塔"}),
        ("lang:zh-hant", {"灯塔"}),
        ("year:2013", {"Night watch"}),
        ("year:2013 year:2019", {"Night watch", "Lantern sold"}),
        ("year:2014..", {"Dark quay", "Lantern sold"}),
        ("year:..2014", {"Night watch", "Dark quay"}),
        ("published:2014-09", {"Dark quay"}),
        ("published:2013-05", {"Night watch"}),
        ("published:2014..2019-07", {"Dark quay", "Lantern sold"}),
        ("published:2014-10", set()),
        ("", {"Night watch", "Dark quay", "Lantern sold", "灯塔"}),
    ],
)
def test_what_is_found(typed: str, found: set[str]) -> None:
    harbour()
    results = search(typed)
    assert set(titles(results)) == (found if not results.fallback else set())
    assert results.fallback or results.total == len(found)


def test_a_match_in_the_title_comes_first() -> None:
    make_article("A lantern. " * 2, title="Quay")
    make_article("A tide. " * 2, title="Lantern")
    assert titles(search("lantern")) == ["Lantern", "Quay"]


def test_sorting_by_date_puts_undated_articles_last() -> None:
    harbour()
    assert titles(search("", sort="newest")) == ["Lantern sold", "Dark quay", "Night watch", "灯塔"]
    assert titles(search("", sort="oldest")) == ["Night watch", "Dark quay", "Lantern sold", "灯塔"]
    assert titles(search("")) == titles(search("", sort="newest"))


def test_pages_and_totals_are_true_at_any_page() -> None:
    source = make_source()
    for number in range(7):
        make_article("Lantern.", title=f"No. {number}", source=source, published=f"201{number}")
    pages = [search("lantern", page=page, per_page=3, sort="oldest") for page in (1, 2, 3, 9)]
    assert [titles(page) for page in pages] == [
        ["No. 0", "No. 1", "No. 2"],
        ["No. 3", "No. 4", "No. 5"],
        ["No. 6"],
        ["No. 6"],
    ]
    assert [(page.total, page.page, page.page_count) for page in pages] == [(7, 1, 3), (7, 2, 3), (7, 3, 3), (7, 3, 3)]


def test_facet_values_come_back_whole_with_their_counts() -> None:
    harbour()
    results = search("lantern")
    assert counts(results, "source") == [("Harbour Post", 2), ("The Dong-A Ilbo", 1)]
    assert counts(results, "tag") == [("Paris, Texas", 2), ("lights", 2)]
    assert counts(results, "year") == [("2019", 1), ("2014", 1), ("2013", 1)]
    assert counts(results, "stance") == [("asserts", 1), ("disputes", 1)]
    assert [(one.label, one.count) for one in facet(results, "lang").choices] == [("English", 3)]


def test_a_facet_is_counted_without_its_own_filter_and_with_the_others() -> None:
    harbour()
    results = search("lantern source:the-dong-a-ilbo year:2013")
    assert counts(results, "source") == [("The Dong-A Ilbo", 1)]
    assert counts(results, "year") == [("2013", 1)]
    results = search('lantern source:"Harbour Post"')
    assert counts(results, "source") == [("Harbour Post", 2), ("The Dong-A Ilbo", 1)]
    assert counts(results, "year") == [("2019", 1), ("2014", 1)]
    assert [one.selected for one in facet(results, "source").choices] == [True, False]


def test_clicking_a_choice_gives_what_it_counted_and_clicking_again_takes_it_back() -> None:
    harbour()
    first = search("lantern")
    for one in first.facets:
        for choice in one.choices:
            clicked = search(choice.query.unparse())
            assert clicked.total == choice.count
            again = next(other for other in facet(clicked, one.field).choices if other.value == choice.value)
            assert again.selected
            assert again.query == first.query


def test_a_slug_typed_by_hand_selects_its_choice() -> None:
    harbour()
    choices = facet(search("source:the-dong-a-ilbo lantern"), "source").choices
    selected = [choice for choice in choices if choice.selected]
    assert [(choice.value, choice.query.unparse()) for choice in selected] == [("The Dong-A Ilbo", "lantern")]


def test_facets_are_shown_also_without_hits_and_a_chosen_value_stays() -> None:
    harbour()
    results = search("zzz source:nobody")
    assert results.total == 0
    assert [(one.value, one.count, one.selected) for one in facet(results, "source").choices][-1] == ("nobody", 0, True)
    assert {value for value, _ in counts(results, "tag")} == {"Paris, Texas", "lights"}


def test_where_nothing_has_all_the_words_any_of_them_is_offered() -> None:
    harbour()
    results = search("tide organise year:2013")
    assert results.fallback
    assert titles(results) == ["Night watch"]
    assert results.query.unparse() == "tide organise year:2013"
    assert results.run.unparse() == "tide OR organise year:2013"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lantren", "lantern"),
        ("lantren zzzzzz", "lantern zzzzzz"),
        ("lantren quay", "lantern quay"),
        ('"lantern burms"', '"lantern burns"'),
        ("orgnise -lantren", "organise -lantren"),
    ],
)
def test_did_you_mean_also_without_hits(typed: str, meant: str) -> None:
    harbour()
    suggestion = search(typed).suggestion
    assert suggestion is not None
    assert suggestion.unparse() == meant


def test_known_words_are_not_corrected() -> None:
    harbour()
    assert search("lanterns keeper").suggestion is None


@pytest.mark.parametrize("typed", ["lights", "rivera", "lamp", "keeper"])
def test_a_word_that_only_a_tag_a_byline_a_claim_or_a_speaker_has_is_no_slip(typed: str) -> None:
    harbour()
    make_article("The light burns. The river lay still; a ramp was kept.")
    results = search(typed)
    assert results.total
    assert results.suggestion is None


def test_claims_stand_beside_the_first_page() -> None:
    harbour()
    results = search("lamp")
    (hit,) = results.claims
    assert (hit.claim.statement, hit.claim.passage_count, hit.claim.disputes_count) == (
        "A lamp shone that night.",
        2,
        1,
    )
    assert [piece.text for piece in hit.statement.pieces if piece.matched] == ["lamp"]
    assert results.claim_total == 1
    assert search("").claims == ()


def test_claims_by_themselves() -> None:
    harbour()
    results = search("stance:disputes", kind="claims")
    assert [hit.claim.statement for hit in results.claims] == ["A lamp shone that night."]
    assert (results.total, results.articles) == (1, ())


def test_excerpts_come_from_the_body_else_from_the_abstract() -> None:
    harbour()
    hit = search("organising").articles[0]
    assert [piece.text for piece in hit.excerpts[0].pieces if piece.matched] == ["organise"]
    make_article("The tide.", title="Zeppelin", abstract="On an airship.")
    hit = search("airships").articles[0]
    assert [piece.text for piece in hit.excerpts[0].pieces if piece.matched] == ["airship"]


def test_an_article_is_found_by_its_keywords_and_says_so() -> None:
    harbour()
    make_article("The tide.", title="Zeppelin", keywords=["airship travel", "helium"])
    hit = search("airships").articles[0]
    assert hit.article.title == "Zeppelin"
    assert [[piece.text for piece in line.pieces if piece.matched] for line in hit.keywords] == [["airship"]]
    assert search("tide helium").articles[0].keywords == ()  # the text itself tells


def test_a_hit_whose_row_has_gone_is_not_shown() -> None:
    harbour()
    queue.flush()
    Article.objects.filter(title="Lantern sold").update(capture=None)
    Article.objects.get(title="Lantern sold").captures.all().delete()
    Article.objects.filter(title="Lantern sold").delete()
    assert set(titles(run(SearchQuery.parse("lantern")))) == {"Night watch", "Dark quay"}


def test_as_many_queries_for_many_results_as_for_few() -> None:
    taken = []
    for number in (3, 9):
        for _ in range(number):
            make_passage(
                make_article("Lantern."), make_claim(f"Lamp {Tag.objects.count()}.", (f"t{Tag.objects.count()}",))
            )
        queue.flush()
        with CaptureQueriesContext(connection) as queries:
            results = run(SearchQuery.parse("lantern OR lamp"))
            shown = [
                (
                    hit.article.source.name,
                    [[tag.name for tag in one.claim.tags.all()] for one in hit.article.passages.all()],
                )
                for hit in results.articles
            ]
        assert len(shown) >= number
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_without_an_index_search_says_what_to_do() -> None:
    for file in Path(settings.DATA / "index").iterdir():
        file.unlink()
    with pytest.raises(SearchUnavailable, match=r"manage\.py flush_index --rebuild-if-missing"):
        run(SearchQuery.parse("lantern"))


@pytest.mark.parametrize("kind", [".toc", ".plx"])
def test_a_damaged_index_is_said_to_be_one(kind: str) -> None:
    harbour()
    queue.flush()
    connections["default"].get_backend().forget()  # as a process that has not opened it yet
    for file in Path(settings.DATA / "index").glob(f"*{kind}"):
        file.write_bytes(file.read_bytes()[:50])
    with pytest.raises(SearchUnavailable, match="cannot be read"):
        run(SearchQuery.parse("lantern"))
    assert similar_articles(Article.objects.get(title="Night watch")) == []


def test_similar_articles_share_telling_words() -> None:
    same = "The beacon keeper rowed across the strait at dawn."
    first = make_article(same, title="First")
    make_article(f"{same} Then it rained.", title="Second")
    make_article("Prices of grain fell on the market.", title="Third")
    make_article("Grain was cheap.", title="Fourth")
    queue.flush()
    with CaptureQueriesContext(connection) as queries:
        assert [article.title for article in similar_articles(first)] == ["Second"]
    assert len(queries) == 1


def test_renaming_a_tag_keeps_its_old_name_working() -> None:
    harbour()
    curation.rename_tag(Tag.objects.get(name="lights"), "lamps")
    assert set(titles(search("tag:lights"))) == {"Night watch", "Dark quay"}
    assert [choice.value for choice in facet(search("tag:lights"), "tag").choices if choice.selected] == ["lamps"]


def test_words_that_no_result_holds_rank_nothing() -> None:
    for title in ("Quay", "Tide"):
        make_article("The sea is calm.", title=title, published="2014")
    make_article("A lantern.", title="Lamp", published="2013")
    results = search("(lantern OR published:2014) year:2014")
    assert sorted(titles(results)) == ["Quay", "Tide"]
    assert [hit.score for hit in results.articles] == [0.0, 0.0]
