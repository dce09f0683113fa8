"""An address taken apart strictly: what is not plainly of the web is refused before any name is looked up."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from archive.ingest.fetching.problems import FetchError

LONGEST = 2000  # characters of an address, as its column holds them
PORTS = {"http": 80, "https": 443}
_SAFE = "/%:@!$&'()*+,;=~[]"  # signs of a path that mean what they are
_DEVIATING = "ßς\u200c\u200d"  # IDNA 2003, which Python has, and IDNA 2008 make different names of these


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked of whom. All ASCII; host: in lower case, an IPv6 address without brackets; path: with the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and, unless it is the scheme's own, port: https://example.org."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == PORTS[self.scheme] else f":{self.port}")

    @property
    def url(self) -> str:
        return self.origin + self.path

    @property
    def literal(self) -> IPv4Address | IPv6Address | None:
        """The host where it is an address, None where it is a name."""
        try:
            return ip_address(self.host)
        except ValueError:
            return None

    def at(self, path: str) -> Target:
        """Another path at the same place."""
        return Target(self.scheme, self.host, self.port, path)


def parse(url: str) -> Target:
    """Return what an address asks for; its fragment is dropped, other scripts are encoded as HTTP wants them.

    Raises FetchError where it is not of the web, names a user, or writes its host in a way that is read differently by
    different readers (127.1, 0x7f000001).
    """
    url = url.strip()
    if len(url) > LONGEST:
        raise _error(url, f"it is longer than {LONGEST} characters")
    try:
        url.encode()
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _error(url, f"it cannot be read ({error})") from error
    if parts.scheme not in PORTS:
        raise _error(url, "it must begin with http:// or https://")
    if re.search(r"[\x00-\x1f\x7f]", url):
        raise _error(url, "it holds control characters")
    if "@" in parts.netloc:
        raise FetchError(
            "Addresses that hold a user's name or password are not fetched. Leave out what stands before @."
        )
    target = Target(parts.scheme, _host(url, parts), PORTS[parts.scheme] if port is None else port, _path(parts))
    if len(target.url) > LONGEST:
        raise _error(url, f"it is longer than {LONGEST} characters as HTTP writes it")
    return target


def joined(base: Target, location: str) -> Target:
    """Return where a redirect leads, its Location as http.client reads it: bytes as Latin-1. Raises FetchError."""
    with suppress(UnicodeError):  # it may be Latin-1 itself
        location = location.encode("latin-1").decode()
    try:
        return parse(urljoin(base.url, location.strip()))
    except ValueError as error:
        raise _error(location, f"it cannot be read ({error})") from error


def _host(url: str, parts: SplitResult) -> str:
    host = parts.hostname or ""
    if "[" in parts.netloc:
        return _six(url, host, parts.netloc)
    if any(sign in host for sign in _DEVIATING):
        raise _error(url, "its host has letters that are encoded in two ways: write it as it is registered, xn--…")
    try:
        host = host.encode("idna").decode().lower().removesuffix(".")
    except UnicodeError as error:
        raise _error(url, f"its host is no name ({error})") from error
    if len(host) > 253 or not re.fullmatch(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*", host):
        raise _error(url, "its host is neither a name nor an address")
    # Systems read 127.1, 0x7f.1 and 2130706433 as addresses, each in its own way.
    if re.fullmatch(r"[0-9]+|0x[0-9a-f]*", host.rpartition(".")[2]) and not _is_four(host):
        raise _error(url, "its host is a number: write the address as four numbers, 192.0.2.1")
    return host


def _six(url: str, host: str, netloc: str) -> str:
    if not re.fullmatch(r"\[[^\[\]]*\](:[0-9]*)?", netloc):
        raise _error(url, "its host is neither a name nor an address")
    try:
        found = IPv6Address(host)
    except ValueError as error:
        raise _error(url, "what stands in brackets is no IPv6 address") from error
    if found.scope_id is not None:
        raise _error(url, "addresses of one network card are not fetched")
    return str(found)


def _is_four(host: str) -> bool:
    try:
        IPv4Address(host)
    except ValueError:
        return False
    return True


def _path(parts: SplitResult) -> str:
    """Path and query with everything encoded that must be, and without dot segments, which servers resolve anyhow."""
    path = re.sub("%2e", ".", quote(parts.path, safe=_SAFE), flags=re.IGNORECASE)
    kept: list[str] = []
    for segment in path.split("/")[1:]:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if path.endswith(("/.", "/..")):
        kept.append("")
    query = quote(parts.query, safe=_SAFE + "?")
    return "/" + "/".join(kept) + (f"?{query}" if query else "")


def _error(url: str, why: str) -> FetchError:
    shown = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "�", url[:200])
    return FetchError(f"The address {shown!r} cannot be fetched: {why}. Copy it from the browser's address bar.")
