"""Files of strangers: annotations and catalogues with strings and numbers that no tool writes."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from archive.ingest.bulk import report
from archive.ingest.extracted import ExtractedArticle, IngestError
from archive.ingest.received import Refused
from archive.models import Article, Claim, Passage
from tests.factories import make_article, paragraphs

pytestmark = pytest.mark.django_db

HUGE = "9" * 4300  # the longest number that Python reads


def annotation(source: str, selector: Any, **more: Any) -> dict[str, Any]:
    bodies = [("identifying", "Light is lit."), ("classifying", "asserts")]
    return {
        "type": "Annotation",
        "body": [{"purpose": purpose, "value": value} for purpose, value in bodies],
        "target": {"source": source, "selector": selector},
        **more,
    }


QUOTE = {"type": "TextQuoteSelector", "exact": "Lanterns"}


def refusal(tmp_path: Path, raw: str, command: str = "import_annotations", *arguments: str) -> str:
    """What the command says to a file that it does not take in full."""
    file = tmp_path / "hostile.json"
    file.write_text(raw, encoding="ascii")
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError) as refused:
        call_command(command, *arguments, str(file), stdout=out, stderr=err)
    return f"{out.getvalue()}{err.getvalue()}{refused.value}"


@pytest.mark.parametrize("source", ["http://x.example/\ud800", "quay\ud800", "urn:sha256:\ud800", "quay%00"])
def test_a_target_that_no_database_can_be_asked_for(tmp_path: Path, source: str) -> None:
    assert "an article that is not here" in refusal(tmp_path, json.dumps([annotation(source, QUOTE)]))


@pytest.mark.parametrize(
    "file",
    [
        [annotation("http://x/\x1b[2J\nDone.", QUOTE, id="\x1b[2J\n\ud800")],
        [annotation("quay", QUOTE, id="\x1b[2J\n\ud800", body=[])],
        [annotation("quay", QUOTE, type="\x1b[2J\ud800")],
        {"type": "AnnotationPage", "items": [], "next": "http://\x1b[2J\ud800"},
        {"type": "AnnotationCollection", "first": "http://\x1b[2J\ud800"},
    ],
)
def test_what_is_said_of_annotations_can_be_printed(tmp_path: Path, file: Any) -> None:
    said = refusal(tmp_path, json.dumps(file))
    assert all(line.isprintable() for line in said.splitlines())
    assert "\nDone." not in said


@pytest.mark.parametrize("row", [{"file": "\x1b[2J\n\ud800.txt", "nonsense": 1}, {"file": "\x1b[2J.txt", "url": "x"}])
def test_what_is_said_of_a_catalogue_can_be_printed(tmp_path: Path, row: dict[str, Any]) -> None:
    (tmp_path / "a.txt").write_text("Lanterns are lit.")
    said = refusal(tmp_path, json.dumps([row]), "ingest", str(tmp_path / "a.txt"), "--catalogue")
    assert said.isprintable()


def test_what_is_said_of_a_file_stands_on_its_line() -> None:
    failed = report.refused(Refused("a\x1b[2J.txt", "It is\x1b[2J\nbad."))
    assert failed.shown([]) == "a\ufffd[2J.txt: It is[2J bad."


@pytest.mark.parametrize("start", ["1", "-" + HUGE, HUGE[:-1] + "8"])
def test_positions_beyond_every_text(tmp_path: Path, start: str) -> None:
    make_article(title="Quay")
    inner = f'{{"type": "TextPositionSelector", "start": {start}, "end": {HUGE}}}'
    outer = f'{{"type": "TextPositionSelector", "start": 1, "end": {HUGE}, "refinedBy": {inner}}}'
    for selector in (inner, outer):
        raw = json.dumps([annotation("quay", "HERE")]).replace('"HERE"', selector)
        assert "too large for any text" in refusal(tmp_path, raw)
    assert not Passage.objects.exists()
    assert not Claim.objects.exists()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "//x.example/", "x"])
def test_no_reader_brings_in_an_address_that_a_browser_would_run(url: str) -> None:
    with pytest.raises(IngestError, match="http://"):
        ExtractedArticle(content=paragraphs("Lit."), raw=b"Lit.", title="Quay", source="Post", url=url)
    assert not Article.objects.exists()
