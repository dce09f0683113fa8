"""`make bench-rendering`: what marks cost, in time and in bytes; alone and on the pages that show them.

A text and its marks beside ten times as much of both; a page with passages beside the same page without. All are asked
in turn in one run, of a database that the run makes. Needs no network and no other package.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.measure import interleaved, median
from tests.benchmarks.report import Figure, Goal, figure, say, table, write

if TYPE_CHECKING:
    from django.test import Client

WORDS = 3_000  # of an article: a long read
GROWTH, MARKED = Goal(most=12.0), Goal(most=3.0)
PAGE, BODIES = Goal(most=250, own=True, unit="kB"), Goal(most=130, own=True, unit="kB")
Work = Callable[[], Any]


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="make bench-rendering", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="how often each is asked for, after a first time")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        _set_up(Path(folder))
        found = [*_growth(options.rounds), *_pages(options.rounds), *_sizes()]
    say(table(found), f"Written to {write('rendering', found)}")


def _set_up(folder: Path) -> None:
    os.environ["PARALLAX_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    for name in ("DATABASE_URL", "SEARCH_URL", "PARALLAX_DEBUG", "PARALLAX_HTTPS", "PARALLAX_ALLOWED_HOSTS"):
        os.environ.pop(name, None)
    import django

    django.setup()
    from django.core.management import call_command

    from archive.search import rebuilding
    from archive.static_files import gather

    call_command("migrate", verbosity=0, interactive=False)
    rebuilding.rebuild()  # what is made up from here on is indexed as it is saved
    gather()  # the style sheets that the pages link
    _made_up()


def _made_up() -> None:
    """An article without passages, the same with 300, and two of 100 on claims that both speak to."""
    from archive.models import Article, Claim, Passage, Source, Status
    from tests.marked_texts import CLAIM, long_text, marks_on, spans_on

    source = Source.objects.create(name="The Lantern")
    Claim.objects.bulk_create(
        Claim(statement=f"{CLAIM}, {n}.", name_key=f"claim {n}", slug=f"claim-{n}") for n in range(1, 61)
    )
    for title, count, seed in (("Plain", 0, 0), ("Marked", 300, 0), ("Left", 100, 1), ("Right", 100, 2)):
        article = Article(source=source, title=title, slug=title.lower(), published="2019-07-04")
        article.content = content = long_text(WORDS, seed)
        article.save()
        passages = [mark.passage for mark in marks_on(spans_on(content, count, longest=30, seed=seed), claims=60)]
        for passage in passages:
            passage.pk, passage.article, passage.status = None, article, Status.ACCEPTED
            passage.exact = content.text[passage.start : passage.end]
        Passage.objects.bulk_create(passages)


def _growth(rounds: int) -> list[Figure]:
    """Rendering alone: ten times the text with ten times the passages, and passages beside none."""
    few, many, bare = _rendering(WORDS, 300), _rendering(10 * WORDS, 3_000), _rendering(WORDS, 0)
    of_few, of_many, of_bare = _medians([few, many, bare], rounds)
    return [
        figure("render: 10 × text and passages beside 1 ×", of_many, of_few, "ms", GROWTH),
        figure("render alone: 300 passages beside none", of_few, of_bare, "ms"),
    ]


def _rendering(words: int, passages: int) -> Work:
    from archive.rendering import render_body
    from tests.marked_texts import long_text, marks_on, spans_on

    content = long_text(words)
    marks = marks_on(spans_on(content, passages, longest=30), claims=60)
    return lambda: render_body(content, marks)


def _pages(rounds: int) -> list[Figure]:
    marked, plain = _medians([lambda: _get("/articles/marked/"), lambda: _get("/articles/plain/")], rounds)
    return [figure("article page: 300 passages beside none", marked, plain, "ms", MARKED)]


@cache
def _client() -> Client:
    """One for all requests: making it loads the middleware, which a server does once."""
    from django.test import Client

    return Client(headers={"host": "localhost"})


def _get(address: str) -> str:
    response = _client().get(address)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def _sizes() -> list[Figure]:
    """In kB of 1,000 bytes, before compression."""
    from bs4 import BeautifulSoup

    from archive.models import Article

    keys = Article.objects.filter(slug__in=("left", "right")).order_by("slug").values_list("pk", flat=True)
    html = _get(f"/compare/{'-'.join(map(str, keys))}/")
    bodies = BeautifulSoup(html, "html.parser").select(".text")
    assert len(bodies) == len(keys), "a text in each column"
    return [
        figure("compare page: two articles of 100 passages", len(html.encode()) / 1000, None, "kB", PAGE),
        figure(
            "of these, texts with their marks", sum(len(str(one).encode()) for one in bodies) / 1000, None, "kB", BODIES
        ),
    ]


def _medians(works: Sequence[Work], rounds: int) -> list[float]:
    """Milliseconds of the processor for each, asked in turn; before that once, so that what is made once is made."""
    for work in works:
        work()
    times = interleaved(works, 1, rounds, lambda work, _: _ms(work))
    return [median([ms for of_round in one for ms in of_round]) for one in times]


def _ms(work: Work) -> float:
    """Of the processor: what else runs on the machine interrupts long work more than short."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


if __name__ == "__main__":
    main(sys.argv[1:])
