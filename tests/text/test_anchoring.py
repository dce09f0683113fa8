"""Spans found again, case by case."""

from __future__ import annotations

import pytest

from archive.models.passage import AnchorState as StoredState
from archive.text.anchoring import MINIMUM_SCORE, Anchor, AnchorState, anchor, describe
from archive.text.selectors import Selectors, Span, TextPosition, TextQuote

HARBOUR = (
    "The harbour master opened the sluice at dawn. Two barges waited outside, low in the water with gravel.\n\n"
    "By noon the wind had turned, and the pilots refused to leave the quay. “No one sails in this,” said the cook.\n\n"
    "The harbour master closed the sluice at dusk. Nobody had gone anywhere, yet everyone was paid."
)


def span_of(text: str, words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def quoted(text: str, words: str, nth: int = 0) -> Selectors:
    """The quotation of the nth place of `words` with its context, without its position."""
    return Selectors(describe(text, span_of(text, words, nth)).quote)


def words_at(text: str, found: Anchor) -> str | None:
    return text[found.span.start : found.span.end] if found.span else None


def test_states_are_stored_under_the_same_names() -> None:
    assert [state.value for state in AnchorState] == StoredState.values


class TestDescribing:
    def test_the_words_their_surroundings_and_their_place(self) -> None:
        found = describe("one two three four", span_of("one two three four", "two three"), context=3)

        assert found == Selectors(TextQuote("two three", "ne ", " fo"), TextPosition(4, 13))

    def test_at_the_edges_of_a_text_there_is_no_more_to_record(self) -> None:
        assert describe("tide", Span(0, 4)).quote == TextQuote("tide", "", "")

    def test_a_span_outside_the_text_is_refused(self) -> None:
        with pytest.raises(ValueError, match="The span 2 to 5 leaves the text, which ends at 4"):
            describe("tide", Span(2, 5))


class TestWordForWord:
    def test_where_it_was(self) -> None:
        span = span_of(HARBOUR, "the pilots refused")

        assert anchor(HARBOUR, describe(HARBOUR, span)) == Anchor(AnchorState.EXACT, span, 1.0)

    def test_moved_by_what_was_put_before_it(self) -> None:
        selectors = describe(HARBOUR, span_of(HARBOUR, "the pilots refused"))
        later = f"Updated at nine.\n\n{HARBOUR}"

        assert anchor(later, selectors) == Anchor(AnchorState.MOVED, span_of(later, "the pilots refused"), 1.0)

    def test_without_a_recorded_position_it_has_not_moved(self) -> None:
        found = anchor(HARBOUR, Selectors(TextQuote("the pilots refused")))

        assert found == Anchor(AnchorState.EXACT, span_of(HARBOUR, "the pilots refused"), 1.0)

    def test_words_that_stand_once_are_found_whatever_surrounds_them(self) -> None:
        selectors = Selectors(TextQuote("the pilots refused", "quite other words ", " in another text"))

        assert words_at(HARBOUR, anchor(HARBOUR, selectors)) == "the pilots refused"

    @pytest.mark.parametrize("position", [TextPosition(0, 18), TextPosition(9000, 9018), TextPosition(-7, -1)])
    def test_a_wrong_position_does_not_mislead(self, position: TextPosition) -> None:
        found = anchor(HARBOUR, Selectors(TextQuote("the pilots refused"), position))

        assert found == Anchor(AnchorState.MOVED, span_of(HARBOUR, "the pilots refused"), 1.0)

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("小米手机并不是仿制品。小米在海外卖出了很多手机。", "海外卖出了很多"),
            ("A 🚢 left. A 👩🏽‍✈️ watched the 🚢 go.", "👩🏽‍✈️ watched"),
            ("Le café ferme. Le cafe\u0301 ouvre.", "cafe\u0301 ouvre"),
            ("הספינה יצאה עם שחר. הנמל נסגר בערב.", "הנמל נסגר"),
            ("غادرت السفينة عند الفجر. أغلق الميناء مساء.", "أغلق الميناء"),
            ("x\ud800y \ud800 z", "\ud800 z"),
            ("ا\u200dب\x00c", "\x00c"),
        ],
        ids=["Chinese", "emoji", "combining mark", "Hebrew", "Arabic", "lone surrogate", "control characters"],
    )
    def test_in_every_script(self, text: str, words: str) -> None:
        span = span_of(text, words)

        assert anchor(text, quoted(text, words)).span == anchor(text, describe(text, span)).span == span


class TestRepeats:
    def test_the_words_around_decide(self) -> None:
        for nth in (0, 1):
            found = anchor(HARBOUR, quoted(HARBOUR, "The harbour master", nth))
            assert found == Anchor(AnchorState.EXACT, span_of(HARBOUR, "The harbour master", nth), 1.0)

    def test_the_words_around_overrule_the_position(self) -> None:
        second = quoted(HARBOUR, "The harbour master", 1)
        first_place = describe(HARBOUR, span_of(HARBOUR, "The harbour master", 0)).position

        found = anchor(HARBOUR, Selectors(second.quote, first_place))

        assert found == Anchor(AnchorState.MOVED, span_of(HARBOUR, "The harbour master", 1), 1.0)

    def test_the_words_around_decide_even_if_they_have_changed_a_little(self) -> None:
        later = HARBOUR.replace("closed the sluice", "shut the sluice").replace("opened the", "unlocked the")

        found = anchor(later, quoted(HARBOUR, "The harbour master", 1))

        assert found.span == span_of(later, "The harbour master", 1)

    def test_then_nearness_to_the_recorded_position(self) -> None:
        row = "Quay: closed.\n"
        selectors = describe(row * 9, span_of(row * 9, "closed", 4), context=6)

        found = anchor(f"All quays\n{row * 9}", selectors)

        assert found == Anchor(AnchorState.MOVED, span_of(f"All quays\n{row * 9}", "closed", 3), 1.0) or (
            found.span == span_of(f"All quays\n{row * 9}", "closed", 4)
        )

    def test_as_far_from_the_one_as_from_the_other_is_lost(self) -> None:
        found = anchor("tide -- -- tide", Selectors(TextQuote("tide"), TextPosition(5, 9)))
        halfway = anchor("tide  --  tide", Selectors(TextQuote("tide"), TextPosition(5, 9)))

        assert found.span == Span(0, 4)
        assert halfway == Anchor(AnchorState.LOST, None, 1.0)

    def test_nothing_to_tell_them_apart_is_lost_not_guessed(self) -> None:
        found = anchor(HARBOUR, Selectors(TextQuote("The harbour master")))

        assert found == Anchor(AnchorState.LOST, None, 1.0)

    def test_the_same_words_around_both_is_lost_not_guessed(self) -> None:
        text = "Fish, salt, rope. Fish, salt, rope."

        assert anchor(text, Selectors(TextQuote("salt", "Fish, ", ", rope."))) == Anchor(AnchorState.LOST, None, 1.0)

    def test_repeats_in_other_surroundings_are_not_taken_for_a_passage_that_is_gone(self) -> None:
        text = "We saw the quay. They left the quay. He likes the quay."
        gone = Selectors(TextQuote("the quay", "an old fire burnt down ", ", and it was rebuilt in 1921"))

        assert anchor(text, gone).state is AnchorState.LOST
        assert anchor(text, Selectors(gone.quote, TextPosition(20, 28))).state is AnchorState.LOST

    def test_at_its_own_place_it_is_believed_whatever_is_written_around_it(self) -> None:
        text = "We saw the quay. They left the quay. He likes the quay."
        quote = TextQuote("the quay", "an old fire burnt down ", ", and it was rebuilt in 1921")

        assert anchor(text, Selectors(quote, TextPosition(27, 35))) == Anchor(AnchorState.EXACT, Span(27, 35), 1.0)

    def test_surroundings_about_equally_like_leave_it_to_the_position(self) -> None:
        old = "Row 17: quay closed until May 3. Row 18: quay closed until May 4."
        later = "Row 29: quay closed until May 9. Row 18: quay closed until May 5."

        found = anchor(later, describe(old, span_of(old, "closed", 0), context=13))

        assert found == Anchor(AnchorState.EXACT, span_of(later, "closed", 0), 1.0)

    def test_overlapping_repeats(self) -> None:
        assert anchor("aaaaa", describe("aaaaa", Span(2, 4))).span == Span(2, 4)


class TestApproximately:
    @pytest.mark.parametrize(
        ("old", "new", "words", "expected"),
        [
            ("pilots refused", "pilots declined", "the pilots refused to leave the quay", None),
            ("“No one sails in this,”", '"No one sails in this,"', "“No one sails in this,” said the cook", None),
            ("the wind had turned", "the west wind had turned", "By noon the wind had turned", None),
            ("low in the water with gravel", "low with gravel", "waited outside, low in the water with gravel", None),
            ("Two barges", "Three barges", "Two barges waited outside, low in the water", "Three barges waited"),
            ("was paid.", "was fed.", "Nobody had gone anywhere, yet everyone was paid", "was fed"),
        ],
        ids=["a word replaced", "quotation marks", "inserted", "deleted", "the first word", "the last word"],
    )
    def test_changed_words_are_found_whole(self, old: str, new: str, words: str, expected: str | None) -> None:
        later = HARBOUR.replace(old, new)
        found = anchor(later, describe(HARBOUR, span_of(HARBOUR, words)))

        assert found.state is AnchorState.FUZZY
        assert MINIMUM_SCORE <= found.score <= 1
        if expected is None:
            assert words_at(later, found) == words.replace(old, new)
        else:
            assert expected in (words_at(later, found) or "")

    def test_marks_and_spaces_that_tools_trade_for_one_another_cost_nothing(self) -> None:
        found = anchor("He said: “It’s low – too\nlow.”", Selectors(TextQuote('"It\'s low - too low."')))

        assert found == Anchor(AnchorState.FUZZY, Span(9, 30), 1.0)

    def test_across_scripts_without_spaces(self) -> None:
        old = "港口主任在黎明时打开了水闸。两艘驳船在外面等候。中午风向变了,引水员拒绝离开码头。"
        later = old.replace("拒绝离开", "不肯离开").replace("黎明", "清晨")

        found = anchor(later, describe(old, span_of(old, "引水员拒绝离开码头")))

        assert found.state is AnchorState.FUZZY
        assert words_at(later, found) == "引水员不肯离开码头"

    def test_edges_never_cut_a_character_in_two(self) -> None:
        old = "Lune 👩🏽‍✈️ le cafe\u0301 du port ferme tôt ce soir."
        later = old.replace("ferme tôt", "ouvre tard")

        found = anchor(later, describe(old, span_of(old, "le cafe\u0301 du port ferme tôt")))

        assert words_at(later, found) == "le cafe\u0301 du port ouvre tard"

    def test_words_that_are_gone_are_lost_with_the_best_score_seen(self) -> None:
        selectors = describe(HARBOUR, span_of(HARBOUR, "the pilots refused to leave the quay"))
        found = anchor(HARBOUR[: HARBOUR.index("By noon")], selectors)

        assert found.state is AnchorState.LOST
        assert found.span is None
        assert 0 <= found.score < MINIMUM_SCORE

    def test_other_words_in_the_same_surroundings_are_not_taken_for_them(self) -> None:
        words = "the pilots refused to leave the quay"
        later = HARBOUR.replace(words, "four children sold oysters, bread and beer")

        assert anchor(later, describe(HARBOUR, span_of(HARBOUR, words))).state is AnchorState.LOST

    def test_short_words_like_others_elsewhere_are_lost(self) -> None:
        assert anchor("They closed the sluices.", Selectors(TextQuote("the sluice x"))).state is AnchorState.LOST

    def test_the_surroundings_choose_between_places_that_are_alike(self) -> None:
        old = "Red team: it lost three ships in May.\n\nBlue team: it lost three ships in May."
        later = old.replace("three", "four")

        for nth in (0, 1):
            found = anchor(later, quoted(old, "it lost three ships", nth))
            assert found.span == span_of(later, "it lost four ships", nth)

    def test_places_that_are_alike_in_all_are_lost_not_guessed(self) -> None:
        text = "First came the grey heron from the marsh. Then came the grey heron from the marsh. And that was all."
        quote = TextQuote("came the great heron from the marsh.")

        assert anchor(text, Selectors(quote)).state is AnchorState.LOST
        assert anchor(text, Selectors(quote, TextPosition(50, 80))).span == Span(47, 82)

    def test_a_long_passage_with_a_paragraph_put_in(self) -> None:
        words = " ".join(f"barge{number} carried {number * 37} stones to wharf {number % 7}," for number in range(60))
        half = words.index("barge30")
        later = f"Before. {words[:half]} A note was put in here by the clerk. {words[half:]} After."

        found = anchor(later, Selectors(TextQuote(words)))

        assert found.state is AnchorState.FUZZY
        assert found.span == Span(len("Before. "), len(later) - len(" After."))


class TestPositionAlone:
    def test_is_believed_where_it_lies_in_the_text(self) -> None:
        assert anchor("tide", Selectors(position=TextPosition(1, 4))) == Anchor(AnchorState.EXACT, Span(1, 4), 1.0)

    @pytest.mark.parametrize("position", [TextPosition(1, 5), TextPosition(3, 3), TextPosition(-2, 3), None])
    def test_is_lost_elsewhere(self, position: TextPosition | None) -> None:
        assert anchor("tide", Selectors(position=position)) == Anchor(AnchorState.LOST, None, 0.0)


class TestHostileInput:
    @pytest.mark.parametrize(
        "quote",
        [
            TextQuote("a"),
            TextQuote("a" * 1_000_000),
            TextQuote("a" * 500_000 + "b" + "a" * 499_999, "a" * 9000, "a" * 9000),
            TextQuote("a" * 2000 + "b" + "a" * 2000, "a" * 9000, "a" * 9000),
            TextQuote("ab" * 500_000),
            TextQuote("\n" * 3000),
        ],
        ids=["one letter", "1 MB", "1 MB with one change", "changed in the middle", "1 MB elsewhere", "blank"],
    )
    @pytest.mark.parametrize("text", ["a" * 1_500_000, "", "a", "ab" * 700_000], ids=["long", "empty", "tiny", "pairs"])
    def test_ends(self, text: str, quote: TextQuote) -> None:
        found = anchor(text, Selectors(quote, TextPosition(700_000, 700_001)))

        if found.state in (AnchorState.EXACT, AnchorState.MOVED):
            assert words_at(text, found) == quote.exact

    def test_a_quotation_beyond_the_limit_is_still_found_word_for_word(self) -> None:
        words = " ".join(str(number) for number in range(5000))

        assert anchor(f"So: {words}!", Selectors(TextQuote(words))).span == Span(4, 4 + len(words))
        assert anchor(f"So: {words[:-1]}!", Selectors(TextQuote(words))).state is AnchorState.LOST
