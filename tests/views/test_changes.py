"""The page of what changed between two captures, as a reader and a screen reader meet it."""

from __future__ import annotations

import logging

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive import content_store
from archive.models import Capture, Status
from tests.captures import captures, changes_address, received
from tests.factories import make_article, make_claim, make_passage
from tests.views.pages import main, page

pytestmark = pytest.mark.django_db

OPENING = "The harbour lights went out one by one while the ferry waited for the tide to turn and carry it home."
MIDDLE = "The council will decide in spring whether the old quay is to be repaired or whether it will be given up."
ENDING = "Nobody who was there that night has forgotten how the wind took the roof off the pilots' house."
STORY = f"{OPENING}\n\n{MIDDLE}\n\n{ENDING}"
EDITED = STORY.replace("in spring", "in late autumn").replace("one by one ", "")


def address(*texts: str, old: int = 0, new: int = -1) -> str:
    rows = captures(received(*texts))
    return changes_address(rows[old], rows[new])


def words(soup: BeautifulSoup, selector: str) -> list[str]:
    """What stands in the elements, without what only a screen reader says."""
    found = []
    for element in soup.select(selector):
        for hidden in element.select(".sr, .side-name"):
            hidden.extract()
        found.append(element.get_text())
    return found


def test_old_and_new_words_stand_beside_each_other(client: Client) -> None:
    soup = page(client, address(STORY, EDITED))
    assert words(soup, ".change:not(.captures) > div:first-child del") == ["one by one ", "spring"]
    assert words(soup, ".change:not(.captures) > div:last-child ins") == ["late autumn"]
    assert words(soup, ".change:not(.captures) > div:first-child") == [OPENING, MIDDLE]
    assert words(soup, ".change:not(.captures) > div:last-child") == EDITED.split("\n\n")[:2]
    assert words(soup, "details.unchanged .text p") == [ENDING]
    assert words(soup, "details summary") == ["1 paragraph unchanged"]


def test_a_screen_reader_is_told_what_is_deleted_and_what_is_inserted(client: Client) -> None:
    soup = page(client, address(STORY, EDITED))
    assert [element.get_text() for element in soup.select("del")] == ["deleted: one by one ", "deleted: spring"]
    assert [element.get_text() for element in soup.select("ins")] == ["inserted: late autumn"]
    said = soup.select_one("del .sr")
    assert said is not None
    assert str(said["lang"]).startswith("en")


def test_the_summary_counts_words(client: Client) -> None:
    text = main(client, address(STORY, EDITED))
    assert "2 words added" in text
    assert "4 words removed" in text
    assert "93% of the old words kept" in text


def test_both_captures_are_named_with_their_digests_and_dates(client: Client) -> None:
    article = received(STORY, EDITED)
    first, second = captures(article)
    text = main(client, changes_address(first, second))
    assert f"SHA-256 {first.sha256}" in text
    assert f"SHA-256 {second.sha256}" in text
    assert "1 January 2020" in text
    assert "2 January 2020" in text
    assert text.index("2 January 2020") < text.index("The current text")


def test_the_neighbouring_changes_and_the_swapped_sides_are_a_link_away(client: Client) -> None:
    article = received(*(STORY.replace("spring", season) for season in ("spring", "autumn", "winter", "summer")))
    first, second, third, fourth = captures(article)
    soup = page(client, changes_address(second, third))
    links = {link.get_text(): str(link["href"]) for link in soup.select("main a[href*='/changes/']")}
    assert links == {
        "The change before": changes_address(first, second),
        "The change after": changes_address(third, fourth),
        "Swap the sides": changes_address(third, second),
    }
    assert "Shown backwards" in main(client, links["Swap the sides"])
    assert "The change before" not in main(client, changes_address(first, second))


def test_touched_passages_are_listed_with_their_state_and_their_page(client: Client) -> None:
    article = received(STORY)
    kept = make_passage(article, make_claim("The council decides."), "council will decide in spring")
    lost = make_passage(article, make_claim("The wind took a roof."), ENDING)
    make_passage(article, quote="The harbour lights")
    make_passage(article, quote="in spring", status=Status.PROPOSED)
    soup = page(client, address(STORY, EDITED.replace(ENDING, "That is all.")))
    heading = soup.select_one("#touched")
    assert heading is not None
    assert heading.get_text() == "2 passages touched"
    rows = [" ".join(row.get_text(" ").split()) for row in soup.select("[aria-labelledby=touched] li")]
    assert "The council decides. (found again in changed words)" in rows[0]
    assert "The wind took a roof. (no longer in the current text)" in rows[1]
    assert [link["href"] for link in soup.select("[aria-labelledby=touched] a")] == [
        kept.get_absolute_url(),
        lost.get_absolute_url(),
    ]


def test_bytes_that_differ_and_say_the_same(client: Client) -> None:
    soup = page(client, address(STORY, STORY.replace("\n", "\r\n")))
    assert "every word is the same" in soup.get_text()
    assert not soup.select("del, ins")
    assert soup.select("details.unchanged[open]")


def test_changes_around_the_article_are_told_from_changes_in_it(client: Client) -> None:
    text = main(client, address(f"{STORY}\n\nShare this article", f"{STORY}\n\nSubscribe now"))
    assert "The article reads the same, word for word" in text
    assert "Subscribe" not in text


def test_one_capture_beside_itself(client: Client) -> None:
    text = main(client, address(STORY, old=0, new=0))
    assert "Both sides are the same capture" in text
    assert "Swap" not in text


def test_a_paragraph_that_moved_leads_to_where_it_stands(client: Client) -> None:
    soup = page(client, address(STORY, f"{ENDING}\n\n{OPENING}\n\n{MIDDLE}"))
    here, there = soup.select(".change:not(.captures)")
    link, back = here.select_one("a"), there.select_one("a")
    assert link is not None
    assert back is not None
    assert (link["href"], back["href"]) == (f"#{there['id']}", f"#{here['id']}")
    assert [one.get_text().split(":")[0] for one in soup.select("ins, del")] == ["moved here", "moved away"]


def test_what_a_text_holds_is_never_markup(client: Client) -> None:
    hostile = "<script>alert(1)</script> and <del>this</del> stand in it, and the ferry waited for the tide to turn."
    soup = page(client, address(f"{STORY}\n\n{hostile}", f"{STORY}\n\n{hostile.replace('ferry', '<b>boat</b>')}"))
    assert not soup.select("main script, main b")
    assert "<b>boat</b>" in soup.get_text()


def test_missing_bytes_are_told_without_the_place_of_the_store(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    article = received(STORY, EDITED)
    first, second = captures(article)
    Capture.objects.filter(pk=first.pk).update(text=None)  # as captures of earlier versions, which are read again
    content_store.remove(first.sha256)
    with caplog.at_level(logging.ERROR, "archive"):
        text = main(client, changes_address(first, second))
    assert f"The capture {first.sha256[:12]} cannot be shown" in text
    assert str(content_store.path_of(first.sha256)) not in text
    assert str(content_store.path_of(first.sha256)) in caplog.text


@pytest.mark.parametrize("digests", ["0" * 12 + "-" + "1" * 12, "0" * 11 + "-" + "1" * 12, "nonsense"])
def test_what_is_no_capture_is_no_page(client: Client, digests: str) -> None:
    article = received(STORY)
    page(client, f"/articles/{article.slug}/changes/{digests}/", status=404)


def test_captures_of_another_article_are_no_page_of_this_one(client: Client) -> None:
    first, second = captures(received(STORY, EDITED))
    other = make_article()
    page(client, changes_address(first, second).replace("/storm/", f"/{other.slug}/"), status=404)


def test_the_number_of_queries_does_not_grow_with_captures_and_passages(client: Client) -> None:
    def queries(*texts: str) -> int:
        where = address(*texts)
        with CaptureQueriesContext(connection) as run:
            page(client, where)
        return len(run)

    article = received(STORY)
    make_passage(article, make_claim(tags=("weather",)), "council will decide in spring")
    first = queries(STORY, EDITED)
    for quote in ("whether the old quay", "to be repaired", "The harbour lights"):
        make_passage(article, make_claim(tags=("weather", quote[:3])), quote)
    assert queries(*(STORY.replace("spring", f"month {number}") for number in range(6))) == first
