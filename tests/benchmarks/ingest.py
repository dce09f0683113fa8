"""`make bench-ingest`: real pages to searchable articles, beside an extractor alone; and what memory it takes.

The pages are those of ../shared/data/extract_aeb, each several times: with other words strewn in and other hosts in its
addresses, so that each is an article of its own. Ours is `manage.py ingest` of a web archive of them, from the command
to the last commit of the index; the peer is `trafilatura.extract` of the same pages, in a pool of two processes and
with nothing kept. Both start their processes in that time. Memory is of small pages that are made up.
"""

from __future__ import annotations

import argparse
import gzip
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

from tests.benchmarks.measure import median
from tests.benchmarks.memory import parsed
from tests.benchmarks.report import Figure, Goal, figure, say, table, write

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT.parent / "shared" / "data" / "extract_aeb" / "html"
PROCESSES = 2
RATE, MEMORY = Goal(least=0.8), Goal(most=1.3)
EVERY = 0.05  # seconds between two looks at the memory

Page = tuple[str, bytes]  # address, bytes

_RUN = """
import sys, time
import django; django.setup()
from django.core.management import call_command
began = time.perf_counter()
call_command("ingest", sys.argv[1], processes=int(sys.argv[2]))
took = time.perf_counter() - began
from haystack.query import SearchQuerySet
from archive.models import Article
print(took, Article.objects.count(), SearchQuerySet().models(Article).count(), file=sys.stderr)
"""


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(prog="make bench-ingest", description=__doc__)
    parser.add_argument("--pages", type=int, default=1_448, help="real pages, multiplied to this number; 0 for none")
    parser.add_argument("--rounds", type=int, default=1, help="how often both are measured, in turn")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000], help="made pages, for the memory")
    options = parser.parse_args(arguments)
    found: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder:
        if options.pages and PAGES.is_dir():
            found += _rates(Path(folder), options.pages, options.rounds)
        elif options.pages:
            say(f"The rate is SKIPPED: {PAGES} is not beside the repository.")
        found += _memory(Path(folder), options.sizes)
    say(table(found), f"Written to {write('ingest', found)}")


def _rates(folder: Path, count: int, rounds: int) -> list[Figure]:
    pages = list(real_pages(count))
    archive = written(pages, folder / "pages.warc.gz")
    ours, theirs = [], []
    for number in range(rounds):
        theirs.append(_trafilatura(pages))
        ours.append(Run(folder / f"rate-{number}", archive).rate)
    return [
        figure(f"pages a second to searchable articles, of {count}", median(ours), median(theirs), "/s", RATE),
    ]


def _trafilatura(pages: Sequence[Page]) -> float:
    """Pages a second of the peer."""
    texts = [raw.decode("utf-8", "replace") for _, raw in pages]
    began = time.perf_counter()
    with multiprocessing.get_context("forkserver").Pool(PROCESSES) as pool:
        for _ in pool.imap_unordered(_extract, texts, chunksize=4):
            pass
    return len(pages) / (time.perf_counter() - began)


def _extract(html: str) -> str | None:
    import trafilatura

    text: str | None = trafilatura.extract(html)
    return text


def _memory(folder: Path, sizes: Sequence[int]) -> list[Figure]:
    peaks = []
    for size in sizes:
        archive = written(made_pages(size), folder / f"made-{size}.warc.gz")
        peaks.append(Run(folder / f"memory-{size}", archive).peak / 1e6)
    names = [f"peak memory of all processes at {size:,} articles" for size in sizes]
    rows = [figure(name, peak, None, "MB") for name, peak in zip(names, peaks, strict=True)]
    if len(peaks) > 1:
        rows.append(figure(f"the last beside the first ({sizes[0]:,})", peaks[-1], peaks[0], "MB", MEMORY))
    return rows


class Run:
    """One run of the command in an archive of its own. rate: articles a second. peak: bytes of its processes."""

    def __init__(self, data: Path, archive: Path) -> None:
        environment = {**os.environ, "PARALLAX_DATA": str(data), "DJANGO_SETTINGS_MODULE": "archive.settings"}
        for name in ("DATABASE_URL", "SEARCH_URL"):
            environment.pop(name, None)
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
        with subprocess.Popen(
            [sys.executable, "-c", _RUN, str(archive), str(PROCESSES)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            watched = Watch(process.pid)
            told, errors = process.communicate()
        self.peak = watched.stop()
        say(told.strip())
        lines = errors.strip().splitlines()
        if process.returncode:
            raise SystemExit("\n".join(lines[-20:]))
        took, articles, searchable = lines[-1].split()
        assert articles == searchable, f"{articles} articles, {searchable} of them searchable"
        self.rate = int(articles) / float(took)


class Watch:
    """The most resident memory that a process and those below it had together, looked at in a thread."""

    def __init__(self, process: int) -> None:
        self._process, self._peak = process, 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._done.wait(EVERY):
            self._peak = max(self._peak, sum(map(_resident, _below(self._process))))

    def stop(self) -> int:
        self._done.set()
        self._thread.join()
        return self._peak


def _resident(process: int) -> int:
    try:
        return parsed(Path(f"/proc/{process}/status").read_text()).get("VmRSS", 0)
    except OSError:  # it has ended
        return 0


def _below(process: int) -> Iterator[int]:
    """A process and all that it started."""
    yield process
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        children += [
            child
            for task in Path(f"/proc/{process}/task").iterdir()
            if task.name != str(process)
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return
    for child in children:
        yield from _below(int(child))


def real_pages(count: int) -> Iterator[Page]:
    """Pages of the data, each time with other words and other addresses in them."""
    originals = []
    for path in sorted(PAGES.iterdir()):
        raw = path.read_bytes()
        originals.append(gzip.decompress(raw) if path.suffix == ".gz" else raw)
    for number in range(count):
        version, at = divmod(number, len(originals))
        raw = re.sub(rb"(https?:)//(www\.)?", rb"\1//v%d." % version, originals[at])
        raw = re.sub(rb"( the | a | and )", rb"\1%s " % _word(version), raw)
        yield f"https://v{version}.example.org/pages/{at}", raw


def _word(number: int) -> bytes:
    """A word of letters for a number."""
    return b"".join(b"%c" % (97 + int(digit)) for digit in f"{number:04}") + b"ic"


def made_pages(count: int) -> Iterator[Page]:
    """Small pages whose words differ."""
    for number in range(count):
        words = [f"word{(number * 7919 + place * 104729) % 50_021}" for place in range(160)]
        paragraphs = "".join(f"<p>The {' '.join(words[at : at + 40])}.</p>" for at in range(0, 160, 40))
        page = (
            f"<!doctype html><html lang=en><head><title>Story {number} of the day</title></head><body><article>"
            f"<h1>Story {number} of the day</h1>{paragraphs}</article></body></html>"
        )
        yield f"https://made.example.org/{number}", page.encode()


def written(pages: Iterable[Page], path: Path) -> Path:
    """Write pages as a packed web archive."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, raw in pages:
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            writer.write_record(writer.create_warc_record(url, "response", BytesIO(raw), http_headers=head))
    return path


if __name__ == "__main__":
    main(sys.argv[1:])
