"""The settings of fetching, read strictly."""

from __future__ import annotations

import os
import subprocess
import sys
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from archive import environment
from archive.ingest.fetching.terms import terms_of_settings

ROOT = Path(__file__).resolve().parent.parent.parent.parent


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", ()),
        ("10.1.0.0/16", ((ip_network("10.1.0.0/16"), None),)),
        ("127.0.0.1:8123, ::1", ((ip_network("127.0.0.1/32"), 8123), (ip_network("::1/128"), None))),
        ("[::1]:8123", ((ip_network("::1/128"), 8123),)),
        ("[fd00::/8],192.168.0.0/24:81", ((ip_network("fd00::/8"), None), (ip_network("192.168.0.0/24"), 81))),
    ],
)
def test_networks_are_read_with_their_ports(written: str, read: Any) -> None:
    assert environment.networks("X", environ={"X": written}) == read


@pytest.mark.parametrize(
    "written",
    ["localhost", "localhost:8000", "10.1.2.3/16", "10.0.0.0/8:99999", "[::1", "*", "10.0.0.0/8:http", "::1]:8"],
)
def test_what_is_no_network_is_refused(written: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="Write networks"):
        environment.networks("X", environ={"X": written})


@pytest.mark.parametrize("written", ["0", "-1", "nan", "inf", "601", "ten"])
def test_what_is_no_number_in_reach_is_refused(written: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="above 0 and at most 600"):
        environment.number("X", default=30, most=600, environ={"X": written})


@pytest.mark.parametrize("written", ["a\nb", "café", "x" * 201])
def test_a_contact_that_no_header_can_carry_is_refused(written: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="plain ASCII"):
        environment.line("X", most=200, environ={"X": written})


def test_the_environment_reaches_the_terms() -> None:
    code = (
        "import django; django.setup()\n"
        "from archive.ingest.fetching.terms import terms_of_settings as terms\n"
        "print(terms().allowed, terms().seconds, terms().most, terms().agent, sep='|')"
    )
    given = {
        "PARALLAX_FETCH_ALLOW": "127.0.0.1:8123",
        "PARALLAX_FETCH_SECONDS": "12.5",
        "PARALLAX_FETCH_MEGABYTES": "0.5",
        "PARALLAX_FETCH_CONTACT": "mailto:desk@news.example",
    }
    environ = {**os.environ, **given, "DJANGO_SETTINGS_MODULE": "archive.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environ, capture_output=True, text=True, check=True
    )
    allowed, seconds, most, agent = done.stdout.strip().split("|")
    assert (allowed, seconds, most) == ("((IPv4Network('127.0.0.1/32'), 8123),)", "12.5", "500000")
    assert agent.startswith("Parallax/")
    assert "mailto:desk@news.example" in agent


def test_nothing_private_is_allowed_unless_it_is_said() -> None:
    assert tuple(terms_of_settings().allowed) == ()
