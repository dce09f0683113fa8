"""`manage.py import_annotations FILE`."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from archive.models import AnchorState, Claim, Passage, Tag
from tests.exchange.annotations import annotation, collection, quoting
from tests.factories import make_article

pytestmark = pytest.mark.django_db

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(*items: Any, **page: Any) -> Path:
        path = tmp_path / "annotations.jsonld"
        path.write_text(json.dumps(collection(*items, **page)), encoding="utf-8")
        return path

    return write


@pytest.fixture(autouse=True)
def ferry() -> None:
    make_article("The ferry came at noon. The queue cheered, and then it rained.", slug="ferry")


def run(*arguments: Any) -> tuple[str, str]:
    """What it says on standard output and, if it fails, on standard error with the reason of its failure."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_annotations", *map(str, arguments), stdout=out, stderr=err, no_color=True)
    except CommandError as error:
        err.write(str(error))
    return out.getvalue(), err.getvalue()


def test_it_sums_up_what_it_did(write: Write) -> None:
    path = write(annotation(), annotation(selector=quoting("The queue cheered"), stance="qualifies"))

    out, err = run(path)

    assert out == (
        "Anchored 2 of 2 passages: added 2, met 0, orphaned 0, unreadable 0, targets not found 0. "
        "Claims made 1, tags made 1.\n"
    )
    assert err == ""
    assert "added 0, met 2" in run(path)[0]
    assert "Claims made 0, tags made 0." in run(path)[0]


def test_what_could_not_be_anchored_is_listed_and_fails(write: Write) -> None:
    path = write(
        annotation(id="urn:a", source="quay"),
        annotation(id="urn:b", selector=quoting("Snow fell on the lighthouse all week")),
        annotation(id="urn:c"),
    )

    out, err = run(path)

    assert "Anchored 1 of 3 passages: added 2, met 0, orphaned 1, unreadable 0, targets not found 1." in out
    assert "Item 1 (urn:a): it is on an article that is not here. Its target is quay." in err
    assert "Item 2 (urn:b): “Snow fell on the lighthouse all week”" in err
    assert "urn:c" not in err
    assert err.endswith("the reasons are above.")
    assert Passage.objects.count() == 2


def test_approximate_places_are_told_but_do_not_fail(write: Write) -> None:
    out, err = run(write(annotation(selector=quoting("The queue cheered, and after that it rained"))))

    assert "like the words that it was put on" in out
    assert err == ""


def test_a_page_elsewhere_is_told_and_fails(write: Write) -> None:
    out, err = run(write(annotation(), next="https://example.org/page2"))

    assert "added 1" in out
    assert "goes on at https://example.org/page2, which is not fetched" in err


def test_a_malformed_item_changes_nothing(write: Write) -> None:
    out, err = run(write(annotation(), annotation(id="urn:bad", stance="perhaps")))

    assert out == ""
    assert "Item 2 (urn:bad): body 2 (classifying): 'perhaps' is no stance" in err
    assert "Nothing was changed." in err
    assert not Claim.objects.exists()
    assert not Tag.objects.exists()
    assert not Passage.objects.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "It is empty"),
        (b"Dear archive,", "It is not JSON"),
        (b"\xff\xfe\x00", "It is not UTF-16"),
        (b'["caf\xe9"]', "It is not UTF-8"),
        (b'{"type": "Person"}', "no AnnotationCollection"),
    ],
    ids=["empty", "a letter", "UTF-16 cut short", "Latin-1", "another thing"],
)
def test_a_file_that_is_no_collection_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "wrong.jsonld"
    path.write_bytes(content)

    _, err = run(path)

    assert err.startswith(f"{path}: ")
    assert message in err


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "missing.jsonld cannot be read: No such file" in run(tmp_path / "missing.jsonld")[1]
    assert "cannot be read: Is a directory" in run(tmp_path)[1]


def test_a_file_beyond_the_limit_is_refused_until_it_is_raised(write: Write) -> None:
    path = write(annotation())

    assert "Raise the limit with --max-size" in run(path, "--max-size", "0.0001")[1]
    assert run(path, "--max-size", "1")[1] == ""


def test_the_founding_annotations_all_anchor(seeds: Path) -> None:
    call_command("ingest", str(seeds), "--catalogue", str(seeds / "catalogue.json"), stdout=io.StringIO())

    out, err = run(seeds / "annotations.jsonld")

    assert "Anchored 33 of 33 passages: added 33, met 0" in out
    assert "Claims made 11," in out
    assert err == ""
    assert set(Passage.objects.values_list("anchor_state", flat=True)) == {AnchorState.EXACT}
    items = json.loads((seeds / "annotations.jsonld").read_text(encoding="utf-8"))["first"]["items"]
    quotations = {" ".join(item["target"]["selector"][0]["exact"].split()) for item in items}
    assert {" ".join(passage.exact.split()) for passage in Passage.objects.all()} == quotations
    for passage in Passage.objects.select_related("article"):
        assert passage.article.text[passage.start : passage.end] == passage.exact

    assert "added 0, met 33" in run(seeds / "annotations.jsonld")[0]
