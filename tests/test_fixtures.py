"""The founding collection as it lies in fixtures/: whole, anchored, varied, and in our own words."""

from __future__ import annotations

import itertools
import json
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.utils.text import slugify

from archive import dates
from archive.models import Stance
from archive.models.slugs import LENGTH
from archive.models.tag import TagColour
from archive.text import anchoring
from archive.text.blocks import BlockKind, CanonicalText
from archive.text.normalize import normalize
from archive.text.selectors import Selectors, Span

FOLDER = Path(__file__).resolve().parent.parent / "fixtures"
FEWEST, MOST = 150, 300  # words of a digest
LONGEST_RUN = 7  # words in a row that a digest may share with an original: names and titles alone come to that


def rows_of(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return rows


CATALOGUE = rows_of("catalogue.json")
CLAIMS = rows_of("claims.json")
TAGS = rows_of("tags.json")
SOURCES = rows_of("sources.json")
by_slug = pytest.mark.parametrize("row", CATALOGUE, ids=lambda row: Path(row["file"]).stem)


@dataclass(frozen=True)
class Mark:
    """A passage of annotations.jsonld, found in its digest."""

    article: str
    source: str
    claim: str
    stance: str
    speaker: str
    span: Span
    state: anchoring.AnchorState

    def overlaps(self, other: Mark) -> bool:
        return self.article == other.article and self.span.start < other.span.end and other.span.start < self.span.end

    def holds(self, other: Mark) -> bool:
        return self.overlaps(other) and self.span.start <= other.span.start and other.span.end <= self.span.end


def text_of(row: dict[str, Any]) -> str:
    return (FOLDER / str(row["file"])).read_text(encoding="utf-8")


def body_of(text: str, ranges: list[list[int]]) -> str:
    lines = text.split("\n")
    return "\n".join("\n".join(lines[first - 1 : last]) for first, last in ranges)


def digest_of(row: dict[str, Any]) -> CanonicalText:
    return normalize(body_of(text_of(row), row["body_lines"])).content


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[at : at + length]) for at in range(len(found) - length + 1)}


def said(item: dict[str, Any], purpose: str, key: str = "value") -> str:
    value: str = next((body[key] for body in item["body"] if body["purpose"] == purpose), "")
    return value


@pytest.fixture(scope="module")
def marks() -> list[Mark]:
    annotations = json.loads((FOLDER / "annotations.jsonld").read_text(encoding="utf-8"))
    articles = {slugify(row["title"])[:LENGTH]: row for row in CATALOGUE}
    found = []
    for item in annotations["first"]["items"]:
        slug = item["target"]["source"].removeprefix("urn:x-article:")
        place = anchoring.anchor(digest_of(articles[slug]).text, Selectors.from_w3c(item["target"]["selector"]))
        assert place.span is not None, item["id"]
        claim = said(item, "identifying", "id").removeprefix("urn:x-claim:")
        stance, speaker = said(item, "classifying"), said(item, "describing")
        found.append(Mark(slug, articles[slug]["source"], claim, stance, speaker, place.span, place.state))
    assert len(found) == annotations["total"]
    return found


@by_slug
def test_a_digest_has_150_to_300_words(row: dict[str, Any]) -> None:
    assert FEWEST <= len(digest_of(row).text.split()) <= MOST


@by_slug
def test_a_digest_says_that_it_is_one_and_of_what(row: dict[str, Any]) -> None:
    """On the page by its citation and supplied title, in the bare file by its first line, which is no part of it."""
    assert row["digest_of"]
    assert row["title_supplied"] is True
    first = text_of(row).split("\n")[0]
    assert first.startswith("Digest")
    assert first not in digest_of(row).text


@by_slug
def test_no_line_of_a_digest_is_lost_between_body_lines(row: dict[str, Any]) -> None:
    lines = text_of(row).split("\n")
    kept = {number for first, last in row["body_lines"] for number in range(first, last + 1)}
    assert [line for number, line in enumerate(lines, 1) if line and number not in kept] == [lines[0]]


@by_slug
def test_a_digest_is_named_by_the_address_that_its_title_gives(row: dict[str, Any]) -> None:
    assert Path(row["file"]).stem == slugify(row["title"])


def test_every_digest_is_in_the_catalogue_and_every_source_is_described() -> None:
    assert {row["file"] for row in CATALOGUE} == {f"articles/{file.name}" for file in (FOLDER / "articles").iterdir()}
    assert {row["source"] for row in CATALOGUE} == {row["name"] for row in SOURCES}


def test_dates_keep_what_is_not_known_of_them() -> None:
    known = [dates.parse(row["published"]) for row in CATALOGUE]
    assert {date.value for date in known if date.value.endswith("?")} == {"2013?", "2018?"}
    assert any(re.fullmatch(r"\d{4}-\d{2}", date.value) for date in known)
    assert any("T" in date.value for date in known)
    assert all(row["published_basis"] for row in CATALOGUE)


def test_the_digests_show_headings_and_lists() -> None:
    kinds = {block.kind for row in CATALOGUE for block in digest_of(row).blocks}
    assert kinds >= {BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST_ITEM}


def test_every_passage_stands_word_for_word_in_one_block_of_its_digest(marks: list[Mark]) -> None:
    blocks = {slugify(row["title"]): digest_of(row).blocks for row in CATALOGUE}
    assert len(marks) >= 30
    for mark in marks:
        assert mark.state is anchoring.AnchorState.EXACT
        within = [b for b in blocks[mark.article] if b.start <= mark.span.start and mark.span.end <= b.end]
        assert len(within) == 1, mark


def test_no_passage_is_marked_twice_with_one_claim(marks: list[Mark]) -> None:
    assert len({(mark.article, mark.claim, mark.span) for mark in marks}) == len(marks)


def test_every_digest_has_passages_and_every_claim_is_spoken_to(marks: list[Mark]) -> None:
    assert {mark.article for mark in marks} == {slugify(row["title"]) for row in CATALOGUE}
    assert {mark.claim for mark in marks} == {row["slug"] for row in CLAIMS}
    assert {mark.stance for mark in marks} == set(Stance.values)


def test_sources_disagree_on_four_claims_and_more(marks: list[Mark]) -> None:
    asserting: defaultdict[str, set[str]] = defaultdict(set)
    disputing: defaultdict[str, set[str]] = defaultdict(set)
    for mark in marks:
        if mark.stance != Stance.QUALIFIES:
            (asserting if mark.stance == Stance.ASSERTS else disputing)[mark.claim].add(mark.source)
    disagreed = [c for c in asserting if any(a != d for a in asserting[c] for d in disputing[c])]
    assert len(disagreed) >= 4


def test_several_speakers_are_named(marks: list[Mark]) -> None:
    assert len({mark.speaker for mark in marks if mark.speaker}) >= 3


def test_passages_of_different_claims_overlap_in_every_way(marks: list[Mark]) -> None:
    pairs = [(a, b) for a, b in itertools.permutations(marks, 2) if a.claim != b.claim and a.overlaps(b)]
    assert any(a.holds(b) and not b.holds(a) for a, b in pairs), "nested"
    assert any(a.holds(b) and b.holds(a) for a, b in pairs), "equal"
    assert any(not a.holds(b) and not b.holds(a) for a, b in pairs), "partly overlapping"


def test_every_tag_is_described_coloured_and_used() -> None:
    used = {name for row in CLAIMS for name in row["tags"]}
    assert {row["name"] for row in TAGS} == used
    for row in TAGS:
        assert row["description"]
        assert row["colour"] in TagColour.values
    assert any(row["aliases"] for row in TAGS)


def test_a_name_or_alias_is_one_tag() -> None:
    names = [name.casefold() for row in TAGS for name in (row["name"], *row["aliases"])]
    assert len(names) == len(set(names))


def test_a_claim_is_a_sentence_and_stands_once() -> None:
    statements = [row["statement"] for row in CLAIMS]
    assert all(statement.endswith(".") for statement in statements)
    assert len({statement.casefold() for statement in statements}) == len(statements) >= 11
    identified = {
        (said(item, "identifying", "id"), said(item, "identifying"))
        for item in json.loads((FOLDER / "annotations.jsonld").read_text(encoding="utf-8"))["first"]["items"]
    }
    assert identified == {(f"urn:x-claim:{row['slug']}", row["statement"]) for row in CLAIMS}


# Against the originals, where they are at hand.


def original_of(row: dict[str, Any], seeds: Path) -> str:
    """The body of the article that a digest tells, found by its source and date."""
    same = [
        other
        for other in json.loads((seeds / "catalogue.json").read_text(encoding="utf-8"))
        if (other["source"], other["published"]) == (row["source"], row["published"])
    ]
    assert len(same) == 1
    return body_of((seeds / same[0]["file"]).read_text(encoding="utf-8"), same[0]["body_lines"])


@pytest.mark.parametrize("file", sorted(f for f in FOLDER.rglob("*") if f.is_file()), ids=lambda file: file.name)
def test_no_words_are_copied(file: Path, seeds: Path) -> None:
    ours = runs(file.read_text(encoding="utf-8"), LONGEST_RUN + 1)
    for original in seeds.glob("*.txt"):
        copied = ours & runs(original.read_text(encoding="utf-8"), LONGEST_RUN + 1)
        assert not copied, f"{original.name}: {' / '.join(' '.join(run) for run in copied)}"


@by_slug
def test_every_figure_is_told_and_none_is_added(row: dict[str, Any], seeds: Path) -> None:
    figures = set(re.findall(r"\d+", original_of(row, seeds)))
    assert set(re.findall(r"\d+", digest_of(row).text)) == figures
