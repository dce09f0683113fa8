"""Check the archive, or a backup of it, for anything lost or changed."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive import backup, integrity
from archive.models import Article, Capture, Passage


class Command(BaseCommand):
    help = "Check every capture against its digest, every passage against its text, the database and the index."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "backup", nargs="?", type=Path, help="a backup's file; without it the archive itself is checked"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path | None = options["backup"]
        faults = self._of_backup(file) if file else self._of_archive()
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults found; they are listed above.")
        self.stdout.write("All is well.")

    def _of_archive(self) -> list[str]:
        counts = [
            f"{model._default_manager.count()} {model._meta.verbose_name_plural}"
            for model in (Article, Capture, Passage)
        ]
        self.stdout.write(f"Checking {', '.join(counts)} …")
        return list(integrity.faults())

    def _of_backup(self, file: Path) -> list[str]:
        try:
            contents = backup.check(file)
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file}: {contents.articles} articles, {contents.captures} captures.")
        return list(contents.faults)
