"""Backed up and verified with one command each: what is lost or changed anywhere is found."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive import content_store
from archive.models import Article, Capture, Passage, PendingIndexing
from archive.search import queue
from tests.factories import make_article, make_passage

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def passage(searchable: None) -> Passage:
    return make_passage(make_article("The quay sleeps. The lantern is lit.", title="Quay"))


def verified(*arguments: str) -> str:
    """What `verify` says of the faults that it finds."""
    errors = StringIO()
    with pytest.raises(CommandError, match="faults found"):
        call_command("verify", *arguments, stderr=errors)
    return errors.getvalue()


@pytest.mark.usefixtures("passage")
def test_a_whole_archive_and_its_backup_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "backup.tar.gz"
    call_command("backup", str(file))
    call_command("verify", str(file))
    call_command("verify")
    said = capsys.readouterr().out
    assert "1 articles, 1 captures" in said
    assert said.count("All is well.") == 2
    assert [path.name for path in tmp_path.iterdir()] == ["backup.tar.gz"]


@pytest.mark.slow
@pytest.mark.usefixtures("passage")
def test_a_backup_unpacked_is_the_archive_again(tmp_path: Path) -> None:
    file, data = tmp_path / "backup.tar.gz", tmp_path / "data"
    call_command("backup", str(file))
    data.mkdir()
    with tarfile.open(file) as tar:
        tar.extractall(data, filter="data")
    for command in (["prepare"], ["verify"]):
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env={**os.environ, "PARALLAX_DATA": str(data)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert "1 articles, 1 captures, 1 passages" in done.stdout
    assert not [path.name for path in data.iterdir() if path.name == "backups"]


@pytest.mark.usefixtures("passage")
def test_a_backup_is_never_written_over_and_a_failed_one_leaves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    file.write_text("mine")
    with pytest.raises(CommandError, match="there already"):
        call_command("backup", str(file))
    assert file.read_text() == "mine"
    content_store.path_of(Capture.objects.get().sha256).unlink()
    with pytest.raises(CommandError, match="missing"):
        call_command("backup", str(tmp_path / "other.tar.gz"))
    assert [path.name for path in tmp_path.iterdir()] == ["backup.tar.gz"]
    with pytest.raises(CommandError, match="could not be written"):
        call_command("backup", str(tmp_path / "nowhere" / "backup.tar.gz"))


@pytest.mark.usefixtures("passage")
def test_a_damaged_backup_is_told(tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    call_command("backup", str(file))
    file.write_bytes(file.read_bytes()[:-400])
    with pytest.raises(CommandError, match="not a backup that can be read"):
        call_command("verify", str(file))
    with pytest.raises(CommandError, match="not a backup that can be read"):
        call_command("verify", str(tmp_path / "nowhere.tar.gz"))


@pytest.mark.usefixtures("passage")
def test_a_capture_that_is_missing_from_a_backup_is_told(tmp_path: Path) -> None:
    file, other = tmp_path / "backup.tar.gz", tmp_path / "other.tar.gz"
    call_command("backup", str(file))
    with tarfile.open(file) as tar, tarfile.open(other, "w:gz") as thinner:
        member = tar.getmember("archive.sqlite3")
        thinner.addfile(member, tar.extractfile(member))
    assert "is missing" in verified(str(other))


def test_everything_that_can_go_wrong_in_the_archive_is_found(passage: Passage) -> None:
    path = content_store.path_of(Capture.objects.get().sha256)
    path.chmod(0o644)
    path.write_bytes(b"changed")
    Capture.objects.update(size=1)
    Passage.objects.update(exact="Other words")
    Article.objects.update(blocks=[{"kind": "paragraph", "start": 0, "end": 9_999}])
    queue.enqueue(Article, [passage.article_id])
    said = verified()
    assert "no longer matches its name" in said
    assert "does not fit its text" in said
    assert "do not stand where it says" in said


def test_rows_that_wait_and_a_missing_index_are_told(searchable: None) -> None:
    PendingIndexing.objects.create(model="archive.article", key="1")
    assert "1 rows wait" in verified()
