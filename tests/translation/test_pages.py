"""Every page in other languages: nothing that readers meet stays English, nothing that machines read is changed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils.translation import get_language_bidi, override

from archive.models import Article, Claim, Passage, Source, Tag
from archive.urls import urlpatterns
from tests.translation import site
from tests.translation.catalogues import write_pseudo
from tests.translation.words import LATIN, NAMES, for_machines, said_by, texts_of, unmarked

pytestmark = pytest.mark.django_db

PSEUDO = "el"  # so that dates, names of languages and Django's own words are Greek as well
# Routes that are no pages: their readers are programs, or they are files to keep.
NO_PAGES = {"robots", "favicon", "complete", "article-citation", "passage-citation"}
# Words that English and German share.
SHARED = {"Text", "Name", "Status", "Version", "Index", "Position", "Export", "Details", "Matrix"}


@pytest.fixture
def addresses(searchable: None) -> list[str]:
    site.build()
    return site.addresses()


def read(client: Client, address: str, language: str) -> BeautifulSoup:
    response = client.get(address, headers={"accept-language": language}, follow=True)
    assert response.status_code in {200, 404}, f"{address}: {response.status_code}"
    return BeautifulSoup(response.content.decode(), "html.parser")


def test_every_page_is_walked(addresses: list[str]) -> None:
    routes = {pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)}
    assert site.names(addresses) == routes - NO_PAGES


def test_every_text_of_every_page_is_marked_for_translation(
    client: Client, addresses: list[str], settings: Any, tmp_path: Path
) -> None:
    write_pseudo(tmp_path, PSEUDO)
    settings.LOCALE_PATHS = [tmp_path]
    settings.LANGUAGES = [*settings.LANGUAGES, (PSEUDO, "Pseudo")]
    left: dict[str, list[str]] = {}
    for address in addresses:
        tree = read(client, address, PSEUDO)
        assert tree.select_one(f'html[lang="{PSEUDO}"]'), address
        for one in unmarked(tree):
            left.setdefault(one, []).append(address)
    assert left == {}, "\n".join(f"{one}  on {', '.join(on[:3])}" for one, on in left.items())


def test_german_pages_say_nothing_in_english(client: Client, addresses: list[str]) -> None:
    left: dict[str, list[str]] = {}
    for address in addresses:
        english, german = (
            [*texts_of(tree), *said_by(tree)] for tree in (read(client, address, code) for code in ("en", "de"))
        )
        known = {word.text.strip() for word in english}
        for word in german:
            text = NAMES.sub("", word.text).strip()
            if word.text.strip() in known and LATIN.search(text) and text not in SHARED:
                left.setdefault(f"{word.where}: {text!r}", []).append(address)
    assert left == {}, "\n".join(f"{one}  on {', '.join(on[:3])}" for one, on in left.items())


def test_what_machines_read_is_the_same_in_every_language(admin_client: Client, addresses: list[str]) -> None:
    """Keys, addresses, dates and coordinates: a separator of thousands or a decimal comma in one of them breaks it."""
    for address in addresses:
        english, german = (for_machines(read(admin_client, address, code)) for code in ("en", "de"))
        assert [pair for pair in zip(english, german, strict=True) if pair[0] != pair[1]] == [], address
        grouped = [one for one in english if re.search(r"1,234,\d|1,1\d\d\b", one[2])]
        assert grouped == [], address


def test_curators_in_another_language_save_the_same_values(admin_client: Client, addresses: list[str]) -> None:
    assert addresses
    rows = [model.objects.order_by("pk")[0] for model in (Article, Claim, Passage, Source, Tag)]
    for row in rows:
        for page in ("changelist", "add", "change"):
            name = f"admin:archive_{row._meta.model_name}_{page}"
            address = reverse(name, args=[row.pk] if page == "change" else [])
            english, german = (_values(read(admin_client, address, code)) for code in ("en", "de"))
            assert english == german, address


def _values(tree: BeautifulSoup) -> list[tuple[str, str, str]]:
    """What a form would send, and where links lead; without the tokens, which differ each time."""
    for token in tree.select("[name=csrfmiddlewaretoken], [type=submit], script"):
        token.extract()
    content = tree.select_one("#content")
    assert content is not None
    return [one for one in for_machines(content) if one[1] in {"name", "value", "href", "id", "for", "action"}]


def test_a_page_says_its_language_and_that_it_depends_on_the_reader(client: Client) -> None:
    german = client.get("/about/", headers={"accept-language": "de-AT, en;q=0.5"})
    assert german.headers["Content-Language"] == "de"
    assert "Accept-Language" in german.headers["Vary"]
    tree = BeautifulSoup(german.content.decode(), "html.parser")
    html = tree.select_one("html")
    assert html is not None
    assert html["lang"] == "de"
    assert not html.has_attr("dir")


@pytest.mark.parametrize("asked", ["", "en-US", "en", "fr, ja;q=0.4", "x" * 400])
def test_who_reads_none_of_the_languages_reads_english(client: Client, asked: str) -> None:
    response = client.get("/about/", headers={"accept-language": asked})
    assert response.headers["Content-Language"] == "en-gb"
    assert "About Parallax" in response.content.decode()


def test_german_dates_and_numbers_are_written_as_germans_write_them(client: Client, addresses: list[str]) -> None:
    def words(address: str) -> str:
        return " ".join(read(client, address, "de").get_text(" ").split())

    articles = words("/articles/")
    for date in ("27. September 2014, 06:21 (UTC+9)", "Juli 2019", "2013 (unsicher)", "2015 bis 2016", "Frühling 2017"):
        assert date in articles
    assert "3. Februar 2018" in articles
    assert "1.102 Behauptungen" in words("/claims/")
    assert "2. Januar 2026, 03:04 UTC" in words(addresses[5])


def test_english_numbers_have_their_separators(client: Client, addresses: list[str]) -> None:
    text = " ".join(read(client, "/claims/", "en").get_text(" ").split())
    assert "1,102 claims" in text


def test_a_language_that_is_written_from_right_to_left_turns_the_page(client: Client, settings: Any) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "العربية")]
    with override("ar"):
        assert get_language_bidi()
    html = read(client, "/about/", "ar").select_one("html")
    assert html is not None
    assert (html["lang"], html["dir"]) == ("ar", "rtl")
