"""One document to an article: each kind to its reader, and whatever a reader does, an error that can be reported."""

from __future__ import annotations

import datetime as dt
from types import ModuleType
from typing import Any

import pytest

from archive.ingest import reading
from archive.ingest.catalogue import Row
from archive.ingest.extracted import IngestError
from archive.ingest.received import Given, Received
from archive.ingest.reread import text_of
from archive.ingest.store import store
from archive.models import Capture

STORY = (
    "The harbour lights went out one by one while the ferry waited for the tide to turn and carry it home.\n\n"
    "The council will decide in spring whether the old quay is to be repaired or whether it will be given up."
)
PAGE = (
    "<!doctype html><html lang=en><head><title>Lights out</title></head><body><article><h1>Lights out</h1>"
    + "".join(f"<p>{part}</p>" for part in STORY.split("\n\n"))
    + "</article></body></html>"
)


def received(raw: bytes = STORY.encode(), name: str = "storm.txt", **fields: Any) -> Received:
    return Received(raw=raw, name=name, **fields)


def test_a_text_keeps_what_was_said_of_it_where_it_was_received() -> None:
    when = dt.datetime(2014, 9, 27, tzinfo=dt.UTC)
    article = reading.read(
        received(
            name="crawl.warc",
            media_type="text/plain; charset=utf-8",
            url="https://example.org/storm",
            origin="record 3",
            received_at=when,
        ),
        Given("The Post", "en"),
    )
    assert (article.url, article.origin, article.received_at) == ("https://example.org/storm", "record 3", when)
    assert (article.source, article.language, article.name) == ("The Post", "en", "crawl.warc")
    assert article.media_type == "text/plain; charset=utf-8"
    assert article.content.text == STORY


def test_a_text_is_read_in_the_encoding_that_was_declared_and_its_bytes_are_kept() -> None:
    raw = "Ночью в порту погасли огни, и паром ждал прилива до самого утра.".encode("koi8-r")
    article = reading.read(received(raw, media_type="text/plain; charset=KOI8-R"))
    assert article.content.text.startswith("Ночью в порту")
    assert article.raw == raw


def test_a_charset_that_nobody_knows_is_no_reason_to_refuse_a_text_in_utf8() -> None:
    assert reading.read(received(media_type='text/plain; charset="x-nothing"')).content.text == STORY


def test_a_page_is_read_as_a_page_whatever_its_name() -> None:
    article = reading.read(received(PAGE.encode(), "page.txt"))
    assert article.title == "Lights out"
    assert "harbour lights went out" in article.content.text
    assert "<p>" not in article.content.text


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ("https://www.example.org/lights", "https://www.example.org/lights"),
        ("https://example.org/lights", "https://example.org/lights"),
        ("https://another.example.com/lights", "https://news.example.org/found?page=1"),
        ("https://org/lights", "https://news.example.org/found?page=1"),
    ],
)
def test_a_page_speaks_for_addresses_of_its_own_site_alone(stated: str, kept: str) -> None:
    page = PAGE.replace("<title>", f'<link rel="canonical" href="{stated}"><title>')
    article = reading.read(received(page.encode(), "crawl.warc", url="https://news.example.org/found?page=1"))
    assert article.url == kept


def test_nor_does_it_take_another_sites_name_for_its_source() -> None:
    page = PAGE.replace("<title>", '<link rel="canonical" href="https://another.example.com/lights"><title>')
    article = reading.read(received(page.encode(), "crawl.warc", url="https://news.example.org/found"))
    assert (article.source, article.source_basis) == ("news.example.org", "inferred from the address")


def test_an_address_that_nothing_states_and_nobody_can_keep_is_not_explained() -> None:
    page = PAGE.replace("<title>", '<link rel="canonical" href="https://another.example.com/lights"><title>')
    article = reading.read(received(page.encode(), "crawl.warc", url="http://under_score.example/found"))
    assert article.url == ""
    assert "url" not in article.basis
    assert article.source == "under_score.example"


def test_an_address_that_a_curator_states_holds_wherever_the_page_was_found() -> None:
    row = Row(1, "", url="https://another.example.com/lights")
    article = reading.read(received(PAGE.encode(), "crawl.warc", url="https://news.example.org/found", row=row))
    assert article.url == "https://another.example.com/lights"


@pytest.mark.parametrize("stated", ["", "The Post"])
def test_a_document_that_names_no_source_has_the_host_of_its_address(stated: str) -> None:
    article = reading.read(received(url="https://www.Example.org/storm"), Given(stated))
    assert article.source == (stated or "example.org")


@pytest.mark.parametrize(
    ("raw", "name", "media_type", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n", "a.txt", "", "no kind of document"),
        (b"anything", "a.txt", "image/png", "declared as image/png"),
        (b"PK\x03\x04", "a.zip", "", "is a container"),
        (b"", "a.txt", "", "empty"),
        (b"no \0 text", "a.txt", "text/plain", "NUL byte at byte 3"),
    ],
)
def test_what_is_no_article_says_why(raw: bytes, name: str, media_type: str, reason: str) -> None:
    with pytest.raises(IngestError, match=reason):
        reading.read(received(raw, name, media_type=media_type))


def test_a_document_that_its_row_does_not_describe_is_refused_whatever_its_kind() -> None:
    with pytest.raises(IngestError, match="catalogue says 7"):
        reading.read(received(PAGE.encode(), "a.html", row=Row(1, "a.html", size=7)))


class _RustPanic(BaseException):
    """As libraries in Rust raise them: no Exception."""


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ZeroDivisionError("a\nlibrary's"), "ZeroDivisionError: a library's"),
        (RecursionError(), "nested too deeply"),
        (MemoryError(), "more memory"),
        (_RustPanic("index out of range"), "index out of range"),
        (IngestError("As it is."), "As it is."),
    ],
)
def test_whatever_a_reader_raises_becomes_an_error_that_can_be_reported(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, reason: str
) -> None:
    def extract(*_: Any) -> None:
        raise error

    reader = ModuleType("a_reader_that_fails")
    reader.extract = extract  # type: ignore[attr-defined]
    monkeypatch.setattr(reading, "import_module", lambda _: reader)
    with pytest.raises(IngestError, match=reason) as caught:
        reading.read(received(PAGE.encode(), "a.html"))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, SystemExit])
def test_an_interrupt_is_no_error_of_a_document(
    monkeypatch: pytest.MonkeyPatch, interrupt: type[BaseException]
) -> None:
    def stop(_: str) -> None:
        raise interrupt

    monkeypatch.setattr(reading, "import_module", stop)
    with pytest.raises(interrupt):
        reading.read(received(PAGE.encode(), "a.html"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("raw", "name", "media_type"),
    [
        (STORY.encode(), "storm.txt", ""),
        (STORY.encode("utf-16"), "storm.txt", "text/plain; charset=utf-16"),
        (PAGE.encode(), "storm.html", ""),
        (PAGE.encode("utf-16"), "crawl.warc", "text/html; charset=utf-16"),
    ],
)
def test_an_earlier_capture_is_read_again_as_it_was_read_at_first(raw: bytes, name: str, media_type: str) -> None:
    url = "https://example.org/storm"
    first = store(reading.read(received(raw, name, media_type=media_type, url=url))).article
    before, old = first.content, first.capture
    assert old is not None
    second = store(reading.read(received(f"{STORY} So be it.".encode(), url=url))).article
    Capture.objects.filter(pk=old.pk).update(text=None, blocks=None, inlines=None)
    old.refresh_from_db()
    assert text_of(old, second) == before
    assert second.capture is not None
    assert text_of(second.capture, second).text.endswith("So be it.")
