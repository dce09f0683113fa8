"""Serve the archive on this machine, prepared on the way."""

from __future__ import annotations

import os
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Prepare the archive (see `prepare`) and serve it on 127.0.0.1 with gunicorn, until Ctrl+C."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="the port to serve on (8000)")
        parser.add_argument("--workers", type=int, default=2, help="processes (2); each has four threads")
        parser.add_argument("--without-fixtures", action="store_true", help="leave an empty archive empty")

    def handle(self, *args: Any, port: int = 8000, workers: int = 2, **options: Any) -> None:
        _refuse_taken(port)
        call_command("prepare", without_fixtures=options["without_fixtures"], stdout=self.stdout, stderr=self.stderr)
        self.stdout.write(f"\nParallax is at http://{HOST}:{port}/   (Ctrl+C stops it)")
        if not get_user_model()._default_manager.filter(is_staff=True).exists():
            self.stdout.write(
                "To curate, make yourself a curator in another terminal: .venv/bin/python manage.py createsuperuser"
            )
        self.stdout.write(f"Curators' pages: http://{HOST}:{port}/admin/\n")
        self.stdout.flush()
        os.execv(sys.executable, _gunicorn(port, workers))  # noqa: S606 - our own arguments, and no shell


def _gunicorn(port: int, workers: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "archive.wsgi"),
        *("--bind", f"{HOST}:{port}"),
        *("--workers", str(workers), "--threads", "4"),
        *("--log-level", "warning"),
        # Strangers' headers must not say what the scheme and our own address are: PARALLAX_TRUST_PROXY decides.
        *("--forwarded-allow-ips", ""),
        "--no-control-socket",  # it would lie in the home folder, and we write to the data folder alone
    ]


def _refuse_taken(port: int) -> None:
    """Raise CommandError where the port cannot be had, before minutes are spent on preparing."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            other = port + 1 if 0 <= port < 65535 else 8000
            raise CommandError(f"Port {port} cannot be had: {error}. Choose another: PORT={other} make run") from error
