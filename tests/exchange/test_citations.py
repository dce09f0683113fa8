"""Citations read back by parsers that did not write them: pybtex and pylatexenc, RIS line by line, JSON, CommonMark."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
import rispy  # type: ignore[import-untyped]
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pybtex.database import parse_string  # type: ignore[import-untyped]
from pylatexenc.latex2text import (  # type: ignore[import-untyped]
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

from archive import dates
from archive.exchange.citations.bibtex import bibtex
from archive.exchange.citations.csl import csl_json
from archive.exchange.citations.forms import FORMS
from archive.exchange.citations.prose import markdown, text
from archive.exchange.citations.reference import Kept, Quotation, Reference, one_line, split_byline
from archive.models import Stance
from archive.models.source import SourceKind
from archive.text.anchoring import AnchorState
from archive.text.standing import Standing

DIGEST = "ab" * 32
HOME = "https://archive.example/articles/dry-pier/"


SIGNS_BY_NAME = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}  # not all known to pylatexenc
CONTEXT = get_default_latex_context_db()
CONTEXT.add_context_category("signs", prepend=True, macros=[MacroTextSpec(*pair) for pair in SIGNS_BY_NAME.items()])
LATEX = LatexNodes2Text(latex_context=CONTEXT, keep_comments=True, strict_latex_spaces=False)


def reference(**fields: Any) -> Reference:
    published = fields.pop("published", "2019-07-03")
    facts: dict[str, Any] = {
        "key": "pierpost2019-a7",
        "title": "Dry pier",
        "authors": ("Ada Quill",),
        "source": "Pier & Post",
        "kind": SourceKind.NEWSPAPER,
        "date": dates.parse(published) if published else None,
        "language": "en",
        "section": "",
        "url": "https://pier.example/dry?a=1&b=2",
        "address": HOME,
        "kept": Kept(DIGEST, dt.date(2024, 5, 6)),
        "digest_of": "",
        "date_basis": "",
        "source_basis": "",
    }
    return Reference(**facts | fields)


def quotation(**fields: Any) -> Quotation:
    facts: dict[str, Any] = {
        "exact": "saw no snow",
        "now": "",
        "earlier": None,
        "speaker": "",
        "stance": Stance.DISPUTES,
        "claim": "Snow fell.",
        "standing": Standing(AnchorState.EXACT),
    }
    return Quotation(**facts | fields)


def read_bibtex(one: Reference) -> tuple[str, dict[str, str], list[str]]:
    """The entry's type, its fields, and its authors; fields with their LaTeX turned back into text."""
    found = parse_string(bibtex(one), "bibtex")
    assert list(found.entries) == [one.key]
    entry = found.entries[one.key]
    fields = {name.lower(): value for name, value in entry.fields.items()}
    plain = {name: value if name == "url" else latex(value) for name, value in fields.items()}
    return entry.type, plain, [latex(str(person)) for person in entry.persons.get("author", [])]


def latex(value: str) -> str:
    return str(LATEX.latex_to_text(value))


def read_ris(one: Reference) -> list[tuple[str, str]]:
    """Each line as its tag and value. Any line that is none fails."""
    lines = FORMS["ris"].write(one).removesuffix("\r\n").split("\r\n")
    matches = [re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line) for line in lines]
    assert all(matches), lines
    return [(match[1], match[2]) for match in matches if match]


def read_csl(one: Reference) -> dict[str, Any]:
    (item,) = json.loads(csl_json(one))
    check_csl(item)
    return dict(item)


STRINGS = {
    *("language", "title", "container-title", "URL", "section", "annote", "note", "archive", "archive_location"),
    *("original-title", "original-publisher"),
}
NAMES, DATES = {"author", "original-author"}, {"issued", "accessed", "original-date"}
TYPES = {"article-newspaper", "article-magazine", "post-weblog", "webpage"}


def check_csl(item: dict[str, Any]) -> None:
    """The rules of the CSL data schema, version 1.0.2, for the variables that are written."""
    assert item["type"] in TYPES
    assert isinstance(item["id"], str)
    assert set(item) <= {"type", "id", "custom"} | STRINGS | NAMES | DATES
    assert all(isinstance(item[name], str) for name in STRINGS & set(item))
    assert all(set(name) == {"literal"} and name["literal"] for key in NAMES & set(item) for name in item[key])
    for date in (item[key] for key in DATES & set(item)):
        assert set(date) <= {"date-parts", "circa", "season"}
        assert 1 <= len(date["date-parts"]) <= 2
        assert all(1 <= len(parts) <= 3 and all(type(part) is int for part in parts) for parts in date["date-parts"])


def read_markdown(one: Reference) -> BeautifulSoup:
    return BeautifulSoup(MarkdownIt("commonmark").render(markdown(one)), "html.parser")


# --- what they say ---


def test_an_article_in_words() -> None:
    assert text(reference()) == (
        "Ada Quill, “Dry pier,” Pier & Post, 3 July 2019, https://pier.example/dry?a=1&b=2. "
        f"Archived at {HOME}, received 6 May 2024, SHA-256 {DIGEST}."
    )


def test_an_article_of_which_little_is_known() -> None:
    bare = reference(authors=(), published="", url="", title="[Is it dry?]", kept=Kept("", dt.date(2024, 5, 6)))
    assert text(bare) == f"“[Is it dry?]” Pier & Post, n.d. Archived at {HOME}, received 6 May 2024."


def test_how_date_and_source_are_known_is_said() -> None:
    words = text(reference(date_basis="inferred: speaks of last winter", source_basis="inferred"))
    assert words.endswith("How the source is known: inferred. How the date is known: inferred: speaks of last winter.")


def test_a_passage_in_words() -> None:
    words = text(reference(url="", quotation=quotation(speaker="Bea Ray")))
    assert words == (
        "Bea Ray, quoted in Ada Quill, “Dry pier,” Pier & Post, 3 July 2019: “saw no snow”. "
        f"Verbatim in the text as archived. Archived at {HOME}, received 6 May 2024, SHA-256 {DIGEST}. "
        "Marked in Parallax as disputing: “Snow fell.”"
    )


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"standing": Standing(AnchorState.MOVED)}, "Verbatim in the text as archived."),
        (
            {"standing": Standing(AnchorState.FUZZY), "now": "saw some snow."},
            "The text as archived now reads instead: “saw some snow.”",
        ),
        (
            {
                "standing": Standing(AnchorState.FUZZY),
                "now": "saw snow",
                "earlier": Kept("cd" * 32, dt.date(2020, 1, 2)),
            },
            f"Verbatim in the text received 2 January 2020, SHA-256 {'cd' * 32}; the later text reads “saw snow”.",
        ),
        (
            {"standing": Standing(AnchorState.LOST), "earlier": Kept("cd" * 32, dt.date(2020, 1, 2))},
            f"Verbatim in the text received 2 January 2020, SHA-256 {'cd' * 32}; not found in the later text.",
        ),
        (
            {"standing": Standing(AnchorState.LOST)},
            "Quoted from an earlier text; no longer found in the text as archived.",
        ),
    ],
)
def test_every_form_says_whether_the_words_are_in_the_capture_that_it_names(fields: dict[str, Any], says: str) -> None:
    one = reference(quotation=quotation(**fields))
    assert says in text(one)
    assert says in read_markdown(one).get_text()
    assert says in read_bibtex(one)[1]["addendum"]
    assert ("N1", says) in read_ris(one)
    assert says in read_csl(one)["note"]


@pytest.mark.parametrize(
    ("stance", "word"), [("asserts", "asserting"), ("disputes", "disputing"), ("qualifies", "qualifying")]
)
def test_the_archives_reading_stands_apart_from_the_sources_words(stance: str, word: str) -> None:
    one = reference(quotation=quotation(stance=Stance(stance)))
    says = f"Marked in Parallax as {word}: “Snow fell.”"
    fields = read_bibtex(one)[1]
    assert (fields["note"], fields["annotation"]) == ("“saw no snow”", says)
    assert [value for tag, value in read_ris(one) if tag == "RN"] == [says]
    assert read_csl(one)["annote"] == says
    assert "Snow fell" not in read_csl(one)["note"]


def test_the_words_of_a_digest_are_never_the_sources() -> None:
    original = "Ada Quill, “Dry pier”, Pier & Post, 3 July 2019. No photograph."
    one = reference(digest_of=original, quotation=quotation(speaker="Bea Ray"))
    said = f"A digest in the archive’s words, not the source’s. The original: {original}"
    assert text(one).startswith(f"Parallax, digest of “Dry pier”, reporting Bea Ray: “saw no snow”. {said} ")
    kind, fields, authors = read_bibtex(one)
    assert (kind, fields["title"], fields["organization"], authors) == (
        "online",
        "Digest of “Dry pier”",
        "Parallax",
        [],
    )
    assert (fields["origdate"], fields["origtitle"], fields["url"]) == ("2019-07-03", "Dry pier", HOME)
    assert not {"date", "year", "journal"} & set(fields)
    lines = read_ris(one)
    assert {("TI", "Digest of “Dry pier”"), ("T2", "Parallax"), ("OP", original), ("N1", said), ("UR", HOME)} <= set(
        lines
    )
    assert not {"AU", "PY", "DA"} & {tag for tag, _ in lines}
    item = read_csl(one)
    assert (item["title"], item["container-title"], item["URL"]) == ("Digest of “Dry pier”", "Parallax", HOME)
    assert item["original-author"] == [{"literal": "Ada Quill"}]
    assert item["original-date"] == {"date-parts": [[2019, 7, 3]]}
    assert not {"author", "issued"} & set(item)


# --- fields, one by one ---


def test_every_field_of_bibtex() -> None:
    kind, fields, authors = read_bibtex(reference(authors=("Ada Quill", "Quay and Sons, Ltd")))
    assert kind == "article"
    assert authors == ["Ada Quill", "Quay and Sons, Ltd"]
    assert fields == {
        "title": "Dry pier",
        "journal": "Pier & Post",
        "entrysubtype": "newspaper",
        "date": "2019-07-03",
        "year": "2019",
        "langid": "en",
        "url": "https://pier.example/dry?a=1&b=2",
        "urldate": "2024-05-06",
        "addendum": f"Archived at {HOME}, received 6 May 2024, SHA-256 {DIGEST}.",
    }


def test_every_line_of_ris() -> None:
    one = reference(authors=("Ada Quill", "Quay and Sons"))
    assert read_ris(one) == [
        ("TY", "NEWS"),
        ("AU", "Ada Quill"),
        ("AU", "Quay and Sons"),
        ("TI", "Dry pier"),
        ("T2", "Pier & Post"),
        ("PY", "2019"),
        ("DA", "2019/07/03/"),
        ("ID", "pierpost2019-a7"),
        ("LA", "en"),
        ("UR", "https://pier.example/dry?a=1&b=2"),
        ("Y2", "2024/05/06/"),
        ("DB", "Parallax"),
        ("N1", f"Archived at {HOME}, received 6 May 2024, SHA-256 {DIGEST}."),
        ("AN", f"sha256:{DIGEST}"),
        ("ER", ""),
    ]
    (entry,) = rispy.loads(FORMS["ris"].write(one))
    assert (entry["type_of_reference"], entry["authors"], entry["title"]) == (
        "NEWS",
        ["Ada Quill", "Quay and Sons"],
        "Dry pier",
    )


def test_every_variable_of_csl() -> None:
    assert read_csl(reference(section="Harbour")) == {
        "type": "article-newspaper",
        "title": "Dry pier",
        "container-title": "Pier & Post",
        "URL": "https://pier.example/dry?a=1&b=2",
        "author": [{"literal": "Ada Quill"}],
        "section": "Harbour",
        "issued": {"date-parts": [[2019, 7, 3]]},
        "id": "pierpost2019-a7",
        "language": "en",
        "accessed": {"date-parts": [[2024, 5, 6]]},
        "archive": "Parallax",
        "archive_location": HOME,
        "note": f"Archived at {HOME}, received 6 May 2024, SHA-256 {DIGEST}.",
        "custom": {"sha256": DIGEST, "edtf": "2019-07-03"},
    }


def test_markdown_links_the_addresses_and_slants_the_source() -> None:
    page = read_markdown(reference())
    assert [link["href"] for link in page.select("a")] == ["https://pier.example/dry?a=1&b=2", HOME]
    assert [one.get_text() for one in page.select("em")] == ["Pier & Post"]
    assert page.get_text().strip() == text(reference())


@pytest.mark.parametrize(
    ("kind", "types"),
    [
        (SourceKind.NEWSPAPER, ("article", "NEWS", "article-newspaper")),
        (SourceKind.MAGAZINE, ("article", "MGZN", "article-magazine")),
        (SourceKind.BLOG, ("online", "BLOG", "post-weblog")),
        (SourceKind.RESEARCH, ("online", "ELEC", "webpage")),
    ],
)
def test_what_kind_of_work_it_is(kind: SourceKind, types: tuple[str, str, str]) -> None:
    one = reference(kind=kind)
    assert (read_bibtex(one)[0], read_ris(one)[0][1], read_csl(one)["type"]) == types


@pytest.mark.parametrize(
    ("edtf", "issued", "year", "slashes"),
    [
        ("2013", {"date-parts": [[2013]]}, "2013", "2013///"),
        ("2013?", {"date-parts": [[2013]], "circa": True}, "2013", "2013///2013 (uncertain)"),
        ("2013~", {"date-parts": [[2013]], "circa": True}, "2013", "2013///2013 (approximate)"),
        ("2019-07", {"date-parts": [[2019, 7]]}, "2019", "2019/07//"),
        (
            "2019-07%",
            {"date-parts": [[2019, 7]], "circa": True},
            "2019",
            "2019/07//July 2019 (uncertain and approximate)",
        ),
        ("2019-21", {"date-parts": [[2019]], "season": 1}, "2019", "2019///Spring 2019"),
        ("2019-22", {"date-parts": [[2019]], "season": 2}, "2019", "2019///Summer 2019"),
        ("201X", {"date-parts": [[2010], [2019]]}, "2010/2019", "2010///2010s"),
        ("2013/2015-02", {"date-parts": [[2013], [2015, 2]]}, "2013/2015", "2013///2013 to February 2015"),
        (
            "2014-09-27T06:21:00+09:00",
            {"date-parts": [[2014, 9, 27]]},
            "2014",
            "2014/09/27/27 September 2014, 06:21 (UTC+9)",
        ),
        ("0987", {"date-parts": [[987]]}, "0987", "0987///"),
    ],
)
def test_dates_keep_what_is_known_and_what_is_not(edtf: str, issued: dict[str, Any], year: str, slashes: str) -> None:
    one = reference(published=edtf)
    assert read_csl(one)["issued"] == issued
    fields = read_bibtex(one)[1]
    if "~" not in edtf:
        assert fields["date"] == edtf
    assert fields["year"].split("/")[0] == year.split("/")[0]
    assert dict(read_ris(one))["DA"] == slashes


def test_an_unknown_date_is_said_or_left_out_never_made_up() -> None:
    one = reference(published="")
    assert " n.d., " in text(one)
    assert read_bibtex(one)[1]["year"] == "n.d."
    assert "issued" not in read_csl(one)
    assert not {"PY", "DA"} & {tag for tag, _ in read_ris(one)}


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("", ()),
        ("Team Lantern", ("Team Lantern",)),
        ("Ada Quill; Bea Ray", ("Ada Quill", "Bea Ray")),
        ("Ada Quill ;Quay and Sons, Ltd;", ("Ada Quill", "Quay and Sons, Ltd")),
        ("Ministry of Health and Harbours", ("Ministry of Health and Harbours",)),
        ("Ada Quill, harbour reporter", ("Ada Quill, harbour reporter",)),
        ("Ada\nQuill\0", ("Ada Quill",)),
    ],
)
def test_a_byline_is_parted_only_where_that_is_certain(byline: str, authors: tuple[str, ...]) -> None:
    assert split_byline(byline) == authors


def test_the_bylines_of_the_founding_articles_come_back_as_printed(seeds: Path) -> None:
    catalogue = json.loads((seeds / "catalogue.json").read_text())
    assert catalogue
    for entry in catalogue:
        authors = split_byline(entry["byline"])
        assert "; ".join(authors) == entry["byline"]
        one = reference(authors=authors, title=entry["title"], published=entry["published"])
        assert [name["literal"] for name in read_csl(one).get("author", [])] == list(authors)
        assert read_bibtex(one)[2] == list(authors)
        assert read_bibtex(one)[1]["title"] == entry["title"]


# --- hostile words ---

# What the columns may hold: any text, with the signs of every form more often than by chance.
SIGNS = st.sampled_from(
    [*"{}\\%#$&_^~@\"'`*[]()<>|!=-+;:,.?1", "\r\n", "\nTY  - ", "\u2028", "\x1b[", "”", "中", "é", " and "]
)
WORDS = st.lists(SIGNS | st.characters(codec="utf-8"), max_size=12).map("".join).map(one_line)
SOME = WORDS.filter(bool)


@settings(max_examples=50)
@given(SOME, SOME, SOME, SOME, st.lists(SOME, max_size=2).map(tuple))
def test_no_words_break_out_of_any_form(
    title: str, source: str, quote: str, claim: str, authors: tuple[str, ...]
) -> None:
    one = reference(title=title, source=source, authors=authors, quotation=quotation(exact=quote, claim=claim))
    item = read_csl(one)
    assert (item["title"], item["container-title"]) == (title, source)
    assert [name["literal"] for name in item.get("author", [])] == list(authors)
    lines = read_ris(one)
    assert [value for tag, value in lines if tag in ("TI", "T2")] == [title, source]
    assert [value for tag, value in lines if tag == "AU"] == list(authors)
    assert ("N1", f"“{quote}”") in lines
    assert [tag for tag, _ in lines].count("TY") == [tag for tag, _ in lines].count("ER") == 1
    fields, names = read_bibtex(one)[1:]
    assert list(map(ligatures, (fields["title"], fields["journal"]))) == list(map(ligatures, (title, source)))
    assert ligatures(fields["note"]) == ligatures(f"“{quote}”")
    assert list(map(ligatures, names)) == list(map(ligatures, authors))
    page = read_markdown(one)
    assert {tag.name for tag in page.find_all(True)} <= {"p", "em", "a"}
    assert len(page.select("p")) == 1
    assert [link["href"] for link in page.select("a")] == [one.url, one.address]


def ligatures(words: str) -> str:
    """LaTeX draws '--' as a dash and ?` as a turned mark: not told apart here. Nor is a row of spaces."""
    for written, drawn in (
        ("---", "—"),
        ("--", "–"),
        ("``", "“"),
        ("''", "”"),
        ("?`", "¿"),
        ("!`", "¡"),
        ("`", "‘"),
        ("'", "’"),
    ):
        words = words.replace(written, drawn)
    return " ".join(words.split())


@settings(max_examples=30)
@given(st.text(st.sampled_from("{}\\ <>%a/?&;é"), max_size=10))
def test_no_address_breaks_out_of_bibtex_or_markdown(rest: str) -> None:
    one = reference(url=f"https://pier.example/{rest}")
    assert read_bibtex(one)[1]["title"] == "Dry pier"
    assert len(read_markdown(one).select("a")) == 2
