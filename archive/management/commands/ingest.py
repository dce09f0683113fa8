"""`manage.py ingest PATH|URL…`: pages, texts, PDF, tables and web archives into the archive."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.ingest import catalogue, files, opening
from archive.ingest.bulk import batches, options, report
from archive.ingest.bulk.by_address import Fetching
from archive.ingest.bulk.keeping import Foreseeing, Storing
from archive.ingest.bulk.progress import Progress
from archive.ingest.bulk.report import FAILED, PASSED_OVER, Taken
from archive.ingest.catalogue import CatalogueError, Row
from archive.ingest.extracted import LONGEST
from archive.ingest.fetching import foreseeing
from archive.ingest.fetching.foreseeing import TO_FETCH
from archive.ingest.limits import Limits
from archive.ingest.not_read import PARTS
from archive.ingest.received import Given, Received, Refused
from archive.ingest.store import Status
from archive.ingest.warc.archived import Archived
from archive.models.source import validate_language
from archive.search import queue
from archive.text.normalize import fold_line

_SEARCHABLE = 500  # articles after which the index is brought up to date: a commit of it takes that many rows
_ALWAYS_TOLD = (Status.ADDED, Status.UNCHANGED, Status.CHANGED)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)  # of whatever scheme: the fetching says which it has
_MOST_TOLD = 100  # failures of one file, as of an export whose rows all lack the same column
_MOST_KINDS = 8  # that are not read and named at the end
_WHY = " (--report FILE says which and why)"
_NOTHING = "There is nothing to read in what was given: no page, text, PDF, table or web archive."


class Command(BaseCommand):
    help = (
        "Take saved pages, texts, PDF files, exported tables and web archives, and what folders and zip files hold of "
        "them, into the archive; of an address, the page that it leads to. What is in already is left as it is, so the "
        "command may be run again at any time, after a kill as well. What cannot be taken is reported, and the rest "
        "goes on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add = parser.add_argument
        add("paths", metavar="PATH|URL", nargs="+", help="a file, a folder to search, or a web address to fetch")
        add("--catalogue", metavar="FILE", type=Path, help="JSON that says what is known of each file")
        add("--source", metavar="NAME", default="", help="who publishes, where nothing else says so")
        add("--language", metavar="TAG", default="", help="of the texts, as en or zh-Hant, likewise")
        add("--dry-run", action="store_true", help="read everything, say what would become of it, write nothing")
        add("--report", metavar="FILE", type=Path, help="write what became of each item there, as JSON Lines")
        add("--fetch", action="store_true", help="fetch the addresses of lists that carry no text")
        options.add_to(parser)

    def handle(self, *args: Any, **values: Any) -> None:
        self._told: Counter[str] = Counter()  # failures, by the file they are of
        self._left: Counter[str] = Counter()  # what is not read, by what it is
        given = replace(_given(values["source"], values["language"]), limits=options.reading_limits_of(values))
        limits, bounds = options.limits_of(values), options.bounds_of(values)
        paths = [Path(one) for one in values["paths"] if not _ADDRESS.match(one)]
        rows = self._rows(values["catalogue"], paths, limits)
        keeper = Foreseeing() if values["dry_run"] else Storing()
        with ExitStack() as stack:
            file = stack.enter_context(_opened(values["report"])) if values["report"] else None
            unmeant = [path for path in (values["catalogue"], values["report"]) if path]
            items = self._counted(opening.items(paths, limits, rows, unmeant, Archived()))
            taken = stack.enter_context(closing(batches.take(items, given, bounds, keeper)))
            pages = [one for one in values["paths"] if _ADDRESS.match(one)]
            found = _by_address(taken, pages, Fetching(given, bounds), listed=values["fetch"], dry=values["dry_run"])
            progress = Progress(paths, sys.stderr, shown=self.stderr.isatty())
            stack.enter_context(closing(progress))
            if not values["dry_run"]:
                found = chain(found, _flushed())
            counts = self._taken(found, paths, file, progress)
        self._summary(counts, dry=values["dry_run"], reported=bool(values["report"]))

    def _counted(self, items: Iterator[Received | Refused]) -> Iterator[Received | Refused]:
        for item in items:
            if isinstance(item, Refused) and item.what:
                self._left[item.what] += 1
            yield item

    def _taken(
        self, found: Iterator[list[Taken]], paths: list[Path], file: TextIO | None, progress: Progress
    ) -> Counter[str]:
        """Take everything, tell of it as it goes, and count it. The index follows at bounds, and at the end."""
        counts: Counter[str] = Counter()
        more = True
        while more:
            with queue.deferred():
                done, more = 0, False
                for batch in found:
                    counts.update(item.status for item in batch)
                    self._tell(batch, paths, file)
                    progress.passed(batch)
                    done += sum(item.status in (Status.ADDED, Status.CHANGED) for item in batch)
                    if more := done >= _SEARCHABLE:
                        break
        return counts

    def _tell(self, batch: list[Taken], paths: list[Path], file: TextIO | None) -> None:
        if file is not None:
            _report(batch, file)
        for item in batch:
            if item.status == FAILED:
                self._failed(item, paths)
            elif item.status == TO_FETCH and not item.origin:
                self.stdout.write(f"{report.printable(item.url)}: {item.reason} {item.article}".rstrip())

    def _failed(self, item: Taken, paths: list[Path]) -> None:
        """Tell of a failure, unless so many of its file have been told of that more would bury the others."""
        self._told[item.name] += 1
        if self._told[item.name] <= _MOST_TOLD:
            self.stderr.write(item.shown(paths))
        elif self._told[item.name] == _MOST_TOLD + 1:
            self.stderr.write(f"{report.printable(item.name)}: more of it fails; --report FILE tells of each.")

    def _summary(self, counts: Counter[str], *, dry: bool, reported: bool) -> None:
        if counts.total() == self._left.total():
            self.stderr.write(_NOTHING)
        told = [f"{status} {counts[status]}" for status in Status if status in _ALWAYS_TOLD or counts[status]]
        told.append(f"{FAILED} {counts[FAILED]}")
        if counts[TO_FETCH]:
            told.append(f"{TO_FETCH} {counts[TO_FETCH]}")
        if counts[PASSED_OVER]:
            told.append(f"{PASSED_OVER} {counts[PASSED_OVER]}{'' if reported else _WHY}")
        line = f"{', '.join(told)}."
        self.stdout.write(f"Nothing is written. It would be: {line}" if dry else f"{line[0].upper()}{line[1:]}")
        if self._left:
            self.stdout.write(f"Not read: {_listed(self._left)}.")
        if counts[FAILED]:
            raise CommandError(f"{counts[FAILED]} could not be taken; the reasons are above.")

    def _rows(self, path: Path | None, paths: list[Path], limits: Limits) -> dict[Path, Row]:
        """Read and check the catalogue; nothing is stored where anything in it is wrong."""
        if path is None:
            return {}
        taken = files.find(paths).files  # what cannot be found is told when it is its turn
        try:
            rows = catalogue.read(path)
            matched = catalogue.match(rows, taken, path.parent)
            catalogue.check_lines(matched, limits.item_bytes)
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        found = {row.number for row in matched.values()}
        for row in rows:
            if row.number not in found:
                self.stderr.write(f"The catalogue names {fold_line(row.file)}, which is not among the files given.")
        return matched


def _by_address(
    taken: Iterator[list[Taken]], pages: list[str], fetching: Fetching, *, listed: bool, dry: bool
) -> Iterator[list[Taken]]:
    """What was taken, and the pages that are fetched, of lists too where that is asked; of a dry run, what would be."""
    found = chain(taken, foreseeing.asked(pages) if dry else fetching.asked(pages))
    if not listed:
        return found
    return foreseeing.with_foreseen(found) if dry else fetching.with_fetched(found)


def _listed(left: Counter[str]) -> str:
    """What is not read, the most frequent first; a page's parts last, since they come with the page."""
    pages = left.pop(PARTS, 0)
    told = [f"{count} {what}" for what, count in left.most_common(_MOST_KINDS)]
    if len(left) > _MOST_KINDS:
        told.append(f"{sum(left.values()) - sum(count for _, count in left.most_common(_MOST_KINDS))} of other kinds")
    if pages:
        told.append(f"the parts of {pages} saved {'page' if pages == 1 else 'pages'}")
    return ", ".join(told)


def _flushed() -> Iterator[list[Taken]]:
    """Nothing; but have what a killed run left in the queue indexed, where this one had nothing to add."""
    queue.flush_soon()
    yield from ()


def _opened(path: Path) -> TextIO:
    try:
        return path.open("w", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"--report {path} cannot be written: {error.strerror or error}.") from error


def _report(batch: list[Taken], file: TextIO) -> None:
    try:
        report.write(batch, file)
    except OSError as error:
        with suppress(OSError):
            file.close()  # which tries again to write what it holds
        raise CommandError(
            f"--report {file.name} cannot be written: {error.strerror or error}. The run ends here; what was taken so "
            "far is in. Make room, and run it again."
        ) from error


def _given(source: str, language: str) -> Given:
    given = Given(fold_line(source), language.strip())
    if len(given.source) > LONGEST["source"]:
        raise CommandError(f"--source has {len(given.source)} characters; at most {LONGEST['source']} can be kept.")
    if given.language:
        try:
            validate_language(given.language)
        except ValidationError as error:
            raise CommandError(f"--language {given.language!r}: {error.messages[0]}") from error
    return given
