"""Which addresses may be connected to. Names are never judged: what they resolve to is."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Allowance = tuple[Network, int | None]

USUAL_PORTS = frozenset({80, 443, 8080, 8443})

# From the IANA's registries of special-purpose addresses. What Python calls global differs between its versions.
_SPECIAL: tuple[tuple[Network, str], ...] = tuple(
    (ip_network(network), kind)
    for network, kind in (
        ("0.0.0.0/8", "this machine's own network"),
        ("10.0.0.0/8", "a private network"),
        ("100.64.0.0/10", "a provider's inner network"),
        ("127.0.0.0/8", "this machine itself"),
        ("168.63.129.16/32", "a cloud's own service"),
        ("169.254.0.0/16", "the local link, where clouds keep their secrets"),
        ("172.16.0.0/12", "a private network"),
        ("192.0.0.0/24", "a protocol's own network"),
        ("192.0.2.0/24", "an example in documents"),
        ("192.88.99.0/24", "a relay into other networks"),
        ("192.168.0.0/16", "a private network"),
        ("198.18.0.0/15", "a network for measurements"),
        ("198.51.100.0/24", "an example in documents"),
        ("203.0.113.0/24", "an example in documents"),
        ("224.0.0.0/4", "many machines at once"),
        ("240.0.0.0/4", "reserved"),
        ("::/128", "this machine's own network"),
        ("::1/128", "this machine itself"),
        ("::ffff:0:0/96", "an IPv4 address in disguise"),
        ("64:ff9b:1::/48", "an IPv4 address in disguise"),
        ("fc00::/7", "a private network"),
        ("fe80::/9", "the local link"),
        ("ff00::/8", "many machines at once"),
        ("2001::/23", "a protocol's own network"),
        ("2001:db8::/32", "an example in documents"),
        ("2002::/16", "an IPv4 address in disguise"),
        ("3fff::/20", "an example in documents"),
    )
)
_UNICAST = IPv6Network("2000::/3")  # all that is given out for the internet at large
_TRANSLATED = IPv6Network("64:ff9b::/96")  # how a network without IPv4 reaches it: the last four bytes are the address


def refusal(address: Address, port: int, allowed: Sequence[Allowance]) -> str:
    """Return why `address` may not be connected to at `port`; '' where it may.

    An allowance opens its network at its port, or at the usual ones where it names none.
    """
    if is_allowed(address, port, allowed):
        return ""
    if kind := _kind(address):
        return f"{address} is {kind}"
    return "" if port in USUAL_PORTS else f"port {port} is not one of {', '.join(map(str, sorted(USUAL_PORTS)))}"


def is_allowed(address: Address, port: int, allowed: Sequence[Allowance]) -> bool:
    """Whether the settings open `address` at `port`, whatever it is."""
    return any(address in network and _port_fits(port, own) for network, own in allowed)


def may_use(port: int, allowed: Sequence[Allowance]) -> bool:
    """Whether any address at all may be connected to at `port`; saves asking for the name's addresses."""
    return port in USUAL_PORTS or any(own == port for _, own in allowed)


def _port_fits(port: int, own: int | None) -> bool:
    return port in USUAL_PORTS if own is None else port == own


def _kind(address: Address) -> str:
    """What an address is, if it is not of the internet at large; '' if it is."""
    for network, kind in _SPECIAL:
        if address in network:
            return kind
    if isinstance(address, IPv4Address) or address in _UNICAST:
        return ""
    if address in _TRANSLATED:
        return _kind(IPv4Address(address.packed[-4:]))
    return "reserved"
