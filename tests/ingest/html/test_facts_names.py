"""Names out of bylines, and dates out of the forms that pages write them in."""

from __future__ import annotations

import datetime as dt

import pytest

from archive.ingest.html.moments import from_machine, in_words
from archive.ingest.html.names import is_full_name, is_organisation, people

BYLINES = {
    "By INES FARO, TOM WEIR and ANN O’NEIL Associated Press": "Ines Faro|Tom Weir|Ann O’Neil",
    "By Ines Faro | 3 May 2019 | 4 min read": "Ines Faro",
    "By Ines Faro Updated 3 May 2019": "Ines Faro",
    "Ines Faro On 11/18/19 at 1:00": "Ines Faro",
    "Ines Faro Staff Reporter": "Ines Faro",
    "Ines Faro LANTERNTV": "Ines Faro",
    "Ines Faro, Harbour Correspondent, in Saltmere": "Ines Faro",
    "Ines Faro, PhD, RDN": "Ines Faro",
    "Ines Faro (@inesfaro), ines@lantern.example": "Ines Faro",
    "Ines Faro for The Lantern": "Ines Faro",
    "Tom Weir, Jr.": "Tom Weir Jr.",
    "Faro, Ines": "Ines Faro",
    "Marta de la Cruz y Tom Weir": "Marta de la Cruz|Tom Weir",
    "Ortega y Gasset": "Ortega y Gasset",
    "Ines Faro & Ines Faro": "Ines Faro",
    "Written by: Ines Faro": "Ines Faro",
    "Текст: Инес Фаро": "Инес Фаро",
    "記者 王小明": "王小明",
    "Posted by: Ines Faro - Category: Harbour": "Ines Faro",
    "Tom Weir, AFP": "Tom Weir",
    "AFP": "AFP",
    "Ines Faro, WXQT Speech": "Ines Faro",
    "Le Phare et AFP": "Le Phare",
    "Institute for Tidal Studies": "Institute for Tidal Studies",
    "Kevin in London": "Kevin",
    "quay.co, Saltmere, Norland": "quay.co",
    "Ines Faro/Tom Weir": "Ines Faro|Tom Weir",
    "박소라 기자": "박소라",
    "文・写真＝山岸太郎": "山岸太郎",
    "撰文：王小明 编辑：李四": "王小明",
    "كتب أحمد سالم": "أحمد سالم",
    "Анна Лин, журналист": "Анна Лин",
    "Facebook Twitter": "",
    "admin": "",
    "Staff Writer": "",
    "https://lantern.example/ines": "",
    "": "",
    "By By By": "",
}


@pytest.mark.parametrize(("line", "names"), BYLINES.items(), ids=BYLINES)
def test_a_byline_gives_its_names_alone(line: str, names: str) -> None:
    assert "|".join(people(line)) == names


def test_people_and_organisations_are_told_apart() -> None:
    assert all(map(is_organisation, ("Island Press Agency", "Lantern Staff", "lantern.com")))
    assert not any(map(is_organisation, ("Ines Faro", "Tom Weir Jr.")))
    assert all(map(is_full_name, ("Ines Faro", "Jan van der Berg", "王小明", "สมชาย ใจดี", "मीरा राव")))
    assert not any(
        map(is_full_name, ("Ines", "ines faro", "ツイート", "Island Press Agency", "One Two Three Four Five Six"))
    )


MACHINE = {
    "2019-05-03": "2019-05-03",
    "2019-05-03T10:15:00.123+0100": "2019-05-03T10:15:00+01:00",
    "2019-05-03 10:15 PM": "2019-05-03T22:15:00",
    "2019-05-03T00:00:00Z": "2019-05-03",
    "20190503T101500Z": "2019-05-03T10:15:00Z",
    "2019/5/3": "2019-05-03",
    "Fri, 03 May 2019 10:15:00 GMT": "2019-05-03T10:15:00Z",
    "1556874900000": "2019-05-03T09:15:00Z",
    "May 3rd, 2019": "2019-05-03",
    "2019-05": "2019-05",
    "2019": "2019",
    "2019-02-30": "",
    "2019-05-03T25:61:00": "",
    "1899-12-31": "",
    "2999-01-01": "",
    "9" * 300: "",
    "soon": "",
}


@pytest.mark.parametrize(("stated", "date"), MACHINE.items(), ids=range(len(MACHINE)))
def test_dates_for_machines(stated: str, date: str) -> None:
    assert from_machine(stated) == date


WORDS = {
    "Posted 3 May 2019, 7:04 p.m.": "2019-05-03T19:04:00",
    "3. Mai 2019": "2019-05-03",
    "3 de mayo de 2019": "2019-05-03",
    "3 мая 2019": "2019-05-03",
    "3 maja 2019": "2019-05-03",
    "2019年5月3日": "2019-05-03",
    "2019.05.03 10:15": "2019-05-03T10:15:00",
    "25/12/2018": "2018-12-25",
    "03/05/2019": "",
    "03.05.2019": "2019-05-03",
    "room 12, house 2019": "",
}


@pytest.mark.parametrize(("line", "date"), WORDS.items(), ids=WORDS)
def test_dates_for_readers(line: str, date: str) -> None:
    assert next((found for found, _ in in_words(line)), "") == date


def test_figures_are_read_as_the_country_writes_them() -> None:
    assert in_words("03/05/2019", month_first=True)[0][0] == "2019-03-05"
    assert in_words("03/05/2019", month_first=False)[0][0] == "2019-05-03"


def test_tomorrow_is_believed_as_a_day_elsewhere_and_the_day_after_is_not() -> None:
    today = dt.datetime.now(dt.UTC).date()
    assert from_machine((today + dt.timedelta(days=1)).isoformat())
    assert not from_machine((today + dt.timedelta(days=3)).isoformat())
