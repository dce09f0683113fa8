"""Addresses taken apart: written as HTTP wants them, or refused before anybody is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.fetching.problems import FetchError
from archive.ingest.fetching.target import Target, joined, parse


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("http://example.org", "http://example.org/"),
        ("  HTTPS://Example.ORG:443/A?b=c#d ", "https://example.org/A?b=c"),
        ("http://example.org:8080/", "http://example.org:8080/"),
        ("http://example.org./a", "http://example.org/a"),
        ("https://bücher.example/straße?ö=ü", "https://xn--bcher-kva.example/stra%C3%9Fe?%C3%B6=%C3%BC"),
        ("https://例え.テスト/道", "https://xn--r8jz45g.xn--zckzah/%E9%81%93"),
        ("http://example.org/a b?c d", "http://example.org/a%20b?c%20d"),
        ("http://example.org/a%2Fb%20c", "http://example.org/a%2Fb%20c"),
        ("http://example.org/open/../closed/%2e%2E/x", "http://example.org/x"),
        ("http://example.org/a/..", "http://example.org/"),
        ("http://example.org/a/b/.?c", "http://example.org/a/b/?c"),
        ("http://example.org?q=1", "http://example.org/?q=1"),
        ("http://example.org//two", "http://example.org//two"),
        ("http://[2001:DB8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
        ("http://93.184.215.14/", "http://93.184.215.14/"),
        ("http://127。0。0。1/", "http://127.0.0.1/"),  # for the guard to judge
    ],
)
def test_an_address_is_written_as_http_wants_it(written: str, asked: str) -> None:
    assert parse(written).url == asked


@pytest.mark.parametrize(
    "written",
    [
        "", "example.org", "/etc/passwd", "file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)",
        "data:text/html,x", "gopher://example.org/", "http:", "http://", "http:///a", "https:example.org",
        "http://user@example.org/", "http://user:word@example.org/", "http://example.org@127.0.0.1/", "http://@a.example/",
        "http://0x7f.1/", "http://0x7f000001/", "http://2130706433/", "http://127.1/", "http://0177.0.0.1/",
        "http://017700000001/", "http://1/", "http://0/", "http://127.0.0.1.1/", "http://256.1.1.1/", "http://①②⑦.1/",
        "http://[::1/", "http://::1/", "http://[fe80::1%25eth0]/", "http://[nothing]/", "http://[::1].example/",
        "http://a..example/", "http://.example/", "http://example.org../", "http://a b.example/", "http://a\\b.example/",
        "http://a%2eexample/", "http://exa\nmple.org/", "http://example.org/\x00", "http://example.org/\ud800",
        "http://example.org:port/", "http://example.org:99999/", "http://straße.example/", "http://" + "a" * 300 + "/",
        "http://example.org/" + "a" * 2000,
    ],
)  # fmt: skip
def test_what_is_no_plain_address_of_the_web_is_refused_with_a_reason(written: str) -> None:
    with pytest.raises(FetchError, match=r"not fetched|cannot be fetched"):
        parse(written)


@given(st.text(max_size=60).map(lambda rest: f"http://{rest}"))
def test_whatever_is_written_is_refused_or_becomes_plain_ascii(written: str) -> None:
    try:
        target = parse(written)
    except FetchError:
        return
    assert target.url.isascii()
    assert target.url.isprintable()
    assert " " not in target.url
    assert parse(target.url) == target


@pytest.mark.parametrize(
    ("location", "leads"),
    [
        ("/b", "https://example.org/b"),
        ("b?c", "https://example.org/dir/b?c"),
        ("//other.example/b", "https://other.example/b"),
        ("http://other.example", "http://other.example/"),
        ("/m\u00c3\u00bcde", "https://example.org/m%C3%BCde"),  # UTF-8, as http.client reads it
        ("/m\u00fcde", "https://example.org/m%C3%BCde"),
    ],
)
def test_a_redirect_leads_on(location: str, leads: str) -> None:
    assert joined(Target("https", "example.org", 443, "/dir/a"), location).url == leads


@pytest.mark.parametrize("location", ["file:///etc/passwd", "javascript:alert(1)", "ftp://example.org/", "http://[::1"])
def test_a_redirect_out_of_the_web_is_refused(location: str) -> None:
    with pytest.raises(FetchError):
        joined(Target("https", "example.org", 443, "/"), location)
