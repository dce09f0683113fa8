"""Write a backup of the archive, in use or not, to one file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from archive import backup


class Command(BaseCommand):
    help = "Write the database and every capture to one new file, which `verify` checks and tar unpacks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file",
            nargs="?",
            type=Path,
            help="the file to write (default: backups/parallax-TIME.tar.gz in the data folder)",
        )

    def handle(self, *args: Any, file: Path | None = None, **options: Any) -> None:
        if file is None:
            file = settings.DATA / "backups" / f"parallax-{timezone.now():%Y%m%dT%H%M%SZ}.tar.gz"
            file.parent.mkdir(exist_ok=True)
        try:
            backup.write(file)
        except backup.BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Written: {file} ({file.stat().st_size:,} bytes). Check it: manage.py verify {file}")
