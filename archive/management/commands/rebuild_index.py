"""Build the search index anew, in place of Haystack's command of this name, which empties it first."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.management.commands.flush_index import LOCK_SECONDS
from archive.search import rebuilding
from archive.search.engine.request import IndexLockedError


class Command(BaseCommand):
    help = (
        "Build the search index anew beside the old one, which is searched until the new one takes its place at once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        # What scripts written for Haystack's command give it. Nothing is lost here, so that nothing is asked.
        parser.add_argument("--noinput", action="store_false", dest="interactive", help="Accepted; nothing is asked.")

    def handle(self, **options: Any) -> None:
        try:
            done = rebuilding.rebuild(LOCK_SECONDS)
        except IndexLockedError as error:
            raise CommandError(f"{error} Try again when it is done.") from error
        except OSError as error:
            raise CommandError(f"The search index could not be written: {error}. The old one stands.") from error
        self.stdout.write(f"The search index was built anew: {done:,} documents written.")
