"""Which addresses are of one site, so that a page may state one of them as its own."""

from __future__ import annotations

import pytest

from archive.ingest.sites import same_site


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://paper.example/a", "http://www.paper.example:8080/b"),
        ("https://m.paper.example/a", "https://paper.example/a"),
        ("https://paper.co.uk/a", "https://amp.news.paper.co.uk/a"),
        ("https://quay.github.io/a", "https://quay.github.io/b"),
        ("https://old.quay.github.io/a", "https://quay.github.io/a"),
        ("https://m.b\u00fccher.example/", "https://b\u00fccher.example/"),
        ("https://192.0.2.1/a", "https://192.0.2.1/b"),
        ("http://quay/a", "http://quay/b"),
    ],
)
def test_a_host_and_those_below_it_are_one_site(one: str, other: str) -> None:
    assert same_site(one, other)
    assert same_site(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://paper.example/", "https://other.example/"),
        ("https://paper.example/", "https://notpaper.example/"),
        ("https://paper.example/", "https://example/"),
        ("https://quay.github.io/", "https://ferry.github.io/"),
        ("https://quay.github.io/", "https://github.io/"),
        ("https://quay.github.io/", "https://www.github.io/"),
        ("https://paper.co.uk/", "https://co.uk/"),
        ("https://quay.blogspot.com/", "https://blogspot.com/"),
        ("https://paper.city.kawasaki.jp.evil.example/", "https://kawasaki.jp/"),
        ("https://paper.quay.kawasaki.jp/", "https://quay.kawasaki.jp/"),  # *.kawasaki.jp gives names
        ("https://paper.quay.kawasaki.jp/", "https://kawasaki.jp/"),
        ("https://1.192.0.2.1/", "http://["),
        ("", ""),
    ],
)
def test_strangers_below_one_name_are_not(one: str, other: str) -> None:
    assert not same_site(one, other)
    assert not same_site(other, one)
