import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import dates


@pytest.mark.parametrize(
    ("value", "earliest", "latest", "words"),
    [
        ("2013", "2013-01-01", "2013-12-31", "2013"),
        ("2013?", "2013-01-01", "2013-12-31", "2013 (uncertain)"),
        ("2013~", "2013-01-01", "2013-12-31", "2013 (approximate)"),
        ("2013%", "2013-01-01", "2013-12-31", "2013 (uncertain and approximate)"),
        ("2019-07", "2019-07-01", "2019-07-31", "July 2019"),
        ("2020-02", "2020-02-01", "2020-02-29", "February 2020"),
        ("2024-04-10", "2024-04-10", "2024-04-10", "10 April 2024"),
        ("2014-09-27T06:21:00+09:00", "2014-09-27", "2014-09-27", "27 September 2014, 06:21 (UTC+9)"),
        ("2014-09-27T06:21:00-03:30", "2014-09-27", "2014-09-27", "27 September 2014, 06:21 (UTC−3:30)"),
        ("2014-09-27T06:21:00Z", "2014-09-27", "2014-09-27", "27 September 2014, 06:21 (UTC)"),
        ("2014-09-27T06:21:00", "2014-09-27", "2014-09-27", "27 September 2014, 06:21"),
        ("199X", "1990-01-01", "1999-12-31", "1990s"),
        ("2001-21", "2001-03-01", "2001-05-31", "Spring 2001"),
        ("2013?/2014", "2013-01-01", "2014-12-31", "2013 (uncertain) to 2014"),
        ("2013~/2015?", "2013-01-01", "2015-12-31", "2013 (approximate) to 2015 (uncertain)"),
        ("2013/2015", "2013-01-01", "2015-12-31", "2013 to 2015"),
        ("2013-05/2013-07", "2013-05-01", "2013-07-31", "May 2013 to July 2013"),
    ],
)
def test_a_date_keeps_its_precision_and_reads_as_a_person_writes_it(
    value: str, earliest: str, latest: str, words: str
) -> None:
    date = dates.parse(value)
    assert (date.value, str(date.earliest), str(date.latest), str(date)) == (value, earliest, latest, words)


def test_an_instant_sorts_by_the_clock_of_the_world_and_keeps_the_day_of_its_place() -> None:
    date = dates.parse("2014-01-01T03:00:00+09:00")
    assert date.instant == dt.datetime(2013, 12, 31, 18, tzinfo=dt.UTC)
    assert date.earliest == dt.date(2014, 1, 1)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "?",
        "yesterday",
        "27.9.2014",
        "2013-13",
        "2013-02-31",
        "2014-09-27T25:00:00",
        "2014-09-27T06:21:00+99:00",
        "0000",
        "-0050",
        "Y170000002",
        "2013-XX",
        "20XX",
        "{2013,2014}",
        "[2013,2014]",
        "?2013-05",
        "2013?-05",
        "２０１３",
        "../2013",
        "2013/..",
        "/2013",
        "2013/",
        "2015/2013",
        "0001-01-01T00:00:00+14:00",
        "2" * 61,
    ],
)
def test_what_is_no_date_is_refused_with_advice(value: str) -> None:
    with pytest.raises(dates.DateError) as caught:
        dates.parse(value)
    assert len(str(caught.value)) > 20


@given(st.text(max_size=70))
def test_no_input_breaks_the_parser(value: str) -> None:
    try:
        date = dates.parse(value)
    except dates.DateError:
        return
    assert date.earliest <= date.latest
    assert str(date)


@given(st.dates())
def test_every_day_is_itself(day: dt.date) -> None:
    date = dates.parse(day.isoformat())
    assert (date.earliest, date.latest) == (day, day)
