"""The facts of a timeline: what came first, what was reversed, what is not known."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from archive import dates
from archive.models import AnchorState, Article, Claim, Passage, Source, Stance, Status
from archive.reading.timeline.appearances import Appearance, Cited, Party
from archive.reading.timeline.facts import MOST_LANES, Scope, Timeline, claim_timeline, claims_timeline
from archive.reading.timeline.moments import When
from archive.reading.timeline.order import doubts, firsts, reversals
from tests.factories import make_article, make_claim, make_passage, make_source

ASSERTS, DISPUTES, QUALIFIES = Stance.ASSERTS, Stance.DISPUTES, Stance.QUALIFIES
SOURCE = Party("source", 1, "The Lantern", "the-lantern")
_keys = itertools.count(1)


def when(value: str) -> When:
    date = dates.parse(value)
    return When(value, date.earliest, date.latest, date.instant if "T" in value else None)


def said(value: str, stance: Stance = ASSERTS, article: int = 0) -> Appearance:
    key = next(_keys)
    cited = Cited(article or key, f"a-{key}", f"A {key}", "en")
    return Appearance(1, SOURCE, cited, stance, 1, 0, key, when(value) if value else None)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2014-09-27", "2014-09-27", "2014-09-27"),
        ("2019-07", "2019-07-01", "2019-07-31"),
        ("2013?", "2012-01-01", "2014-12-31"),
        ("2013~", "2012-01-01", "2014-12-31"),
        ("2019-07?", "2019-05-31", "2019-08-31"),
        ("2013?/2015", "2012-01-01", "2015-12-31"),
        ("2013/2015~", "2013-01-01", "2016-12-31"),
        ("201X?", "1999-12-31", "2029-12-31"),
        ("0001?", "0001-01-01", "0002-12-31"),
        ("9999?", "9998-01-01", "9999-12-31"),
    ],
)
def test_what_is_uncertain_reaches_as_far_beyond_its_span_as_that_is_long(value: str, first: str, last: str) -> None:
    low, high = (dt.date.fromordinal(day) for day in when(value).reach)
    assert abs((low - dt.date.fromisoformat(first)).days) <= 3  # leap years
    assert abs((high - dt.date.fromisoformat(last)).days) <= 3


@pytest.mark.parametrize(
    ("one", "other", "known"),
    [
        ("2013", "2014", True),
        ("2013?", "2014", False),
        ("2013?", "2015", True),
        ("2014", "2014-05-02", False),
        ("2014-05-02", "2014-05-02", False),
        ("2014-05-02T10:00:00Z", "2014-05-02T11:00:00Z", True),
        ("2014-05-02T06:00:00+09:00", "2014-05-01T22:00:00Z", True),
        ("2014-05-02T06:00:00+09:00", "2014-05-02", False),
        ("2014-05-02T06:00:00+09:00", "2014-05-03", True),
    ],
)
def test_the_order_of_two_dates_is_known_only_where_they_do_not_overlap(one: str, other: str, known: bool) -> None:
    assert when(one).is_before(when(other)) is known
    assert not when(other).is_before(when(one))


def changes(*pairs: tuple[str, Stance]) -> list[tuple[str, str]]:
    entries = [said(value, stance) for value, stance in pairs]
    return [
        (change.before.when.value, change.after.when.value)  # type: ignore[union-attr]
        for change in reversals(entries)
    ]


def test_asserting_then_disputing_and_back_are_two_reversals() -> None:
    told = changes(("2012", ASSERTS), ("2013-05", ASSERTS), ("2014", DISPUTES), ("2015", DISPUTES), ("2016", ASSERTS))
    assert told == [("2013-05", "2014"), ("2015", "2016")]


def test_qualifying_in_between_is_no_reversal() -> None:
    assert changes(("2012", ASSERTS), ("2013", QUALIFIES), ("2014", ASSERTS)) == []
    assert changes(("2012", ASSERTS), ("2013", QUALIFIES), ("2014", DISPUTES)) == [("2012", "2014")]


def test_no_reversal_is_claimed_where_the_order_is_not_known() -> None:
    entries = [said("2013?", ASSERTS), said("2014", DISPUTES)]
    assert reversals(entries) == []
    [doubt] = doubts(entries)
    assert not doubt.is_certain
    assert {doubt.before, doubt.after} == set(entries)


def test_a_vague_date_in_between_is_not_counted_as_one_change_more() -> None:
    """The disputing of some time in 2013 may lie before or after the asserting of February: one change is sure."""
    told = changes(("2012", ASSERTS), ("2013", DISPUTES), ("2013-02-01", ASSERTS), ("2013-06-01", DISPUTES))
    assert told == [("2013-02-01", "2013-06-01")]


def test_an_article_that_gives_both_sides_at_once_has_not_changed_its_mind() -> None:
    both = [said("2013", ASSERTS, article=-1), said("2013", DISPUTES, article=-1)]
    assert reversals(both) == doubts(both) == []


def test_what_nothing_is_known_to_precede_may_be_the_first() -> None:
    sure, later = said("2012"), said("2014")
    assert firsts([sure, later]).candidates == (sure,)
    assert firsts([sure, later]).is_certain
    vague = said("2013?")
    early = said("2014-02-03")
    perhaps = firsts([vague, early, said("2016")])
    assert perhaps.candidates == (vague, early)
    assert not perhaps.is_certain
    assert not firsts([]).candidates


DAYS = st.dates(dt.date(2012, 1, 1), dt.date(2015, 12, 31))
VALUES = st.one_of(
    DAYS.map(str),
    DAYS.map(lambda day: f"{day:%Y-%m}"),
    st.builds(lambda day, mark: f"{day:%Y}{mark}", DAYS, st.sampled_from(["", "?", "~", "%"])),
    st.builds(lambda day, hour: f"{day}T{hour:02}:30:00+09:00", DAYS, st.integers(0, 23)),
    st.builds(lambda day, years: f"{day:%Y}/{day.year + years}", DAYS, st.integers(0, 3)),
)
SAID = st.lists(st.tuples(VALUES, st.sampled_from(list(Stance))), max_size=12)


@given(SAID)
def test_every_reversal_told_is_one(pairs: list[tuple[str, Stance]]) -> None:
    entries = [said(value, stance) for value, stance in pairs]
    told = reversals(entries)
    for change in told:
        assert {change.before.stance, change.after.stance} == {ASSERTS, DISPUTES}
        assert change.before.is_before(change.after)
    for one, two in itertools.pairwise(told):
        assert one.after.stance == two.before.stance
        assert one.after.is_before(two.after)


@given(SAID, st.randoms(use_true_random=False))
def test_no_reading_of_the_dates_has_fewer_changes_than_are_told(
    pairs: list[tuple[str, Stance]], random: object
) -> None:
    """Put every date on one day that it may stand for: the changes of stance are never fewer than the reversals."""
    entries = [said(value, stance) for value, stance in pairs if stance != QUALIFIES]
    told = len(reversals(entries))

    def reading(one: Appearance) -> tuple[float, float]:
        assert one.when is not None
        low, high = one.when.reach
        if one.when.instant:
            return one.when.earliest.toordinal(), one.when.begin
        return random.randint(low, high), random.random()  # type: ignore[attr-defined]

    stances = [one.stance for one in sorted(entries, key=reading)]
    assert sum(a != b for a, b in itertools.pairwise(stances)) >= told


@given(SAID)
def test_the_first_are_exactly_those_that_nothing_precedes(pairs: list[tuple[str, Stance]]) -> None:
    entries = [said(value, stance) for value, stance in pairs]
    expected = [one for one in entries if not any(other.is_before(one) for other in entries)]
    assert list(firsts(entries).candidates) == expected


@given(SAID)
def test_a_doubt_is_about_opposites_whose_order_is_not_known(pairs: list[tuple[str, Stance]]) -> None:
    entries = [said(value, stance) for value, stance in pairs]
    for doubt in doubts(entries):
        assert {doubt.before.stance, doubt.after.stance} == {ASSERTS, DISPUTES}
        assert not doubt.before.is_before(doubt.after)
        assert not doubt.after.is_before(doubt.before)


# --- from the database ---


def notes(timeline: Timeline) -> dict[str, list[str]]:
    return {one.article.title: [note.text for note in said] for one, said in timeline.notes.items()}


@pytest.fixture
def storm(db: None) -> Claim:
    """The Lantern asserts, then disputes; Pier & Post qualifies at an uncertain time and once without a date."""
    claim = make_claim("Snow fell on the harbour.", tags=("weather",))
    lantern, pier = make_source("The Lantern"), make_source("Pier & Post")
    for title, source, published, stance in [
        ("White harbour", lantern, "2013-02-03", ASSERTS),
        ("No snow", lantern, "2019-07", DISPUTES),
        ("Some sleet", pier, "2016?", QUALIFIES),
        ("Old tales", pier, "", ASSERTS),
    ]:
        article = make_article("Snow fell. All saw it.", title=title, source=source, published=published)
        make_passage(article, claim, "Snow fell", stance)
    return claim


def test_a_claim_has_one_lane_a_source_the_first_to_speak_on_top(storm: Claim) -> None:
    timeline = claim_timeline(storm)
    assert [lane.party.name for lane in timeline.lanes] == ["The Lantern", "Pier & Post"]
    lantern, pier = timeline.lanes
    assert [one.stance for one in lantern.dated] == [ASSERTS, DISPUTES]
    assert [one.article.title for one in pier.undated] == ["Old tales"]
    assert timeline.undated_count == 1
    assert notes(timeline) == {
        "White harbour": ["First in the archive"],
        "No snow": [
            "First in the archive to dispute it",
            "Reversal: The Lantern asserts it, 3 February 2013; disputes it, July 2019",
        ],
        "Some sleet": ["First in the archive to qualify it"],
    }


def test_only_accepted_passages_count_and_those_of_one_article_and_stance_are_one_appearance(storm: Claim) -> None:
    article = Article.objects.get(title="White harbour")
    make_passage(article, storm, "All saw it")
    make_passage(article, storm, "saw it", DISPUTES, status=Status.PROPOSED)
    first = claim_timeline(storm).lanes[0].dated[0]
    assert (first.count, first.stance) == (2, ASSERTS)
    assert len(claim_timeline(storm).lanes[0].dated) == 2


def test_an_orphan_is_kept_and_leads_to_its_own_page(storm: Claim) -> None:
    lost = Passage.objects.get(article__title="White harbour")
    Passage.objects.filter(pk=lost.pk).update(anchor_state=AnchorState.ORPHAN)
    one = claim_timeline(storm).lanes[0].dated[0]
    assert one.is_orphan
    assert one.url == f"/passages/{lost.pk}/"
    standing = make_passage(lost.article, storm, "All saw it")
    one = claim_timeline(storm).lanes[0].dated[0]
    assert not one.is_orphan
    assert one.orphans == 1
    assert one.url == f"/articles/{lost.article.slug}/#passage-{standing.pk}"


def test_a_filter_never_makes_a_later_one_the_first(storm: Claim) -> None:
    [lane] = claims_timeline([storm], Scope(first=2018)).lanes
    assert [one.article.title for one in lane.shown] == ["No snow"]
    assert not lane.changes, "a reversal is drawn only where both its ends are shown"
    said = notes(claims_timeline([storm], Scope(first=2018)))["No snow"]
    assert "First in the archive" not in said
    assert any(line.startswith("Reversal: The Lantern") for line in said)


@pytest.mark.parametrize(
    ("scope", "titles"),
    [
        (Scope(), {"White harbour", "No snow", "Some sleet", "Old tales"}),
        (Scope(stance="asserts"), {"White harbour", "Old tales"}),
        (Scope(last=2013), {"White harbour"}),
        (Scope(first=2016, last=2016), {"Some sleet"}),
        (Scope(first=2020), set()),
    ],
)
def test_a_scope_shows_what_it_says(storm: Claim, scope: Scope, titles: set[str]) -> None:
    [lane] = claims_timeline([storm], scope).lanes
    assert {one.article.title for one in lane.shown} == titles
    [lane] = claims_timeline([storm], Scope(source=Source.objects.get(name="Pier & Post").pk)).lanes
    assert {one.source.name for one in lane.shown} == {"Pier & Post"}


def test_of_very_many_sources_those_that_say_most_are_kept_and_the_first_to_speak(db: None) -> None:
    claim = make_claim()
    article = make_article("Snow fell.", published="1950-01-01", source=make_source("The Eldest"))
    make_passage(article, claim, "Snow fell")
    for number in range(MOST_LANES + 4):
        article = make_article("Snow fell. It fell.", published="2015", source=make_source(f"Source no. {number:02}"))
        make_passage(article, claim, "Snow fell")
        make_passage(article, claim, "It fell")
    timeline = claim_timeline(claim)
    assert len(timeline.lanes) == MOST_LANES
    assert timeline.lanes[0].party.name == "The Eldest"
    assert len(timeline.further) == 5
    assert timeline.further_count == 10


def test_facts_cost_one_query_however_many_passages(storm: Claim) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            claim_timeline(storm)
        return len(queries)

    few = count()
    for _number in range(8):
        make_passage(make_article("Snow fell.", published="2016~"), storm, "Snow fell")
    assert count() == few == 1
