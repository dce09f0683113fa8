"""Which addresses may be connected to: those of the internet at large, and those that the settings open."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.fetching.guard import refusal

INSIDE = [
    "0.0.0.1", "10.1.2.3", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.8.8.8", "168.63.129.16",
    "169.254.169.254", "172.16.0.1", "172.31.255.254", "192.0.0.192", "192.0.2.7", "192.88.99.1", "192.168.1.1",
    "198.18.0.1", "198.51.100.1", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:93.184.215.14", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "2002:5db8:d70e::1", "3fff::1", "5f00::1",
    "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%1", "fec0::1", "ff02::1", "4000::1",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_not_of_the_internet_is_refused(address: str) -> None:
    assert refusal(ip_address(address), 80, ()).startswith(str(ip_address(address)))


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "8.8.8.8", "172.32.0.1", "2606:2800:21f::1", "64:ff9b::5db8:d70e"]
)
@pytest.mark.parametrize("port", [80, 443, 8080, 8443])
def test_what_is_of_the_internet_may_be_connected_to(address: str, port: int) -> None:
    assert refusal(ip_address(address), port, ()) == ""


@given(st.integers(0, 2**32 - 1).map(IPv4Address))
def test_no_address_passes_that_python_takes_for_special(address: IPv4Address) -> None:
    if refusal(address, 443, ()) == "":
        assert address.is_global
        assert not any((address.is_multicast, address.is_reserved, address.is_link_local))


@given(st.ip_addresses(v=6))
def test_no_long_address_passes_that_python_takes_for_special(address: IPv6Address) -> None:
    if refusal(address, 443, ()) == "":
        inner = IPv4Address(address.packed[-4:])
        assert address.is_global or (address in ip_network("64:ff9b::/96") and inner.is_global)
        assert not any((address.is_multicast, address.ipv4_mapped, address.sixtofour, address.teredo))


@pytest.mark.parametrize("port", [0, 21, 22, 25, 6379, 8000, 65535])
def test_other_ports_are_refused(port: int) -> None:
    assert f"port {port}" in refusal(ip_address("93.184.215.14"), port, ())


def test_a_network_is_opened_at_the_usual_ports_or_at_its_own() -> None:
    allowed = ((ip_network("10.1.0.0/16"), None), (ip_network("127.0.0.1/32"), 9000))
    assert refusal(ip_address("10.1.2.3"), 443, allowed) == ""
    assert refusal(ip_address("10.1.2.3"), 9000, allowed) != ""
    assert refusal(ip_address("10.2.2.3"), 443, allowed) != ""
    assert refusal(ip_address("127.0.0.1"), 9000, allowed) == ""
    assert refusal(ip_address("127.0.0.1"), 80, allowed) != ""
    assert refusal(ip_address("127.0.0.2"), 9000, allowed) != ""
