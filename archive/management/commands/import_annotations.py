"""`manage.py import_annotations FILE`: W3C Web Annotations, or highlights of other tools, into the archive."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.exchange import annotation_files
from archive.exchange.annotation_files import AnnotationFile
from archive.exchange.annotation_import import Fate, ImportReport, import_collection
from archive.exchange.json_ld import AnnotationError
from archive.ingest.around import PagesAround
from archive.models import Status
from archive.search import queue

_MEGABYTE = 1_000_000  # bytes


class Command(BaseCommand):
    help = (
        "Take claims and passages from a W3C Web Annotation collection, or highlights from Hypothesis (JSON, CSV), "
        "Taguette (CSV) or Wallabag (JSON). Those come as proposed passages; their tags 'claim: …', 'stance: disputes' "
        "and 'speaker: …' are read. What is here already is met, never doubled; a malformed file changes nothing. A "
        "quotation that is not found is kept as an orphan, a target that is not in the archive is left out; either is "
        "reported and makes the exit status 1."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="JSON-LD, JSON or CSV, in UTF-8")
        parser.add_argument(
            "--article",
            metavar="NAME",
            default="",
            help="the slug or address of the article that highlights are on where they name none",
        )
        parser.add_argument(
            "--max-size", metavar="MB", type=float, default=20.0, help="the largest file to take, in megabytes (20)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        raw = _bytes_of(path, options["max_size"])
        try:
            file = annotation_files.read(raw, options["article"])
        except AnnotationError as error:
            raise CommandError(f"{path}: {error} Nothing was changed.") from error
        with queue.deferred():  # one commit of the index for all of them
            status = Status.ACCEPTED if file.accepted else Status.PROPOSED
            report = import_collection(file.collection, status, PagesAround().find)
        self._report(report, file)

    def _report(self, report: ImportReport, file: AnnotationFile) -> None:
        next_page = file.collection.next_page
        unreadable = [item for item in file.left_out if item.failed]
        for outcome in (*report.failures, *unreadable):
            self.stderr.write(str(outcome))
        if next_page:
            self.stderr.write(f"The collection goes on at {next_page}, which is not fetched. Save that and import it.")
        passed_over = [item for item in file.left_out if not item.failed]
        for told in (*report.of(Fate.APPROXIMATE), *passed_over):
            self.stdout.write(str(told))
        self.stdout.write(_summary(report, len(unreadable), len(passed_over)))
        if report.failures or unreadable or next_page:
            raise CommandError("Not everything could be anchored; the reasons are above.")


def _summary(report: ImportReport, unreadable: int, passed_over: int) -> str:
    anchored = len(report.of(Fate.ANCHORED, Fate.APPROXIMATE))
    left_out = f" Left out {passed_over} that mark no words." if passed_over else ""
    return (
        f"Anchored {anchored} of {len(report.outcomes) + unreadable} passages: added {report.passages_added}, met "
        f"{report.passages_met}, orphaned {len(report.of(Fate.ORPHAN))}, unreadable "
        f"{len(report.of(Fate.UNREADABLE)) + unreadable}, targets not found {len(report.of(Fate.MISSING))}. Claims "
        f"made {report.claims_made}, tags made {report.tags_made}.{left_out}"
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
