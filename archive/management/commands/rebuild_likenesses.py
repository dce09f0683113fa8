"""Compute anew which articles are nearly the same."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from archive.ingest import likeness
from archive.models import Article, Likeness, Verdict


class Command(BaseCommand):
    help = "Compute every article's fingerprint anew and find near duplicates. What curators have decided stays."

    def handle(self, **options: Any) -> None:
        done = 0
        with tqdm(total=Article.objects.count(), unit="article", disable=None) as bar:
            for done in likeness.rebuild():
                bar.update(done - bar.n)
        found = Likeness.objects.filter(verdict=Verdict.FOUND).count()
        self.stdout.write(f"Articles: {done:,}. Near duplicates that await a curator: {found:,}.")
