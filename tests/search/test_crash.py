"""A writer that is killed at any moment leaves an index that opens, a free lock, and a queue that says the rest.

An audit hook finds the moments: Python tells it of each file that is opened, renamed, removed or locked.
"""

from __future__ import annotations

import itertools
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from haystack import connections

from archive.models import Article, Source
from archive.search import queue
from archive.search.engine.request import Everything, IndexState, Request, Words
from tests.factories import make_source
from tests.search import other_process
from tests.search_index import reset_index

pytestmark = pytest.mark.django_db(transaction=True)

# A process that is told what to do by lines. For each it forks a child, so that starting costs nothing, and says how
# the child ended. `moment` counts the events of the child's doing; a child without one is killed after `delay` seconds.
FORKING = """
    backend = connections["default"].get_backend
    folder = str(backend()._ready().folder)
    left = None

    def heard(event, arguments):
        global left
        if left is None:
            return
        named = [one for one in arguments if isinstance(one, (str, bytes)) and os.fsdecode(one).startswith(folder)]
        if event == "fcntl.flock" or named:
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1

    sys.addaudithook(heard)

    def save(number):
        with transaction.atomic():  # as all that changes the archive does: the row and its place in the queue are one
            source = Source.objects.earliest("pk")
            Article.objects.create(title=f"No. {number}", text="x", source=source, abstract=f"word{number}")

    def change(number):
        save(number)

    def optimize(number):
        backend().optimize()

    def rebuild(number):
        rebuilding.rebuild()

    def write_on(number):
        for further in range(int(number), int(number) + 1000):
            save(further)
            os.write(1, f"saved {further}\\n".encode())  # whole or not at all, wherever the kill falls

    print("ready", flush=True)
    for line in sys.stdin:
        what, number, moment, delay = line.split()
        child = os.fork()
        if not child:
            left = int(moment) if moment != "-" else None
            globals()[what](number)
            os._exit(0)
        if delay != "-":
            time.sleep(float(delay))
            os.kill(child, signal.SIGKILL)
        print("ended", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@contextmanager
def forking() -> Iterator[other_process.Process]:
    process = other_process.run(FORKING)
    try:
        assert other_process.hear(process) == "ready"
        yield process
    finally:
        process.kill()
        process.communicate(timeout=60)


@pytest.fixture
def writer() -> Iterator[other_process.Process]:
    reset_index()
    Article.objects.create(title="The first", text="x", source=make_source("Harbour Post"))
    with forking() as process:
        yield process


def killed_at(process: other_process.Process, what: str, number: int, moment: int) -> bool:
    """Do it in a child that dies at its event of this number; false where it was done before that."""
    other_process.tell(process, f"{what} {number} {moment} -")
    status = other_process.hear(process)
    assert status in {"ended 0", f"ended {-signal.SIGKILL}"}
    return status != "ended 0"


def found(condition: Words | Everything) -> set[str]:
    """The keys that a process finds that has just been started."""
    backend = connections["default"].get_backend()
    backend.forget()
    assert backend.state() is IndexState.READY
    hits = backend.find(Request("archive.article", condition, limit=10_000)).hits
    return {hit.key for hit in hits}


def holding(number: int) -> set[str]:
    return found(Words(f"word{number}", (("abstract", 1.0),)))


def every() -> set[str]:
    return {str(key) for key in Article.objects.values_list("pk", flat=True)}


def check_files() -> None:
    """The folder holds one table of contents, the segments that it names, and locks."""
    store = connections["default"].get_backend().store
    named = {segment.path(store.folder).name for segment in store.snapshot().segments}
    held = {path.name for path in store.folder.iterdir() if not path.name.endswith(("LOCK", "CREATION"))}
    assert held == named | {f"_{store.name}_{store.generation()}.toc"}


def flushed() -> None:
    """Whoever writes next is not locked out, takes up what waits and clears away what the dead one left."""
    Article.objects.create(title="One more", text="x", source=Source.objects.earliest("pk"))
    assert queue.pending_count() == 0
    assert found(Everything()) == every()
    check_files()


def test_a_change_is_in_the_index_or_in_the_queue_wherever_its_writer_dies(writer: other_process.Process) -> None:
    outcomes = []
    for moment in itertools.count():
        before = every()
        was_killed = killed_at(writer, "change", moment, moment)
        assert len(every()) == len(before) + 1  # the database had committed before the index was touched
        hits = holding(moment)
        assert found(Everything()) in (before, every())
        assert hits or queue.pending_count()
        outcomes.append((was_killed, bool(hits)))
        flushed()
        assert len(holding(moment)) == 1
        if not was_killed:
            break
    # Some died before the commit and some after it, and the last one was left alive.
    assert {(True, False), (True, True)} < set(outcomes)
    assert outcomes[-1] == (False, True)


@pytest.mark.parametrize("what", ["optimize", "rebuild"])
def test_merging_or_rebuilding_loses_nothing_wherever_it_dies(writer: other_process.Process, what: str) -> None:
    for moment in itertools.count():
        Article.objects.earliest("pk").save()  # a segment more, and a deleted document in another
        was_killed = killed_at(writer, what, moment, moment)
        assert found(Everything()) == every()
        flushed()
        if not was_killed:
            break
    assert moment > 5


def test_what_was_said_to_be_saved_is_found_whenever_its_writer_dies(writer: other_process.Process) -> None:
    number = 0
    for delay in [0.01 + 0.0137 * step for step in range(20)]:  # a save takes some hundredths of a second
        other_process.tell(writer, f"write_on {number} - {delay}")
        saved = []
        while (line := other_process.hear(writer)).startswith("saved"):
            saved.append(int(line.split()[1]))
        assert line == f"ended {-signal.SIGKILL}"
        for one in saved:
            assert len(holding(one)) == 1
        flushed()
        number += len(saved) + 1
