"""`make run` from its inside: a fresh archive is prepared and served, again and again, and says what is wrong."""

from __future__ import annotations

import os
import re
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import urllib3

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60  # seconds until a start that hangs is given up


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(data: Path, *arguments: str) -> Iterator[tuple[str, str]]:
    """Serve from `data`; gives (what it said until it was ready, its address)."""
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", "1", *arguments],
        cwd=ROOT,
        env={**os.environ, "PARALLAX_DATA": str(data), "HOME": str(data / "home")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as server:
        try:
            yield _until_ready(server), f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _until_ready(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    said = ""
    for line in server.stdout:
        said += line
        if "Curators' pages" in line:
            return said
    pytest.fail(f"The server did not start. It said:\n{said}")


def asked(address: str, **headers: str) -> urllib3.BaseHTTPResponse:
    """The answer at `address`, asked for until the server, which has said that it starts, takes connections."""
    patient = urllib3.Retry(connect=200, backoff_factor=0.02, backoff_max=PATIENCE / 200, redirect=False)
    return urllib3.request("GET", address, headers=headers, retries=patient, timeout=PATIENCE)


def fetched(address: str) -> str:
    answer = asked(address)
    assert answer.status == 200
    return answer.data.decode()


def files(data: Path) -> dict[str, int]:
    """Every file with the time of its last change; SQLite's own files beside the database come and go."""
    return {
        str(path.relative_to(data)): path.stat().st_mtime_ns
        for path in data.rglob("*")
        if path.is_file() and "sqlite3" not in path.name
    }


@pytest.mark.slow
def test_a_fresh_archive_is_prepared_and_served_and_a_second_start_changes_nothing(tmp_path: Path) -> None:
    with serving(tmp_path) as (said, address):
        assert "applying migrations" in said
        assert "Added 5" in said
        assert f"{address}/" in said
        assert "createsuperuser" in said
        home = fetched(f"{address}/")
        assert "5 articles" in home
        sheet = re.search(r'href="(/static/css/base\.[0-9a-f]+\.css)"', home)
        assert sheet, "static files are served under names that change with them"
        assert "font" in fetched(address + sheet[1])
    before = files(tmp_path)
    with serving(tmp_path) as (said, address):
        assert "the founding collection is not loaded" in said
        assert "0 documents written" in said
        assert "5 articles" in fetched(f"{address}/")
    assert files(tmp_path) == before, "neither a file more nor one written again"
    assert not (tmp_path / "home").exists(), "nothing is written outside the data folder"


@dataclass(frozen=True)
class Served:
    """An archive without any article, on its first day."""

    data: Path
    said: str
    address: str


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = tmp_path_factory.mktemp("serving") / "new"
    with serving(data, "--without-fixtures") as (said, address):
        yield Served(data, said, address)


@pytest.mark.slow
def test_an_archive_can_start_empty(empty: Served) -> None:
    assert "Added" not in empty.said
    assert "The archive is empty" in fetched(f"{empty.address}/")


@pytest.mark.slow
def test_a_new_data_folder_is_its_owners_alone(empty: Served) -> None:
    assert stat.S_IMODE(empty.data.stat().st_mode) == 0o700
    assert stat.S_IMODE((empty.data / "secret_key").stat().st_mode) == 0o600


@pytest.mark.slow
def test_headers_do_not_say_where_the_archive_stands(empty: Served) -> None:
    """With SCRIPT_NAME a stranger could have every link of a page, which a cache might keep, lead elsewhere."""
    assert asked(f"{empty.address}/about/").status == 200
    refused = asked(f"{empty.address}/evil/about/", SCRIPT_NAME="/evil")
    assert refused.status == 404
    assert "/evil" not in refused.data.decode()


def test_a_database_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "prepare"],
        cwd=ROOT,
        env={**os.environ, "PARALLAX_DATA": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/nowhere/a.sqlite3"},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 1
    assert "The database cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_told_before_anything_is_done(tmp_path: Path) -> None:
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "manage.py", "serve", "--port", str(port)],
            cwd=ROOT,
            env={**os.environ, "PARALLAX_DATA": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
    assert done.returncode == 1
    assert f"Port {port} cannot be had" in done.stderr
    assert f"PORT={port + 1} make run" in done.stderr
    assert not (tmp_path / "archive.sqlite3").exists()
