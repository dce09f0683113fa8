"""Why a fetch fails. The message says what, where, and what to do about it."""

from __future__ import annotations

from http import HTTPStatus

from archive.ingest.limits import MEGABYTE


class FetchError(Exception):
    """A page that is not fetched, or not whole.

    truncated: why a response that had begun was left, in the words of WARC 1.1 (WARC-Truncated); '' where none had.
    """

    truncated = ""


class TooSlowError(FetchError):
    """The time limit passed."""

    truncated = "time"

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"It was not all there within {seconds:g} seconds, redirects and waits included. "
            "Try again later, or raise PARALLAX_FETCH_SECONDS."
        )


class TooLongError(FetchError):
    """More bytes came, or were unpacked, than are taken."""

    truncated = "length"

    def __init__(self, what: str, most: int) -> None:
        super().__init__(
            f"It {what} more than {most / MEGABYTE:.3g} MB, the limit. Raise PARALLAX_FETCH_MEGABYTES to take it."
        )


class BrokenOffError(FetchError):
    """The server closed the connection, or spoke no HTTP, before the response was whole."""

    truncated = "disconnect"


class UnwantedError(FetchError):
    """The head of the response says that the body is of no use, so it was left."""

    truncated = "unspecified"


def phrase_of(status: int) -> str:
    """The status with its standard words: '404 Not Found'; the bare number where it has none."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
