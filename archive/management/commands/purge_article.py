"""Delete an article for good: the one way by which captures leave the archive."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive import curation
from archive.models import Article


class Command(BaseCommand):
    help = "Delete an article with its passages, its captures and their bytes, for good. Asks first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the last part of the article's address")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, slug: str, yes: bool = False, **options: Any) -> None:
        article = Article.objects.select_related("source").filter(slug=slug).first()
        if article is None:
            raise CommandError(f"There is no article “{slug}”. Copy the last part of its address.")
        passages, captures = article.passages.count(), article.captures.count()
        self.stdout.write(
            f"“{article.title}” ({article.source.name}) goes. Passages: {passages}, captures: {captures}."
        )
        if not yes and input("This cannot be undone. Type the slug to go on: ").strip() != slug:
            raise CommandError("Nothing was deleted.")
        curation.purge_article(article)
        self.stdout.write("Deleted.")
