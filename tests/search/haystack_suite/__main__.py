"""Fetch the published tests, run them, and compare what fails with what is expected to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent.parent
FOLDER = ROOT / "var" / "haystack_suite"
EXPECTED = Path(__file__).with_name("expected_differences.toml")
TESTS = "test_haystack.whoosh_tests"
STOCK = "haystack.backends.whoosh_backend.WhooshEngine"
OURS = "tests.search.haystack_suite.engine.Engine"


def fetched() -> Path:
    """The folder that holds test_haystack, of the Haystack that is installed; from PyPI where it is not there yet."""
    wanted = version("django-haystack")
    folder = FOLDER / wanted
    if folder.is_dir():
        return folder
    with tempfile.TemporaryDirectory(dir=_made(FOLDER)) as place:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        command = [*pip, "--no-binary", ":all:", "--dest", place, f"django-haystack=={wanted}"]
        if subprocess.run(command, check=False).returncode:
            raise SystemExit(
                "Haystack's source distribution, which holds its tests, could not be fetched; the lines above say why. "
                "Once the package index can be reached, run: make test-haystack"
            )
        (archive,) = Path(place).glob("*.tar.gz")
        with tarfile.open(archive) as opened:
            members = [one for one in opened.getmembers() if "/test_haystack/" in one.name]
            opened.extractall(place, members, filter="data")
        next(Path(place).glob("*/test_haystack")).parent.rename(folder)
    return folder


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def outcomes(folder: Path, engine: str) -> dict[str, str]:
    """Run the tests against an engine; by test an empty string, or the error."""
    with tempfile.TemporaryDirectory(prefix="haystack-suite-") as place:
        written = Path(place) / "outcomes.json"
        environ = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.search.haystack_suite.settings",
            "SUITE_ENGINE": engine,
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(folder)]),
            "SUITE_FOLDER": place,
            "SUITE_OUTCOMES": str(written),
        }
        # The published tests silence warnings themselves, but not those that Python gives while it compiles them.
        command = [sys.executable, "-W", "ignore", "-m", "django", "test", TESTS]
        done = subprocess.run(command, cwd=place, env=environ, capture_output=True, text=True, check=False)
        if not written.is_file():
            raise SystemExit(f"The published tests did not run to their end:\n{done.stdout}\n{done.stderr}")
        found: dict[str, str] = json.loads(written.read_text())
        return found


def differences(found: Mapping[str, str], expected: Mapping[str, str]) -> list[str]:
    """What is not as expected, in sentences."""
    wrong = [f"{test} fails: {error}" for test, error in found.items() if error and test not in expected]
    for test in expected:
        if test not in found:
            wrong.append(f"{test} is expected to differ, but there is no such test.")
        elif not found[test]:
            wrong.append(f"{test} passes: take it off {EXPECTED.name}.")
    return wrong


def main() -> None:
    expected: dict[str, str] = {
        f"{TESTS}.{test}": reason for test, reason in tomllib.loads(EXPECTED.read_text())["differs"].items()
    }
    folder = fetched()
    by_stock, by_ours = outcomes(folder, STOCK), outcomes(folder, OURS)
    sys.stdout.write(f"{len(by_ours)} published tests, {len(expected)} of them expected to differ.\n")
    wrong = [f"Not run rightly, since the stock backend fails: {one}" for one in differences(by_stock, {})]
    wrong += differences(by_ours, expected)
    if wrong or not by_ours:
        raise SystemExit("\n".join(wrong) or "No tests were found.")


if __name__ == "__main__":
    main()
