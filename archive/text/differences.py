"""What changed between two texts: block by block first, then word by word within the blocks that changed.

The longest common subsequence of blocks aligns the texts, and in each stretch between two aligned blocks the longest
common subsequence of its words tells which old block became which new one (RapidFuzz, bit-parallel). The cost is the
product of two lengths, so it has a bound: past it blocks are not compared word by word but told whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple

from rapidfuzz.distance import Indel

from archive.text.blocks import Block, CanonicalText

# Pairs of words (or blocks) that may be compared in all: a bit and about a third of a nanosecond each. It is enough for
# 20,000 words in one paragraph against as many, told apart in 0.4 s and 50 MB.
MOST_PAIRS = 1_000_000_000
ALIKE = 0.4  # of their words in common (Sørensen and Dice): from here on a block is told as changed, not as another one

# Chinese and Japanese signs are words of their own; a word is a run of what is neither space nor punctuation, so that
# the combining marks of every script stay on their letters.
_SIGN = "\u2e80-\ua4cf\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_OF_WORD = rf"[^\s!-/:-@\[-`{{-~\u00a1-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2000-\u200b\u200e-\u206f{_SIGN}]"
_WORDS = rf"\d+(?:[.,]\d+)+|{_OF_WORD}+(?:['’]{_OF_WORD}+)*|(?:(?=[^\W_])[{_SIGN}])"
_WORD = re.compile(_WORDS)
_FINE = re.compile(rf"{_WORDS}|\s+|.", re.DOTALL)
_COARSE = re.compile(rf"[{_SIGN}]\s*|[^\s{_SIGN}]+\s*|\s+")


class Run(NamedTuple):
    """A stretch that both texts share, or one where they differ, on [start, end) of the old and of the new text.

    Where they differ, one of the two may be empty: there words were only put in, or only taken out.
    """

    is_same: bool
    start: int
    end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A block of the old text and what it became; None where it is gone, or new. Its runs cover both.

    moved: where a block that is gone stands now, or where a new one stood, word for word, as the number of its pair.
    whole: its words were not compared, since the bound was met.
    """

    old: Block | None
    new: Block | None
    runs: tuple[Run, ...]
    moved: int | None = None
    whole: bool = False

    @property
    def is_kept(self) -> bool:
        return all(run.is_same for run in self.runs)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two texts, without their furniture, as pairs of blocks in the order of both."""

    old: CanonicalText
    new: CanonicalText
    pairs: tuple[Pair, ...]

    @property
    def is_empty(self) -> bool:
        return all(pair.is_kept for pair in self.pairs)

    @property
    def is_whole(self) -> bool:
        """Whether somewhere words were not compared, since the bound was met."""
        return any(pair.whole for pair in self.pairs)

    def words(self) -> Counter[str]:
        """How many words were 'kept', 'moved' with their block, 'deleted' and 'inserted'."""
        counts: Counter[str] = Counter(kept=0, moved=0, deleted=0, inserted=0)
        for pair in self.pairs:
            for run in pair.runs:
                old = count_words(self.old.text[run.start : run.end])
                if run.is_same or pair.moved is not None:
                    counts["kept" if run.is_same else "moved"] += old
                else:
                    counts["deleted"] += old
                    counts["inserted"] += count_words(self.new.text[run.new_start : run.new_end])
        return counts


def count_words(text: str) -> int:
    return sum(1 for _ in _WORD.finditer(text))


def difference(old: CanonicalText, new: CanonicalText, most_pairs: int = MOST_PAIRS) -> Difference:
    """Compare the bodies of two texts; furniture is left out. most_pairs bounds the cost."""
    return Difference(old, new, tuple(_with_moves(list(_Comparison(old, new, most_pairs).pairs()), old.text, new.text)))


class _Comparison:
    """One comparison, and how many pairs it may still compare."""

    def __init__(self, old: CanonicalText, new: CanonicalText, most_pairs: int) -> None:
        self.old, self.new = old.text, new.text
        self.old_blocks, self.new_blocks = old.body, new.body
        self.left = most_pairs

    def pairs(self) -> Iterator[Pair]:
        olds = [self.old[block.start : block.end] for block in self.old_blocks]
        news = [self.new[block.start : block.end] for block in self.new_blocks]
        for run in self._runs(olds, news) or [Run(False, 0, len(olds), 0, len(news))]:
            old, new = self.old_blocks[run.start : run.end], self.new_blocks[run.new_start : run.new_end]
            if run.is_same:
                yield from (
                    Pair(a, b, (Run(True, a.start, a.end, b.start, b.end),)) for a, b in zip(old, new, strict=True)
                )
            else:
                yield from self._changed(old, new)

    def _runs(self, old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Run] | None:
        """The runs of two sequences, in turn shared and not; None where that would cost too much."""
        if len(old) * len(new) > self.left:
            return None
        self.left -= len(old) * len(new)
        numbers: dict[Hashable, int] = {}  # equal numbers are equal words, which hashes alone would not promise
        runs: list[Run] = []
        for code in Indel.opcodes(*([numbers.setdefault(one, len(numbers)) for one in each] for each in (old, new))):
            run = Run(code.tag == "equal", code.src_start, code.src_end, code.dest_start, code.dest_end)
            if runs and not runs[-1].is_same and not run.is_same:
                run = _joined(runs.pop(), run)
            runs.append(run)
        return runs

    def _changed(self, olds: Sequence[Block], news: Sequence[Block]) -> Iterator[Pair]:
        """The pairs of a stretch that lies between two blocks that are the same in both texts."""
        became = self._became(olds, news)
        whole = became is None
        at = 0
        for place, old in enumerate(olds):
            to = (became or {}).get(place)
            if to is None:
                yield Pair(old, None, (Run(False, old.start, old.end, 0, 0),), whole=whole)
                continue
            yield from (_added(new) for new in news[at:to])
            yield self._compared(old, news[to])
            at = to + 1
        yield from (_added(new, whole) for new in news[at:])

    def _became(self, olds: Sequence[Block], news: Sequence[Block]) -> dict[int, int] | None:
        """Which old block became which new one, by their places; None where telling it would cost too much.

        The words that both stretches share lie in the same order in both, so what they match never crosses.
        """
        if not olds or not news:
            return {}
        ours, our_sizes = _located(self.old, olds)
        theirs, their_sizes = _located(self.new, news)
        runs = self._runs([word for word, _ in ours], [word for word, _ in theirs])
        if runs is None:
            return None
        shared: Counter[tuple[int, int]] = Counter()
        for run in runs:
            if run.is_same:
                matched = zip(ours[run.start : run.end], theirs[run.new_start : run.new_end], strict=True)
                shared.update((one[1], other[1]) for one, other in matched)
        became: dict[int, int] = {}
        taken: set[int] = set()
        for (old, new), count in shared.most_common():
            alike = 2 * count / (our_sizes[old] + their_sizes[new])
            if alike >= ALIKE and old not in became and new not in taken:
                became[old] = new
                taken.add(new)
        return became

    def _compared(self, old: Block, new: Block) -> Pair:
        """A block and what it became: by words, signs and spaces; by coarser pieces where those are too many."""
        for pattern in (_FINE, _COARSE):
            ours = [found[0] for found in pattern.finditer(self.old, old.start, old.end)]
            theirs = [found[0] for found in pattern.finditer(self.new, new.start, new.end)]
            runs = self._runs(ours, theirs)
            if runs is not None:
                places, new_places = _places(old.start, ours), _places(new.start, theirs)
                placed = [
                    Run(is_same, places[a], places[b], new_places[c], new_places[d]) for is_same, a, b, c, d in runs
                ]
                return Pair(old, new, tuple(_readable(placed, self.old)))
        return Pair(old, new, (Run(False, old.start, old.end, new.start, new.end),), whole=True)


def _located(text: str, blocks: Sequence[Block]) -> tuple[list[tuple[str, int]], list[int]]:
    """The words of the blocks, each with its block's place; and how many words each block has, at least 1."""
    words = [(found[0], at) for at, one in enumerate(blocks) for found in _WORD.finditer(text, one.start, one.end)]
    sizes = Counter(at for _, at in words)
    return words, [sizes[at] or 1 for at in range(len(blocks))]


def _places(start: int, tokens: Sequence[str]) -> list[int]:
    """Where each token begins, and where the last one ends."""
    return list(accumulate(map(len, tokens), initial=start))


def _readable(runs: Sequence[Run], text: str) -> Iterator[Run]:
    """Join changes that only a space, a sign or one short word keeps apart: a phrase reads better than crumbs."""
    change: Run | None = None
    for at, run in enumerate(runs):
        if not run.is_same or (
            0 < at < len(runs) - 1 and _is_slight(text[run.start : run.end], runs[at - 1], runs[at + 1])
        ):
            change = _joined(change, run) if change else run
            continue
        if change:
            yield change
        change = None
        yield run
    if change:
        yield change


def _is_slight(kept: str, *around: Run) -> bool:
    sizes = [max(run.end - run.start, run.new_end - run.new_start) for run in around]
    words = count_words(kept)
    return not words or (words == 1 and 2 * len(kept) <= min(sizes))


def _joined(run: Run, following: Run) -> Run:
    """One change of two neighbouring runs."""
    return Run(False, run.start, following.end, run.new_start, following.new_end)


def _added(new: Block, whole: bool = False) -> Pair:
    return Pair(None, new, (Run(False, 0, 0, new.start, new.end),), whole=whole)


def _with_moves(pairs: list[Pair], old: str, new: str) -> list[Pair]:
    """Tell of blocks that are gone from one place and stand in another, word for word."""
    arrived: dict[str, list[int]] = {}
    for at, pair in enumerate(pairs):
        if pair.new and not pair.old:
            arrived.setdefault(new[pair.new.start : pair.new.end], []).append(at)
    for at, pair in enumerate(pairs):
        places = arrived.get(old[pair.old.start : pair.old.end]) if pair.old and not pair.new else None
        if places:
            to = places.pop(0)
            pairs[at], pairs[to] = replace(pair, moved=to), replace(pairs[to], moved=at)
    return pairs
