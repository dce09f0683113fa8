"""Dates as lists write them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive import dates
from archive.ingest.lists.stated_dates import UnreadDateError, edtf_of


@pytest.mark.parametrize(
    ("value", "edtf"),
    [
        ("2019-05-03", "2019-05-03"),
        ("2019-05", "2019-05"),
        ("2019", "2019"),
        (2019, "2019"),
        ("2019?", "2019?"),
        ("2013/2015", "2013/2015"),
        ("2019-05-03 12:30:15", "2019-05-03T12:30:15"),
        ("2019-05-03T12:30:15.123Z", "2019-05-03T12:30:15Z"),
        ("2019-05-03T12:30+0200", "2019-05-03T12:30:00+02:00"),
        ("2019-05-03 12:30:15 UTC", "2019-05-03T12:30:15Z"),
        ("2019-05-03T00:00:00Z", "2019-05-03"),
        ("2019-05-03 00:00:00", "2019-05-03"),
        ("20190503", "2019-05-03"),
        ("20190503123015", "2019-05-03T12:30:15"),
        ("2019/5/3", "2019-05-03"),
        ("2019.05", "2019-05"),
        ("3.5.2019", "2019-05-03"),
        ("25/12/2019", "2019-12-25"),
        ("12/25/2019", "2019-12-25"),
        ("5/5/2019", "2019-05-05"),
        ("May 3, 2019", "2019-05-03"),
        ("3 May 2019", "2019-05-03"),
        ("3. Mai 2019", "2019-05-03"),
        ("2019年5月3日", "2019-05-03"),
        ("Fri, 03 May 2019 12:30:15 +0200", "2019-05-03T12:30:15+02:00"),
        ("Fri, 03 May 2019 12:30:15 GMT", "2019-05-03T12:30:15Z"),
        (1556886615, "2019-05-03T12:30:15Z"),
        ("1556886615", "2019-05-03T12:30:15Z"),
        (1556886615123, "2019-05-03T12:30:15Z"),
        (1556886615.9, "2019-05-03T12:30:15Z"),
        ("", ""),
        ("  ", ""),
        (None, ""),
        ({"date-parts": [[2019, 5, 3]]}, "2019-05-03"),
        ({"date-parts": [["2019", 5]]}, "2019-05"),
        ({"date-parts": [[2019]], "circa": True}, "2019~"),
        ({"date-parts": [[2019]], "season": 2}, "2019-22"),
        ({"date-parts": [[2019, 5, 3], [2019, 5, 9]]}, "2019-05-03/2019-05-09"),
        ({"raw": "May 3, 2019"}, "2019-05-03"),
        ({"literal": "2019-05"}, "2019-05"),
        ({}, ""),
    ],
)
def test_what_a_list_says(value: Any, edtf: str) -> None:
    assert edtf_of(value) == edtf


@pytest.mark.parametrize(
    "value",
    [
        "3/4/2019",
        "yesterday",
        "20191301",
        "2019-02-30",
        "0000-00-00 00:00:00",
        "31/31/2019",
        "May 2019 or so, they say",
        "2019-05-03T25:00:00",
        "9" * 200,
        1e300,
        float("nan"),
        True,
        ["2019"],
        {"date-parts": [["spring"]]},
        {"date-parts": [[2019, 13]]},
        {"literal": "n.d."},
    ],
)
def test_what_is_no_date_or_could_be_two_is_not_guessed_at(value: Any) -> None:
    with pytest.raises(UnreadDateError, match="no date, or could be two"):
        edtf_of(value)


@given(
    st.one_of(
        st.text(max_size=40),
        st.from_regex(r"[0-9TZ:/. +-]{1,25}", fullmatch=True),
        st.integers(),
        st.floats(),
        st.fixed_dictionaries(
            {"date-parts": st.lists(st.lists(st.one_of(st.integers(), st.text(max_size=4)), max_size=4))}
        ),
    )
)
def test_whatever_is_read_is_a_date(value: Any) -> None:
    try:
        found = edtf_of(value)
    except UnreadDateError:
        return
    assert found == "" or dates.parse(found)
