"""Load the founding collection: digests of five articles, their sources, claims, tags and passages."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import models, transaction
from django.db.models import Q

from archive import curation
from archive.models import Article, Claim, Source, Tag
from archive.models.named import name_key
from archive.search import queue

FOLDER: Path = settings.BASE / "fixtures"


class Command(BaseCommand):
    help = (
        "Load the founding collection into the archive, whole or not at all. What is in the archive already is left as "
        "it is, so that no curator's change is lost, and what is missing is added; run again it changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing where the archive holds any article")
        parser.add_argument("--folder", type=Path, default=FOLDER, help="another collection, laid out as fixtures/ is")

    def handle(self, *args: Any, if_empty: bool = False, folder: Path = FOLDER, **options: Any) -> None:
        held = Article.objects.count() if if_empty else 0
        if held:
            self.stdout.write(f"The archive holds {held} article(s) already: the founding collection is not loaded.")
            return
        # A load that fails halfway must leave the archive empty, or the next --if-empty would pass it over.
        with queue.deferred(), transaction.atomic():
            self._add_rows(folder / "sources.json", _add_source)
            self._add_rows(folder / "tags.json", _add_tag)
            self._add_rows(folder / "claims.json", _add_claim)
            self._call("ingest", folder / "articles", "--catalogue", folder / "catalogue.json")
            self._call("import_annotations", folder / "annotations.jsonld")

    def _add_rows(self, file: Path, add: Callable[[dict[str, Any]], bool]) -> None:
        added, rows = 0, _rows(file)
        for number, row in enumerate(rows, 1):
            with _blaming(f"{file.name}, row {number}"):
                added += add(row)
        self.stdout.write(f"{file.stem.capitalize()}: {added} added, {len(rows) - added} here already.")

    def _call(self, command: str, *arguments: str | Path) -> None:
        with _blaming(command):
            call_command(command, *map(str, arguments), stdout=self.stdout, stderr=self.stderr)


def _rows(file: Path) -> list[dict[str, Any]]:
    try:
        rows = json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        raise CommandError(f"{file} cannot be read: {error}. Restore it from the repository.") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise CommandError(f"{file} is not a list of objects. Restore it from the repository.")
    return rows


@contextmanager
def _blaming(place: str) -> Iterator[None]:
    """Turn a failure into a CommandError that names `place`."""
    try:
        yield
    except (CommandError, ValidationError, KeyError, TypeError, ValueError) as error:
        raise CommandError(
            f"The founding collection was not loaded, nothing is changed. {place}: {_problem(error)}"
        ) from error


def _problem(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return f"the key {error} is missing." if isinstance(error, KeyError) else str(error)


def _add_source(row: dict[str, Any]) -> bool:
    return not _is_here(Source, slug=row["slug"], name_key=name_key(row["name"])) and _keep(Source(**row))


def _add_tag(row: dict[str, Any]) -> bool:
    """Add a tag with its aliases, but for those names that a curator has given to another tag."""
    aliases = row.pop("aliases")
    tag = Tag(**row)
    if _is_here(Tag, slug=tag.slug, name_key=name_key(tag.name)):
        return False
    _keep(tag)
    for name in aliases:
        if Tag.objects.named(name) is None:
            _keep(Tag(name=name, alias_of=tag, colour=tag.colour))
    return True


def _add_claim(row: dict[str, Any]) -> bool:
    tags = row.pop("tags")
    claim = Claim(**row)
    if _is_here(Claim, slug=claim.slug, name_key=name_key(claim.statement)):
        return False
    _keep(claim)
    curation.tag_claim(claim, tags)
    return True


def _is_here(model: type[models.Model], **fields: str) -> bool:
    """Whether a row has any of these values, each of which only one row may have."""
    any_of = Q()
    for name, value in fields.items():
        any_of |= Q(**{name: value})
    return model._default_manager.filter(any_of).exists()


def _keep(row: models.Model) -> bool:
    row.full_clean()
    row.save()
    return True
