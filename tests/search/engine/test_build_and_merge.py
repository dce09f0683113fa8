"""A segment tells what was put in it, and segments that are merged are what would have been built at once."""

from __future__ import annotations

import pickle
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.search.engine import analysis
from archive.search.engine.segments.merge import merged
from archive.search.engine.segments.read import CountedField, SegmentFile, WordField
from archive.search.engine.segments.telling import MOST_TOLD
from archive.search.engine.segments.vocabulary import GAP
from tests.search.engine.making import Arrays, Row, built, numbered, part, rows, segment

documents = numbered(rows(st.integers(0, 40)))
MANY = settings(max_examples=50)  # each writes to the disk and waits for it


@contextmanager
def a_folder() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        yield Path(name)


Occurrence = tuple[int, int, str]  # document, place, form


def occurrences(held: list[Row], values: Callable[[Row], list[str]]) -> dict[str, list[Occurrence]]:
    """By term where it stands, as one reads it: values of one field are a gap apart."""
    found: defaultdict[str, list[Occurrence]] = defaultdict(list)
    for number, row in enumerate(held):
        start = 0
        for value in values(row):
            tokens = list(analysis.tokens(value))
            for token in tokens:
                for term in token.terms:
                    found[term].append((number, start + token.position, token.form))
            start += len(tokens) + GAP
    return found


def read(field: WordField) -> dict[str, list[Occurrence]]:
    """The same from the arrays."""
    found = {}
    for number, term in enumerate(field.terms.all()):
        documents = np.repeat(field.docs(number), field.freqs(number)).tolist()
        forms = field.forms(field.form_range(number))
        assert forms == sorted(set(forms), key=str.encode)
        which = [forms[one] for one in field.which(number).tolist()]
        assert set(which) == set(forms)
        found[term.decode()] = list(zip(documents, field.places(number).tolist(), which, strict=True))
    return found


VALUES: dict[str, Callable[[Row], list[str]]] = {
    "text": lambda row: [" ".join(row.text)],
    "title": lambda row: [" ".join(one) for one in row.title if one],
}


@MANY
@given(held=documents)
@pytest.mark.parametrize("name", VALUES)
def test_every_word_is_where_it_stands(name: str, held: list[Row]) -> None:
    with a_folder() as folder:
        field = segment(folder, held).words(name)
        wanted = occurrences(held, VALUES[name])
        assert (read(field) if field else {}) == wanted
        if field:
            words = [sum(len(analysis.terms(value)) for value in VALUES[name](row)) for row in held]
            assert field.lengths.tolist() == words


@MANY
@given(held=documents)
def test_every_value_names_its_documents_and_stored_values_come_back(held: list[Row]) -> None:
    with a_folder() as folder:
        file = segment(folder, held)
        every = {label for row in held for label in row.labels}
        wanted = {label: [number for number, row in enumerate(held) if label in row.labels] for label in every}
        field = file.fields.get("labels")
        assert (field is not None) == bool(wanted)
        if field:
            assert {value: field.docs(n).tolist() for n, value in enumerate(field.values)} == wanted
            last = [max(row.labels, default=None, key=str.encode) for row in held]
            assert [field.values[n] if n >= 0 else None for n in field.term_numbers.tolist()] == last
        for number, row in enumerate(held):
            assert file.stored(number)["id"] == row.identifier
            assert file.stored(number).get("labels", []) == list(row.labels)


@MANY
@given(held=documents)
def test_grams_are_counted(held: list[Row]) -> None:
    with a_folder() as folder:
        field = segment(folder, held).fields.get("grams")
        wanted: defaultdict[str, Counter[int]] = defaultdict(Counter)
        for number, row in enumerate(held):
            for text in (row.grams or "").split():
                for size in (2, 3):
                    for start in range(len(text) - size + 1):
                        wanted[text[start : start + size]][number] += 1
        if field is None:
            assert not wanted
            return
        assert isinstance(field, CountedField)
        assert not isinstance(field, WordField)
        found = {
            term.decode(): dict(zip(field.docs(n).tolist(), field.freqs(n).tolist(), strict=True))
            for n, term in enumerate(field.terms.all())
        }
        assert {term: counts for term, counts in found.items() if " " not in term} == wanted


def assert_same(found: Arrays, wanted: Arrays) -> None:
    """The same values under the same names; the width of a number may differ."""
    assert sorted(found) == sorted(wanted)
    for name in wanted:
        assert found[name].tolist() == wanted[name].tolist(), name


def with_all_fields(held: list[Row]) -> list[Row]:
    """And one document that has each field, so that none is missing when the others are withdrawn."""
    whole = Row(1_000, ("lamp",), (("lamp",),), ("a",), "lamp", 1, 1.0)
    return [*held, whole]


@MANY
@given(documents=numbered(rows(st.integers(0, 40)), most=10), data=st.data())
def test_merged_segments_are_what_is_built_at_once(documents: list[Row], data: st.DataObject) -> None:
    documents = with_all_fields(documents)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(documents)), max_size=3)))
    groups = [documents[a:b] for a, b in zip([0, *cuts], [*cuts, len(documents)], strict=True) if a < b]
    gone = data.draw(st.sets(st.sampled_from(documents[:-1]))) if len(documents) > 1 else set()
    with a_folder() as folder:
        parts = [part(folder, group, [n for n, row in enumerate(group) if row in gone]) for group in groups]
        arrays, facts = merged(parts)
    wanted, wanted_facts = built(row for row in documents if row not in gone)
    assert_same(arrays, wanted)
    assert facts == wanted_facts


@MANY
@given(documents=numbered(rows(st.integers(0, 40)), least=1, most=10))
def test_merging_what_was_merged_changes_nothing(documents: list[Row]) -> None:
    with a_folder() as folder:
        wanted, _ = built(documents)
        arrays, facts = merged([part(folder, documents)])
        assert_same(arrays, wanted)
        assert facts["documents"] == len(documents)


def test_frequencies_above_a_byte_are_exact(tmp_path: Path) -> None:
    often = {3: 255, 5: 256, 7: 70_000, 8: 1}
    held = [Row(key, ("lamp",) * often.get(key, 0) + ("tide",)) for key in range(10)]
    field = segment(tmp_path, held).words("text")
    assert field is not None
    number = field.terms.find(b"lamp")
    assert dict(zip(field.docs(number).tolist(), field.freqs(number).tolist(), strict=True)) == often
    assert field.freqs(field.terms.find(b"tide")).tolist() == [1] * 10
    parts = [part(tmp_path, held[:6]), part(tmp_path, held[6:], gone=[1])]
    assert_same(merged(parts)[0], built([row for row in held if row.key != 7])[0])


def test_large_segments_merge_as_small_ones_do(tmp_path: Path) -> None:
    chosen = random.Random(7)  # noqa: S311 - the same documents in each run
    words = [f"w{number}" for number in range(900)]
    held = [
        Row(key, tuple(chosen.choices(words, [1 / (n + 1) for n in range(900)], k=30)), (), ("a",) * (key % 2))
        for key in range(1_500)
    ]
    gone = set(chosen.sample(range(1_500), 200))
    cuts = [0, 20, 700, 1_500]
    parts = [part(tmp_path, held[a:b], [key - a for key in gone if a <= key < b]) for a, b in pairwise(cuts)]
    assert_same(merged(parts)[0], built([row for row in held if row.key not in gone])[0])


@MANY
@given(documents=numbered(rows(st.integers(0, 40), longest=60), least=1))
def test_what_tells_most_of_a_document_is_in_it(documents: list[Row]) -> None:
    with a_folder() as folder:
        field = segment(folder, documents).words("text")
        if field is None:
            return
        for number, row in enumerate(documents):
            held = Counter(term for token in analysis.tokens(" ".join(row.text)) for term in token.terms)
            terms, freqs = field.told(number)
            told = {field.terms[n].decode(): f for n, f in zip(terms.tolist(), freqs.tolist(), strict=True)}
            assert len(told) == len(terms) <= MOST_TOLD
            assert told.items() <= held.items()
            assert not set(told) & analysis.FUNCTION_TERMS


def test_the_most_telling_words_are_kept_where_there_are_too_many(tmp_path: Path) -> None:
    common = tuple(f"common{chr(97 + n)}" for n in range(20))
    rare = tuple(f"rare{chr(97 + n)}" for n in range(26))
    held = [Row(1, common + rare + rare), *(Row(key, common) for key in range(2, 30))]
    field = segment(tmp_path, held).words("text")
    assert field is not None
    terms, _ = field.told(0)
    told = {field.terms[n].decode() for n in terms.tolist()}
    assert set(map(analysis.terms, rare)) == {(one,) for one in told if one.startswith("rare")}
    assert len(told) == MOST_TOLD


def test_stored_rows_are_plain_pickles(tmp_path: Path) -> None:
    file: SegmentFile = segment(tmp_path, [Row(1, labels=("a",))])
    assert pickle.loads(file.stored_bytes(0)) == file.stored(0)  # noqa: S301
