"""More like this: documents that share the telling words of a text."""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict

from haystack.constants import ID

from archive.search.engine import analysis, bits
from archive.search.engine.evaluate import Evaluator, Matched
from archive.search.engine.generation import documents_of

_TERMS = 25  # of the text, the most telling: more cost time and add noise
_FEWEST = 2  # documents that hold a telling word; one means that only the text itself does
_READ = 100_000  # code points of the text: what a longer one is about shows at its beginning
_COMMON = 0.5  # of all documents: a word in more of them tells nothing


def matched(evaluator: Evaluator, field: str, text: str, without: str) -> Matched:
    """Documents whose `field` shares telling words with `text`, scored by them; `without` names one to leave out."""
    reader = evaluator.searcher.reader()
    scores: defaultdict[int, float] = defaultdict(float)
    for term, weight in _telling(evaluator, field, text):
        for number, score in evaluator.with_term(field, term).items():
            scores[number] += weight * score
    for number in documents_of(reader, ID, without):
        scores.pop(number, None)
    return Matched(bits.pack(scores, evaluator.generation.size) & evaluator.among, (dict(scores),))


def _telling(evaluator: Evaluator, field: str, text: str) -> list[tuple[str, float]]:
    """The terms with the highest tf-idf, tf damped by its logarithm, with the weight of each."""
    reader = evaluator.searcher.reader()
    documents = max(reader.doc_count(), 1)
    weighted = []
    for term, count in Counter(analysis.telling(analysis.terms(text[:_READ]))).items():
        held = reader.doc_frequency(field, term)
        # In a small archive a word of half the documents may still be all that two of them share.
        if _FEWEST <= held <= max(documents * _COMMON, _FEWEST):
            weighted.append(((1 + math.log(count)) * math.log(1 + documents / held), term))
    return [(term, weight) for weight, term in heapq.nlargest(_TERMS, weighted)]
