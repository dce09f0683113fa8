import pytest
from django.core.management import CommandError, call_command

from archive import content_store
from archive.models import Article, Fetch
from tests.factories import make_article, make_passage

pytestmark = pytest.mark.django_db


def test_an_article_goes_with_its_passages(capsys: pytest.CaptureFixture[str]) -> None:
    make_passage(make_article(title="Frozen"))
    call_command("purge_article", "frozen", yes=True)
    assert not Article.objects.exists()
    assert "Passages: 1, captures: 1" in capsys.readouterr().out


def test_what_was_fetched_goes_with_it_and_what_was_fetched_for_others_stays() -> None:
    article, other = make_article(title="Frozen"), make_article(title="Thawed")
    address = "https://lantern.example/frozen"
    for row in (article, other):
        warc = f"The exchange that brought {row.title}.".encode()
        Fetch.objects.create(url=address, article=row, warc_sha256=content_store.write(warc), warc_size=len(warc))
    gone, kept = (content_store.path_of(fetch.warc_sha256) for fetch in Fetch.objects.order_by("pk"))
    call_command("purge_article", "frozen", yes=True)
    assert Fetch.objects.get().article == other
    assert not gone.exists()
    assert kept.exists()


def test_it_asks_first_and_takes_no_for_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    make_article(title="Frozen")
    monkeypatch.setattr("builtins.input", lambda _: "yes")
    with pytest.raises(CommandError, match="Nothing was deleted"):
        call_command("purge_article", "frozen")
    assert Article.objects.count() == 1
    monkeypatch.setattr("builtins.input", lambda _: "frozen")
    call_command("purge_article", "frozen")
    assert not Article.objects.exists()


def test_an_unknown_slug_is_told() -> None:
    with pytest.raises(CommandError, match="no article “nowhere”"):
        call_command("purge_article", "nowhere", yes=True)
