"""Two distributions of Whoosh over each other stop the start, and the error says how to mend it."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
NAMES = {"Whoosh": "2.7.4", "Whoosh-Reloaded": "2.7.5", "whoosh3": "3.54.0"}
OTHERS = [name for name in NAMES if not any(distributions(name=name))]
STARTS = {"a command": ["manage.py", "check"], "the server": ["-c", "import archive.wsgi"]}


def install(folder: Path, name: str) -> None:
    """What pip leaves behind so that Python knows a distribution is there."""
    info = folder / f"{name.replace('-', '_')}-{NAMES[name]}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {NAMES[name]}\n")
    (info / "RECORD").write_text("whoosh/__init__.py,,\n")


def start(argv: list[str], path: Path, data: Path) -> subprocess.CompletedProcess[str]:
    environ = {"PYTHONPATH": str(path), "PARALLAX_DATA": str(data), "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        [sys.executable, *argv], cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("way", STARTS)
@pytest.mark.parametrize("other", OTHERS)
def test_a_second_whoosh_stops_the_start(other: str, way: str, tmp_path: Path) -> None:
    install(tmp_path / "site", other)
    done = start(STARTS[way], tmp_path / "site", tmp_path / "data")
    assert done.returncode != 0
    (mine,) = set(NAMES) - set(OTHERS)
    both = [name for name in NAMES if name in {mine, other}]
    assert f"{' and '.join(both)} are installed over each other" in done.stderr
    assert f"python -m pip uninstall --yes {' '.join(both)} && " in done.stderr


def test_all_three_are_named(tmp_path: Path) -> None:
    for other in OTHERS:
        install(tmp_path / "site", other)
    done = start(STARTS["a command"], tmp_path / "site", tmp_path / "data")
    assert done.returncode != 0
    assert f"{' and '.join(NAMES)} are installed over each other" in done.stderr


def test_one_found_twice_is_no_mixture(tmp_path: Path) -> None:
    (mine,) = set(NAMES) - set(OTHERS)
    install(tmp_path / "site", mine)
    done = start(STARTS["a command"], tmp_path / "site", tmp_path / "data")
    assert done.returncode == 0, done.stderr
