"""Annotations into the archive."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError, connection

from archive import content_store, curation
from archive.exchange.annotation_import import Fate, ImportReport, import_collection
from archive.exchange.web_annotation import parse
from archive.models import AnchorState, Article, Claim, Passage, Status, Tag
from tests.exchange.annotations import CLAIM, annotation, at, body, collection, quoting
from tests.factories import make_article, make_claim, paragraphs

pytestmark = pytest.mark.django_db

FERRY = (
    "The ferry was due at nine. It came at noon, and the queue cheered.\n\n"
    "On Tuesday it came at one. Nobody cheered, said A. Keeper, who sells the tickets.\n\n"
    "It came at one on Friday too."
)


@pytest.fixture
def ferry() -> Article:
    return make_article(FERRY, title="Ferry", slug="ferry", url="https://harbour.example/ferry")


def run(*items: Any) -> ImportReport:
    return import_collection(parse(collection(*items)))


def counts() -> tuple[int, int, int]:
    return Claim.objects.count(), Tag.objects.count(), Passage.objects.count()


class TestAPassage:
    def test_with_all_that_is_said_of_it(self, ferry: Article) -> None:
        item = annotation(selector=[quoting("came at noon")], stance="disputes", tags=["ferries", "delays"])
        item["body"] += [body("describing", "A. Keeper"), body("commenting", "Her word alone.")]

        report = run(item)

        assert (report.passages_added, report.passages_met, report.claims_made, report.tags_made) == (1, 0, 1, 2)
        passage = Passage.objects.get()
        assert (passage.article, passage.stance, passage.status) == (ferry, "disputes", Status.ACCEPTED)
        assert (passage.speaker, passage.note) == ("A. Keeper", "Her word alone.")
        assert FERRY[passage.start : passage.end] == passage.exact == "came at noon"
        assert passage.anchor_state == AnchorState.EXACT
        assert (passage.claim.statement, passage.claim.slug) == (CLAIM, "the-ferry-is-late")
        assert {tag.name for tag in passage.claim.tags.all()} == {"ferries", "delays"}

    def test_comes_in_once_however_often_it_is_brought(self, ferry: Article) -> None:
        items = annotation(), annotation(selector=quoting("is not there at all, not one word of it"))
        run(*items)
        before = counts()

        report = run(*items)

        assert counts() == before
        assert (report.passages_added, report.passages_met, report.claims_made, report.tags_made) == (0, 2, 0, 0)

    def test_of_every_target(self, ferry: Article) -> None:
        make_article("Quays are long. The boat came at noon there too.", slug="quay")
        first = annotation()["target"]

        report = run(annotation(target=[first, first | {"source": "quay"}]))

        assert report.passages_added == 2
        assert Claim.objects.get().passages.count() == 2

    @pytest.mark.parametrize(
        "exact",
        ["came\u00a0at  noon", "came at\u200b noon", "\tcame at noon\n"],
        ids=["odd spaces", "zero width", "edges"],
    )
    def test_quoted_in_other_characters_is_exact(self, ferry: Article, exact: str) -> None:
        run(annotation(selector=quoting(exact)))

        assert Passage.objects.get().anchor_state == AnchorState.EXACT

    def test_like_the_quotation_is_reported_as_such(self, ferry: Article) -> None:
        report = run(annotation(selector=quoting("Nobody clapped, said A. Keeper, who sells tickets", "at one. ")))

        (outcome,) = report.of(Fate.APPROXIMATE)
        assert "like the words" in str(outcome)
        assert report.failures == []
        passage = Passage.objects.get()
        assert passage.anchor_state == AnchorState.FUZZY
        assert FERRY[passage.start : passage.end] == "Nobody cheered, said A. Keeper, who sells the tickets"

    def test_that_is_not_found_is_an_orphan_and_told(self, ferry: Article) -> None:
        report = run(annotation(id="urn:x-lost", selector=quoting("The captain resigned in the autumn")))

        (outcome,) = report.failures
        assert outcome.fate is Fate.ORPHAN
        assert "Item 1 (urn:x-lost): “The captain resigned in the autumn”" in str(outcome)
        passage = Passage.objects.get()
        assert passage.is_orphan
        assert passage.exact == "The captain resigned in the autumn"

    def test_that_stands_twice_with_nothing_to_tell_which_is_an_orphan(self, ferry: Article) -> None:
        assert run(annotation(selector=quoting("came at one"))).failures[0].fate is Fate.ORPHAN

    def test_that_stands_twice_is_found_by_the_words_around_it(self, ferry: Article) -> None:
        run(annotation(selector=quoting("came at one", "It ", " on Friday")))

        assert Passage.objects.get().start == FERRY.rindex("came at one")


def test_an_import_that_fails_midway_leaves_nothing_behind(ferry: Article) -> None:
    def refuse(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith('INSERT INTO "archive_passage"') and Passage.objects.exists():
            raise OperationalError("the disk is full")
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse), pytest.raises(OperationalError, match="disk is full"):
        run(annotation(), annotation(selector=quoting("the queue cheered")))

    assert counts() == (0, 0, 0)


class TestItsArticle:
    def sources(self, article: Article) -> list[str]:
        assert article.capture
        digest = article.capture.sha256
        return [
            f"urn:sha256:{digest}",
            f"urn:sha256:{digest.upper()}",
            "ferry",
            "urn:x-article:ferry",
            "https://harbour.example/ferry",
            "https://harbour.example/ferry#quay",
        ]

    def test_is_found_by_digest_slug_or_address(self, ferry: Article) -> None:
        for source in self.sources(ferry):
            Passage.objects.all().delete()
            assert run(annotation(source=source)).passages_added == 1, source

    def test_is_found_by_the_address_of_a_capture(self, ferry: Article) -> None:
        ferry.captures.update(url="https://mirror.example/f")

        assert run(annotation(source="https://mirror.example/f")).passages_added == 1

    @pytest.mark.parametrize(
        "source",
        [f"urn:sha256:{'0' * 64}", "urn:sha256:x", "https://harbour.example/quay", "quay", "urn:isbn:1", "%00"],
    )
    def test_that_is_not_here_is_told_and_makes_nothing(self, ferry: Article, source: str) -> None:
        report = run(annotation(source=source))

        (outcome,) = report.failures
        assert (outcome.fate, outcome.source) == (Fate.MISSING, source)
        assert "not here" in str(outcome)
        assert counts() == (0, 0, 0)

    def test_that_is_not_here_does_not_keep_others_out(self, ferry: Article) -> None:
        report = run(annotation(source="quay"), annotation())

        assert (report.passages_added, len(report.of(Fate.MISSING))) == (1, 1)


class TestItsClaim:
    def test_is_met_by_its_slug_whatever_it_says_by_now(self, ferry: Article) -> None:
        claim = make_claim("The ferry keeps no timetable.", slug="the-ferry-is-late")

        report = run(annotation())

        assert report.claims_made == 0
        assert Passage.objects.get().claim == claim
        claim.refresh_from_db()
        assert claim.statement == "The ferry keeps no timetable."

    def test_is_met_by_its_statement_in_any_case(self, ferry: Article) -> None:
        claim = make_claim(CLAIM.upper())

        run(annotation(slug="another-slug"), annotation(slug=""))

        assert Passage.objects.get().claim == claim
        assert Claim.objects.count() == 1

    def test_without_a_slug_is_given_one(self, ferry: Article) -> None:
        run(annotation(slug=""))

        assert Claim.objects.get().slug == "the-ferry-is-late-more-often-than-not"

    def test_gets_tags_that_it_has_under_their_aliases_only_once(self, ferry: Article) -> None:
        claim = make_claim(CLAIM, tags=("Ferries", "boats"))
        boats, ferries = Tag.objects.get(name="boats"), Tag.objects.get(name="Ferries")
        curation.merge_tags(boats, ferries)

        report = run(annotation(tags=["ferries", "Boats"]))

        assert report.tags_made == 0
        assert [tag.name for tag in claim.tags.all()] == ["Ferries"]


class TestPositions:
    """They count the captured file, which begins with blank lines here and has its spaces doubled."""

    RAW = "\n" * 400 + FERRY.replace(" ", "\u00a0 ").replace("\n\n", "\r\n\r\n\r\n")

    @pytest.fixture
    def digest(self, ferry: Article) -> str:
        assert ferry.capture
        digest = content_store.write(self.RAW.encode())
        ferry.captures.filter(pk=ferry.capture.pk).update(sha256=digest)
        return f"urn:sha256:{digest}"

    def spot(self, words: str, *, last: bool = False) -> dict[str, Any]:
        words = words.replace(" ", "\u00a0 ")
        start = self.RAW.rindex(words) if last else self.RAW.index(words)
        return at(start, start + len(words))

    @pytest.mark.parametrize("last", [False, True])
    def test_tell_repeats_apart(self, digest: str, last: bool) -> None:
        run(annotation(source=digest, selector=[quoting("came at one"), self.spot("came at one", last=last)]))

        expected = FERRY.rindex("came at one") if last else FERRY.index("came at one")
        assert Passage.objects.get().start == expected

    @pytest.mark.parametrize("last", [False, True])
    @pytest.mark.parametrize(
        "kept",
        ["A long foreword was put here by the clerk of the harbour. " * 9 + FERRY, FERRY.replace("noon", "one")],
        ids=["as often", "more often"],
    )
    def test_tell_repeats_apart_in_a_text_that_has_changed(self, digest: str, kept: str, last: bool) -> None:
        curation.reanchor(Article.objects.get(), paragraphs(kept))

        run(annotation(source=digest, selector=[quoting("came at one"), self.spot("came at one", last=last)]))

        expected = kept.rindex("came at one") if last else kept.index("On Tuesday it came at one") + 14
        assert Passage.objects.get().start == expected

    def test_alone_stand_for_the_words_that_they_are_on(self, digest: str) -> None:
        report = run(annotation(source=digest, selector=self.spot("came at one", last=True)))

        assert report.failures == []
        passage = Passage.objects.get()
        assert (passage.start, passage.exact) == (FERRY.rindex("came at one"), "came at one")
        assert passage.prefix.endswith("It ")

    def test_alone_in_the_article_count_its_text(self, ferry: Article) -> None:
        start = FERRY.index("the queue cheered")
        run(annotation(selector=at(start, start + 17)))

        assert Passage.objects.get().exact == "the queue cheered"

    @pytest.mark.parametrize(
        ("source", "selector", "reason"),
        [
            (None, at(0, 100_000), "behind the text's end"),
            (None, at(3, 50), "only marks and spaces"),
            ("urn:x-article:ferry", at(0, 100_000), "behind the text's end"),
            ("https://harbour.example/ferry", at(0, 9), "counts in a file that is not here"),
        ],
        ids=["outside the capture", "on spaces", "outside the text", "in a page elsewhere"],
    )
    def test_alone_that_lead_to_no_words_are_told(
        self, digest: str, source: str | None, selector: Any, reason: str
    ) -> None:
        report = run(annotation(source=source or digest, selector=selector))

        (outcome,) = report.failures
        assert outcome.fate is Fate.UNREADABLE
        assert reason in str(outcome)
        assert Passage.objects.count() == 0

    def test_of_a_damaged_capture_are_told_or_done_without(self, digest: str) -> None:
        content_store.remove(digest.removeprefix("urn:sha256:"))

        report = run(
            annotation(source=digest, selector=at(0, 9)),
            annotation(source=digest, selector=[quoting("came at noon"), at(0, 9)]),
        )

        assert [outcome.fate for outcome in report.outcomes] == [Fate.UNREADABLE, Fate.ANCHORED]
