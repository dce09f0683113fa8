"""`manage.py import_annotations` with highlights of other tools, on pages as they were saved."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from archive import content_store
from archive.ingest.html import page
from archive.ingest.received import Given, Received
from archive.models import AnchorState, Article, Capture, Claim, Passage, Status
from tests.factories import make_article

pytestmark = pytest.mark.django_db

ADDRESS = "https://harbour.example/ferry"
STORY = (
    "The ferry was due at nine on Monday, and the people who waited for it had brought their lunch in paper bags.",
    "It came at noon, and the queue cheered, said A. Keeper, who has sold the tickets on the quay for thirty years.",
    "On Tuesday it came at one, and nobody cheered, because most of those who had waited had gone home by bus.",
)
PAGE = f"""<html lang="en"><head><title>The ferry is late</title></head><body>
<div id="top"><p>Harbour Times, the paper of the quay</p></div>
<article><h1>The ferry is late</h1>{"".join(f"<p>{words}</p>" for words in STORY)}</article>
<footer><ul><li>This page was printed on 4 May 2019, at noon.</li><li>Write to the editor.</li></ul></footer>
</body></html>"""


def saved(raw: bytes, name: str, url: str = "") -> Article:
    """An article as it comes from a page's bytes."""
    extracted = page.extract(Received(raw=raw, name=name, media_type="text/html", url=url), Given())
    article = make_article(content=extracted.content, title=extracted.title, slug="saved", url=url)
    digest = content_store.write(raw)
    article.capture = Capture.objects.create(
        article=article, sha256=digest, size=len(raw), media_type="text/html", name=name, url=url
    )
    article.save()
    return article


def run(*arguments: Any) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_annotations", *map(str, arguments), stdout=out, stderr=err, no_color=True)
    except CommandError as error:
        err.write(str(error))
    return out.getvalue(), err.getvalue()


def written(folder: Path, *quotes: tuple[str, str, str]) -> Path:
    rows = [
        {
            "id": f"x{number}",
            "uri": ADDRESS,
            "target": [
                {"selector": [{"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}]}
            ],
        }
        for number, (exact, prefix, suffix) in enumerate(quotes)
    ]
    path = folder / "highlights.json"
    path.write_text(json.dumps({"rows": rows}), encoding="utf-8")
    return path


class TestWordsAroundAnArticle:
    FOOTER = ("4 May 2019", "This page was printed on ", ", at noon.\nWrite to")

    def test_join_its_text_where_they_are_marked(self, tmp_path: Path) -> None:
        article = saved(PAGE.encode(), "ferry.html", ADDRESS)
        before = article.text
        assert "4 May 2019" not in before

        out, err = run(written(tmp_path, ("the queue cheered", "", ""), self.FOOTER))

        assert err == ""
        assert out.startswith("Anchored 2 of 2 passages: added 2,")
        article.refresh_from_db()
        assert article.text == f"{before}\n\nThis page was printed on 4 May 2019, at noon."
        passage = Passage.objects.get(exact="4 May 2019")
        assert (passage.anchor_state, passage.status) == (AnchorState.EXACT, Status.PROPOSED)
        assert article.text[passage.start : passage.end] == "4 May 2019"
        assert not article.content.blocks[-1].furniture

    def test_join_it_once(self, tmp_path: Path) -> None:
        article = saved(PAGE.encode(), "ferry.html", ADDRESS)
        path = written(tmp_path, self.FOOTER, ("This page was printed", "", ""))
        run(path)
        article.refresh_from_db()
        after = article.text
        assert after.count("This page was printed") == 1

        out, _ = run(path)

        article.refresh_from_db()
        assert article.text == after
        assert "added 0, met 2" in out

    def test_move_no_other_passage(self, tmp_path: Path) -> None:
        article = saved(PAGE.encode(), "ferry.html", ADDRESS)
        run(written(tmp_path, ("nobody cheered", "", "")))
        start = Passage.objects.get().start

        run(written(tmp_path, self.FOOTER))

        first = Passage.objects.get(exact="nobody cheered")
        assert (first.start, first.anchor_state) == (start, AnchorState.EXACT)
        assert Passage.objects.get(exact="4 May 2019").article == article

    def test_that_stand_nowhere_are_orphans_all_the_same(self, tmp_path: Path) -> None:
        article = saved(PAGE.encode(), "ferry.html", ADDRESS)
        before = article.text
        out, err = run(written(tmp_path, ("Snow fell on the lighthouse all week", "", "")))
        assert "orphaned 1" in out
        assert "kept as an orphan" in err
        article.refresh_from_db()
        assert article.text == before

    def test_whose_bytes_are_damaged_are_orphans(self, tmp_path: Path) -> None:
        article = saved(PAGE.encode(), "ferry.html", ADDRESS)
        assert article.capture is not None
        content_store.remove(article.capture.sha256)
        out, _ = run(written(tmp_path, self.FOOTER))
        assert "orphaned 1" in out


def test_replies_and_page_notes_are_told_and_do_not_fail(tmp_path: Path) -> None:
    saved(PAGE.encode(), "ferry.html", ADDRESS)
    path = tmp_path / "highlights.json"
    path.write_text(json.dumps({"rows": [{"id": "n", "uri": ADDRESS, "target": [{"source": ADDRESS}]}]}))
    out, err = run(path)
    assert "Item 1 (n): It is a note on the whole page" in out
    assert "Left out 1 that mark no words." in out
    assert err == ""


def test_what_cannot_be_read_is_told_and_fails(tmp_path: Path) -> None:
    saved(PAGE.encode(), "ferry.html", ADDRESS)
    path = tmp_path / "highlights.json"
    path.write_text(
        json.dumps([{"id": "n", "uri": ADDRESS, "target": [{"selector": [{"type": "TextQuoteSelector"}]}]}])
    )
    out, err = run(path)
    assert "unreadable 1" in out
    assert "Item 1 (n)" in err
    assert not Claim.objects.exists()


def test_a_table_of_highlights_on_an_article_that_is_named(tmp_path: Path) -> None:
    saved(PAGE.encode(), "ferry.html", ADDRESS)
    path = tmp_path / "highlights.csv"
    path.write_text("id,document,tag,content\n1,ferry.html,claim: It is late,the queue cheered\n2,,,nobody cheered\n")
    assert "Say with --article" in run(path)[1]
    out, err = run(path, "--article", "saved")
    assert out.startswith("Anchored 2 of 2")
    assert err == ""


def test_all_annotations_of_the_other_tool_anchor(shared_data: Path) -> None:
    folder = shared_data / "anchors_hypothesis" / "html-baselines"
    wikipedia = folder / "wikipedia-regression-testing.html"
    saved(wikipedia.read_bytes(), wikipedia.name, "https://en.wikipedia.org/wiki/Regression_testing")

    out, err = run(wikipedia.with_suffix(".json"))

    assert err == ""
    assert out.startswith("Anchored 5 of 5 passages: added 5, met 0, orphaned 0,")
    assert set(Passage.objects.values_list("anchor_state", flat=True)) == {AnchorState.EXACT}


def test_nor_one_that_names_no_page(shared_data: Path) -> None:
    folder = shared_data / "anchors_hypothesis" / "html-baselines"
    saved((folder / "minimal.html").read_bytes(), "minimal.html")

    out, _ = run(folder / "minimal.json", "--article", "saved")

    assert out.startswith("Anchored 1 of 1 passages: added 1")
    assert Passage.objects.get().exact == "Two"
