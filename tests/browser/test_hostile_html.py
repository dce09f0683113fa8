"""Hostile markup and strings in every field, in Chromium: nothing of theirs runs, and no page's policy is tried."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape
from itertools import islice
from pathlib import Path

import pytest
from django.db import transaction
from playwright.sync_api import Browser, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from archive.ingest import reading, store
from archive.ingest.received import Given, Received
from archive.models import Article, Claim, Passage, Stance, Status
from archive.text.blocks import Block, BlockKind, CanonicalText
from archive.text.normalize import fold_line
from tests.factories import make_article, make_claim, make_passage
from tests.hostile_pages import html5lib_inputs, page

pytestmark = pytest.mark.django_db(transaction=True)

SCRIPT = '<script>window.hit=1</script><img src=x onerror="window.hit=1"><svg onload=window.hit=1>'
# What a page could not undo: set before any of its own markup is read.
WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => violations.push(event.violatedDirective));
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = () => (window.hit = name);
"""
SCHEMES = """() => [...document.querySelectorAll("a[href], area[href], [src], form, [formaction]")]
    .map((one) => new URL(one.href?.baseVal ?? (one.href || one.src || one.action || location.href), location.href))
    .filter(({ protocol }) => !/^https?:$/.test(protocol)).map(String)"""
FOREIGN = "main :is(script, style, iframe, object, embed, img, base, link, meta, [onload], [onerror])"


class Watched:
    """A browser that notes whatever a page does that its own code does not."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.site = site
        self.asked: list[str] = []
        self.faults: list[str] = []
        self.context = browser.new_context(base_url=site)
        self.context.add_init_script(WATCH)
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._said)
        self.page.on("request", lambda request: self.asked.append(request.url))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.faults.append(message.text)

    def see(self, address: str) -> None:
        """Open a page; fails where anything but its own code did anything."""
        self.asked.clear()
        self.page.goto(address)
        assert self.page.evaluate("[window.hit, ...violations]") == [None]
        assert self.page.evaluate(SCHEMES) == []
        assert self.page.locator(FOREIGN).count() == 0
        assert [
            one for one in self.asked if not one.startswith((f"{self.site}/static/", f"{self.site}{address}"))
        ] == []
        assert self.faults == []


@pytest.fixture
def watched(browser: Browser, live_server: LiveServer) -> Iterator[Watched]:
    one = Watched(browser, live_server.url)
    yield one
    one.context.close()


def batches(items: Iterable[str], size: int) -> Iterator[list[str]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch


def naughty(shared_data: Path) -> list[str]:
    return [SCRIPT, *json.loads((shared_data / "hostile_blns/blns.json").read_text()), *html5lib_inputs(shared_data)]


def joined(contents: Sequence[CanonicalText]) -> CanonicalText:
    """Texts as one, one below the other."""
    blocks, inlines, text = [], [], ""
    for content in contents:
        text += "\n\n" if text else ""
        at = len(text)
        blocks += [replace(one, start=at + one.start, end=at + one.end) for one in content.blocks]
        inlines += [replace(one, start=at + one.start, end=at + one.end) for one in content.inlines]
        text += content.text
    return CanonicalText(text, tuple(blocks), tuple(inlines))


def read(markup: str, **facts: str) -> Received:
    raw = page(markup, **facts)
    name = hashlib.sha256(raw).hexdigest()[:12]
    return Received(raw=raw, name=f"{name}.html", url=f"https://example.org/{name}/")


def test_pages_made_of_every_tree_run_nothing(watched: Watched, shared_data: Path) -> None:
    inputs = html5lib_inputs(shared_data)
    contents = [
        reading.read(read("".join(f"<div>{SCRIPT}{one}</div>" for one in batch)), Given()).content
        for batch in batches(inputs, 12)
    ]
    for batch in range(0, len(contents), 50):
        watched.see(make_article(content=joined(contents[batch : batch + 50])).get_absolute_url())
        assert watched.page.locator("#text p").count() > 100


def test_strings_in_every_field_of_a_page_run_nothing(watched: Watched, shared_data: Path) -> None:
    """As words of an article, as claims that its passages are on, as their speakers, notes and tags."""
    strings = [line for one in naughty(shared_data) if (line := fold_line(one))]
    for number, batch in enumerate(batches(strings, 600)):
        watched.see(annotated(batch, number).get_absolute_url())
        assert watched.page.locator(".note").count() == len(batch)


def annotated(strings: Sequence[str], number: int) -> Article:
    """An article whose blocks are these strings, a passage on each, on a claim and by a speaker of the same name."""
    blocks, text = [], ""
    for words in strings:
        text += "\n\n" if text else ""
        blocks.append(Block(BlockKind.PARAGRAPH, len(text), len(text) + len(words)))
        text += words
    article = make_article(content=CanonicalText(text, tuple(blocks)), title=f"Strings {number}")
    claims = Claim.objects.bulk_create(
        Claim(statement=words[:400], name_key=f"{number} {at}", slug=f"c-{number}-{at}")
        for at, words in enumerate(strings)
    )
    Passage.objects.bulk_create(
        Passage(
            article=article,
            claim=claim,
            stance=Stance.values[at % 3],
            status=Status.ACCEPTED,
            exact=words,
            start=block.start,
            end=block.end,
            speaker=words[:200],
            note=words,
        )
        for at, (claim, block, words) in enumerate(zip(claims, blocks, strings, strict=True))
    )
    return article


def test_what_pages_state_of_themselves_runs_nothing_in_lists_and_beside_each_other(
    watched: Watched, shared_data: Path
) -> None:
    telling = [one for one in naughty(shared_data) if "<" in one and ("on" in one or "script" in one)][:14]
    prepared = [store.prepared(reading.read(stating(words), Given(source=words[:150]))) for words in telling]
    articles = [one.article for one in store.store_many(prepared) if isinstance(one, store.Outcome)]
    assert len(articles) > 10
    with transaction.atomic():
        for article in articles:
            claim = make_claim(f"{article.title[:200]} {article.pk}", tags=(f"{article.title[:50]} {article.pk}",))
            make_passage(article, claim, "thirty lanterns")
    lists = [f"/{name}/" for name in ("articles", "claims", "tags", "sources", "timeline", "matrix")]
    beside = "-".join(str(article.pk) for article in articles[:3])
    for address in (*lists, f"/compare/{beside}/", articles[0].get_absolute_url()):
        watched.see(address)


def stating(words: str) -> Received:
    """A page that states these words as its title, author, keyword, text and link."""
    said = escape(words)
    facts = {"@type": "NewsArticle", "headline": words, "author": {"name": words}, "keywords": [words]}
    stated = json.dumps(facts).replace("<", "\\u003c")
    head = f'<meta name="author" content="{said}"><script type="application/ld+json">{stated}</script>'
    return read(f'<p><a href="https://e.org/?{said}">{said}</a></p><p>{said}</p>', head=head, title=said)
