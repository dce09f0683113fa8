"""An archive whose every word is Greek and whose keys are large, and every address that readers have.

So a Latin letter on a page is the interface's, and a key that was written as a number for people shows its separators.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from urllib.parse import quote_plus, unquote

from django.db import connection
from django.urls import resolve

from archive.ingest.plain import extract
from archive.ingest.store import store
from archive.models import Article, Claim, Passage, Source, Stance, Tag
from archive.models.source import SourceKind
from archive.search import queue
from tests.captures import captures, changes_address
from tests.factories import make_claim, make_passage, make_source

FIRST = 1_234_501  # of every primary key
ROWS = 1_100  # more than a thousand: of what is counted, so that numbers for people are told from others

TEXT = (
    "Το χιόνι έπεσε στο λιμάνι και το πλοίο έμεινε δεμένο όλη τη νύχτα μέχρι το πρωί της Κυριακής.\n\n"
    "Ο λιμενάρχης αρνήθηκε ότι έπεσε χιόνι εκείνο τον χειμώνα, όπως είπαν οι ψαράδες στην προκυμαία.\n\n"
    "Λίγη βροχή ίσως, είπε ο φύλακας του φάρου, και τίποτε άλλο δεν θυμάται κανείς από τότε."
)


def _large_keys() -> None:
    with connection.cursor() as cursor:
        for model in (Source, Article, Claim, Passage, Tag):
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", (model._meta.db_table, str(FIRST - 1))
            )


def build() -> None:
    """Each stance, an orphan, a digest, two captures, uncertain dates, a source of each kind of fact, long lists."""
    _large_keys()
    press = make_source("Ο Φάρος", kind=SourceKind.NEWSPAPER, country="GR", language="el", note="Εφημερίδα.")
    quay = make_source("Η Προκυμαία", kind=SourceKind.RESEARCH)
    claim = make_claim("Έπεσε χιόνι στο λιμάνι.", tags=("καιρός", "χειμώνας"), note="Τη νύχτα.")
    lone = make_claim("Το πλοίο έμεινε δεμένο.", tags=("καιρός",))
    Tag.objects.filter(name="καιρός").update(description="Ό,τι φέρνει ο ουρανός.")
    first = _article("Λευκό λιμάνι", press, "2013?", byline="Άδα", abstract="Μια νύχτα.", section="Νέα")
    second = _article("Στεγνή προκυμαία", quay, "2019-07", supplied_title=True, digest_of="Η Προκυμαία, τεύχος 3.")
    for number, date in enumerate(("2014-09-27T06:21:00+09:00", "2015/2016", "2017-21", "201X", "", "2018-02-03")):
        _article(f"Άλλο {'αβγδεζ'[number]}", quay, date)
    make_passage(first, claim, "χιόνι έπεσε στο λιμάνι")
    make_passage(first, lone, "έπεσε στο λιμάνι και το πλοίο έμεινε δεμένο", Stance.QUALIFIES, speaker="Βέα")
    make_passage(second, claim, "αρνήθηκε ότι έπεσε χιόνι", Stance.DISPUTES, speaker="ο λιμενάρχης", note="Αργά.")
    make_passage(second, claim, "Λίγη βροχή ίσως", Stance.QUALIFIES)
    for number, article in enumerate(Article.objects.exclude(pk__in=[first.pk, second.pk])):
        make_passage(article, claim, "όλη τη νύχτα", list(Stance)[number % 3])
    lost = make_passage(first, claim, "ο φύλακας του φάρου", Stance.DISPUTES)
    _article("Λευκό λιμάνι", press, "2013?", text=TEXT.replace("ο φύλακας του φάρου, και", "κάποιος, και"))
    lost.refresh_from_db()
    assert lost.is_orphan or lost.anchor_state == "fuzzy"
    numbered = (f"Αριθμός {number}." for number in range(ROWS))
    Claim.objects.bulk_create([Claim(statement=one, slug=one[:-1].replace(" ", "-"), name_key=one) for one in numbered])
    queue.flush()


def _article(title: str, source: Source, published: str, text: str = TEXT, **fields: object) -> Article:
    raw = text.encode() + (b"" if title == "Λευκό λιμάνι" else title.encode())
    extracted = replace(
        extract(raw, f"{title}.txt"),
        title=title, source=source.name, published=published, language="el",
        url="https://example.org/1" if title == "Λευκό λιμάνι" else "",
        received_at=dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC),
        **fields,  # type: ignore[arg-type]
    )  # fmt: skip
    return store(extracted).article


def addresses() -> list[str]:
    """Every page that a reader may open, each in the states that it has words of its own for."""
    article = Article.objects.get(title="Λευκό λιμάνι")
    other = Article.objects.get(title="Στεγνή προκυμαία")
    claim, source = Claim.objects.get(statement="Έπεσε χιόνι στο λιμάνι."), article.source
    tag = Tag.objects.get(name="καιρός")
    old, new = captures(article)
    passages = [passage.get_absolute_url() for passage in Passage.objects.filter(claim=claim)[:5]]
    pair = f"/compare/{article.pk}-{other.pk}/"
    compared = ["?claim=" + str(claim.pk), "?stance=asserts&q=χιόνι", "?show=contested", "?q=ζέπελιν"]
    searched = [
        "", "χιόνι", "χιόνι&kind=claims", "stance:disputes+χιόνι", "stance:disputes+ζέπελιν", "ζέπελιν", "χιόνη",
        "βροχή+ζέπελιν+κανείς", "year:2010..2019+published:..2020+-lang:de+-tag:*+χιόνι", MENDED,
    ]  # fmt: skip
    return [
        "/",
        "/articles/", "/articles/?source=ουδείς&year=0&tag=τίποτα", "/articles/?language=xx",
        article.get_absolute_url(), f"{article.get_absolute_url()}?q=χιόνι", f"{article.get_absolute_url()}?q=ζέπελιν",
        other.get_absolute_url(),
        changes_address(old, new), changes_address(new, old), changes_address(old, old),
        "/claims/", "/claims/?page=2", "/claims/?tag=τίποτα&sort=x", "/claims/?tag=ουδέν",
        claim.get_absolute_url(), f"{claim.get_absolute_url()}?stance=disputes", f"{claim.get_absolute_url()}?year=x",
        *passages,
        "/tags/", tag.get_absolute_url(),
        "/sources/", source.get_absolute_url(),
        "/compare/", "/compare/?find=ζέπελιν", "/compare/?article=τίποτα", f"/compare/{article.pk}/",
        f"/compare/{article.pk}-9/", pair, *(f"{pair}{asked}" for asked in compared),
        "/matrix/", "/matrix/?columns=years", "/matrix/?columns=articles&stance=disputes",
        "/matrix/?tag=ουδέν&columns=x",
        "/timeline/", f"/timeline/?tag={tag.slug}", "/timeline/?tag=τίποτα",
        *(f"/search/?q={asked}" for asked in searched),
        "/about/",
        "/nothing/",
    ]  # fmt: skip


# A query that is mended in as many ways as one query can be.
MENDED = quote_plus('(χιόνι OR )) "βροχή~ hue:κόκκινο year:μπλε α* ^99 stance:κάτι "" -')


def names(listed: list[str]) -> set[str]:
    """The names of the routes that the addresses resolve to."""
    found: set[str] = set()
    for address in listed:
        try:
            found.add(str(resolve(unquote(address.split("?")[0])).url_name))
        except Exception:  # noqa: BLE001, S112 - an address of nothing has no name
            continue
    return found
