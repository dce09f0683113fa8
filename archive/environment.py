"""Read settings from the environment, strictly: a value that is not understood stops the start with a clear error."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured
from environ import Env

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})


def flag(name: str, *, default: bool = False, environ: Mapping[str, str] = os.environ) -> bool:
    """Return a yes-or-no variable. Raises ImproperlyConfigured for any other word."""
    value = environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in TRUE:
        return True
    if value.strip().lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no. Set it to 1 or 0.")


def words(name: str, *, default: list[str], environ: Mapping[str, str] = os.environ) -> list[str]:
    """Return a comma-separated variable as a list without blanks."""
    value = environ.get(name)
    if value is None:
        return default
    return [word.strip() for word in value.split(",") if word.strip()]


def one_of(name: str, known: Collection[str], *, default: str, environ: Mapping[str, str] = os.environ) -> str:
    """Return a variable that takes one of the words `known`. Raises ImproperlyConfigured for any other."""
    value = (environ.get(name) or default).strip().lower()
    if value not in known:
        raise ImproperlyConfigured(f"{name}={value!r} is not known. Set it to one of: {', '.join(known)}.")
    return value


def number(name: str, *, default: float, most: float, environ: Mapping[str, str] = os.environ) -> float:
    """Return a variable that is a number above 0 and at most `most`. Raises ImproperlyConfigured for any other."""
    value = environ.get(name)
    if value is None or not value.strip():
        return default
    with suppress(ValueError):
        if 0 < (found := float(value)) <= most:
            return found
    raise ImproperlyConfigured(f"{name}={value!r} is not a number above 0 and at most {most:g}.")


def networks(
    name: str, *, environ: Mapping[str, str] = os.environ
) -> tuple[tuple[IPv4Network | IPv6Network, int | None], ...]:
    """Return a variable that lists networks of addresses, each with the port that is meant, or None where none is said.

    Written 10.1.0.0/16, 127.0.0.1:8123, fd00::/8 or [::1]:8123. Raises ImproperlyConfigured for anything else.
    """
    return tuple(_network(name, word) for word in words(name, default=[], environ=environ))


def _network(name: str, word: str) -> tuple[IPv4Network | IPv6Network, int | None]:
    found = re.fullmatch(r"\[([^\]]+)\](?::([0-9]{1,5}))?|([^:]+)(?::([0-9]{1,5}))?|([^\[\]]+)", word)
    written, port = (found[1] or found[3] or found[5], int(found[2] or found[4] or 0)) if found else ("", 0)
    with suppress(ValueError):
        if port < 65536:
            return ip_network(written), port or None
    raise ImproperlyConfigured(
        f"{name} cannot be read at {word!r}. Write networks, whole ones, with a port or without: "
        "10.1.0.0/16, 127.0.0.1:8123, [::1]:8123."
    )


def line(name: str, *, most: int, environ: Mapping[str, str] = os.environ) -> str:
    """Return a variable that is one line of printable ASCII, at most `most` characters; '' where it is not set.

    Raises ImproperlyConfigured for any other.
    """
    value = (environ.get(name) or "").strip()
    if len(value) > most or not re.fullmatch(r"[ -~]*", value):
        raise ImproperlyConfigured(f"{name}={value!r} is not one line of at most {most} plain ASCII characters.")
    return value


def time_zone(name: str, *, default: str, environ: Mapping[str, str] = os.environ) -> str:
    """Return a variable that names a time zone. Raises ImproperlyConfigured for one that is not known."""
    value = environ.get(name) or default
    try:
        ZoneInfo(value)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise ImproperlyConfigured(f"{name}={value!r} is no time zone. Write one as Europe/Berlin or UTC.") from error
    return value


def database(url: str) -> dict[str, Any]:
    """Return the settings of the database at `url`. Raises ImproperlyConfigured unless it is SQLite or PostgreSQL."""
    advice = "Write sqlite:////a/file, or postgres://user:password@host/name."
    try:
        config: dict[str, Any] = Env.db_url_config(url)
    except (ValueError, KeyError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read: {error}. {advice}") from error
    if config.get("ENGINE") not in {"django.db.backends.sqlite3", "django.db.backends.postgresql"}:
        raise ImproperlyConfigured(f"DATABASE_URL names no database that the archive knows. {advice}")
    return config


def refuse_unknown(prefix: str, known: Collection[str], environ: Mapping[str, str] = os.environ) -> None:
    """Raise ImproperlyConfigured for a variable with our prefix that nothing reads: most likely a slip of the keys."""
    unknown = sorted(name for name in environ if name.startswith(prefix) and name not in known)
    if unknown:
        raise ImproperlyConfigured(
            f"Nothing reads {', '.join(unknown)} from the environment. Known: {', '.join(sorted(known))}."
        )
