"""Lists of articles to their rows: nothing lost, nothing shifted, one row held at a time."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.ingest.kinds import Kind
from archive.ingest.limits import Limits
from archive.ingest.lists import csv_rows
from archive.ingest.lists.tables import documents
from archive.ingest.received import Received, Refused

SMALL = Limits(item_bytes=2000)


def taken(raw: bytes, kind: Kind, limits: Limits = SMALL) -> list[Received | Refused]:
    return list(documents(io.BytesIO(raw), "list", kind, limits))


def rows(raw: bytes | str, kind: Kind = Kind.CSV) -> list[Any]:
    """The rows that are taken, as objects."""
    raw = raw.encode() if isinstance(raw, str) else raw
    return [json.loads(one.raw) for one in taken(raw, kind) if isinstance(one, Received)]


def refused(raw: bytes | str, kind: Kind = Kind.CSV) -> list[Refused]:
    raw = raw.encode() if isinstance(raw, str) else raw
    return [one for one in taken(raw, kind) if isinstance(one, Refused)]


class Endless(io.RawIOBase):
    """A stream of one line over and over, that remembers how much of it was read."""

    def __init__(self, head: bytes, line: bytes, times: int) -> None:
        self._pieces = self._made(head, line, times)
        self._left = b""
        self.read_bytes = 0

    @staticmethod
    def _made(head: bytes, line: bytes, times: int) -> Iterator[bytes]:
        yield head
        for _ in range(times):
            yield line

    def read(self, size: int = -1) -> bytes:
        while len(self._left) < size:
            piece = next(self._pieces, b"")
            if not piece:
                break
            self._left += piece
        given_out, self._left = self._left[:size], self._left[size:]
        self.read_bytes += len(given_out)
        return given_out


class CountedLines(csv_rows.Lines):
    """Remembers how many characters were read, those that were read again among them."""

    given_out = 0

    def __next__(self) -> str:
        line = super().__next__()
        self.given_out += len(line)
        return line


class TestCsv:
    def test_each_row_is_a_document(self) -> None:
        first, second = taken(b"Title,Text,URL\nOne,Some words.,https://a.example/1\nTwo,More words.,\n", Kind.CSV)

        assert isinstance(first, Received)
        assert isinstance(second, Received)
        assert json.loads(first.raw) == {"Title": "One", "Text": "Some words.", "URL": "https://a.example/1"}
        assert (first.name, first.origin, first.media_type) == ("list", "row 1", "application/json")
        assert (first.url, second.url) == ("https://a.example/1", "")
        assert second.origin == "row 2"

    @pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
    def test_whatever_stands_between_its_cells(self, sign: str) -> None:
        assert rows(f"title{sign}text\nA{sign}b, c; d e\n".replace("b, c; d e", '"b, c; d | e"')) == [
            {"title": "A", "text": "b, c; d | e"}
        ]

    def test_a_line_for_excel_names_the_sign(self) -> None:
        assert rows("sep=;\ntitle;text\nA;b\n") == [{"title": "A", "text": "b"}]

    def test_cells_may_hold_line_ends_and_quotation_marks(self) -> None:
        assert rows('title,text\n"A ""b""","one\r\n\r\ntwo, three"\nC,d\n') == [
            {"title": 'A "b"', "text": "one\n\ntwo, three"},
            {"title": "C", "text": "d"},
        ]

    @pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
    def test_in_any_encoding(self, codec: str) -> None:
        assert rows("title,text\nÉté,Déjà là\n".encode(codec)) == [{"title": "Été", "text": "Déjà là"}]

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_with_any_line_ends_and_blank_lines(self, end: str) -> None:
        table = end.join(("title,text", "A,b", "", ",", "C,d"))
        assert rows(table) == [{"title": "A", "text": "b"}, {"title": "C", "text": "d"}]

    def test_nuls_are_left_out(self) -> None:
        assert rows(b"ti\0tle,text\nA\0,b\n") == [{"title": "A", "text": "b"}]

    def test_formulas_are_words(self) -> None:
        assert rows('title,text\n=1+1,"=HYPERLINK(""x"")"\n') == [{"title": "=1+1", "text": '=HYPERLINK("x")'}]

    def test_a_column_that_comes_twice_keeps_both(self) -> None:
        assert rows("title,text,title\nA,b,C\n") == [{"title": "A", "text": "b", "title (2)": "C"}]

    def test_a_short_row_lacks_its_last_columns(self) -> None:
        assert rows("title,text,author\nA,b\n") == [{"title": "A", "text": "b"}]

    def test_a_row_with_too_many_cells_is_not_taken_shifted(self) -> None:
        table = "title,text,author\nA,words, more words,B\nC,d,E,,\n"
        assert [row["title"] for row in rows(table)] == ["C"]
        [one] = refused(table)
        assert (one.origin, one.failed) == ("row 1", True)
        assert "It has 4 cells and the header 3." in one.reason

    def test_a_quotation_mark_that_is_not_closed_costs_one_row(self) -> None:
        table = 'title,text\nA,"never closed\nB,c\nD,e\n'
        assert [row["title"] for row in rows(table)] == ["B", "D"]
        assert [(one.origin, "quotation marks do not pair" in one.reason) for one in refused(table)] == [
            ("row 1", True)
        ]

    def test_nor_does_one_before_a_long_rest(self) -> None:
        table = 'title,text\nA,"never closed\n' + "B,c\n" * 2000
        assert len(rows(table)) == 2000
        assert "a quotation mark may not be closed" in refused(table)[0].reason

    def test_however_many_such_rows_there_are_each_costs_itself_alone(self) -> None:
        table = "title,text\n" + 'A,"never closed\nB,c\n' * 3000
        assert len(rows(table)) == 3000
        assert len(refused(table)) == 3000

    def test_a_file_in_which_every_row_swallows_all_that_follow_is_read_as_often_as_it_is_long(self) -> None:
        """Each line opens a quotation mark when it begins a row, and leaves one open when it stands in another's."""
        made = ['x",""",b\n'] * 20_000 + ['C,"d"\n']
        lines = CountedLines(iter(made), 1_000)
        found = list(csv_rows.rows(lines, ","))
        assert [cells for cells in found if not isinstance(cells, csv_rows.CsvError)] == [["C", "d"]]
        assert len(found) == 20_001
        assert lines.given_out < 7 * sum(map(len, made))

    def test_lines_behind_an_open_quotation_mark_are_not_lost_to_a_line_that_is_too_long(self) -> None:
        table = f'title,text\nA,"never closed\nB,c\nC,{"x" * 3000}\nD,e\n'
        assert [row["title"] for row in rows(table)] == ["B", "D"]
        assert ["--max-size" in each.reason for each in refused(table)] == [False, True]

    def test_a_header_of_too_many_columns_says_which_option_lets_it_in(self) -> None:
        table = ",".join(["title", "text", *(f"c{number}" for number in range(5))]) + "\nA,b\n"
        [one] = documents(io.BytesIO(table.encode()), "list", Kind.CSV, Limits(columns=6))
        assert isinstance(one, Refused)
        assert "more than 6 columns, the limit. Raise it with --max-columns" in one.reason
        assert isinstance(taken(table.encode(), Kind.CSV, Limits(columns=7))[-1], Received)

    def test_a_row_that_is_too_long_costs_no_other(self) -> None:
        table = f"title,text\nA,{'x' * 3000}\nB,c\n"
        assert [row["title"] for row in rows(table)] == ["B"]
        assert "--max-size" in refused(table)[0].reason

    def test_columns_that_nothing_reads_are_told_once(self) -> None:
        [told] = refused("title,text,colour,id,mood\nA,b,red,1,glad\nC,d,blue,2,sad\n")
        assert told.reason == "Nothing reads these of its columns: 'colour', 'mood'."
        assert not told.failed

    @pytest.mark.parametrize(
        ("table", "why"),
        [
            ("", "It is empty"),
            ("\n\n", "It is empty"),
            ("title,text\n", "no rows beneath its first line"),
            ("name,age\nA,4\n", "names no column of articles but 'name', 'age'"),
            ("," * 1500, "has more than 1,000 columns"),
        ],
    )
    def test_a_file_without_a_header_of_articles_is_refused(self, table: str, why: str) -> None:
        [told] = refused(table)
        assert why in told.reason
        assert told.failed

    def test_is_read_as_it_is_asked_for(self) -> None:
        stream = Endless(b"title,text\n", b"A,some words of an article\n", 2_000_000)
        found = documents(cast(BinaryIO, stream), "list", Kind.CSV, SMALL)

        for _ in range(1000):
            next(found)

        assert stream.read_bytes < 300_000


class TestRowsWithoutAText:
    def test_of_a_pocket_export_keep_their_address(self) -> None:
        table = "title,url,time_added,tags,status\nOne,https://a.example/1,1556886615,x|y,unread\n"
        [told] = refused(table)
        assert (told.url, told.origin, told.failed) == ("https://a.example/1", "row 1", False)
        assert told.reason == "It holds only an address. Give --fetch to fetch it."

    def test_of_a_bibliography_are_no_articles(self) -> None:
        item = {"title": "One", "URL": "https://a.example/1", "abstract": "What it is about.", "type": "webpage"}
        [told] = refused(json.dumps([item]), Kind.JSON)
        assert (told.url, told.failed) == ("https://a.example/1", False)
        assert "an address and a description, and no text" in told.reason

    def test_that_state_nothing_of_an_article_are_passed_over(self) -> None:
        for raw in (b'{"name": "a site", "icons": []}', b'[{"target": [], "user": "m"}]'):
            [told] = refused(raw, Kind.JSON)
            assert not told.failed
            assert "import_annotations" in told.reason

    @pytest.mark.parametrize("cells", ["A,,", "A,  ,javascript:alert(1)"])
    def test_nor_an_address_fail(self, cells: str) -> None:
        [told] = refused(f"title,text,url\n{cells}\n")
        assert told.failed
        assert told.url == ""


class TestJson:
    def test_a_line_is_kept_byte_for_byte(self) -> None:
        line = b'{ "title":"A",  "text":"caf\\u00e9" }'
        [one] = taken(b"\xef\xbb\xbf\n" + line + b"\r\n\n", Kind.JSON_LINES)
        assert isinstance(one, Received)
        assert one.raw == line
        assert one.origin == "row 1"

    def test_an_element_is_kept_byte_for_byte(self) -> None:
        first, second = b'{ "title":"A]},", "text":"b\\"" }', b'{"title":"C","text":["d"],"text":"e"}'
        found = taken(b"\n[ " + first + b" ,\n" + second + b"\n]\n", Kind.JSON)
        assert [one.raw for one in found if isinstance(one, Received)] == [first, second]

    @pytest.mark.parametrize("key", ["articles", "items", "entries", "rows"])
    def test_a_list_may_stand_in_an_object(self, key: str) -> None:
        whole = {"version": {"items": 3}, "tags": ["x", "y"], key: [{"title": "A", "text": "b"}], "next": None}
        assert rows(json.dumps(whole), Kind.JSON) == [{"title": "A", "text": "b"}]

    def test_an_object_may_stand_alone_or_behind_another(self) -> None:
        one = {"title": "A", "text": "b", "tags": ["x"]}
        assert rows(json.dumps(one), Kind.JSON) == [one]
        assert rows(json.dumps(one) + "\n" + json.dumps(one), Kind.JSON) == [one, one]

    @pytest.mark.parametrize("cut", range(1, 60, 7))
    def test_a_file_that_is_cut_gives_what_is_whole(self, cut: int) -> None:
        one = json.dumps({"title": "A", "text": "some words of an article, and then some more"})
        found = taken(f"[{one},{one}".encode()[:-cut], Kind.JSON)
        assert [type(each).__name__ for each in found] == ["Received", "Refused"]
        assert isinstance(found[1], Refused)
        assert "It is not JSON" in found[1].reason

    @pytest.mark.parametrize("kind", [Kind.JSON, Kind.JSON_LINES])
    def test_what_is_wrong_costs_no_other_row(self, kind: Kind) -> None:
        good = b'{"title":"A","text":"b"}'
        bad = [
            b'{"title":"A","text":oops}',
            b'{"title":"A","text":"' + b"x" * 3000 + b'"}',
            b'{"title":"A","n":' + b"[" * 900 + b"]" * 900 + b',"text":' + b"1" * 5000 + b"}",
            b"null",
            b'"words"',
            b"17",
            b'{"colour":"red"}',
        ]
        raw = b"\n".join([*bad, good]) if kind is Kind.JSON_LINES else b"[" + b",".join([*bad, good]) + b"]"
        found = taken(raw, kind)
        assert [type(each).__name__ for each in found] == ["Refused"] * len(bad) + ["Received"]
        assert "--max-size" in cast(Refused, found[1]).reason

    def test_deep_nesting_is_refused(self) -> None:
        deep = b'{"title":' + b"[" * 50_000 + b"]" * 50_000 + b"}"
        found = taken(b"[" + deep + b',{"title":"A","text":"b"}]', Kind.JSON, Limits())
        assert [type(each).__name__ for each in found] == ["Refused", "Received"]
        assert "nested too deeply" in cast(Refused, found[0]).reason

    def test_lone_surrogates_and_numbers_that_are_none_can_be_read(self) -> None:
        [one] = taken(b'[{"title":"A \\ud800","text":"b","score":NaN,"other":-Infinity}]', Kind.JSON)
        assert isinstance(one, Received)

    @pytest.mark.parametrize("raw", [b"", b"[]", b' {"articles": []} '])
    def test_an_empty_file_is_told(self, raw: bytes) -> None:
        assert [one.reason for one in refused(raw, Kind.JSON)] == ["It is empty. Leave it out, or export it again."]

    def test_is_read_as_it_is_asked_for(self) -> None:
        stream = Endless(b"[", b'{"title":"A","text":"some words of an article"},', 2_000_000)
        found = documents(cast(BinaryIO, stream), "list", Kind.JSON, SMALL)

        for _ in range(1000):
            next(found)

        assert stream.read_bytes < 300_000


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)),
    max_leaves=12,
)


class TestAnything:
    @settings(max_examples=50)
    @given(st.binary(max_size=400), st.sampled_from([Kind.CSV, Kind.JSON, Kind.JSON_LINES]))
    def test_gives_rows_or_reasons(self, raw: bytes, kind: Kind) -> None:
        for one in taken(raw, kind):
            assert one.raw if isinstance(one, Received) else one.reason

    @settings(max_examples=50)
    @given(
        st.lists(st.sampled_from(['"', ",", ";", "\n", "\r", "title", "text", "x", "\t", "é", "=", "\0"]), max_size=60)
    )
    def test_of_csv_gives_rows_or_reasons(self, parts: list[str]) -> None:
        taken(f"title,text\n{''.join(parts)}".encode(), Kind.CSV)

    @settings(max_examples=50)
    @given(st.lists(json_values, max_size=6), st.integers(1, 9), st.sampled_from([None, 1]))
    def test_list_of_json_falls_apart_into_its_elements(self, values: list[Any], size: int, indent: int | None) -> None:
        values = [value for value in values if value != ""]
        raw = json.dumps(values, indent=indent).encode()

        class Slow(io.BytesIO):
            """Gives out few bytes at a time, so that every mark comes to stand at the end of a piece."""

            def read(self, _: int | None = -1) -> bytes:
                return super().read(size)

        found = list(documents(Slow(raw), "list", Kind.JSON, Limits()))
        assert len(found) == max(1, len(values))

    @settings(max_examples=50)
    @given(
        st.lists(
            st.lists(
                st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=12), min_size=2, max_size=2
            )
        )
    )
    def test_of_a_written_table_comes_back(self, cells: list[list[str]]) -> None:
        import csv

        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(["title", "text"])
        cells = [[title, f"x{text}"] for title, text in cells]
        writer.writerows(cells)
        assert [list(row.values()) for row in rows(out.getvalue())] == cells
