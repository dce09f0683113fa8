"""`make bench-facts`: title, author and date of pages, as we read them and as trafilatura does, by exact match.

First on pages made up to show what metadata can look like. Then on the real pages of extract_aeb, whose JSON-LD, meta
elements and microdata are taken out: what their JSON-LD stated is the gold for what a reader sees. Needs no network.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from lxml import html as lxml_html
from lxml.html import HtmlElement

from tests.benchmarks.measure import median
from tests.benchmarks.report import Figure, Goal, figure, say, table, write

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "extract_aeb"
FACTS = ("title", "byline", "published")
NAMES = {"title": "title", "byline": "author", "published": "date"}
GOALS = {name: Goal(least=least, own=True) for name, least in (("title", 0.90), ("byline", 0.92), ("published", 0.93))}
COST = Goal(most=2.0)
Found = dict[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page and its gold; a fact that the gold does not hold is not judged."""

    tree: HtmlElement
    url: str
    gold: Found


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="make bench-facts", description=__doc__)
    parser.add_argument("--misses", action="store_true", help="list each fact that we find otherwise than the gold")
    options = parser.parse_args(arguments)
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    import django

    django.setup()
    made, real = list(_made()), list(_real())
    found = [
        *_figures("made pages", made, GOALS),
        *_figures("real pages, visible parts", real, {}),
        _cost(real or made),
    ]
    if options.misses:
        say(*_misses(made), *_misses(real))
    if not real:
        say(f"Not measured on real pages: {REAL.name} is not in shared/data.")
    say(table(found), f"Written to {write('facts', found)}")


def _made() -> Iterator[Page]:
    from tests.ingest.html.pages_made import PAGES

    for page in PAGES:
        yield Page(
            _tree(page.html), page.url, {"title": page.title, "byline": page.byline, "published": page.published}
        )


def _tree(text: str) -> HtmlElement:
    return lxml_html.document_fromstring(text.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))


def _real() -> Iterator[Page]:
    rows = (REAL / "gold.jsonl").read_text(encoding="utf-8").splitlines() if REAL.is_dir() else ()
    for row in map(json.loads, rows):
        tree = _tree(gzip.decompress((REAL / "html" / f"{row['id']}.html.gz").read_bytes()).decode())
        gold = {name: value for name, value in _ours(Page(tree, row["url"], {})).items() if value}
        yield Page(_visible_only(tree), row["url"], _stated_in_json_ld(tree, row["url"], gold))


def _stated_in_json_ld(tree: HtmlElement, url: str, gold: Found) -> Found:
    """Of the facts of the whole page those that its JSON-LD bears out."""
    from archive.ingest.html.facts import facts_of

    basis = facts_of(tree, url).basis
    return {name: value for name, value in gold.items() if "JSON-LD" in basis.get(name, "")}


def _visible_only(tree: HtmlElement) -> HtmlElement:
    tree = deepcopy(tree)
    for element in list(tree.iter("meta", "script", "title", "time")):
        if element.tag == "time":
            element.attrib.pop("datetime", None)
        elif element.tag != "title" and element.getparent() is not None:
            element.drop_tree()
    for element in tree.iter():
        for name in ("itemprop", "itemscope", "itemtype", "rel"):
            element.attrib.pop(name, None)
    return tree


def _figures(kind: str, pages: Sequence[Page], goals: dict[str, Goal]) -> Iterator[Figure]:
    for name in FACTS:
        judged = [page for page in pages if name in page.gold]
        ours, peers = _share(judged, name, _ours), _share(judged, name, _peers)
        yield figure(f"{kind}: {NAMES[name]} exact (of {len(judged)})", ours, peers, "", goals.get(name))


def _share(pages: Sequence[Page], name: str, read: Callable[[Page], Found]) -> float:
    return sum(_same(name, read(page)[name], page.gold[name]) for page in pages) / max(1, len(pages))


def _same(name: str, one: str, other: str) -> bool:
    """Dates by their days, since the peer gives no more."""
    return one[:10] == other[:10] if name == "published" else one == other


def _ours(page: Page) -> Found:
    from archive.ingest.html.facts import facts_of

    facts = facts_of(page.tree, page.url)
    return {name: str(getattr(facts, name)) for name in FACTS}


def _peers(page: Page) -> Found:
    from trafilatura.metadata import extract_metadata

    found = extract_metadata(page.tree, default_url=page.url)
    byline = (found.author or "").replace("; ", ", ")
    return {"title": found.title or "", "byline": byline, "published": found.date or ""}


def _cost(pages: Sequence[Page]) -> Figure:
    ours, peers = ([_ms(read, page) for page in pages] for read in (_ours, _peers))
    return figure(f"time for a page (median of {len(pages)})", median(ours), median(peers), "ms", COST)


def _ms(read: Callable[[Page], Found], page: Page) -> float:
    began = time.process_time()
    read(page)
    return (time.process_time() - began) * 1000


def _misses(pages: Sequence[Page]) -> Iterator[str]:
    for page in pages:
        found = _ours(page)
        for name, gold in page.gold.items():
            if not _same(name, found[name], gold):
                yield f"{page.url[:100]}\n  {name}: {found[name]!r} for {gold!r}"


if __name__ == "__main__":
    main(sys.argv[1:])
