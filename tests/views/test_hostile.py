"""Words from outside come out as words, whatever they hold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client

from tests.factories import make_article, make_claim, make_passage, make_source
from tests.views.pages import page

pytestmark = pytest.mark.django_db


def test_hostile_words_come_out_as_words_on_every_page(client: Client, shared_data: Path, searchable: None) -> None:
    strings = json.loads((shared_data / "hostile_blns/blns.json").read_text())
    hostile = [one for one in strings if "<" in one or "'" in one or '"' in one]
    rows = []
    for number, string in enumerate(hostile[:30]):
        clean = string.replace("\x00", "").strip()[:400] or "x"
        source = make_source(f"{clean[:150]} {number}")
        claim = make_claim(f"{clean} {number}", tags=(f"{clean[:60]} {number}",), note=clean)
        article = make_article(f"{clean} stands here.", title=f"{clean} {number}", source=source, byline=clean)
        make_passage(article, claim, clean if clean.strip() else "stands", speaker=clean[:200], note=clean)
        rows += [(number, row) for row in (article, claim, source, claim.tags.get())]
    for number, row in rows:
        tree = page(client, row.get_absolute_url())
        assert not tree.select("main script, main img, main svg, main iframe, main [onerror], main [onload]")
        assert f"{number}" in tree.get_text()
