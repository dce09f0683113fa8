"""`manage.py load_fixtures`: the founding collection, whole or not at all, and never over a curator's work."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Model
from haystack.query import SearchQuerySet

from archive import curation
from archive.management.commands.load_fixtures import FOLDER
from archive.models import AnchorState, Article, Capture, Claim, Passage, Source, Stance, Tag
from archive.search import queue
from tests.factories import make_article, make_claim

pytestmark = pytest.mark.django_db

MODELS: tuple[type[Model], ...] = (Source, Article, Capture, Claim, Passage, Tag)


def load(*options: str) -> str:
    """Run the command and return all that it says, its error too."""
    out = io.StringIO()
    try:
        call_command("load_fixtures", *options, stdout=out, stderr=out)
    except CommandError as error:
        raise CommandError(f"{out.getvalue()}{error}") from error
    return out.getvalue()


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of the archive, and which tags are on which claims."""
    tables: tuple[type[Model], ...] = (*MODELS, Claim.tags.through)
    return {table.__name__: list(table._default_manager.order_by("pk").values()) for table in tables}


def count() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in MODELS}


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """A copy of the fixtures, to be damaged."""
    return Path(shutil.copytree(FOLDER, tmp_path / "fixtures"))


def test_an_empty_archive_holds_the_whole_collection_afterwards() -> None:
    load()
    catalogue = json.loads((FOLDER / "catalogue.json").read_text(encoding="utf-8"))
    annotations = json.loads((FOLDER / "annotations.jsonld").read_text(encoding="utf-8"))
    assert sorted(Article.objects.values_list("digest_of", flat=True)) == sorted(row["digest_of"] for row in catalogue)
    assert Source.objects.count() == 4
    assert Passage.objects.count() == annotations["total"]
    assert set(Passage.objects.values_list("anchor_state", flat=True)) == {AnchorState.EXACT}
    assert Claim.objects.disputed().count() >= 4


def test_what_the_files_say_is_what_is_kept() -> None:
    load()
    source = Source.objects.get(slug="the-dong-a-ilbo")
    assert (source.country, source.kind) == ("KR", "newspaper")
    article = source.articles.get()
    assert (article.published, article.byline, article.slug) == (
        "2014-09-27T06:21:00+09:00",
        "",
        "xiaomi-called-a-clone-fights-clones-of-its-own",
    )
    assert "archive’s own words" not in article.body_text
    tag = Tag.objects.get(slug="copycat")
    assert tag.colour == "rose"
    assert Tag.objects.named("knock-offs") == tag
    claim = Claim.objects.get(slug="xiaomi-copies-the-iphone")
    assert {tag.name for tag in claim.tags.all()} == {"copycat", "Xiaomi", "Apple"}
    assert claim.note
    speaker = "Li Lei, Chief Communications Officer of Xiaomi"
    assert claim.passages.accepted().filter(speaker=speaker, stance=Stance.DISPUTES).exists()


def test_loading_again_changes_nothing() -> None:
    load()
    before = everything()
    assert "0 added" in load()
    assert everything() == before


def test_loading_again_keeps_what_curators_changed() -> None:
    load()
    Source.objects.filter(slug="forbes").update(name="Forbes Asia", note="Renamed by hand.")
    Article.objects.filter(slug="defining-chinese-innovation").update(title="Another title", published="2017~")
    Claim.objects.filter(slug="xiaomi-is-copied").update(statement="Xiaomi is imitated.", note="")
    Claim.objects.get(slug="xiaomi-is-premium").tags.clear()
    Passage.objects.filter(claim__slug="xiaomi-two-billion").update(stance=Stance.QUALIFIES, speaker="")
    curation.rename_tag(Tag.objects.get(slug="price"), "cheapness")
    curation.merge_tags(Tag.objects.get(slug="reverse-copying"), Tag.objects.get(slug="copycat"))
    before = everything()
    load()
    assert everything() == before


def test_a_tag_that_curators_made_keeps_its_name_though_the_collection_has_it_as_an_alias() -> None:
    own = Tag.objects.create(name="Imitation", description="A curator's.")
    load()
    own.refresh_from_db()
    assert own.alias_of is None
    assert Tag.objects.named("clones") == Tag.objects.get(slug="copycat")


def test_claims_and_sources_that_are_here_under_the_same_words_are_met() -> None:
    claim = make_claim("XIAOMI has become a premium brand.")
    source = Source.objects.create(name="FORBES", slug="the-magazine")
    load()
    assert claim.passages.exists()
    assert source.articles.exists()
    assert Source.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_what_was_loaded_is_in_the_index_at_once(searchable: None) -> None:
    load()
    assert queue.pending_count() == 0
    assert SearchQuerySet().models(Article).count() == 5


def test_if_empty_loads_into_an_empty_archive() -> None:
    load("--if-empty")
    assert Article.objects.count() == 5


def test_if_empty_leaves_an_archive_alone_that_holds_any_article_and_says_so() -> None:
    make_article()
    before = count()
    assert "holds 1 article(s) already" in load("--if-empty")
    assert count() == before


def test_an_archive_with_articles_takes_the_collection_when_asked() -> None:
    make_article()
    load()
    assert Article.objects.count() == 6


def damage_json(folder: Path) -> None:
    (folder / "claims.json").write_text("[{", encoding="utf-8")


def damage_shape(folder: Path) -> None:
    (folder / "claims.json").write_text('{"statement": "Alone."}', encoding="utf-8")


def damage_colour(folder: Path) -> None:
    file = folder / "tags.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"rust"', '"mauve"'), encoding="utf-8")


def damage_key(folder: Path) -> None:
    file = folder / "sources.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"homepage"', '"home"'), encoding="utf-8")


def damage_missing(folder: Path) -> None:
    (folder / "tags.json").unlink()


def damage_digest(folder: Path) -> None:
    (folder / "articles" / "defining-chinese-innovation.txt").write_bytes(b"\x00\xff\x00")


def damage_digest_away(folder: Path) -> None:
    (folder / "articles" / "defining-chinese-innovation.txt").unlink()


def damage_catalogue(folder: Path) -> None:
    file = folder / "catalogue.json"
    file.write_text(file.read_text(encoding="utf-8").replace("2018?", "MMXVIII"), encoding="utf-8")


def damage_annotations(folder: Path) -> None:
    file = folder / "annotations.jsonld"
    file.write_text(file.read_text(encoding="utf-8").replace('"disputes"', '"denies"'), encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (damage_json, "claims.json"),
        (damage_shape, "claims.json"),
        (damage_colour, "tags.json, row 2"),
        (damage_key, "sources.json, row 1"),
        (damage_missing, "tags.json"),
        (damage_digest, "ingest"),
        (damage_digest_away, "defining-chinese-innovation"),
        (damage_catalogue, "MMXVIII"),
        (damage_annotations, "denies"),
    ],
)
def test_a_damaged_collection_is_named_and_leaves_the_archive_empty(damage: Any, named: str, collection: Path) -> None:
    damage(collection)
    with pytest.raises(CommandError, match=named):
        load("--folder", str(collection))
    assert not any(count().values())
