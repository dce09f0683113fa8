"""Bring the search index up to date with the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.search import queue, rebuilding
from archive.search.engine.request import IndexLockedError, IndexUnavailableError

LOCK_SECONDS = 30.0  # to wait for another process that writes: a batch of many long texts takes a few


class Command(BaseCommand):
    help = "Index what was changed since the index was last written. Changes wait in the database until this succeeds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--rebuild-if-missing",
            action="store_true",
            help="Build the index anew where there is none, it cannot be read, or another version made it.",
        )

        parser.add_argument(
            "--merge",
            action="store_true",
            help="Merge the index's segments afterwards as far as they may be: quicker searches, a smaller folder.",
        )

    def handle(self, **options: Any) -> None:
        try:
            if options["rebuild_if_missing"] and not queue.is_ready():
                self._say(rebuilding.rebuild(LOCK_SECONDS), "The search index was built anew")
            else:
                queue.refuse_unready()
                self._say(queue.flush(LOCK_SECONDS), "The search index is up to date")
            if options["merge"]:
                queue.merge(LOCK_SECONDS)
        except IndexLockedError as error:
            raise CommandError(f"{error} Try again when it is done.") from error
        except (IndexUnavailableError, OSError) as error:
            raise CommandError(f"{error} {queue.pending_count():,} changes wait.") from error
        waiting = queue.pending_count()
        if waiting:
            raise CommandError(
                f"{waiting:,} changes still wait: another process is writing to the search index. "
                "Run this again when it is done."
            )

    def _say(self, done: int, what: str) -> None:
        self.stdout.write(f"{what}: {done:,} {'document' if done == 1 else 'documents'} written.")
