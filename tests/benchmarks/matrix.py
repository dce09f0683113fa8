"""`make bench-matrix`: one page of the claims table, of a small archive and of a large one, beside the naive way.

The naive way loads every passage and sets the whole table; ours reads one window of it. All are asked in turn in one
run, of databases that the run makes. Needs no network and no other package.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.measure import interleaved, median
from tests.benchmarks.report import Figure, Goal, figure, say, table, write

WORDS = 3_000  # of an article: a long read, so that a query that touches texts is found out
SOURCES = 25
TAGS = 10
ADDRESSES = {
    "sources": "/matrix/",
    "articles": "/matrix/?columns=articles",
    "years": "/matrix/?columns=years",
    "articles, page 3 of both": "/matrix/?columns=articles&page=3&column_page=3",
    "contested alone": "/matrix/?contested=on",
    "most disputed first": "/matrix/?sort=disputed",
    "a tag": "/matrix/?tag=tag-1",
    "a source that disputes": "/matrix/?source=source-1&stance=disputes",
    "words": "/matrix/?q=claim+1",
}
# A hundred times the cells, and a tenth of each archive's cells is filled.
GROWTH, NAIVE = Goal(most=5.0), Goal(most=0.2)


@dataclass(frozen=True, slots=True)
class Size:
    claims: int
    articles: int
    passages: int

    def __str__(self) -> str:
        return f"{self.claims:,} × {self.articles:,}, {self.passages:,} passages"


SMALL, LARGE = Size(100, 50, 500), Size(1_000, 500, 50_000)


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="make bench-matrix", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="how often each page is asked for, after a first time")
    parser.add_argument("--naive-rounds", type=int, default=2)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        _set_up(Path(folder))
        small, large = (Archive(Path(folder) / f"{size.claims}.sqlite3", size) for size in (SMALL, LARGE))
        found = _growth(small, large, options.rounds) + _beside_naive(large, options.naive_rounds)
    say(f"{LARGE} beside {SMALL}", table(found), f"Written to {write('matrix', found)}")


def _growth(small: Archive, large: Archive, rounds: int) -> list[Figure]:
    addresses = list(ADDRESSES.values())
    times = interleaved([large, small], len(addresses), rounds, lambda one, ask: one.ms(addresses[ask], page))
    figures = []
    for place, name in enumerate(ADDRESSES):
        of_large, of_small = (median([of_round[place] for of_round in one]) for one in times)
        figures.append(figure(f"By {name}: large beside small", of_large, of_small, "ms", GROWTH))
    return figures


def _beside_naive(large: Archive, rounds: int) -> list[Figure]:
    address = ADDRESSES["articles"]
    times = interleaved([page, naive], 1, rounds, lambda way, _: large.ms(address, way))
    ours, theirs = (median([ms for of_round in one for ms in of_round]) for one in times)
    return [figure("By articles: a window beside the whole table, naively", ours, theirs, "ms", NAIVE)]


def _set_up(folder: Path) -> None:
    os.environ["PARALLAX_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    for name in ("DATABASE_URL", "SEARCH_URL", "PARALLAX_DEBUG", "PARALLAX_HTTPS", "PARALLAX_ALLOWED_HOSTS"):
        os.environ.pop(name, None)
    import django

    django.setup()
    from archive.static_files import gather

    gather()  # the style sheets that the page links


class Archive:
    """A database of one size. ms() asks something of it and says how long it took."""

    def __init__(self, path: Path, size: Size) -> None:
        self.path = path
        self._open()
        made_up(size)

    def _open(self) -> None:
        from django.db import connection

        connection.close()
        connection.settings_dict["NAME"] = str(self.path)

    def ms(self, address: str, way: Callable[[str], None]) -> float:
        self._open()
        way("/matrix/?q=nothing")  # so that no time is taken for opening the file
        began = time.perf_counter()
        way(address)
        return (time.perf_counter() - began) * 1000


def page(address: str) -> None:
    """One request, from the address to the HTML."""
    from django.test import Client

    response = Client(headers={"host": "localhost"}).get(address)
    assert response.status_code == 200, response.status_code


TABLE = """
<table><thead><tr><th>Claim</th>{% for article in articles %}<th>{{ article.title }}</th>{% endfor %}</tr></thead>
{% for claim, cells in rows %}<tr><th>{{ claim.statement }}</th>{% for cell in cells %}<td>
{% for stance, count in cell %}{{ stance }} {{ count }}{% endfor %}</td>{% endfor %}</tr>{% endfor %}</table>"""


def naive(address: str) -> None:
    """Every passage as an object, sorted into cells, and the whole table set by the same template engine.

    The articles' texts are left out, so that what is measured is the table. An address with words asks for nothing.
    """
    from django.template import engines

    from archive.models import Passage

    if "q=" in address:
        return
    rows = Passage.objects.accepted().select_related("claim", "article__source")
    cells: dict[object, dict[object, Counter[str]]] = {}
    articles = {}
    for passage in rows.defer("article__text", "article__blocks"):
        articles[passage.article_id] = passage.article
        cells.setdefault(passage.claim, {}).setdefault(passage.article_id, Counter())[passage.stance] += 1
    table_rows = [(claim, [row.get(key, Counter()).items() for key in articles]) for claim, row in cells.items()]
    engines["django"].from_string(TABLE).render({"articles": articles.values(), "rows": table_rows})


def made_up(size: Size) -> None:
    """Write an archive in bulk: every stance, some dates that span years, some that are not known."""
    from django.core.management import call_command

    from archive.models import Article, Claim, Passage, Source, Stance, Status, Tag
    from tests.benchmarks.rows import content

    call_command("migrate", verbosity=0, interactive=False)
    chance = random.Random(5)  # noqa: S311 - the same archive in every run
    sources = [Source(name=f"Source {n}", name_key=f"source {n}", slug=f"source-{n}") for n in range(1, SOURCES + 1)]
    Source.objects.bulk_create(sources)
    text = content(" ".join(f"word{n}" for n in range(WORDS)))
    articles = []
    for n in range(size.articles):
        article = Article(source=sources[n % SOURCES], title=f"Article {n}", slug=f"article-{n}")
        article.content = text
        article.published = chance.choice(["", "2013?", "2012/2014", *(f"{year}-05-03" for year in range(2005, 2025))])
        articles.append(with_dates(article))
    Article.objects.bulk_create(articles)
    claims = [Claim(statement=f"Claim {n} holds.", name_key=f"claim {n} holds.", slug=f"claim-{n}-holds")
              for n in range(size.claims)]  # fmt: skip
    Claim.objects.bulk_create(claims)
    tags = [Tag(name=f"Tag {n}", name_key=f"tag {n}", slug=f"tag-{n}") for n in range(TAGS)]
    Tag.objects.bulk_create(tags)
    carried = Claim.tags.through
    carried.objects.bulk_create([carried(claim=claim, tag=tags[n % TAGS]) for n, claim in enumerate(claims)])
    Passage.objects.bulk_create(
        [
            Passage(
                claim=claims[int(len(claims) * chance.random() ** 1.5)],  # some are discussed more than others
                article=chance.choice(articles),
                stance=chance.choices(Stance.values, (6, 2, 2))[0],
                status=Status.ACCEPTED,
                exact=f"word{place} " * 12,
                start=place,
                end=place + 80,
            )
            for place in range(size.passages)
        ],
        batch_size=5_000,
    )


def with_dates(article: Any) -> Any:
    """What Article.save computes, for rows that are written in bulk."""
    date = article.published_date
    if date:
        article.published_earliest, article.published_latest = date.earliest, date.latest
        article.published_instant = date.instant
    return article


if __name__ == "__main__":
    main(sys.argv[1:])
