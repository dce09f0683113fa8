"""A query that asks for all of its words -> one that any of them answers, for where too little has them all."""

from __future__ import annotations

from archive.search.grammar.lexer import plain
from archive.search.grammar.signs import CJK_RUN
from archive.search.grammar.tree import And, Boosted, Node, Not, Or, Phrase, Word, all_of, any_of, boosted, leaves

# What a question is put with: no text need hold it to answer.
_QUESTION_WORDS = """
a about all am an and any are as at be been being but by can could did do does done for from had has have he her here
him his how i if in into is it its may me might must my no nor not of on or our she should so some such than that the
their them then there these they this those to upon us was we were what when where whether which while who whom whose
why will with would you your
"""
QUESTION_WORDS = frozenset(_QUESTION_WORDS.split())


def widened(node: Node) -> Node:
    """The node with any of its words for all of them.

    What is excluded stays excluded, and what is asked for in a field stays required. Phrases stay whole. A run of three
    or more Chinese, Japanese or Korean signs becomes any of its pairs, for it may be several words.
    """
    match node:
        case And(nodes):
            loose = [inner for inner in nodes if _is_loose(inner)]
            kept = [inner for inner in nodes if not _is_loose(inner)]
            return all_of([*_any(_telling(loose)), *kept]) or node
        case Or(nodes):
            return any_of(map(widened, nodes)) or node
        case Boosted(inner, factor):
            return boosted(widened(inner), factor)
        case Word(text, ""):
            return _paired(node, text)
        case _:
            return node


def _any(nodes: list[Node]) -> list[Node]:
    joined = any_of(map(widened, nodes))
    return [] if joined is None else [joined]


def _is_loose(node: Node) -> bool:
    return not isinstance(node, Not) and any(not leaf.field for leaf in leaves(node, negated=False))


def _telling(nodes: list[Node]) -> list[Node]:
    kept = [node for node in nodes if not (isinstance(node, Word) and _bare(node.text) in QUESTION_WORDS)]
    return kept or nodes


def _bare(word: str) -> str:
    """The word in small letters, without signs around it."""
    return word.lower().strip("?!.,;:'’")


def _paired(word: Word, text: str) -> Node:
    runs = list(CJK_RUN.finditer(text))
    if not any(len(run[0]) > 2 for run in runs):
        return word
    pieces: list[Node] = []
    place = 0
    for run in runs:
        pieces += [*_other(text[place : run.start()]), *_pairs(run[0])]
        place = run.end()
    pieces += _other(text[place:])
    return any_of(dict.fromkeys(pieces)) or word


def _pairs(run: str) -> list[Node]:
    return [Phrase(run[place : place + 2]) for place in range(max(1, len(run) - 1))]


def _other(text: str) -> list[Node]:
    return [plain(text)] if any(map(str.isalnum, text)) else []
