"""What a page says of itself: found in whatever form it is stated, and not believed where it cannot be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from archive import dates
from archive.ingest.html.facts import Facts, facts_of
from archive.text.blocks import Block, BlockKind, CanonicalText
from tests.ingest.html.page_made import (
    ADDRESS,
    BYLINE,
    DAY,
    HOST,
    NAME,
    SITE,
    TIMED,
    TITLE,
    Made,
    article,
    linked,
    meta,
)
from tests.ingest.html.pages_made import PAGES


def parsed(html: str) -> HtmlElement:
    encoded = html.encode("utf-8", "surrogatepass")
    return lxml_html.document_fromstring(encoded, parser=lxml_html.HTMLParser(encoding="utf-8"))


def facts(page: Made, content: CanonicalText | None = None) -> Facts:
    return facts_of(parsed(page.html), page.url, content)


def page(**parts: str) -> Facts:
    return facts(Made(name="", **parts))  # type: ignore[arg-type]  # all parts that these tests give are texts


def in_one_block(text: str) -> CanonicalText:
    return CanonicalText(text, (Block(BlockKind.PARAGRAPH, 0, len(text)),))


@pytest.mark.parametrize("made", PAGES, ids=[made.name for made in PAGES])
def test_title_author_and_date_are_found(made: Made) -> None:
    found = facts(made)
    assert (found.title, found.byline, found.published) == (made.title, made.byline, made.published)
    for name, expected in made.expected.items():
        assert getattr(found, name) == expected


def test_every_fact_says_how_it_is_known_and_no_other() -> None:
    for made in PAGES:
        found = facts(made)
        stated = {name for name in Facts.__slots__ if name != "basis" and getattr(found, name)}
        assert set(found.basis) == stated
        assert all(basis.startswith(("stated: ", "inferred from ")) for basis in found.basis.values())


def test_what_is_stated_and_what_is_inferred_are_told_apart() -> None:
    stated = page(head=linked(article()))
    assert stated.basis["title"] == "stated: headline on the page, as JSON-LD headline"
    assert stated.basis["byline"] == "stated: JSON-LD author"
    assert stated.basis["published"] == "stated: JSON-LD datePublished"
    seen = page(below="<p>Posted 3 May 2019</p>")
    assert seen.basis["published"] == "stated: line near the headline, “Posted 3 May 2019”"
    inferred = page(url=f"{HOST}/2019/05/03/storm", headline="", page_title=f"{TITLE} - Lantern")
    assert inferred.basis["title"] == "inferred from the page's title"
    assert inferred.basis["published"] == "inferred from the address"


def test_a_rule_that_fails_is_told_in_the_log_and_costs_no_other_fact(caplog: pytest.LogCaptureFixture) -> None:
    class Unreadable(CanonicalText):
        @property
        def body(self) -> tuple[Block, ...]:
            raise ValueError("no blocks today")

    found = facts(Made(name="", head=linked(article())), Unreadable("", ()))
    assert (found.title, found.byline, found.published, found.language) == (TITLE, NAME, TIMED, "")
    (record,) = caplog.records
    assert record.levelname == "WARNING"
    assert "language" in record.getMessage()
    assert ADDRESS in record.getMessage()
    assert "no blocks today" in caplog.text


def test_pages_that_are_read_leave_the_log_empty(caplog: pytest.LogCaptureFixture) -> None:
    for made in PAGES:
        facts(made)
    assert not caplog.records


IN_ADDRESSES = {
    "/2019/05/03/storm": DAY, "/reports/29-10-2018": "2018-10-29", "/news/29102018-storm": "2018-10-29",
    "/news/03-05-2019": DAY, "/news/31-31-2019": "", "/item/12345678": "",
}  # fmt: skip


@pytest.mark.parametrize(("path", "day"), IN_ADDRESSES.items())
def test_a_day_in_the_address_is_the_last_to_be_believed(path: str, day: str) -> None:
    assert page(url=f"https://www.lantern.co.uk{path}").published == day


def test_a_day_in_the_address_that_can_be_two_is_none() -> None:
    assert page(url=f"{HOST}/news/03-05-2019", root='lang="en"').published == ""


def test_a_page_of_nothing_has_no_facts() -> None:
    assert facts_of(parsed("<p>"), "") == Facts()


def test_the_tree_is_left_as_it_was() -> None:
    for made in PAGES:
        tree = parsed(made.html)
        before = etree.tostring(tree)
        facts_of(tree, made.url)
        assert etree.tostring(tree) == before


@pytest.mark.parametrize("made", PAGES, ids=[made.name for made in PAGES])
def test_every_date_is_one_that_the_archive_can_keep(made: Made) -> None:
    if published := facts(made).published:
        assert str(dates.parse(published))


CANONICAL = [
    (f'<link rel="canonical" href="{ADDRESS}">', ADDRESS),
    ('<link rel="canonical" href="/news/storm#top">', f"{HOST}/news/storm"),
    (f'<link rel="alternate canonical" href="{ADDRESS}?page=2">', f"{ADDRESS}?page=2"),
    ('<base href="https://cdn.lantern.example/a/"><link rel="canonical" href="b">', "https://cdn.lantern.example/a/b"),
    ('<link rel="canonical" href="/">' + meta(og__url=ADDRESS), ADDRESS),
    ('<link rel="canonical" href="https://other.example/">' + meta(og__url=ADDRESS), ADDRESS),
    ('<link rel="canonical" href="https://other.example/story/storm">', "https://other.example/story/storm"),
    (linked(article(mainEntityOfPage={"@id": ADDRESS})), ADDRESS),
    ('<link rel="canonical" href="javascript:alert(1)">', ""),
    ('<link rel="canonical" href="https://[broken/">', ""),
    ('<link rel="canonical" href="">', ""),
    (f'<link rel="canonical" href="{HOST}/{"a" * 3000}">', ""),
]


@pytest.mark.parametrize(("head", "url"), CANONICAL)
def test_the_canonical_address_is_one_of_an_article(head: str, url: str) -> None:
    assert page(head=head).url in (url, ADDRESS if not url and 'href=""' in head else url)


LANGUAGES = [
    ('lang="en-gb"', "", "en-GB"),
    ('lang="ZH_hant_tw"', "", "zh-Hant-TW"),
    ("", meta(og__locale="pt_BR"), "pt-BR"),
    ("", '<meta http-equiv="content-language" content="de, en">', "de"),
    ("", linked(article(inLanguage="fr")), "fr"),
    ('lang="english please"', meta(og__locale="en_IE"), "en-IE"),
    ('lang="und"', "", ""),
    ('lang=""', "", ""),
]


@pytest.mark.parametrize(("root", "head", "language"), LANGUAGES)
def test_the_language_is_a_valid_tag(root: str, head: str, language: str) -> None:
    assert page(root=root, head=head).language == language


def test_a_stated_language_that_the_script_gainsays_is_not_believed() -> None:
    greek = in_one_block("Το λιμάνι έσβησε τα φώτα του ένα ένα, ενώ το πλοίο περίμενε την παλίρροια. " * 3)
    found = facts(Made(name="", root='lang="en"'), greek)
    assert (found.language, found.basis["language"]) == ("el", "inferred from the text")
    assert facts(Made(name="", root='lang="el-GR"'), greek).language == "el-GR"


def test_section_site_summary_and_keywords() -> None:
    head = linked(article(articleSection=["Weather", "News"], keywords="quay, storm, quay", description="What fell."))
    found = page(head=head + meta(og__site_name=SITE, og__description="Two arms of the quay fell in the night…"))
    assert (found.section, found.site_name, found.description) == ("Weather", SITE, "What fell.")
    assert found.keywords == ("quay", "storm")
    assert found.basis["section"] == "stated: JSON-LD articleSection"
    assert found.basis["keywords"] == "stated: JSON-LD keywords"


def test_words_for_machines_are_no_keywords() -> None:
    words = "&amp;quot;quay&amp;quot; storm, P&amp;amp;O, @post-id:12, channel_other, /weather, key:value, C++; ropes"
    assert page(head=meta(keywords=words)).keywords == ('"quay" storm', "P&O", "C++", "ropes")


def test_breadcrumbs_name_the_section() -> None:
    crumbs = [{"@type": "ListItem", "item": {"name": name}} for name in ("Home", "Weather", TITLE)]
    found = page(head=linked({"@type": "BreadcrumbList", "itemListElement": crumbs}))
    assert (found.section, found.basis["section"]) == ("Weather", "inferred from the JSON-LD breadcrumbs")


def test_the_last_change_dates_a_page_that_has_no_other_date() -> None:
    found = page(head=meta(article__modified_time="2019-05-09T10:00:00Z"))
    assert (found.published, found.basis["published"]) == (
        "2019-05-09T10:00:00Z",
        "inferred from the date of the last change",
    )


def test_what_fits_no_column_is_left_out() -> None:
    long = " ".join(["Quay"] * 90)
    found = page(head=meta(article__section=long, og__site_name=long, author=f"{'Ines' * 30} Faro"), below=BYLINE)
    assert (found.section, found.site_name, found.byline) == ("", "", NAME)


def test_a_summary_that_repeats_the_title_is_none() -> None:
    assert page(head=meta(og__description=TITLE)).description == ""


def test_json_ld_of_another_page_is_passed_over() -> None:
    other = article(headline="Fish Prices Rise Again", url=f"{HOST}/fish", author="Otto Brandt")
    assert page(head=linked(other), below=BYLINE).byline == NAME


def test_a_page_about_itself_by_address_is_believed_whatever_its_headline() -> None:
    found = page(head=linked(article(headline="What We Know of the Gale", url=ADDRESS)))
    assert (found.title, found.byline, found.published) == (TITLE, NAME, TIMED)


NESTED = [
    "[" * 100_000,
    '{"a":' * 100_000,
    '{"@type":"Article","headline":"' + "\\" * 100_000,
    '{"@type":"Article","author":' + '"author" "name"' * 20_000,
    ", " * 100_000,
    '"\n' * 100_000,
    json.dumps({"@graph": [article()] * 3_000}),
    "9" * 10_000,
    "\x00",
    '{"@type":["Article",7,null],"headline":{"a":1},"author":[[[[[["x"]]]]]],"datePublished":[],"keywords":{"a":1}}',
    '{"@id":"#a","@type":"Article","author":{"@id":"#a"},"publisher":{"@id":"#a"},"mainEntityOfPage":7}',
]


@pytest.mark.parametrize("block", NESTED, ids=range(len(NESTED)))
def test_json_ld_that_is_made_to_harm_costs_no_other_fact(block: str) -> None:
    found = page(head=f'<script type="application/ld+json">{block}</script>', below=f"{BYLINE}<p>3 May 2019</p>")
    assert found.title == TITLE
    assert found.published[:10] == DAY


HARM = [
    "<h1>Title of it</h1>" + "<div>" * 20_000 + "By Jane Doe",
    "<p class=author>By Jane Doe</p>" * 5_000,
    "<time datetime=2019>x</time>" * 5_000,
    "<h1>" + "a" * 1_000_000 + "</h1>",
    "<h1>" + "- " * 190 + "</h1>",
    "<h1>x y</h1><p>" + "1/" * 2_000 + "<p>" + "By A " * 30,
    "<meta name=author content='" + "by, " * 1_200 + "'>",
    "<title>" + " - " * 1_000 + "</title><h1>a \x0b b\ud800</h1>",
]


@pytest.mark.parametrize("html", HARM, ids=range(len(HARM)))
def test_a_page_that_is_made_to_harm_gives_what_it_has(html: str) -> None:
    assert isinstance(facts_of(parsed(f"<html><body>{html}"), "https://example.org/a"), Facts)


@given(st.text(), st.text(), st.text())
def test_no_text_in_any_place_raises_or_leaves_what_cannot_be_kept(title: str, name: str, day: str) -> None:
    head = meta(og__title=title, author=name, date=day) + linked(article(headline=title, author=name))
    found = facts_of(parsed(f"<title>{title}</title>{head}<h1>{title}</h1><p>By {name}</p><p>{day}</p>"), title)
    assert len(found.title) <= 500
    assert "\n" not in found.title + found.byline
    assert not found.published or dates.parse(found.published)


def test_naughty_strings_in_every_place(shared_data: Path) -> None:
    for text in json.loads((shared_data / "hostile_blns" / "blns.json").read_text(encoding="utf-8")):
        html = f'<title>{text}</title><link rel="canonical" href="{text}">{linked(article(headline=text, author=text))}'
        found = facts_of(parsed(f"{html}<h1>{text}</h1><p>By {text}</p>"), text)
        assert found.url == "" or found.url.startswith(("http://", "https://"))
        assert not found.published or dates.parse(found.published)
