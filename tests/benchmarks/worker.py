"""One engine in a process of its own: a line of JSON in, an order; a line of JSON out, what came of it and its time.

Times are taken here, around the engine's work alone, in milliseconds.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.engine import Engine
from tests.benchmarks.memory import resident
from tests.benchmarks.values import Ask, Document, read_documents

# Loaded by name: a process pays in memory only for the engine that it runs.
ENGINES = {
    "ours": ("tests.benchmarks.ours", "Ours"),
    "stock": ("tests.benchmarks.peers.stock", "Stock"),
    "fts5": ("tests.benchmarks.peers.fts5", "Fts5"),
    "tantivy": ("tests.benchmarks.peers.tantivy", "Tantivy"),
}
Answer = dict[str, Any]


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    result = work()
    return (time.perf_counter() - began) * 1000, result


class Orders:
    def __init__(self, engine: Engine) -> None:
        self.engine: Any = engine

    def build(self, documents: str) -> Answer:
        listed = list(read_documents(Path(documents)))
        self.engine.prepare(listed)
        ms, _ = timed(lambda: self.engine.build(listed))
        return {"ms": ms, "bytes": self.engine.bytes_on_disk()}

    def page(self, ask: Answer) -> Answer:
        return _answer(*timed(lambda: self.engine.page(Ask.from_json(ask))))

    def find(self, ask: Answer) -> Answer:
        return _answer(*timed(lambda: self.engine.find(Ask.from_json(ask))))

    def find_cold(self, ask: Answer) -> Answer:
        """The time includes what it takes to open the index again."""
        self.engine.forget()
        return self.find(ask)

    def whole_search(self, ask: Answer) -> Answer:
        return {"ms": timed(lambda: self.engine.whole_search(Ask.from_json(ask)))[0]}

    def web_page(self, ask: Answer) -> Answer:
        return {"ms": timed(lambda: self.engine.web_page(Ask.from_json(ask)))[0]}

    def put(self, document: Answer, word: str) -> Answer:
        """The time until a search for `word`, which only this document holds, finds it."""
        one = Document(**document)

        def put_and_find() -> list[int]:
            self.engine.put(one)
            found: list[int] = self.engine.holds(word)
            return found

        ms, found = timed(put_and_find)
        if found != [one.key]:
            raise RuntimeError(f"After document {one.key} was put, a search for {word!r} finds {found}.")
        return {"ms": ms}

    def rank(self, words: list[str], most: int) -> Answer:
        ms, keys = timed(lambda: self.engine.rank(words, most))
        return {"ms": ms, "keys": keys}

    def memory(self) -> Answer:
        return dict(resident())


def _answer(ms: float, total: int) -> Answer:
    return {"ms": ms, "total": total}


def main(name: str, folder: str) -> None:
    module, class_name = ENGINES[name]
    engine: Engine = getattr(importlib.import_module(module), class_name)(Path(folder))
    orders = Orders(engine)
    answers = sys.stdout
    sys.stdout = sys.stderr  # what an engine prints is no answer
    for line in sys.stdin:
        order = json.loads(line)
        answer = getattr(orders, order.pop("order"))(**order)
        answers.write(f"{json.dumps(answer)}\n")
        answers.flush()
    engine.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
