"""`manage.py ingest` as its users meet it: on the command line, with good files and bad."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from archive.models import Article, Capture
from archive.text.normalize import fold, fold_line
from tests.ingest.pdf_files import column, pdf

ROOT = Path(__file__).resolve().parent.parent.parent
STORY = (
    "The {} harbour lights went out one by one while the ferry waited for the tide to turn and carry it home.\n\n"
    "The council will decide in spring whether the old quay is to be repaired or whether it will be given up.\n"
)


def ingest(*arguments: object, **options: Any) -> tuple[str, str]:
    """Run the command and return what it writes to its outputs."""
    out, err = io.StringIO(), io.StringIO()
    call_command("ingest", *map(str, arguments), stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def failing(*arguments: object) -> tuple[str, str]:
    """Run the command, which must fail, and return what it writes."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("ingest", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), f"{err.getvalue()}{caught.value}"


def stories(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / f"{name}.txt").write_text(STORY.format(name))
    return folder


@pytest.mark.django_db
def test_a_folder_is_taken_once(tmp_path: Path) -> None:
    stories(tmp_path, "north", "south")
    assert ingest(tmp_path) == ("Added 2, unchanged 0, changed 0, failed 0.\n", "")
    before = list(Article.objects.order_by("pk").values())
    assert ingest(tmp_path) == ("Added 0, unchanged 2, changed 0, failed 0.\n", "")
    assert list(Article.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_an_edited_file_is_changed(tmp_path: Path) -> None:
    path = stories(tmp_path, "north") / "north.txt"
    ingest(tmp_path)
    path.write_text(
        path.read_text() + "\nNobody on the quay has slept since the night of the storm, says the master.\n"
    )
    assert ingest(path)[0] == "Added 0, unchanged 0, changed 1, failed 0.\n"
    assert Article.objects.get().text.endswith("says the master.")


@pytest.mark.django_db
def test_bad_files_are_reported_and_the_rest_go_on(tmp_path: Path) -> None:
    stories(tmp_path, "north", "south")
    bad = {"a-empty": b"", "b-binary": b"PK\0\0", "c-latin": "caf\xe9".encode("latin-1"), "z-rules": b"***\n"}
    for name, content in bad.items():
        (tmp_path / f"{name}.txt").write_bytes(content)
    (tmp_path / "d-long.txt").write_bytes(b"x" * 3_000_000)
    os.mkfifo(tmp_path / "e-pipe.txt")
    out, err = failing(tmp_path, tmp_path / "missing", "--max-size", "2")
    assert out == "Added 2, unchanged 0, changed 0, failed 7.\n"
    for name, reason in {
        "missing": "no such file or folder",
        "a-empty.txt": "empty",
        "b-binary.txt": "NUL byte at byte 2",
        "c-latin.txt": "byte 0xE9 at byte 3",
        "d-long.txt": "limit is 2 MB",
        "e-pipe.txt": "no regular file",
        "z-rules.txt": "no words",
    }.items():
        [line] = [line for line in err.splitlines() if line.startswith(f"{tmp_path / name}: ")]
        assert reason in line
    assert "7 could not be taken" in err


@pytest.mark.django_db
def test_what_is_given_on_the_command_line_is_kept(tmp_path: Path) -> None:
    ingest(stories(tmp_path, "north"), "--source", "The\u00a0Post ", "--language", "en-GB")
    article = Article.objects.select_related("source").get()
    assert (article.source.name, article.language) == ("The Post", "en-GB")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--language", "English please"),
        ("--source", "x" * 201),
        ("--max-size", "0"),
        ("--max-size", "nan"),
        ("--max-items", "1.5"),
        ("--max-seconds", "soon"),
        ("--max-pages", "-1"),
        ("--max-stream", "0"),
        ("--processes", "0"),
    ],
)
def test_a_wrong_option_stops_before_anything_is_taken(tmp_path: Path, option: str, value: str) -> None:
    out, err = failing(stories(tmp_path, "north"), option, value)
    assert out == ""
    assert option in err
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_a_folder_of_nothing_that_is_read_says_so(tmp_path: Path) -> None:
    out, err = ingest(tmp_path)
    assert out == "Added 0, unchanged 0, changed 0, failed 0.\n"
    assert "There is nothing to read in what was given" in err


@pytest.mark.django_db
def test_what_is_not_read_in_a_folder_is_told_and_fails_nothing(tmp_path: Path) -> None:
    folder = stories(tmp_path / "texts", "north")
    page = "<!doctype html><title>Tide</title><article><h1>Tide</h1><p>{}</p></article>".format(STORY.format("south"))
    (folder / "Page.html").write_text(page)
    (folder / "Page_files").mkdir()
    for name in ("a.docx", "b.docx", "c.png", "Thumbs.db", "Page_files/d.png", "Page_files/e.css", "Page_files/f.js"):
        (folder / name).write_bytes(b"\x89PNG")
    report = tmp_path / "report.jsonl"
    out, err = ingest(folder, "--report", report)
    assert out == (
        "Added 2, unchanged 0, changed 0, failed 0, passed over 4.\n"
        "Not read: 2 .docx, 1 .png, the parts of 1 saved page.\n"
    )
    assert err == ""
    lines = [json.loads(line) for line in report.read_text().splitlines()]
    left = {line["item"]: line["reason"] for line in lines if line["status"] == "passed over"}
    assert left.keys() == {"a.docx", "b.docx", "c.png", "Page_files"}
    assert "3 files of the saved page" in left["Page_files"]


@pytest.mark.django_db
def test_a_folder_of_pictures_alone_says_that_there_is_nothing_to_read(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"a.k{number}").write_bytes(b"")
    (tmp_path / "b.png").write_bytes(b"")
    (tmp_path / "c.png").write_bytes(b"")
    out, err = ingest(tmp_path)
    assert out.splitlines()[1].startswith("Not read: 2 .png, 1 .k")
    assert out.splitlines()[1].endswith(", 5 of other kinds.")
    assert "There is nothing to read in what was given" in err


@pytest.mark.django_db
def test_limits_of_reading_reach_the_processes_that_read(tmp_path: Path) -> None:
    path = tmp_path / "two.pdf"
    lines = ["The harbour lights went out one by one while the ferry waited", "for the tide to turn and carry it home."]
    path.write_bytes(pdf(column(lines), column(lines)))
    for option, named in (("--max-pages", "1"), ("--max-lines", "1"), ("--max-stream", "0.00001")):
        out, err = failing(path, option, named)
        assert out == "Added 0, unchanged 0, changed 0, failed 1.\n"
        assert option in err
    assert ingest(path, "--max-pages", "2", "--max-lines", "4", "--max-stream", "1")[0].startswith("Added 1")


def catalogued(folder: Path, *rows: dict[str, Any]) -> Path:
    path = folder / "catalogue.json"
    path.write_text(json.dumps(rows))
    return path


@pytest.mark.django_db
def test_a_catalogue_says_what_the_files_do_not(tmp_path: Path) -> None:
    stories(tmp_path, "north", "south")
    rows: list[dict[str, Any]] = [
        {"file": "north.txt", "title": "[Night]", "title_supplied": True, "source": "The Post", "body_lines": [[3, 3]]},
        {"file": "east.txt"},
    ]
    out, err = ingest(tmp_path, "--catalogue", catalogued(tmp_path, *rows))
    assert out == "Added 2, unchanged 0, changed 0, failed 0.\n"
    assert err == "The catalogue names east.txt, which is not among the files given.\n"
    article = Article.objects.get(source__name="The Post")
    assert (article.title, article.supplied_title) == ("Night", True)
    assert article.body_text.startswith("The council")


@pytest.mark.django_db
def test_a_fault_in_the_catalogue_stops_before_anything_is_taken(tmp_path: Path) -> None:
    stories(tmp_path, "north", "south")
    rows: list[dict[str, Any]] = [{"file": "north.txt"}, {"file": "south.txt", "body_lines": [[1, 9]]}]
    out, err = failing(tmp_path, "--catalogue", catalogued(tmp_path, *rows))
    assert out == ""
    assert "Row 2 of the catalogue (south.txt), key 'body_lines': [1, 9] reaches past line 3, the last." in err
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_a_file_that_its_row_does_not_describe_is_reported_alone(tmp_path: Path) -> None:
    stories(tmp_path, "north", "south")
    rows: list[dict[str, Any]] = [{"file": "north.txt", "sha256": "0" * 64, "body_lines": [[1, 99]]}]
    out, err = failing(tmp_path, "--catalogue", catalogued(tmp_path, *rows))
    assert out == "Added 1, unchanged 0, changed 0, failed 1.\n"
    assert "north.txt: Its bytes do not have the catalogue's SHA-256" in err


@pytest.mark.django_db
def test_a_catalogue_that_stands_in_the_folder_is_no_article_of_it(tmp_path: Path) -> None:
    stories(tmp_path, "north")
    catalogue = catalogued(tmp_path, {"file": "north.txt", "title": "Night"})
    assert ingest(tmp_path)[0].startswith(
        "Added 1, unchanged 0, changed 0, failed 0, passed over 1 (--report FILE says"
    )
    assert ingest(tmp_path, "--catalogue", catalogue) == ("Added 0, unchanged 1, changed 0, failed 0.\n", "")


@pytest.mark.django_db
def test_a_list_of_the_catalogues_name_in_another_folder_is_taken(tmp_path: Path) -> None:
    one, two = stories(tmp_path / "one", "north"), stories(tmp_path / "two")
    catalogue = catalogued(one, {"file": "north.txt", "title": "Night"})
    (two / catalogue.name).write_text(json.dumps([{"title": "Day", "text": STORY.format("south")}]))
    assert ingest(one, two, "--catalogue", catalogue)[0] == "Added 2, unchanged 0, changed 0, failed 0.\n"
    assert set(Article.objects.values_list("title", flat=True)) == {"Night", "Day"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("www.paper.example/tide", "a web address begins with https:// or http://"),
        ("ftp://paper.example/tide", "it must begin with http:// or https://"),
    ],
)
def test_an_address_that_is_none_is_told_how_to_become_one(typed: str, advice: str) -> None:
    out, err = failing(typed)
    assert out == "Added 0, unchanged 0, changed 0, failed 1.\n"
    assert err.startswith(f"{typed}: ")
    assert advice in err


@pytest.mark.django_db
def test_a_report_tells_of_each_item(tmp_path: Path) -> None:
    folder = stories(tmp_path / "texts", "north", "south")
    (folder / "empty.txt").write_text(" ")
    path = tmp_path / "report.jsonl"
    failing(folder, "--report", path)
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [(line["item"], line["status"]) for line in lines] == [
        ("empty.txt", "failed"),
        ("north.txt", "added"),
        ("south.txt", "added"),
    ]
    assert "empty" in lines[0]["reason"]
    for line in lines[1:]:
        capture = Capture.objects.select_related("article").get(sha256=line["sha256"])
        assert line["article"] == capture.article.get_absolute_url()
        assert line["bytes"] == capture.size


@pytest.mark.django_db
def test_a_report_that_cannot_be_written_stops_before_anything_is_taken(tmp_path: Path) -> None:
    out, err = failing(stories(tmp_path, "north"), "--report", tmp_path / "none" / "report.jsonl")
    assert out == ""
    assert "--report" in err
    assert not Article.objects.exists()


@pytest.mark.django_db
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full, a disk without room, is Linux's")
def test_a_report_for_which_there_is_no_room_ends_the_run_and_keeps_what_was_taken(tmp_path: Path) -> None:
    folder = stories(tmp_path, "north")
    out, err = failing(folder, "--report", "/dev/full")
    assert out == ""
    assert err.startswith("--report /dev/full cannot be written: No space left on device.")
    assert Article.objects.get().text.startswith("The north harbour")
    assert ingest(folder)[0] == "Added 0, unchanged 1, changed 0, failed 0.\n"


@pytest.mark.django_db
def test_a_dry_run_says_what_a_run_would_do(tmp_path: Path) -> None:
    folder = stories(tmp_path / "texts", "north", "south")
    ingest(folder / "north.txt")
    path = tmp_path / "report.jsonl"
    out, _ = ingest(folder, "--dry-run", "--report", path)
    assert out == "Nothing is written. It would be: added 1, unchanged 1, changed 0, failed 0.\n"
    assert [json.loads(line)["status"] for line in path.read_text().splitlines()] == ["unchanged", "added"]
    assert Article.objects.count() == 1


@pytest.mark.django_db
def test_a_table_comes_in_row_by_row_and_a_changed_row_is_a_changed_article(tmp_path: Path) -> None:
    def table(*changed: int) -> None:
        rows = [
            {"title": f"Story {n}", "source": "The Post", "text": STORY.format(f"{n}th") + "So be it." * (n in changed)}
            for n in range(3)
        ]
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))

    path = tmp_path / "stories.jsonl"
    table()
    assert ingest(path)[0] == "Added 3, unchanged 0, changed 0, failed 0.\n"
    table(1)
    assert ingest(path)[0] == "Added 0, unchanged 2, changed 1, failed 0.\n"
    assert Article.objects.get(title="Story 1").text.endswith("So be it.")


@pytest.mark.django_db
def test_naughty_strings_are_taken_as_text_and_as_facts(tmp_path: Path, shared_data: Path) -> None:
    strings: list[str] = json.loads((shared_data / "hostile_blns" / "blns.json").read_text())
    keys = ("title", "byline", "source_basis", "abstract", "digest_of")
    rows: list[dict[str, Any]] = []
    for start in range(0, len(strings), len(keys)):
        few = strings[start : start + len(keys)]
        (tmp_path / f"{start}.txt").write_text(
            "\n\n".join([*few, f"The {start}th string is one of those that are known."])
        )
        facts = {key: string for key, string in zip(keys, few, strict=True) if fold(string).strip()}
        rows.append({"file": f"{start}.txt", "source": "Strings", **facts})
    out, err = failing(tmp_path, "--catalogue", catalogued(tmp_path, *rows))
    refused = [line for line in err.splitlines() if "are control characters" in line]  # strings of little else
    assert 0 < len(refused) <= 3
    assert out == f"Added {len(rows) - len(refused)}, unchanged 0, changed 0, failed {len(refused)}.\n"
    for article in Article.objects.select_related("capture"):
        assert article.capture is not None
        row = next(row for row in rows if row["file"] == article.capture.name)
        assert article.title == fold_line(row.get("title", article.title))
        assert article.byline == fold_line(row.get("byline", article.byline))
        assert article.text == fold(article.text)
        assert article.capture.read() == (tmp_path / row["file"]).read_bytes()


@pytest.mark.django_db
def test_halves_of_pairs_and_nuls_do_not_reach_the_archive(tmp_path: Path) -> None:
    stories(tmp_path, "north")
    (tmp_path / "lone.txt").write_bytes("half \ud800 of a pair".encode("utf-8", "surrogatepass"))
    row = {"file": "north.txt", "title": "half \ud800 of a pair, \0 and a NUL"}
    out, err = failing(tmp_path, "--catalogue", catalogued(tmp_path, row))
    assert out == "Added 1, unchanged 0, changed 0, failed 1.\n"
    assert "lone.txt: It is not UTF-8: byte 0xED at byte 5" in err
    assert Article.objects.get().title == "half \ufffd of a pair, and a NUL"


@pytest.mark.django_db
def test_the_founding_articles_come_in_with_their_catalogue(seeds: Path) -> None:
    arguments = (seeds, "--catalogue", seeds / "catalogue.json")
    annotations = "passed over 1 (--report FILE says which and why).\nNot read: 1 .jsonld.\n"
    assert ingest(*arguments) == (f"Added 5, unchanged 0, changed 0, failed 0, {annotations}", "")
    assert ingest(*arguments) == (f"Added 0, unchanged 5, changed 0, failed 0, {annotations}", "")
    for row in json.loads((seeds / "catalogue.json").read_text()):
        article = Capture.objects.get(sha256=row["sha256"]).article
        shown = f"[{article.title}]" if article.supplied_title else article.title
        assert (shown, article.byline, article.published) == (row["title"], row["byline"], row["published"])
        lines = (seeds / row["file"]).read_text().split("\n")
        body = [fold(line).lstrip("• ") for a, b in row["body_lines"] for line in lines[a - 1 : b] if line.strip()]
        assert article.body_text.split("\n\n") == body


@pytest.mark.django_db
def test_every_curated_quotation_stands_in_the_text_of_its_article(seeds: Path) -> None:
    ingest(seeds)
    items = json.loads((seeds / "annotations.jsonld").read_text())["first"]["items"]
    for item in items:
        article = Capture.objects.get(sha256=item["target"]["source"].removeprefix("urn:sha256:")).article
        [quote] = [each["exact"] for each in item["target"]["selector"] if each["type"] == "TextQuoteSelector"]
        assert fold(quote) in article.body_text
    assert len(items) == 33


# --- as a process of its own ---

SETUP = "import django; django.setup()\nfrom django.core.management import call_command\n"
KILLED = (
    SETUP
    + """
import functools, os, signal, sys
from importlib import import_module
from django.apps import apps
from django.db.models import signals
when, what, count, folder = sys.argv[1:]
left = int(count)
def die(*_, **__):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
if when == "call":
    module, name = what.split(":")
    function = getattr(import_module(module), name)
    setattr(import_module(module), name, lambda *a, **k: (die(), function(*a, **k))[1])
else:
    getattr(signals, when).connect(die, sender=apps.get_model("archive", what), weak=False)
call_command("ingest", folder)
"""
)
AGAIN = (
    SETUP
    + """
import sys
from haystack.query import SearchQuerySet
from archive.models import Article, PendingIndexing
call_command("ingest", sys.argv[1])
print(SearchQuerySet().models(Article).count(), "searchable,", PendingIndexing.objects.count(), "waiting")
"""
)


def run(data: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PARALLAX_DATA": str(data), "DJANGO_SETTINGS_MODULE": "archive.settings"}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def data(tmp_path: Path, migrated: Path) -> Path:
    """A data folder of the test's own."""
    return Path(shutil.copytree(migrated, tmp_path / "data"))


def held(data: Path) -> list[tuple[Any, ...]]:
    """What the archive in `data` holds, without times."""
    with closing(sqlite3.connect(data / "archive.sqlite3")) as connection:
        return connection.execute(
            "SELECT article.title, article.slug, article.text, article.blocks, source.name, capture.sha256"
            " FROM archive_article article JOIN archive_source source ON source.id = article.source_id"
            " LEFT JOIN archive_capture capture ON capture.id = article.capture_id ORDER BY article.slug"
        ).fetchall()


def test_runs_that_are_killed_leave_nothing_half_and_the_last_one_finishes(
    tmp_path: Path, data: Path, migrated: Path
) -> None:
    """Of 130 texts, of which 100 are stored together."""
    folder = stories(tmp_path / "texts", *(f"{number:03}th" for number in range(130)))
    clean = Path(shutil.copytree(migrated, tmp_path / "clean"))
    assert run(clean, "-c", AGAIN, str(folder)).stdout.splitlines()[1] == "130 searchable, 0 waiting"
    wanted = held(clean)
    for when, what, count, whole in (
        ("call", "archive.content_store:sync", 20, 0),  # some bytes have their names, no row is written
        ("post_save", "Capture", 60, 0),
        ("call", "archive.ingest.likeness:note_many", 2, 100),  # all rows of the second batch are, and none committed
        ("call", "archive.search.queue:flush", 1, 130),  # nothing is indexed
    ):
        killed = run(data, "-c", KILLED, when, what, str(count), str(folder))
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        assert len(held(data)) == whole
        assert set(held(data)) <= set(wanted)
        assert captures_missing(data) == []
    again = run(data, "-c", AGAIN, str(folder))
    assert again.stdout == "Added 0, unchanged 130, changed 0, failed 0.\n130 searchable, 0 waiting\n", again.stderr
    assert held(data) == wanted
    assert sum(1 for path in (data / "captures").rglob("*") if path.is_file() and path.name[0] != ".") == 130


def captures_missing(data: Path) -> list[str]:
    """The digests that rows name and no file has."""
    with closing(sqlite3.connect(data / "archive.sqlite3")) as connection:
        digests = [digest for (digest,) in connection.execute("SELECT sha256 FROM archive_capture")]
    return [digest for digest in digests if not (data / "captures" / digest[:2] / digest).is_file()]


def test_before_its_database_is_made_a_command_says_how_it_is(tmp_path: Path) -> None:
    environment = {**os.environ, "PARALLAX_DATA": str(tmp_path / "new")}
    environment.pop("DATABASE_URL", None)
    for arguments in (["ingest", str(stories(tmp_path / "texts", "north"))], ["backup"]):
        command = [sys.executable, "manage.py", *arguments]
        ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert ended.returncode == 1
        assert "Run 'manage.py prepare' first." in ended.stderr
        assert "Traceback" not in ended.stderr


def test_the_exit_status_tells_whether_any_failed(tmp_path: Path, data: Path) -> None:
    folder = stories(tmp_path / "texts", "north")
    good = run(data, "manage.py", "ingest", str(folder))
    assert (good.returncode, good.stdout) == (0, "Added 1, unchanged 0, changed 0, failed 0.\n")
    (folder / "bad.txt").write_bytes(b"")
    bad = run(data, "manage.py", "ingest", str(folder))
    assert (bad.returncode, bad.stdout) == (1, "Added 0, unchanged 1, changed 0, failed 1.\n")
    assert f"{folder / 'bad.txt'}: It is empty." in bad.stderr
    assert "Traceback" not in bad.stderr
    assert "%" not in bad.stderr  # no progress bar where the output is no terminal
