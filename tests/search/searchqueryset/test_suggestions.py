"""Spelling, as SearchQuerySet gives it where the site's settings include it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.search.searchqueryset.probing import Probe, probing


def test_a_search_suggests_words_that_texts_hold(probe: Probe) -> None:
    probe.put({"text": "A lantern by the quay."})
    results = probe.all().auto_query("lantorn quay")
    assert results.spelling_suggestion() == "lantern quay"
    assert results.count() == 0
    assert probe.all().auto_query("lantern").spelling_suggestion() is None
    assert probe.all().spelling_suggestion("quoy") == "quay"
    assert probe.backend.search("quay", spelling_query="lantorn")["spelling_suggestion"] == "lantern"


def test_none_where_the_settings_do_not_ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with probing(tmp_path / "index", monkeypatch, INCLUDE_SPELLING=False) as probe:
        probe.put({"text": "A lantern."})
        assert probe.backend.search("lantorn")["spelling_suggestion"] is None
