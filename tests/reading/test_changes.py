"""Two captures of an article beside each other: which they are, what changed, and which passages that touches."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from archive import content_store, curation
from archive.ingest.reread import text_of
from archive.models import Passage
from archive.reading.changes import Changes, Pairing, Row, Unchanged, UnreadableError, changes, pairing, touched
from tests.captures import captures, received
from tests.factories import make_passage

OPENING = "The harbour lights went out one by one while the ferry waited for the tide to turn and carry it home."
MIDDLE = "The council will decide in spring whether the old quay is to be repaired or whether it will be given up."
ENDING = "Nobody who was there that night has forgotten how the wind took the roof off the pilots' house."
STORY = f"{OPENING}\n\n{MIDDLE}\n\n{ENDING}"


def paired(*texts: str, old: int = 0, new: int = -1) -> Pairing:
    article = received(*texts)
    rows = captures(article)
    found = pairing(article, rows[old].sha256, rows[new].sha256)
    assert found is not None
    return found


def bracketed(found: Changes) -> list[tuple[str, str]]:
    """The rows that changed, deletions in [square], insertions in {curly} brackets."""
    return [
        (
            "".join(f"[{piece.text}]" if piece.changed else piece.text for piece in row.old),
            "".join(f"{{{piece.text}}}" if piece.changed else piece.text for piece in row.new),
        )
        for row in found.rows
        if isinstance(row, Row)
    ]


@pytest.mark.django_db
class TestPairing:
    def test_captures_are_named_by_the_beginning_of_their_digest(self) -> None:
        article = received(STORY, STORY.replace("spring", "autumn"))
        first, second = captures(article)
        found = pairing(article, first.sha256[:12], second.sha256[:12])
        assert found is not None
        assert (found.old, found.new, found.earlier, found.later) == (first, second, None, None)
        assert not found.is_backwards

    def test_a_beginning_that_two_captures_share_names_neither(self) -> None:
        article = received(STORY, STORY.replace("spring", "autumn"))
        assert pairing(article, "", captures(article)[1].sha256) is None

    def test_a_capture_of_another_article_is_none_of_this_ones(self) -> None:
        article = received(STORY)
        assert pairing(article, captures(article)[0].sha256, "0" * 12) is None

    def test_the_pairs_before_and_behind_are_neighbours_in_time_also_backwards(self) -> None:
        article = received(*(STORY.replace("spring", season) for season in ("spring", "autumn", "winter", "summer")))
        rows = captures(article)
        for old, new in ((1, 2), (2, 1)):
            found = pairing(article, rows[old].sha256, rows[new].sha256)
            assert found is not None
            assert found.earlier == (rows[0], rows[1])
            assert found.later == (rows[2], rows[3])
            assert found.is_backwards == (old > new)


@pytest.mark.django_db
class TestChanges:
    def test_words_are_told_within_the_paragraph_that_changed(self) -> None:
        found = changes(paired(STORY, STORY.replace("in spring", "in late autumn")))
        assert bracketed(found) == [(MIDDLE.replace("spring", "[spring]"), MIDDLE.replace("spring", "{late autumn}"))]
        assert (found.added, found.removed, found.moved) == (2, 1, 0)
        assert found.kept_percent == 98
        assert [row.texts for row in found.rows if isinstance(row, Unchanged)] == [(OPENING,), (ENDING,)]

    def test_a_share_is_never_rounded_up_to_all(self) -> None:
        long = " ".join(f"word{number}" for number in range(400)) + "."
        assert changes(paired(long, long.replace("word7 ", ""))).kept_percent == 99

    def test_an_earlier_capture_is_read_from_its_bytes(self) -> None:
        pair = paired(STORY, STORY.replace("spring", "autumn"), STORY.replace("spring", "winter"), old=0, new=1)
        assert text_of(pair.old, pair.article).text == STORY
        assert bracketed(changes(pair))[0][1] == MIDDLE.replace("spring", "{autumn}")

    def test_bytes_that_differ_and_say_the_same_are_told_so(self) -> None:
        found = changes(paired(STORY, STORY.replace("\n", "\r\n")))
        assert found.is_empty
        assert found.same_text

    def test_what_changed_around_the_article_is_no_change_of_it(self) -> None:
        found = changes(paired(f"{STORY}\n\nShare this article", f"{STORY}\n\nSubscribe now"))
        assert found.is_empty
        assert not found.same_text

    def test_a_curators_decision_about_furniture_holds_for_the_same_words_in_another_capture(self) -> None:
        article = received(STORY, STORY.replace("spring", "autumn"))
        curation.set_furniture(article, {2})
        article.refresh_from_db()
        assert [block.furniture for block in article.content.blocks] == [False, False, True]
        assert [block.furniture for block in text_of(captures(article)[0], article).blocks] == [False, False, True]

    def test_a_paragraph_that_moved_names_where_it_stands(self) -> None:
        found = changes(paired(STORY, f"{ENDING}\n\n{OPENING}\n\n{MIDDLE}"))
        rows = [row for row in found.rows if isinstance(row, Row)]
        assert [(row.number, row.moved) for row in rows] == [(1, 2), (2, 1)]
        assert (found.added, found.removed, found.kept_percent) == (0, 0, 100)
        assert found.moved > 10

    def test_missing_or_changed_bytes_are_told(self) -> None:
        pair = paired(STORY, STORY.replace("spring", "autumn"))
        pair.old.text = None  # as of captures whose text was never superseded, which are read again
        content_store.remove(pair.old.sha256)
        with pytest.raises(UnreadableError, match=pair.old.sha256) as caught:
            changes(pair)
        assert (caught.value.capture, caught.value.is_damaged) == (pair.old, True)

    def test_bytes_that_no_reader_takes_are_told(self) -> None:
        pair = paired(STORY, STORY.replace("spring", "autumn"))
        pair.old.text, pair.old.media_type = None, "application/x-unheard-of"
        with pytest.raises(UnreadableError, match="application/x-unheard-of") as caught:
            changes(pair)
        assert not caught.value.is_damaged


@pytest.mark.django_db
class TestTouched:
    def touched(self, pair: Pairing) -> list[str]:
        passages = Passage.objects.filter(article=pair.article).in_text_order()
        return [passage.exact for passage in touched(pair, changes(pair).found, passages)]

    def test_passages_on_words_that_changed(self) -> None:
        article = received(STORY)
        for quote in ("in spring", "whether the old quay is to be", "decide in", "Nobody who was there", "repaired or"):
            make_passage(article, quote=quote)
        pair = paired(STORY, STORY.replace("in spring", "in autumn").replace("Nobody who", "No man who"))
        assert self.touched(pair) == ["in spring", "Nobody who was there"]

    def test_a_passage_out_of_which_words_were_taken_is_touched_and_its_neighbours_are_not(self) -> None:
        article = received(STORY)
        make_passage(article, quote="whether the old quay is to be repaired")
        make_passage(article, quote="the old")
        make_passage(article, quote="to be repaired")
        pair = paired(STORY, STORY.replace("old quay is to", "old is to"))
        assert self.touched(pair) == ["whether the old quay is to be repaired"]

    def test_an_orphan_is_touched_where_the_other_text_still_has_its_words(self) -> None:
        article = received(STORY)
        make_passage(article, quote=ENDING)
        pair = paired(STORY, f"{OPENING}\n\n{MIDDLE}")
        assert Passage.objects.get().is_orphan
        assert self.touched(pair) == [ENDING]

    def test_a_passage_in_a_paragraph_that_moved_whole_is_not_touched(self) -> None:
        make_passage(received(STORY), quote="Nobody who was there")
        assert self.touched(paired(STORY, f"{ENDING}\n\n{OPENING}\n\n{MIDDLE}")) == []

    def test_shown_backwards_the_same_passages_are_touched(self) -> None:
        make_passage(received(STORY), quote="decide in spring")
        pair = paired(STORY, STORY.replace("in spring", "in autumn"), old=1, new=0)
        assert self.touched(pair) == ["decide in spring"]

    def test_between_two_earlier_captures_no_passage_can_be_placed(self) -> None:
        make_passage(received(STORY), quote="decide in spring")
        texts = [STORY.replace("spring", season) for season in ("spring", "autumn", "winter")]
        assert self.touched(paired(*texts, old=0, new=1)) == []


SENTENCES = st.sampled_from(
    [OPENING, MIDDLE, ENDING, MIDDLE.replace("spring", "autumn"), OPENING.replace("one by one ", ""), "Snow fell."]
)
TEXTS = st.lists(SENTENCES, min_size=1, max_size=6).map("\n\n".join)


class TestEveryWordIsShown(TestCase):
    @settings(suppress_health_check=[HealthCheck.too_slow], max_examples=40)
    @given(TEXTS, TEXTS)
    def test_each_side_shows_its_whole_article_in_order(self, old: str, new: str) -> None:
        pair = paired(old, new)
        found = changes(pair)
        for side, capture in (("old", pair.old), ("new", pair.new)):
            content = text_of(capture, pair.article)
            assert _side(found, side) == [content.text[block.start : block.end] for block in content.body]


def _side(found: Changes, side: str) -> list[str]:
    texts: list[str] = []
    for row in found.rows:
        texts += row.texts if isinstance(row, Unchanged) else ["".join(one.text for one in getattr(row, side))]
    return [text for text in texts if text]
