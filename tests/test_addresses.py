"""The same page under many addresses, and other pages under addresses that look alike."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.addresses import fold, key

PAGE = "https://example.org/news/storm?id=3&page=2"
SAME = [
    "http://example.org/news/storm?id=3&page=2",
    "HTTPS://EXAMPLE.ORG/news/storm?id=3&page=2",
    "//example.org/news/storm?id=3&page=2",
    "https:example.org/news/storm?id=3&page=2",
    " \thttps://example.org/news/sto\nrm?id=3&page=2 ",
    "https://www.example.org/news/storm?id=3&page=2",
    "https://www3.example.org/news/storm?id=3&page=2",
    "https://m.example.org/news/storm?id=3&page=2",
    "https://mobile.example.org/news/storm?id=3&page=2",
    "https://amp.example.org/news/storm?id=3&page=2",
    "https://www.m.example.org/news/storm?id=3&page=2",
    "https://example.org./news/storm?id=3&page=2",
    "https://example.org:443/news/storm?id=3&page=2",
    "http://example.org:80/news/storm?id=3&page=2",
    "http://example.org:080/news/storm?id=3&page=2",
    "https://reader@example.org/news/storm?id=3&page=2",
    "https://example.org/news/storm/?id=3&page=2",
    "https://example.org//news///storm?id=3&page=2",
    "https://example.org/news/./old/../storm?id=3&page=2",
    "https://example.org\\news\\storm?id=3&page=2",
    "https://example.org/news/storm/index.html?id=3&page=2",
    "https://example.org/news/storm/Default.aspx?id=3&page=2",
    "https://example.org/%6Eews/st%6frm?id=3&page=2",
    "https://example.org/news/storm?page=2&id=3",
    "https://example.org/news/storm?&&id=3&page=2&",
    "https://example.org/news/storm?i%64=3&page=2",
    "https://example.org/news/storm?id=3&page=2#comments",
    "https://example.org/news/storm?id=3&page=2#:~:text=gale",
    "https://example.org/news/storm?id=3&page=2#",
    "https://example.org/news/storm/amp/?id=3&page=2",
    "https://example.org/news/storm/amp?id=3&page=2",
    "https://example.org/amp/news/storm?id=3&page=2",
    "https://example.org/news/storm/amp/index.html?id=3&page=2",
    "https://example.org/news/storm?amp=1&id=3&page=2",
    "https://example.org/news/storm?amp&id=3&page=2",
    "https://example.org/news/storm?id=3&page=2&outputType=amp",
    "https://example-org.cdn.ampproject.org/c/s/example.org/news/storm?id=3&page=2",
    "https://www.google.com/amp/s/www.example.org/news/storm/amp/?id=3&page=2",
    "https://example.org/news/storm?utm_source=x&id=3&UTM_Medium=mail&page=2",
    "https://example.org/news/storm?id=3&page=2&fbclid=IwAR0&gclid=a&mc_cid=b&ref=home&share=1&cmpid=c",
]
OTHERS = [
    "https://example.org/news/storm?id=4&page=2",
    "https://example.org/news/storm?id=3&page=3",
    "https://example.org/news/storm?id=3",
    "https://example.org/news/Storm?id=3&page=2",
    "https://example.org/news/storms?id=3&page=2",
    "https://example.org/news%2Fstorm?id=3&page=2",
    "https://example.org/storm?id=3&page=2",
    "https://example.org:8080/news/storm?id=3&page=2",
    "https://news.example.org/news/storm?id=3&page=2",
    "https://example.com/news/storm?id=3&page=2",
    "https://example.org/news/storm?id=3&page=2#!/photo/7",
]


@pytest.mark.parametrize("address", SAME)
def test_the_same_page_has_one_key(address: str) -> None:
    assert fold(address) == PAGE
    assert key(address) == key(PAGE)


@pytest.mark.parametrize("address", OTHERS)
def test_another_page_has_another_key(address: str) -> None:
    assert key(address) != key(PAGE)


@pytest.mark.parametrize(
    ("address", "folded"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://example.org/index.php", "https://example.org/"),
        ("https://example.org/amp", "https://example.org/amp"),  # the page is about amplifiers, for all we know
        ("https://example.org/a.amp.html", "https://example.org/a.html"),
        ("https://example.org/a.amp", "https://example.org/a"),
        ("https://en.m.example.org/wiki/Quay", "https://en.example.org/wiki/Quay"),
        ("https://m.co.uk/a", "https://m.co.uk/a"),
        ("https://www.com/a", "https://www.com/a"),
        ("https://amp.dev/a", "https://amp.dev/a"),
        ("https://www.example.co.uk/a", "https://example.co.uk/a"),
        ("https://Bücher.example/Größe", "https://xn--bcher-kva.example/Gr%C3%B6%C3%9Fe"),
        ("https://xn--bcher-kva.example/Gr%c3%b6%C3%9fe", "https://xn--bcher-kva.example/Gr%C3%B6%C3%9Fe"),
        ("https://example.org/a b?q=c+d%20e", "https://example.org/a%20b?q=c%20d%20e"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://[2001:DB8::1]:443/a", "https://[2001:db8::1]/a"),
        ("https://example.org/?p=12&s=storm", "https://example.org/?p=12&s=storm"),
        ("https://example.org/#!/storm", "https://example.org/#!/storm"),
        ("mailto:ines@example.org", "mailto:ines@example.org"),
        ("storm.html", "storm.html"),
        ("", ""),
    ],
)
def test_each_part_is_folded(address: str, folded: str) -> None:
    assert fold(address) == folded


def test_an_empty_address_has_no_key() -> None:
    assert key("") == ""


PIECES = (
    "a|B|amp|index.html|.amp|..|.|/|//|%|%2f|%41|%zz|?|&|=|#|!|id=3|utm_a=b|www.|m.|example.org|:80|:8|@|[|]|\\|é"
    "|\ud800|\x00| |google.com/amp/s/|google.com/|s/|x.cdn.ampproject.org/c/|+|%25|%e2%82|ß|։|／|。|http://|com."
)
ADDRESSES = st.lists(st.sampled_from(PIECES.split("|"))).map("".join)


@example("http://\x80A´")  # a mark that becomes a space and another, which then joins the letter
@given(st.one_of(ADDRESSES.map("https://".__add__), st.text(), st.text().map("http://".__add__)))
def test_folding_never_raises_and_twice_is_once(address: str) -> None:
    assert fold(fold(address)) == fold(address)
    assert len(key(address)) in (0, 64)


NAMES = st.text("abcdefgh", min_size=3, max_size=8)


TRACKERS = st.sampled_from(["utm_campaign", "fbclid", "gclid", "mc_eid", "ref", "cmpid", "igshid"])


@given(NAMES, NAMES, TRACKERS, st.text())
def test_only_a_tracking_parameter_apart_they_meet(section: str, page: str, name: str, value: str) -> None:
    address = f"https://example.org/{section}/{page}?id=1"
    value = value.replace("#", "").replace("&", "")
    assert key(f"{address}&{name}={value}") == key(address)


@given(NAMES, NAMES, st.sampled_from(["id", "p", "page", "q", "article", "v", "story"]))
def test_a_path_or_an_id_apart_they_do_not_meet(one: str, other: str, name: str) -> None:
    if one != other:
        assert key(f"https://example.org/{one}") != key(f"https://example.org/{other}")
        assert key(f"https://example.org/?{name}={one}") != key(f"https://example.org/?{name}={other}")
