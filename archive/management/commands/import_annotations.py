"""`manage.py import_annotations FILE`: a W3C Web Annotation collection into the archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.exchange import web_annotation
from archive.exchange.annotation_import import Fate, ImportReport, import_collection
from archive.exchange.json_ld import AnnotationError
from archive.search import queue

_MEGABYTE = 1_000_000  # bytes


class Command(BaseCommand):
    help = (
        "Take claims and passages from a W3C Web Annotation collection. What is here already is met, never doubled; a "
        "malformed file changes nothing. A quotation that is not found is kept as an orphan, a target that is not in "
        "the archive is left out; either is reported and makes the exit status 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="JSON-LD in UTF-8")
        parser.add_argument(
            "--max-size", metavar="MB", type=float, default=20.0, help="the largest file to take, in megabytes (20)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        raw = _bytes_of(path, options["max_size"])
        try:
            collection = web_annotation.read(raw)
        except AnnotationError as error:
            raise CommandError(f"{path}: {error} Nothing was changed.") from error
        with queue.deferred():  # one commit of the index for all of them
            report = import_collection(collection)
        self._report(report, collection.next_page)

    def _report(self, report: ImportReport, next_page: str) -> None:
        for outcome in report.failures:
            self.stderr.write(str(outcome))
        if next_page:
            self.stderr.write(f"The collection goes on at {next_page}, which is not fetched. Save that and import it.")
        for outcome in report.of(Fate.APPROXIMATE):
            self.stdout.write(str(outcome))
        self.stdout.write(_summary(report))
        if report.failures or next_page:
            raise CommandError("Not everything could be anchored; the reasons are above.")


def _summary(report: ImportReport) -> str:
    anchored = len(report.of(Fate.ANCHORED, Fate.APPROXIMATE))
    return (
        f"Anchored {anchored} of {len(report.outcomes)} passages: added {report.passages_added}, met "
        f"{report.passages_met}, orphaned {len(report.of(Fate.ORPHAN))}, unreadable {len(report.of(Fate.UNREADABLE))}, "
        f"targets not found {len(report.of(Fate.MISSING))}. Claims made {report.claims_made}, tags made "
        f"{report.tags_made}."
    )


def _bytes_of(path: Path, most: float) -> bytes:
    try:
        size = path.stat().st_size
        if size > most * _MEGABYTE:
            raise CommandError(
                f"{path} has {size / _MEGABYTE:.1f} MB; at most {most:g} are taken. Raise the limit with --max-size."
            )
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror or error}. Give the path of a file.") from error
