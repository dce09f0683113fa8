"""From a name to addresses that may be connected to: all that it resolves to must be, or none is."""

from __future__ import annotations

import queue
import socket
import threading
from collections.abc import Callable, Sequence
from ipaddress import ip_address

from archive.ingest.fetching import guard
from archive.ingest.fetching.problems import FetchError
from archive.ingest.fetching.target import Target

# From a host's name to its addresses, as '192.0.2.1' or '2001:db8::1'. Raises OSError where there are none.
Resolver = Callable[[str], Sequence[str]]


def system_resolver(host: str) -> list[str]:
    """The system's own answer: its hosts file, DNS, and whatever else it is set up to ask."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


def addresses_of(
    target: Target, resolve: Resolver, allowed: Sequence[guard.Allowance], seconds: float
) -> list[guard.Address]:
    """Return the addresses of a target's host, asked for once and waited for at most `seconds`.

    Raises FetchError where there are none, or where any of them may not be connected to: a name with one foot inside is
    set up to reach inside.
    """
    if not guard.may_use(target.port, allowed):
        raise forbidden(target, f"port {target.port} is not fetched from")
    literal = target.literal
    found = [literal] if literal else [ip_address(one) for one in _answers(target.host, resolve, seconds)]
    for address in found:
        if why := guard.refusal(address, target.port, allowed):
            raise forbidden(target, why)
    return found


def forbidden(target: Target, why: str) -> FetchError:
    return FetchError(
        f"{target.origin} is not fetched from: {why}. If it is meant to be, whoever runs this archive can allow it: "
        "PARALLAX_FETCH_ALLOW."
    )


def _answers(host: str, resolve: Resolver, seconds: float) -> Sequence[str]:
    """Ask in a thread of its own: the system's resolver cannot be told when to give up."""
    answers: queue.SimpleQueue[Sequence[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(host))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, name="resolve", daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise FetchError(f"Nobody said in time which address {host} has. Try again later.") from None
    if isinstance(answer, Exception) or not answer:
        why = f" ({answer})" if answer else ""
        raise FetchError(f"There is no host {host}{why}. Look for a slip in the address.")
    return answer
