"""Near duplicates are found on the way in, within bounds, and what a curator has decided stays."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.ingest import likeness, minhash
from archive.models import Article, Fingerprint, FingerprintBand, Likeness, Verdict
from tests.factories import make_article, make_source, paragraphs

VOCABULARY = [f"word{number}" for number in range(4000)]


def dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - the same texts in every run


def story(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(VOCABULARY, k=words))


def edited(text: str, chance: random.Random, share: float) -> str:
    """The text with a share of its words replaced."""
    return " ".join(chance.choice(VOCABULARY) if chance.random() < share else word for word in text.split())


def shared(one: str, other: str) -> float:
    """The share of five-word shingles that two texts have in common, counted."""
    ours, theirs = ({tuple(text.split()[at : at + 5]) for at in range(len(text.split()) - 4)} for text in (one, other))
    return len(ours & theirs) / len(ours | theirs)


# --- signatures ---


def test_a_signature_is_the_same_in_every_process() -> None:
    text = " ".join(f"lantern {number}" for number in range(60))
    program = f"from archive.ingest import minhash; print(minhash.signature({text!r}).hex())"
    for seed in ("0", "7"):
        done = subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == minhash.signature(text).hex()


def test_signatures_that_are_kept_stay_comparable() -> None:
    """A change of the method would make every stored signature a stranger: it needs a rebuilding, and this line."""
    signed = minhash.signature(" ".join(f"lantern {number}" for number in range(60)))
    assert len(signed) == 256
    assert signed[:8].hex() == "79e8a806690d7806"


def test_case_and_punctuation_do_not_count() -> None:
    words = story(dice(1), 80)
    loud = ", ".join(words.upper().split())
    assert minhash.signature(words) == minhash.signature(f"“{loud}”!")


def test_the_estimate_follows_the_shingles_in_common() -> None:
    chance = dice(2)
    errors = []
    for share in [0.0, 0.01, 0.03, 0.05, 0.1, 0.3] * 8:
        text = story(chance, chance.randint(150, 400))
        other = edited(text, chance, share)
        (estimate,) = minhash.similarities(minhash.signature(text), [minhash.signature(other)])
        errors.append(estimate - shared(text, other))
    assert abs(sum(errors) / len(errors)) < 0.02
    assert (sum(error**2 for error in errors) / len(errors)) ** 0.5 < 0.08


def test_texts_without_spaces_are_compared_by_their_characters() -> None:
    chance = dice(3)
    text = "".join(chance.choices("山川日月火水木金土人口手足目耳天地花鳥風雨雪星海空石竹米糸貝車", k=300))
    kept = text[:140] + "新聞" + text[142:]
    other = "".join(chance.choices("山川日月火水木金土人口手足目耳天地花鳥風雨雪星海空石竹米糸貝車", k=300))
    near, far = minhash.similarities(minhash.signature(text), [minhash.signature(kept), minhash.signature(other)])
    assert near > 0.85
    assert far < 0.1


@pytest.mark.parametrize("text", ["", "Lanterns.", "one two three four " * 5, "\x00\ud800 \u202e", "。" * 500])
def test_very_short_texts_have_no_signature(text: str) -> None:
    assert minhash.signature(text) == b""


def test_halves_of_pairs_and_null_characters_do_no_harm() -> None:
    assert len(minhash.signature(" ".join(f"\ud800word\x00{number}" for number in range(40)))) == 256


# --- rows ---


def put(*texts: str) -> list[Article]:
    """Stored articles, noted in one go as the store does it."""
    source = make_source()
    articles = [make_article(text, source=source) for text in texts]
    likeness.note_many([(article.pk, likeness.signature(article.body_text)) for article in articles])
    return articles


def pairs() -> set[tuple[int, int]]:
    return set(Likeness.objects.values_list("article_id", "other_id"))


@pytest.mark.django_db
def test_made_edits_are_found_and_other_stories_are_not() -> None:
    """Of 25 stories with one word in a hundred changed all; of 10 with a third of their words changed none."""
    chance = dice(4)
    originals = [story(chance, chance.randint(200, 600)) for _ in range(35)]
    lightly = [edited(text, chance, 0.01) for text in originals[:25]]
    heavily = [edited(text, chance, 0.33) for text in originals[25:]]
    keys = [article.pk for article in put(*originals, *lightly, *heavily)]
    assert pairs() == {(keys[place], keys[35 + place]) for place in range(25)}


@pytest.mark.django_db
def test_what_was_stored_before_is_met_too_and_told_once() -> None:
    text = story(dice(5), 300)
    (first,) = put(text)
    (second,) = put(text + " and one more sentence")
    found = Likeness.objects.get()
    assert (found.article, found.other, found.verdict) == (first, second, Verdict.FOUND)
    assert found.similarity > 0.9
    again = likeness.note_many([(second.pk, likeness.signature(second.body_text))])
    assert again == []
    assert Likeness.objects.count() == 1


@pytest.mark.django_db
def test_a_changed_text_takes_back_what_nobody_has_decided_on() -> None:
    chance = dice(6)
    text = story(chance, 300)
    first, second, third = put(text, text + " again", text + " anew")
    Likeness.objects.filter(other=third).update(verdict=Verdict.LINKED)
    second.content = paragraphs(story(chance, 300))
    third.content = paragraphs(story(chance, 300))
    likeness.note_many([(one.pk, likeness.signature(one.body_text)) for one in (second, third)])
    assert pairs() == {(first.pk, third.pk), (second.pk, third.pk)}, "the verdicts stay, the finding goes"
    second.content = paragraphs(text + " as before")
    found = likeness.note_many([(second.pk, likeness.signature(second.body_text))])
    assert [(one.article_id, one.other_id) for one in found] == [(first.pk, second.pk)]


@pytest.mark.django_db
def test_what_was_dismissed_is_not_found_again() -> None:
    text = story(dice(7), 300)
    put(text, text + " again")
    Likeness.objects.update(verdict=Verdict.DISMISSED)
    call_command("rebuild_likenesses")
    assert Likeness.objects.get().verdict == Verdict.DISMISSED


@pytest.mark.django_db
def test_a_text_that_becomes_very_short_loses_its_fingerprint() -> None:
    (article,) = put(story(dice(8), 100))
    likeness.note_many([(article.pk, likeness.signature("Gone."))])
    assert not Fingerprint.objects.exists()
    assert not FingerprintBand.objects.exists()


@pytest.mark.django_db
def test_everything_derived_can_be_built_again(capsys: pytest.CaptureFixture[str]) -> None:
    text = story(dice(9), 300)
    put(text, text + " again", story(dice(10), 300))
    before = pairs(), set(FingerprintBand.objects.values_list("article_id", "band", "key"))
    Fingerprint.objects.all().delete()
    FingerprintBand.objects.all().delete()
    Likeness.objects.all().delete()
    call_command("rebuild_likenesses")
    assert (pairs(), set(FingerprintBand.objects.values_list("article_id", "band", "key"))) == before
    assert "Articles: 3. Near duplicates that await a curator: 1." in capsys.readouterr().out


@pytest.mark.django_db
def test_boilerplate_that_everybody_shares_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness, "_CROWD", 5)
    text = story(dice(11), 300)
    source = make_source()
    signed = likeness.signature(text)
    keys = [make_article(f"{number}", source=source).pk for number in range(40)]
    for key in keys:
        likeness.note_many([(key, signed)])
    assert FingerprintBand.objects.count() == 5 * minhash.BANDS, "the first five alone are looked up"
    of_last = Likeness.objects.filter(other=keys[-1])
    assert set(of_last.values_list("article_id", flat=True)) == set(keys[:5]), "and every copy still meets them"


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_articles_of_a_round() -> None:
    def cost(count: int, seed: int) -> int:
        chance = dice(seed)
        texts = [story(chance, 200) for _ in range(count)]
        texts += [edited(text, chance, 0.01) for text in texts]
        source = make_source()
        articles = [make_article(text, source=source) for text in texts]
        signed = [(article.pk, likeness.signature(article.body_text)) for article in articles]
        with CaptureQueriesContext(connection) as queries:
            assert len(likeness.note_many(signed)) == count
        return len(queries)

    assert cost(3, 12) == cost(12, 13)
