"""Years and dates: every way of writing a range, and the one that it is written back in."""

from __future__ import annotations

import pytest

from archive.search.query import SearchQuery


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("year:2013..2019", "year:2013..2019"),
        ("year:2013...2019", "year:2013..2019"),
        ("year:2013-2019", "year:2013..2019"),
        ("year:2013–2019", "year:2013..2019"),
        ("year:2019-2013", "year:2013..2019"),
        ("year:[2013 TO 2019]", "year:2013..2019"),
        ("year:[2013 TO *]", "year:2013.."),
        ("year:2013..*", "year:2013.."),
        ("year:*..2019", "year:..2019"),
        ("year:>=2013", "year:2013.."),
        ("year:≥2013", "year:2013.."),
        ("year:>2013", "year:2014.."),
        ("year:<=2019", "year:..2019"),
        ("year:<2019", "year:..2018"),
        ("year:=2013", "year:2013"),
        ("published:2013-2019", "published:2013..2019"),
        ("date:2014-09..2014-11-02", "published:2014-09..2014-11-02"),
        ("published:[2014-09 TO 2014-10]", "published:2014-09..2014-10"),
        ("published:>2014-12", "published:2015-01.."),
        ("published:<2014-01", "published:..2013-12"),
        ("published:>2014-12-31", "published:2015-01-01.."),
        ("published:<2016-03-01", "published:..2016-02-29"),
        ("published:<2014-02-31", "published:..2014-02-28"),
        ("published:>2014-02-31", "published:2014-03-01.."),
        ("published:>=2014-02", "published:2014-02.."),
        ("-year:>2013", "-year:2014.."),
        ("(year:<2013 OR year:>2019) quay", "year:..2012 OR year:2020.. quay"),
    ],
)
def test_a_range_has_one_writing(typed: str, canonical: str) -> None:
    query = SearchQuery.parse(typed)
    assert (query.unparse(), query.notes) == (canonical, ())
    assert SearchQuery.parse(canonical) == query


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("year:>9999", ">9999"),
        ("year:<0001", "<0001"),
        ("year:>=soon", ">=soon"),
        ("year:20..30", "20..30"),
        ("year:2014-09", "2014-09"),
        ("year:٢٠١٣", "٢٠١٣"),
        ("published:2014-13", "2014-13"),
        ("published:>9999-12-31", ">9999-12-31"),
        ("published:>0000-01-01", ">0000-01-01"),
        ("year:*..*", ""),
    ],
)
def test_what_is_no_time_is_searched_for_in_the_text(typed: str, canonical: str) -> None:
    query = SearchQuery.parse(typed)
    assert query.unparse() == canonical
    assert any("takes a " in note for note in query.notes)
