"""`make bench-choosing`: the page of two articles of 3,000 words with 100 passages each, and each of its claims chosen.

The real server serves it, headless Chromium opens it, and the page's own performance entry `choose` says how long a
choice took, from the click to the frame that shows it.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.report import Figure, Goal, figure, say, table, write
from tests.browser.conftest import FLAGS, NAMES
from tests.commands.test_serve import ROOT, fetched, serving

WORDS, PASSAGES, CLAIMS = 3_000, 100, 40  # words and passages of an article; claims of both
OPENINGS = 5
BYTES = Goal(most=250_000, own=True, unit="bytes")
REPAINT = Goal(most=50, own=True, unit="ms")
SHIFT = Goal(most=0, own=True)
VOCABULARY = (
    *("harbour", "lantern", "quay", "ferry", "winter", "garden", "council", "measure", "report", "number", "engine"),
    *("market", "city", "paper", "voice", "letter", "season", "bridge", "record", "answer", "the", "a", "of", "and"),
    *(
        "to",
        "in",
        "that",
        "was",
        "for",
        "on",
        "with",
        "by",
        "from",
        "it",
        "as",
        "said",
        "which",
        "were",
        "more",
        "than",
    ),
)
WATCH = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) window.shifted += one.value;
}).observe({ type: "layout-shift", buffered: true });
"""
# After two frames, in which what the script does at load has been painted.
SHIFTED = """() => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => done(window.shifted)));
})"""
LOADED = "() => performance.getEntriesByType('navigation')[0].loadEventEnd"
CHOSEN = """(link) => new Promise((done) => {
  new PerformanceObserver((list, observer) => {
    observer.disconnect();
    done(list.getEntriesByName("choose")[0].duration);
  }).observe({ type: "measure" });
  link.click();
})"""


@dataclass(frozen=True, slots=True)
class Opening:
    """One visit. load, choices (one a claim): milliseconds. shift: cumulative layout shift (0: none) after the load."""

    size: int
    load: float
    shift: float
    choices: tuple[float, ...]


def main() -> None:
    chromium = next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None:
        sys.exit("Chromium is not on PATH. Install it: apt-get install chromium")
    with tempfile.TemporaryDirectory() as data:
        path = _built(Path(data))
        with serving(Path(data)) as (_, address), sync_playwright() as playwright:
            fetched(address)
            browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
            openings = [_opened(browser, address + path) for _ in range(OPENINGS)]
            browser.close()
    found = _figures(openings)
    say("", table(found), "", f"Written to {write('choosing', found)}")


def _built(data: Path) -> str:
    """Fill an archive at `data` in a process of its own, whose settings name that folder. Returns the page's path."""
    environ = {**os.environ, "PARALLAX_DATA": str(data), "DJANGO_SETTINGS_MODULE": "archive.settings"}
    command = [sys.executable, "-m", "tests.benchmarks.choosing", "build"]
    done = subprocess.run(command, cwd=ROOT, env=environ, check=True, capture_output=True, text=True)
    return str(json.loads(done.stdout.splitlines()[-1]))


def build() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from archive.models import Stance
    from tests.factories import make_article, make_claim, make_passage

    call_command("migrate", verbosity=0)
    dice = random.Random(5)  # noqa: S311 - the same page in every run
    claims = [make_claim(f"Claim {number} holds, say those who should know.") for number in range(1, CLAIMS + 1)]
    articles = []
    for _ in range(2):
        words = [dice.choice(VOCABULARY) + str(number % 10) * (number % 7 == 0) for number in range(WORDS)]
        lines = [" ".join(words[start : start + 60]) for start in range(0, WORDS, 60)]
        article = make_article("\n\n".join(lines))
        for number in range(PASSAGES):
            line = lines[number // 2]
            start = line.index(" ", dice.randrange(len(line) // 2)) + 1
            quote = line[start : start + dice.randrange(40, 140)].strip()
            make_passage(article, claims[number % CLAIMS], quote, dice.choice(list(Stance)))
        articles.append(article)
    say(json.dumps(f"/compare/{articles[0].pk}-{articles[1].pk}/"))


def _opened(browser: Browser, address: str) -> Opening:
    page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page.add_init_script(WATCH)
    response = page.goto(address)
    size = len(response.body()) if response else 0
    page.wait_for_function("() => performance.getEntriesByType('navigation')[0].loadEventEnd > 0")
    opening = Opening(size, page.evaluate(LOADED), page.evaluate(SHIFTED), _choices(page))
    page.close()
    return opening


def _choices(page: Page) -> tuple[float, ...]:
    return tuple(link.evaluate(CHOSEN) for link in page.locator(".overview .choose").all())


def _figures(openings: list[Opening]) -> list[Figure]:
    """The page's own load stands beside every choice, as its peer. A claim's time is the median of all openings."""
    load = statistics.median(one.load for one in openings)
    claims = [statistics.median(times) for times in zip(*(one.choices for one in openings), strict=True)]
    return [
        figure("HTML before compression", max(one.size for one in openings), None, "bytes", BYTES),
        figure(f"choosing a claim, median of {len(claims)}", statistics.median(claims), load, "ms", REPAINT),
        figure("choosing a claim, the slowest", max(claims), load, "ms", REPAINT),
        figure("choosing the first after the load", claims[0], load, "ms"),
        figure("cumulative layout shift", max(one.shift for one in openings), None, "", SHIFT),
        figure("load of the page, median", load, None, "ms"),
    ]


if __name__ == "__main__":
    build() if sys.argv[1:] == ["build"] else main()
