"""An article's text changes: nothing is lost, and what is in doubt waits for a curator, once."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive import content_store, curation
from archive.models import AnchorState, Article, Capture, Decision, Passage, Reanchoring, Status
from archive.text.blocks import CanonicalText, Inline, InlineKind
from archive.text.selectors import Span
from tests.factories import make_article, make_claim, make_passage, paragraphs

pytestmark = pytest.mark.django_db

TEXT = (
    "The harbour froze in January and the pilots stayed ashore.\n\n"
    "The ferry stayed in port for eleven days, the harbour master said.\n\n"
    "Nobody was hurt when the old crane fell onto the quay."
)
MOVED = "An editor's note stands first.\n\n" + TEXT
FUZZY = TEXT.replace("for eleven days", "for nearly twelve days")
LOST = "\n\n".join([TEXT.split("\n\n")[0], "Gardens are open to all until the autumn.", TEXT.split("\n\n")[2]])
FERRY = "The ferry stayed in port for eleven days"


def change(article: Article, text: str) -> Capture:
    """The article is captured again with another text."""
    raw = f"{text}\n#{Capture.objects.count()}".encode()  # the same bytes would be the same capture
    capture = Capture.objects.create(
        article=article, sha256=content_store.write(raw), size=len(raw), media_type="text/plain"
    )
    curation.reanchor(Article.objects.get(pk=article.pk), paragraphs(text), capture)
    return capture


def fresh(passage: Passage) -> Passage:
    return Passage.objects.get(pk=passage.pk)


def words_of(passage: Passage) -> str:
    span = passage.span
    assert span is not None
    return passage.article.text[span.start : span.end]


# --- what is kept, and what waits ---


def test_the_old_text_is_kept_as_curators_had_corrected_it() -> None:
    content = CanonicalText(TEXT, paragraphs(TEXT).blocks, (Inline(InlineKind.STRONG, 4, 11),))
    article = make_article(content=content)
    curation.set_furniture(article, {2})
    old = article.capture
    assert old is not None
    new = change(article, MOVED)
    old.refresh_from_db()
    new.refresh_from_db()
    assert old.text == TEXT
    assert [block.get("furniture", False) for block in old.blocks or []] == [False, False, True]
    assert old.inlines == [{"kind": "strong", "start": 4, "end": 11}]
    assert new.text is None, "the current one is the article's own"
    assert Article.objects.get().capture == new


def test_what_stands_where_it_stood_does_not_wait() -> None:
    article = make_article(TEXT)
    make_passage(article, quote="The harbour froze in January")
    change(article, FUZZY)
    assert not Reanchoring.objects.exists()


@pytest.mark.parametrize(
    ("text", "state"), [(MOVED, AnchorState.MOVED), (FUZZY, AnchorState.FUZZY), (LOST, AnchorState.ORPHAN)]
)
def test_what_is_not_exact_waits_with_both_its_places(text: str, state: AnchorState) -> None:
    article = make_article(TEXT)
    passage = make_passage(article, quote=FERRY)
    stood, old = passage.span, article.capture
    new = change(article, text)
    row = Reanchoring.objects.get()
    assert stood is not None
    assert (row.passage, row.state, row.decision) == (passage, state, Decision.WAITING)
    assert (row.old_capture, row.old_start, row.old_end) == (old, stood.start, stood.end)
    now = fresh(passage)
    assert (row.new_capture, row.score) == (new, now.anchor_score)
    assert (row.new_start, row.new_end) == ((None, None) if now.is_orphan else (now.start, now.end))


def test_a_second_change_overtakes_the_first_and_keeps_where_the_words_last_stood() -> None:
    article = make_article(TEXT)
    passage = make_passage(article, quote=FERRY)
    stood, first = passage.span, article.capture
    change(article, FUZZY)
    change(article, LOST)
    assert stood is not None
    assert Reanchoring.objects.get(decision=Decision.OVERTAKEN).state == AnchorState.FUZZY
    row = Reanchoring.objects.waiting().get()
    assert (row.state, row.old_capture, row.old_start) == (AnchorState.ORPHAN, first, stood.start)


def test_what_moved_goes_on_waiting_while_it_stays_where_nobody_looked() -> None:
    article = make_article(TEXT)
    passage = make_passage(article, quote=FERRY)
    stood, first = passage.span, article.capture
    change(article, MOVED)
    change(article, f"{MOVED}\n\nNothing more is known.")
    assert stood is not None
    row = Reanchoring.objects.waiting().get()
    assert (row.state, row.old_capture, row.old_start) == (AnchorState.MOVED, first, stood.start)
    assert row.new_start == fresh(passage).start != stood.start


@pytest.mark.parametrize("text", [LOST, FUZZY, MOVED])
def test_words_that_are_added_behind_ask_about_no_passage_again(text: str) -> None:
    article = make_article(TEXT)
    make_passage(article, quote=FERRY)
    change(article, text)
    [waiting] = Reanchoring.objects.waiting()
    curation.reanchor(Article.objects.get(), paragraphs(f"{text}\n\nMore from this page."))
    assert list(Reanchoring.objects.all()) == [waiting]
    assert Reanchoring.objects.get().decision == Decision.WAITING


def test_words_that_come_back_wait_no_longer() -> None:
    article = make_article(TEXT)
    make_passage(article, quote=FERRY)
    change(article, FUZZY)
    change(article, TEXT)
    assert Passage.objects.get().anchor_state == AnchorState.EXACT
    assert not Reanchoring.objects.waiting().exists()


def test_what_is_retired_is_not_asked_about_again() -> None:
    article = make_article(TEXT)
    make_passage(article, quote=FERRY, status=Status.RETIRED)
    change(article, LOST)
    assert not Reanchoring.objects.exists()
    assert Passage.objects.get().is_orphan


def test_the_worst_comes_first() -> None:
    text = TEXT + "\n\nThe lamps along the northern mole were lit at four in the afternoon."
    article = make_article(text)
    for quote in ("Nobody was hurt when the old crane fell", FERRY, "The lamps along the northern mole were lit"):
        make_passage(article, quote=quote)
    changed = MOVED.replace("for eleven days", "for nearly twelve days") + "\n\nNothing more is known."
    change(article, changed)
    states = [row.state for row in Reanchoring.objects.waiting().worst_first()]
    assert states == [AnchorState.ORPHAN, AnchorState.FUZZY, AnchorState.MOVED]


def test_queries_do_not_grow_with_the_passages() -> None:
    def cost(count: int) -> int:
        article = make_article(TEXT)
        for _ in range(count):
            make_passage(article, make_claim(), FERRY)
            make_passage(article, make_claim(), "Nobody was hurt")
        change(article, MOVED)
        article = Article.objects.get(pk=article.pk)
        with CaptureQueriesContext(connection) as queries:
            change(article, FUZZY)
        assert Reanchoring.objects.waiting().filter(passage__article=article).count() == 2 * count
        return len(queries)

    assert cost(2) == cost(8)


def test_a_failure_leaves_everything_as_it_was() -> None:
    article = make_article(TEXT)
    passage = make_passage(article, quote=FERRY)
    capture = Capture(article=article, sha256="0" * 64, size=1, media_type="text/plain")  # has no row to point to
    with pytest.raises(ValueError, match="unsaved"):
        curation.reanchor(Article.objects.get(), paragraphs(LOST), capture)
    assert Article.objects.get().text == TEXT
    assert fresh(passage).anchor_state == AnchorState.EXACT
    assert article.capture is not None
    article.capture.refresh_from_db()
    assert article.capture.text is None
    assert not Reanchoring.objects.exists()


# --- what is decided ---


def test_accepting_quotes_what_stands_there_now() -> None:
    ada = User.objects.create_user("ada")
    article = make_article(TEXT)
    passage = make_passage(article, quote=FERRY)
    change(article, FUZZY)
    assert curation.accept([fresh(passage)], ada) == [passage]
    now = fresh(passage)
    assert now.exact == words_of(now) == "The ferry stayed in port for nearly twelve days"
    assert (now.anchor_state, now.anchor_score) == (AnchorState.EXACT, 1.0)
    assert now.suffix.startswith(", the harbour master")
    row = Reanchoring.objects.get()
    assert (row.decision, row.decided_by) == (Decision.ACCEPTED, ada)
    assert row.decided_at is not None


def test_an_orphan_cannot_be_accepted_and_goes_on_waiting() -> None:
    article = make_article(TEXT)
    passage = make_passage(article, quote=FERRY)
    change(article, LOST)
    assert curation.accept([fresh(passage)]) == []
    assert Reanchoring.objects.waiting().count() == 1
    assert fresh(passage).exact == FERRY


def test_moving_quotes_other_words_and_brings_their_block_into_view() -> None:
    article = make_article(TEXT)
    passage = make_passage(article, quote=FERRY)
    change(article, LOST)
    curation.set_furniture(Article.objects.get(), {1})
    start = LOST.index("Gardens are open")
    curation.move(fresh(passage), Span(start, start + 24))
    now = fresh(passage)
    assert (now.exact, now.anchor_state) == ("Gardens are open to all ", AnchorState.EXACT)
    assert not any(block.furniture for block in now.article.content.blocks)
    assert Reanchoring.objects.get().decision == Decision.MOVED


def test_moving_onto_a_passage_of_the_same_claim_is_refused_with_advice() -> None:
    article, claim = make_article(TEXT), make_claim()
    passage = make_passage(article, claim, FERRY)
    other = make_passage(article, claim, "Nobody was hurt")
    change(article, LOST)
    there = fresh(other).span
    assert there is not None
    with pytest.raises(curation.CurationError, match="retire this one"):
        curation.move(fresh(passage), there)
    assert fresh(passage).is_orphan
    assert Reanchoring.objects.waiting().filter(passage=passage).exists()


def test_retiring_keeps_the_passage_and_hides_it() -> None:
    article = make_article(TEXT)
    passage = make_passage(article, quote=FERRY)
    change(article, LOST)
    assert curation.retire([fresh(passage)]) == [passage]
    assert fresh(passage).status == Status.RETIRED
    assert not Passage.objects.accepted().exists()
    assert Reanchoring.objects.get().decision == Decision.RETIRED


def test_a_mark_made_again_on_an_orphan_settles_it() -> None:
    article = make_article(TEXT)
    passage = make_passage(article, quote=FERRY)
    change(article, LOST)
    article = Article.objects.get()
    article.content = paragraphs(TEXT)
    article.save()
    again, new = curation.add_passage(article, passage.claim, passage.stance, passage.selectors)
    assert (again.pk, new) == (passage.pk, False)
    assert not Reanchoring.objects.waiting().exists()
