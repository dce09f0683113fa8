from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext

from archive.models import AnchorState, Article, Claim, Passage, Source, Stance, Tag
from tests.factories import make_article, make_claim, make_passage, make_source

pytestmark = pytest.mark.django_db


def test_slugs_are_made_once_in_any_script_and_never_shared() -> None:
    first, second = make_article(title="Frozen Harbour"), make_article(title="Frozen harbour!")
    assert (first.slug, second.slug) == ("frozen-harbour", "frozen-harbour-2")
    first.title = "Thawed"
    first.save()
    assert first.slug == "frozen-harbour", "an address lasts"
    assert make_article(title="中国创新").slug == "中国创新"
    assert make_article(title="!!!").slug == "article"
    assert make_article(title="harbour " * 12).slug == "-".join(["harbour"] * 10), "cut at the end of a word"
    assert make_article(title="x" * 200).slug == "x" * 80


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "ftp://a.example"])
def test_the_database_refuses_an_address_that_is_not_of_the_web(address: str) -> None:
    article = make_article()
    article.url = address
    with pytest.raises(ValidationError):
        article.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        article.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.update(homepage=address)
    with pytest.raises(IntegrityError), transaction.atomic():
        article.captures.update(url=address)


@pytest.mark.parametrize(
    "change",
    [
        {"stance": "denies"},
        {"status": "lost"},
        {"anchor_state": "nowhere"},
        {"anchor_score": 1.5},
        {"exact": ""},
        {"start": 9, "end": 9},
        {"start": None, "end": None},
    ],
)
def test_the_database_refuses_a_passage_that_cannot_be(change: dict[str, Any]) -> None:
    passage = make_passage(make_article())
    with pytest.raises(IntegrityError), transaction.atomic():
        Passage.objects.filter(pk=passage.pk).update(**change)


def test_the_database_refuses_the_same_mark_twice() -> None:
    passage = make_passage(make_article())
    passage.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        passage.save(force_insert=True)


@pytest.mark.parametrize(("name", "other"), [("The Lantern", "the  LANTERN"), ("École", "école"), ("Ёлка", "ёлка")])
@pytest.mark.parametrize("model", [Source, Claim, Tag])
def test_one_name_one_thing_in_any_case_and_script(model: type[Source | Claim | Tag], name: str, other: str) -> None:
    model._default_manager.create(**{model.NAME: name})
    with pytest.raises(ValidationError, match="already"):
        model(**{model.NAME: other}).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        model._default_manager.create(**{model.NAME: other})


def test_an_article_with_captures_or_passages_cannot_be_deleted_by_the_way() -> None:
    article = make_article()
    make_passage(article)
    with pytest.raises(ProtectedError):
        article.delete()
    with pytest.raises(ProtectedError):
        article.source.delete()


def test_articles_sort_by_date_as_far_as_it_is_known() -> None:
    dates = ["2019-07", "", "2013?", "2014-09-27T06:21:00+09:00", "2014-09-26T22:00:00Z", "2024-04-10"]
    for date in dates:
        make_article(title=date or "undated", published=date)
    oldest = [article.title for article in Article.objects.oldest_first()]
    assert oldest == [
        "2013?",
        "2014-09-27T06:21:00+09:00",
        "2014-09-26T22:00:00Z",
        "2019-07",
        "2024-04-10",
        "undated",
    ]
    assert [article.title for article in Article.objects.newest_first()][-1] == "undated"


@pytest.mark.parametrize(("year", "found"), [(2013, ["2013?"]), (2014, ["2013/2015", "at night"]), (2016, [])])
def test_articles_are_found_in_every_year_that_they_may_be_of(year: int, found: list[str]) -> None:
    make_article(title="2013?", published="2013?")
    make_article(title="at night", published="2014-01-01T03:00:00+09:00")
    make_article(title="2013/2015", published="2013/2015")
    titles = Article.objects.perhaps_published_in(year).order_by("title").values_list("title", flat=True)
    assert set(found) <= set(titles)
    assert "at night" not in Article.objects.perhaps_published_in(2013).values_list("title", flat=True)


def test_the_years_of_the_archive_are_all_that_dates_may_mean() -> None:
    make_article(published="2013/2015")
    make_article(published="2019-07")
    make_article()
    assert Article.objects.years() == [2019, 2015, 2014, 2013]
    make_article(published="1000/2000")
    assert Article.objects.years() == [2019, 2015, 2014, 2013, 2000, 1000]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("über", 1),
        ("ÜBER hafen", 1),
        ("ÄRZTEblatt", 1),
        ("strasse über", 0),
        ("b.r", 0),
        ("(", 0),
        ("[\\d*", 0),
        (" ", 2),
    ],
)
def test_articles_are_named_in_any_case_of_any_script(words: str, found: int) -> None:
    make_article(title="Über den Hafen", source=make_source("Das Ärzteblatt"))
    make_article(title="Gulls")
    assert Article.objects.naming(words).count() == found


def test_the_years_are_read_once_each_and_not_with_every_title() -> None:
    for _ in range(3):
        make_article(published="2019-07")
    with CaptureQueriesContext(connection) as queries:
        assert Article.objects.years() == [2019]
    with connection.cursor() as cursor:
        cursor.execute(queries[0]["sql"])
        assert len(cursor.fetchall()) == 1


def test_a_date_that_is_none_is_refused_with_advice() -> None:
    article = make_article()
    article.published = "last week"
    with pytest.raises(ValidationError, match="EDTF"):
        article.full_clean()


def test_counts_are_of_accepted_passages_and_each_counted_once() -> None:
    claim = make_claim(tags=("a", "b", "c"))
    one, two = make_article("It snows. It thaws."), make_article("It rains. It dries.")
    make_passage(one, claim, "It snows")
    make_passage(one, claim, "It thaws", Stance.DISPUTES)
    make_passage(two, claim, "It rains", Stance.DISPUTES)
    make_passage(two, claim, "It dries", status="proposed")
    row = Claim.objects.with_counts().get()
    assert (row.passage_count, row.source_count) == (3, 2)
    assert (row.asserts_count, row.disputes_count, row.qualifies_count) == (1, 2, 0)
    assert [article.claim_count for article in Article.objects.with_counts().order_by("pk")] == [1, 1]


def test_a_claim_is_disputed_when_sources_disagree() -> None:
    agreed, disputed, alone = make_claim("Agreed."), make_claim("Disputed."), make_claim("Of one source.")
    source = make_source()
    one, two = make_article("It snows. It thaws.", source=source), make_article("It rains. It dries.")
    make_passage(one, agreed, "It snows")
    make_passage(two, agreed, "It rains")
    make_passage(one, disputed, "It snows")
    make_passage(two, disputed, "It rains", Stance.DISPUTES)
    make_passage(one, alone, "It snows")
    make_passage(one, alone, "It thaws", Stance.DISPUTES)
    make_passage(two, alone, "It rains", Stance.QUALIFIES)  # takes neither side
    assert list(Claim.objects.disputed()) == [disputed]


def test_context_is_cut_out_by_the_database_in_code_points() -> None:
    article = make_article("Lanterns 🏮🏮 glow. The quay sleeps in 漢字 tonight. All is well.")
    make_passage(article, quote="The quay sleeps")
    passage = Passage.objects.with_article().with_context(8).get()
    assert (passage.before, passage.after) == ("🏮 glow. ", " in 漢字 t")
    assert passage.anchor_state == AnchorState.EXACT
