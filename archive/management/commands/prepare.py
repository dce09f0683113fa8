"""Bring the archive to a state in which it can be served: database, founding collection, index, static files."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from archive.static_files import gather as gather_static_files


class Command(BaseCommand):
    help = (
        "Apply migrations, load the founding collection into an empty archive, bring the index up to date and gather "
        "the static files. Run again it changes nothing."
    )
    requires_system_checks = ()  # the database may not be there yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--without-fixtures", action="store_true", help="leave an empty archive empty: do not load the fixtures"
        )

    def handle(self, *args: Any, without_fixtures: bool = False, **options: Any) -> None:
        self._step("Database: applying migrations", lambda: call_command("migrate", verbosity=0, interactive=False))
        if not without_fixtures:
            self._step(
                "Founding collection: loading it where the archive is empty",
                lambda: call_command("load_fixtures", if_empty=True, stdout=self.stdout, stderr=self.stderr),
            )
        self._step(
            "Search index: bringing it up to date",
            lambda: call_command("flush_index", rebuild_if_missing=True, stdout=self.stdout, stderr=self.stderr),
        )
        self._step("Static files: gathering them", gather_static_files)

    def _step(self, what: str, do: Callable[[], object]) -> None:
        """Say what is done before it is done, so that a failure stands under its name."""
        self.stdout.write(f"{what} …")
        self.stdout.flush()
        began = time.monotonic()
        try:
            do()
        except OperationalError as error:
            raise CommandError(
                f"The database cannot be used: {str(error).strip()}. Check DATABASE_URL, that the server "
                "runs, or that the folder is there and yours to write to."
            ) from error
        self.stdout.write(f"  done in {time.monotonic() - began:.1f} s")
