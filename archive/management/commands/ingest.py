"""`manage.py ingest PATH…`: text files and folders of them into the archive."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from tqdm import tqdm

from archive.ingest import catalogue, files, plain
from archive.ingest.catalogue import CatalogueError, Row
from archive.ingest.extracted import LONGEST, IngestError
from archive.ingest.files import Failure, File
from archive.ingest.received import Given
from archive.ingest.store import Status, store
from archive.models.source import validate_language
from archive.search import queue
from archive.text.normalize import fold_line


class Command(BaseCommand):
    help = (
        "Take text files, and the text files of folders, into the archive. What is in already is left as it is, so the "
        "command may be run again at any time. A file that cannot be taken is reported, and the rest go on."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", metavar="PATH", nargs="+", type=Path, help="a file, or a folder to search")
        parser.add_argument("--catalogue", metavar="FILE", type=Path, help="JSON that says what is known of each file")
        parser.add_argument("--source", metavar="NAME", default="", help="who publishes, where no catalogue says so")
        parser.add_argument("--language", metavar="TAG", default="", help="of the texts, as en or zh-Hant, likewise")
        parser.add_argument(
            "--max-size", metavar="MB", type=float, default=10.0, help="the largest file to take, in megabytes (10)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        given = _given(options["source"], options["language"])
        largest = _in_bytes(options["max_size"])
        taken, failures = files.find(options["paths"])
        rows = self._rows(options["catalogue"], taken, largest)
        if not taken and not failures:
            self.stderr.write(f"There is no text file ({', '.join(files.ENDINGS)}) in what was given.")
        counts: Counter[str] = Counter()
        with queue.deferred():  # one commit of the index for all of them
            for file in tqdm(taken, unit="file", file=sys.stderr, disable=not self.stderr.isatty()):
                try:
                    extracted = plain.extract(files.read(file.path, largest), file.name, rows.get(file.path), given)
                    counts[store(extracted).status] += 1
                except (IngestError, DatabaseError, OSError) as error:
                    failures.append(Failure(file.path, str(error)))
        self._report(counts, failures)

    def _rows(self, path: Path | None, taken: list[File], largest: int) -> dict[Path, Row]:
        """Read and check the catalogue; nothing is stored where anything in it is wrong."""
        if path is None:
            return {}
        try:
            rows = catalogue.read(path)
            matched = catalogue.match(rows, taken, path.parent)
            catalogue.check_lines(matched, largest)
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        found = {row.number for row in matched.values()}
        for row in rows:
            if row.number not in found:
                self.stderr.write(f"The catalogue names {fold_line(row.file)}, which is not among the files given.")
        return matched

    def _report(self, counts: Counter[str], failures: list[Failure]) -> None:
        for failure in failures:
            self.stderr.write(str(failure))
        done = ", ".join(f"{status} {counts[status]}" for status in Status)
        self.stdout.write(f"{done}, failed {len(failures)}.".capitalize())
        if failures:
            raise CommandError(f"{len(failures)} could not be taken; the reasons are above.")


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


def _in_bytes(megabytes: float) -> int:
    if not 0 < megabytes <= sys.maxsize / files.MEGABYTE:
        raise CommandError(f"--max-size {megabytes} is not a number of megabytes above 0.")
    return int(megabytes * files.MEGABYTE)
