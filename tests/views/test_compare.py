"""Articles side by side, as a reader without script sees them."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive import curation
from archive.ingest import store
from archive.ingest.plain import extract
from archive.models import AnchorState, Article, Claim, Passage, Stance
from archive.search import queue
from tests.factories import make_article, make_claim, make_passage, make_source
from tests.views.pages import main, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]

Articles = tuple[Article, Article, Article]
Claims = tuple[Claim, Claim, Claim]
LEFT = "Snow fell on the harbour. The ferry stayed in port.\n\nLamps burned all night, and nobody slept."
RIGHT = "No snow was seen. Some sleet, perhaps, they say.\n\nThe ferry ran as ever."


@pytest.fixture
def articles() -> tuple[Article, Article, Article]:
    return (
        make_article(LEFT, title="White harbour", source=make_source("The Lantern"), published="2013?"),
        make_article(RIGHT, title="Dry pier", source=make_source("Pier & Post"), published="2019-07"),
        make_article("The snow was deep. Gulls cried.", title="Deep drifts", source=make_source("Gull")),
    )


@pytest.fixture
def claims(articles: Articles) -> tuple[Claim, Claim, Claim]:
    """One that two articles disagree on, one that both assert, one that one alone speaks to."""
    left, right, _ = articles
    snow, ferry, sleep = map(make_claim, ("It snowed.", "There is a ferry.", "None slept."))
    curation.tag_claim(snow, ["weather"])
    make_passage(left, snow, "Snow fell on the harbour", Stance.ASSERTS)
    make_passage(left, ferry, "The ferry stayed in port", Stance.ASSERTS)
    make_passage(left, sleep, "nobody slept", Stance.ASSERTS)
    make_passage(right, snow, "No snow was seen", Stance.DISPUTES, speaker="Bea Ray")
    make_passage(right, snow, "Some sleet, perhaps", Stance.QUALIFIES)
    make_passage(right, ferry, "The ferry ran as ever", Stance.ASSERTS)
    return snow, ferry, sleep


def address(*articles: Article, query: str = "") -> str:
    return f"/compare/{'-'.join(str(article.pk) for article in articles)}/{query}"


def titles(tree: BeautifulSoup) -> list[str]:
    return [heading.get_text() for heading in tree.select(".column h2")]


def link(tree: BeautifulSoup | Tag, words: str) -> str:
    found = next(one for one in tree.select("a") if words in " ".join(one.get_text(" ").split()))
    return str(found["href"])


def marks_of(tree: BeautifulSoup, claim: Claim) -> list[Tag]:
    passages = {one["data-passage"] for one in tree.select(f'.ref[data-claim="{claim.pk}"]')}
    return [mark for mark in tree.select("mark.passage") if mark["data-passage"] in passages]


def statements(tree: BeautifulSoup) -> list[str]:
    return [one.get_text() for one in tree.select(".claims-table .choose")]


def test_the_form_leads_to_a_short_address_that_lasts(client: Client, articles: Articles) -> None:
    left, right, _ = articles
    response = client.get(f"/compare/?article={right.slug}&article={left.slug}&article={right.slug}&q=snow&stance=")
    assert response.status_code == 302
    assert response["Location"] == address(right, left, query="?q=snow")
    assert titles(page(client, response["Location"])) == ["Dry pier", "White harbour"]
    Article.objects.filter(pk=left.pk).update(slug="another", title="Mended title")
    assert titles(page(client, response["Location"])) == ["Dry pier", "Mended title"]


def test_what_is_missing_is_said_and_the_rest_is_shown(client: Client, articles: Articles) -> None:
    left, right, _ = articles
    tree = page(client, f"/compare/?article={left.slug}&article=nowhere&article={right.slug}")
    assert "There is no article “nowhere”" in tree.get_text()
    assert titles(tree) == ["White harbour", "Dry pier"]
    tree = page(client, f"/compare/{left.pk}-999999999999999999-{right.pk}/")
    assert "There is no article “999999999999999999”" in tree.get_text()
    assert titles(tree) == ["White harbour", "Dry pier"]
    assert "There is no article “999”" in " ".join(page(client, "/compare/999/", 404).get_text(" ").split())


def test_four_columns_at_most(client: Client) -> None:
    many = [make_article(title=f"Number {number}") for number in range(5)]
    tree = page(client, address(*many))
    assert titles(tree) == [f"Number {number}" for number in range(4)]
    assert "Four articles fit side by side" in tree.get_text()
    assert not tree.select("#choose"), "there is no room for another"


def test_columns_change_places_and_go_and_the_state_is_kept(client: Client, articles: Articles, claims: Claims) -> None:
    left, right, deep = articles
    tree = page(client, address(left, right, deep, query=f"?claim={claims[0].pk}&stance=asserts&q=snow"))
    swapped = link(tree, "Move “White harbour” one column on")
    assert titles(page(client, swapped)) == ["Dry pier", "White harbour", "Deep drifts"]
    gone = link(tree, "Remove “Dry pier”")
    assert titles(page(client, gone)) == ["White harbour", "Deep drifts"]
    for one in (swapped, gone):
        kept = {"claim": [str(claims[0].pk)], "stance": ["asserts"], "q": ["snow"]}
        assert parse_qs(urlsplit(one).query) == kept
    assert "Move “White harbour” one column back" not in tree.get_text()
    assert "Move “Deep drifts” one column on" not in tree.get_text()


def test_another_article_is_added_behind_those_that_stand(client: Client, articles: Articles, claims: Claims) -> None:
    left, right, deep = articles
    make_passage(deep, claims[0], "The snow was deep")
    tree = page(client, address(left, query="?q=snow"))
    choices = [label.get_text(" ").split(" of these")[0].split()[-1] for label in tree.select(".choices .pick")]
    assert choices == ["2", "1"], "those on the most of the same claims come first"
    fields = [
        (str(field["name"]), str(field["value"])) for field in tree.select("form:has(.choices) input[type=hidden]")
    ]
    response = client.get("/compare/", dict([*fields]) | {"article": [left.slug, deep.slug]})
    assert response["Location"] == address(left, deep, query="?q=snow")
    found = page(client, f"/compare/?article={left.slug}&find=DRY+pi&q=snow")
    assert [label.select_one("strong").get_text() for label in found.select(".choices .pick")] == ["Dry pier"]  # type: ignore[union-attr]
    assert "No other article has “zeppelin”" in main(client, f"/compare/?article={left.slug}&find=zeppelin")
    assert right.slug in str(found.select_one(".choices"))


def test_a_shared_claim_has_one_number_and_hue_whatever_is_filtered(
    client: Client, articles: Articles, claims: Claims
) -> None:
    left, right, _ = articles
    for query in ("", "?stance=asserts", "?show=shared", f"?claim={claims[1].pk}"):
        tree = page(client, address(left, right, query=query))
        ferry = [mark["class"] for mark in marks_of(tree, claims[1])]
        assert len(ferry) == 2
        assert all("claim-2" in classes for classes in ferry)
    quiet = marks_of(page(client, address(left, right)), claims[2])
    assert ["claim-quiet" in mark["class"] for mark in quiet] == [True]


@pytest.mark.parametrize(
    ("query", "shown", "marks"),
    [
        ("", ["It snowed.", "There is a ferry.", "None slept."], 6),
        ("?show=shared", ["It snowed.", "There is a ferry."], 5),
        ("?show=contested", ["It snowed."], 3),
        ("?stance=disputes", ["It snowed."], 1),
        ("?stance=asserts&show=shared", ["It snowed.", "There is a ferry."], 3),
        ("?tag=weather", ["It snowed."], 3),
        ("?tag=nothing", [], 0),
        ("?stance=nonsense&show=nonsense&claim=x", ["It snowed.", "There is a ferry.", "None slept."], 6),
    ],
)
def test_filters_take_claims_away_and_their_marks_with_them(
    client: Client,
    articles: Articles,
    claims: Claims,
    query: str,
    shown: list[str],
    marks: int,
) -> None:
    tree = page(client, address(*articles[:2], query=query))
    assert statements(tree) == shown
    assert len({mark["data-passage"] for mark in tree.select("mark.passage")}) == marks
    targets = [str(one["href"])[1:] for one in tree.select('.claims-table td a[href^="#"], .said a[href^="#"]')]
    assert all(tree.find(id=target) for target in targets), "a cell leads to a mark that is drawn"


def test_cells_say_stance_in_words_and_silence_is_not_denial(
    client: Client, articles: Articles, claims: Claims
) -> None:
    tree = page(client, address(*articles[:2]))
    rows = {row.select_one(".choose").get_text(): row for row in tree.select(".claims-table tbody tr")}  # type: ignore[union-attr]
    cells = {name: [" ".join(cell.get_text(" ").split()) for cell in row.select("td")] for name, row in rows.items()}
    assert cells["It snowed."] == ["Asserts", "Disputes Qualifies"]
    assert cells["None slept."] == ["Asserts", "· not addressed, as read so far"]
    assert "they disagree" in rows["It snowed."].get_text()
    assert "they disagree" not in rows["There is a ferry."].get_text()
    assert "Silence is not denial" in tree.get_text()
    make_passage(articles[0], claims[0], "The ferry stayed", Stance.ASSERTS)
    assert "×2" in page(client, address(*articles[:2])).select_one(".claims-table td").get_text()  # type: ignore[union-attr]


def test_a_claim_in_focus_is_set_out_beside_its_passages_without_script(
    client: Client, articles: Articles, claims: Claims
) -> None:
    tree = page(client, address(*articles[:2]))
    where = address(*articles[:2])
    tree = page(client, urljoin(where, link(tree, "It snowed.")))
    focus = tree.select_one("#focus")
    assert focus is not None
    quotes = [
        [quote.get_text() for quote in column.select("blockquote")] for column in focus.select(".said-columns > div")
    ]
    assert quotes == [["Snow fell on the harbour"], ["No snow was seen", "Some sleet, perhaps"]]
    assert "Bea Ray" in focus.get_text()
    assert all(tree.find(id=str(one["href"])[1:]) for one in focus.select('a[href^="#"]'))
    following = page(client, urljoin(where, link(focus, "Next claim"))).select_one("#focus h2")
    assert following is not None
    assert "There is a ferry." in following.get_text()
    assert not page(client, link(focus, "Leave this claim")).select("#focus")
    row = tree.select_one("tr[aria-current]")
    assert row is not None
    assert "It snowed." in row.get_text()
    assert "is not marked in these articles" in main(client, address(*articles[:2], query="?claim=99999"))


def test_each_reference_chooses_its_claim_and_keeps_the_rest(
    client: Client, articles: Articles, claims: Claims
) -> None:
    tree = page(client, address(*articles[:2], query="?q=snow&show=shared"))
    references = tree.select("a.ref")
    assert len(references) == 5
    for reference in references:
        query = parse_qs(urlsplit(str(reference["href"])).query)
        assert query == {"q": ["snow"], "show": ["shared"], "claim": [reference["data-claim"]]}


def test_words_are_marked_in_every_column_and_counted_on(client: Client, articles: Articles, claims: Claims) -> None:
    queue.flush()
    tree = page(client, address(*articles[:2], query="?q=ferries"))
    matches = [[mark.get_text() for mark in column.select(".match")] for column in tree.select(".column")]
    assert matches == [["ferry"], ["ferry"]]
    assert [tree.select_one(f"#match-{number}").get_text() for number in (1, 2)] == ["ferry", "ferry"]  # type: ignore[union-attr]
    ids = [element["id"] for element in tree.select("[id]")]
    assert len(ids) == len(set(ids)), "an id stands twice"
    assert "2 places match ferries" in " ".join(tree.get_text(" ").split())
    assert "Nothing in these texts matches zeppelin" in main(client, address(*articles[:2], query="?q=zeppelin"))


def test_more_claims_than_hues_leave_the_hues_to_the_contested(client: Client) -> None:
    words = [f"Word{number} stands." for number in range(12)]
    left, right = (make_article(" ".join(words), title=title) for title in "ab")
    for number in range(12):
        claim = make_claim(f"Claim {number}.")
        make_passage(left, claim, f"Word{number} stands")
        make_passage(right, claim, f"Word{number} stands", Stance.DISPUTES if number >= 8 else Stance.ASSERTS)
    tree = page(client, address(left, right))
    hues = {}
    for mark in tree.select(".column:first-child mark.passage"):
        hues[mark.get_text()] = next(name for name in mark["class"] if name.startswith("claim-"))
    contested = [hues[f"Word{number} stands"] for number in range(8, 12)]
    assert "claim-quiet" not in contested
    assert len(set(hues.values()) - {"claim-quiet"}) == 8
    assert list(hues.values()).count("claim-quiet") == 4


def test_an_orphan_is_told_of_without_a_link_into_the_text(client: Client, articles: Articles, claims: Claims) -> None:
    left, right, _ = articles
    lost = make_passage(left, claims[2], "Lamps burned all night", Stance.DISPUTES)
    Passage.objects.filter(pk=lost.pk).update(anchor_state=AnchorState.ORPHAN, start=None, end=None)
    tree = page(client, address(left, right))
    assert not tree.find(id=f"passage-{lost.pk}")
    assert [str(one["href"]) for one in tree.select(f'td a[href="/passages/{lost.pk}/"]')]
    assert "no longer in the text" in tree.select_one(f"#claim-{claims[2].pk}").get_text()  # type: ignore[union-attr]


def test_an_article_captured_twice_leads_to_what_changed(client: Client, articles: Articles) -> None:
    name = "pier.txt"
    for text in (
        b"The pier is long and old.\n\nGulls live on it.\n",
        b"The pier is long and new.\n\nGulls live on it.\n",
    ):
        twice = store.store(extract(text, name)).article
    tree = page(client, address(twice, articles[0]))
    assert re.fullmatch(rf"/articles/{twice.slug}/changes/[0-9a-f]{{12}}-[0-9a-f]{{12}}/", link(tree, "What changed"))


def test_the_queries_do_not_grow_with_passages_claims_and_tags(
    client: Client, articles: Articles, claims: Claims
) -> None:
    where = address(*articles[:2], query=f"?claim={claims[0].pk}&q=snow")
    make_passage(articles[2], claims[0], "The snow was deep")

    def count() -> int:
        client.get(where)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(where).status_code == 200
        return len(queries)

    few = count()
    for number in range(12):
        claim = make_claim(f"Another {number}.", (f"tag {number}", "weather"))
        for article, length in zip(articles, (10, 8, 6), strict=True):
            make_passage(article, claim, article.text[number : number + length])
    assert count() <= few


def test_hostile_words_stay_words(client: Client) -> None:
    one = make_article("Gulls <b>cried</b>.", title='"><script>alert(1)</script>')
    two = make_article("Gulls cried.", title="b")
    claim = make_claim("<img src=x onerror=alert(1)>", ("<i>",))
    for article in (one, two):
        make_passage(article, claim, "Gulls")
    tree = page(client, address(one, two, query="?q=%22%3E%3Cscript%3E&tag=%3Ci%3E&find=%3Cb%3E"))
    assert not [script for script in tree.select("main script") if "alert" in script.get_text()]
    assert not tree.select("main img, main .text b")


def test_a_tag_is_found_by_its_old_address_after_a_merge(client: Client, articles: Articles, claims: Claims) -> None:
    old = claims[0].tags.get()
    new = curation.tag_claim(claims[1], ["sky"])[0]
    curation.merge_tags(old, new)
    tree = page(client, address(*articles[:2], query=f"?tag={old.slug}"))
    assert statements(tree) == ["It snowed.", "There is a ferry."]
    chosen = tree.select_one("select[name=tag] option[selected]")
    assert chosen is not None
    assert chosen.get_text() == "sky"


def test_a_filter_by_stance_calls_nobody_silent_who_speaks(client: Client, articles: Articles, claims: Claims) -> None:
    asked = address(*articles[:2], query=f"?stance=asserts&claim={claims[0].pk}")
    text = main(client, asked)
    bar = page(client, asked).select_one("#comparing")
    assert bar is not None
    for said in (text, str(bar["data-silent"])):
        assert "not addressed" not in said, "the other column disputes it"
        assert "no passage of this stance, as read so far" in said
