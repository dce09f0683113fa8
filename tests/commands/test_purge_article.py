import pytest
from django.core.management import CommandError, call_command

from archive.models import Article
from tests.factories import make_article, make_passage

pytestmark = pytest.mark.django_db


def test_an_article_goes_with_its_passages(capsys: pytest.CaptureFixture[str]) -> None:
    make_passage(make_article(title="Frozen"))
    call_command("purge_article", "frozen", yes=True)
    assert not Article.objects.exists()
    assert "Passages: 1, captures: 1" in capsys.readouterr().out


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
