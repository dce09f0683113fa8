"""A connection to an address that was checked, and is checked again before the first byte is sent.

The name is resolved once, by us, and the socket is connected to what was judged: nothing resolves it a second time,
when the answer may have become another. No proxy is used, whatever the environment says.
"""

from __future__ import annotations

import socket
import ssl
from ipaddress import ip_address

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from archive.ingest.fetching import guard
from archive.ingest.fetching.problems import FetchError
from archive.ingest.fetching.resolving import addresses_of, forbidden
from archive.ingest.fetching.target import Target
from archive.ingest.fetching.terms import Deadline, Terms, World
from archive.ingest.fetching.wire import Wire

EACH = 10.0  # seconds that one of several addresses of a host is tried for


class _Plain(HTTPConnection):
    """Speaks HTTP on a socket that stands already."""

    ready: socket.socket

    def _new_conn(self) -> socket.socket:
        return self.ready


class _Secure(HTTPSConnection):
    """Speaks HTTP over TLS on a socket that stands already; the certificate must be the name's."""

    ready: socket.socket

    def _new_conn(self) -> socket.socket:
        return self.ready


def open_connection(target: Target, terms: Terms, world: World, deadline: Deadline) -> tuple[HTTPConnection, Wire, str]:
    """Return (connection, the wire beneath it, the address of the other side). Nothing has been asked yet.

    Raises FetchError where the target may not be connected to, nobody answers, or the certificate is not believed.
    """
    seconds = deadline.remaining()
    addresses = addresses_of(target, world.resolve, terms.allowed, seconds)
    ready, peer = _connected(target, addresses, terms, deadline)
    connection: _Plain | _Secure
    if target.scheme == "https":
        connection = _Secure(target.host, target.port, ssl_context=world.trust())
    else:
        connection = _Plain(target.host, target.port)
    connection.ready = ready
    try:
        connection.connect()
    except (HTTPError, OSError, ValueError) as error:
        ready.close()
        deadline.remaining()
        raise FetchError(
            f"No secure connection to {target.host} came about ({_reason(error)}). "
            "Open the address in a browser: if it warns too, the site's certificate is at fault; if the site has no "
            "https://, give its address with http://."
        ) from error
    wire = Wire(connection.sock, deadline, terms.most)
    connection.sock = wire  # all of a socket that http.client asks for
    return connection, wire, peer


def _connected(
    target: Target, addresses: list[guard.Address], terms: Terms, deadline: Deadline
) -> tuple[socket.socket, str]:
    """Connect to the first of the addresses that answers. Raises FetchError where none does."""
    problem = ""
    for address in addresses:
        family = socket.AF_INET if address.version == 4 else socket.AF_INET6
        try:
            made = socket.socket(family, socket.SOCK_STREAM)
        except OSError as error:  # a machine without this family
            problem = _reason(error)
            continue
        try:
            made.settimeout(min(EACH, deadline.remaining()))
            made.connect((str(address), target.port))
            made.settimeout(deadline.remaining())  # the handshake's, as a whole
            return made, _peer_of(made, target, terms)
        except OSError as error:
            made.close()
            problem = _reason(error)
        except BaseException:
            made.close()
            raise
    raise FetchError(f"{target.origin} does not answer ({problem}). Try again later.")


def _peer_of(made: socket.socket, target: Target, terms: Terms) -> str:
    """Return the address of the other side, judged once more: it counts who we talk to, not whom we meant."""
    peer = ip_address(made.getpeername()[0])
    why = guard.refusal(peer, target.port, terms.allowed)
    own = made.getsockname()[0] == made.getpeername()[0]
    if not why and own and not guard.is_allowed(peer, target.port, terms.allowed):
        why = f"{peer} is this machine itself"
    if why:
        raise forbidden(target, why)
    return str(peer)


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return str(getattr(error, "strerror", "") or error)
