"""Which documents are found, in which order and on which page."""

from __future__ import annotations

import datetime as dt

from haystack.exceptions import SearchBackendError

from tests.search.stock.sides import START, Side, article, fault, fault_that_raises, keys


def ten(side: Side) -> list[int]:
    side.put(*(article(key, "A lantern.", day=key) for key in range(10)))
    return list(range(10))


@fault
def test_a_slice_begins_where_it_says(side: Side) -> None:
    every = ten(side)
    assert keys(side.all().filter(content="lantern").order_by("moment")[3:9]) == every[3:9]


@fault
def test_a_page_past_the_end_still_tells_the_total(side: Side) -> None:
    ten(side)
    answer = side.backend.search("lantern", start_offset=40, end_offset=60)
    assert (answer["hits"], answer["results"]) == (10, [])


@fault_that_raises(SearchBackendError)
def test_directions_may_be_mixed(side: Side) -> None:
    side.put(article(1, "x", day=1, title="B"), article(2, "x", day=1, title="A"), article(3, "x", day=2, title="C"))
    assert keys(side.all().order_by("-moment", "title_exact")) == [3, 2, 1]


@fault
def test_one_letter_finds(side: Side) -> None:
    side.put(article(1, "Plan B failed."), article(2, "The plan failed."))
    assert side.found("b") == [1]


@fault
def test_one_chinese_character_finds(side: Side) -> None:
    side.put(article(1, "灯 照 海"), article(2, "塔 照 海"))
    assert side.found("灯") == [1]


@fault
def test_after_a_moment_is_not_at_it(side: Side) -> None:
    side.put(article(1, "x", day=1), article(2, "x", day=2), article(3, "x", day=3))
    moment = (START + dt.timedelta(days=2)).replace(tzinfo=None)
    assert keys(side.all().filter(moment__gt=moment)) == [3]


@fault
def test_a_beginning_is_not_stemmed(side: Side) -> None:
    side.put(article(1, "Meetings were held."), article(2, "A meetup was held."))
    assert keys(side.all().filter(content__startswith="meetings")) == [1]


@fault
def test_the_title_is_searched_too(side: Side) -> None:
    side.put(article(1, "A tide.", title="The lantern"), article(2, "A tide.", title="The quay"))
    assert side.found("lantern") == [1]


@fault
def test_a_word_in_the_title_outweighs_one_in_the_text(side: Side) -> None:
    side.put(article(1, "A lantern on the quay.", title="Notes"), article(2, "A lantern on the quay.", title="Lantern"))
    assert side.found("lantern") == [2, 1]


@fault
def test_no_phrase_leaps_over_stop_words(side: Side) -> None:
    side.put(article(1, "The keeper of the lamp house."), article(2, "A lamp in the house."))
    assert keys(side.all().filter(content__exact="lamp house")) == [1]


@fault
def test_a_phrase_of_stop_words_is_found(side: Side) -> None:
    side.put(article(1, "To be or not to be."), article(2, "It is not for us to be loud."))
    assert keys(side.all().filter(content__exact="or not to be")) == [1]
