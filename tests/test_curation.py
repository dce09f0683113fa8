from dataclasses import replace

import pytest
from django.db import IntegrityError

from archive import content_store, curation
from archive.models import AnchorState, Article, Capture, Claim, Passage, Stance, Status, Tag
from archive.text.blocks import CanonicalText
from archive.text.selectors import Selectors, TextPosition, TextQuote
from tests.factories import make_article, make_claim, make_passage, paragraphs

pytestmark = pytest.mark.django_db

TEXT = (
    "The harbour froze in January. The ferry stayed in port.\n\n"
    "Fishermen said that the harbour froze in January. Nobody was hurt."
)


def quote(exact: str, prefix: str = "", suffix: str = "") -> Selectors:
    return Selectors(TextQuote(exact, prefix, suffix))


def test_a_passage_is_placed_and_described_by_the_text_itself() -> None:
    article = make_article(TEXT)
    passage, new = curation.add_passage(article, make_claim(), Stance.ASSERTS, quote("The ferry stayed in port"))
    assert new
    assert passage.span is not None
    assert TEXT[passage.span.start : passage.span.end] == "The ferry stayed in port"
    assert passage.prefix.endswith("froze in January. ")
    assert passage.suffix.startswith(".\n\nFishermen")
    assert passage.status == Status.PROPOSED


def test_the_same_mark_is_met_and_not_doubled() -> None:
    article, claim = make_article(TEXT), make_claim()
    first = make_passage(article, claim, "Nobody was hurt")
    second, new = curation.add_passage(article, claim, Stance.DISPUTES, quote("Nobody was hurt"))
    assert (second.pk, new, second.stance) == (first.pk, False, Stance.ASSERTS)
    assert Passage.objects.count() == 1


def test_one_span_can_speak_to_two_claims() -> None:
    article = make_article(TEXT)
    make_passage(article, quote="Nobody was hurt")
    make_passage(article, quote="Nobody was hurt")
    assert Passage.objects.count() == 2


def test_the_position_tells_repeats_apart() -> None:
    article = make_article(TEXT)
    second = TEXT.rindex("harbour froze in January")
    passage, _ = curation.add_passage(
        article,
        make_claim(),
        Stance.ASSERTS,
        Selectors(TextQuote("harbour froze in January"), TextPosition(second, second + 24)),
    )
    assert passage.start == second


def test_a_quotation_that_is_not_there_is_refused_by_name_and_nothing_is_kept() -> None:
    article = make_article(TEXT, title="Frozen")
    with pytest.raises(curation.QuoteNotFoundError, match="Frozen"):
        curation.add_passage(article, make_claim(), Stance.ASSERTS, quote("Volcanoes slept through the summer."))
    assert not Passage.objects.exists()


def test_an_orphan_is_kept_with_its_quotation_when_asked() -> None:
    article, claim = make_article(TEXT), make_claim()
    lost = quote("Volcanoes slept through the summer.", "before ", " after")
    passage, new = curation.add_passage(article, claim, Stance.ASSERTS, lost, keep_orphan=True)
    assert new
    assert passage.is_orphan
    assert (passage.exact, passage.span) == ("Volcanoes slept through the summer.", None)
    again, new = curation.add_passage(article, claim, Stance.ASSERTS, lost, keep_orphan=True)
    assert (again.pk, new) == (passage.pk, False)


def test_an_orphan_that_is_found_again_takes_its_place_and_is_not_doubled() -> None:
    article, claim = make_article("Gardens and their gates."), make_claim()
    orphan, _ = curation.add_passage(article, claim, Stance.ASSERTS, quote("Nobody was hurt"), keep_orphan=True)
    article.content = paragraphs(TEXT)
    article.save()
    curation.set_furniture(article, {1})
    met, new = curation.add_passage(article, claim, Stance.ASSERTS, quote("Nobody was hurt"))
    assert (met.pk, new, met.anchor_state) == (orphan.pk, False, AnchorState.EXACT)
    assert article.body_text == TEXT, "and is in view there"


def test_words_that_stand_twice_are_refused_with_advice() -> None:
    with pytest.raises(curation.QuoteNotFoundError, match="more than once"):
        curation.add_passage(make_article(TEXT), make_claim(), Stance.ASSERTS, quote("harbour froze in January"))


def test_a_new_text_moves_keeps_and_loses_passages_and_drops_none() -> None:
    article, claim = make_article(TEXT), make_claim()
    kept = make_passage(article, claim, "The harbour froze in January")
    moved = make_passage(article, claim, "Nobody was hurt")
    changed = make_passage(article, claim, "The ferry stayed in port")
    new_text = TEXT.replace("The ferry stayed in port", "The old ferry stayed in the port").replace(
        "Fishermen said", "On Monday the fishermen of the island said"
    )
    states = curation.reanchor(article, paragraphs(new_text))
    for passage in (kept, moved, changed):
        passage.refresh_from_db()
    assert kept.anchor_state == AnchorState.EXACT
    assert moved.anchor_state == AnchorState.MOVED
    assert moved.span is not None
    assert new_text[moved.span.start : moved.span.end] == "Nobody was hurt"
    assert changed.anchor_state == AnchorState.FUZZY
    assert changed.exact == "The ferry stayed in port", "the quotation stays as it was given"
    assert 0 < changed.anchor_score < 1
    assert sum(states.values()) == 3


def test_a_lost_passage_stays_as_an_orphan_and_comes_back_with_its_text() -> None:
    article = make_article(TEXT)
    passage = make_passage(article, quote="Nobody was hurt")
    where = passage.span
    curation.reanchor(article, paragraphs("Quite another story, about gardens and their gates."))
    passage.refresh_from_db()
    assert passage.is_orphan
    assert (passage.exact, passage.start) == ("Nobody was hurt", where and where.start)
    curation.reanchor(article, paragraphs(TEXT))
    passage.refresh_from_db()
    assert passage.anchor_state == AnchorState.EXACT


def test_two_passages_of_a_claim_never_come_to_stand_on_one_span() -> None:
    article, claim = make_article(TEXT), make_claim()
    first = make_passage(article, claim, "The harbour froze in January")
    second = make_passage(article, claim, "harbour froze in January. Nobody")
    assert first.pk != second.pk
    curation.reanchor(article, paragraphs("The harbour froze in January. The ferry stayed in port."))
    spans = Passage.objects.anchored().values_list("start", "end")
    assert len(spans) == len(set(spans))
    assert Passage.objects.count() == 2


def test_furniture_hides_blocks_and_leaves_the_text_as_it_is() -> None:
    article = make_article(TEXT)
    curation.set_furniture(article, {1})
    article.refresh_from_db()
    assert article.text == TEXT
    assert article.body_text == TEXT.split("\n\n")[0]


def test_furniture_never_hides_a_passage_or_everything_or_what_is_not_there() -> None:
    article = make_article(TEXT)
    make_passage(article, quote="Nobody was hurt")
    with pytest.raises(curation.CurationError, match="Nobody was hurt"):
        curation.set_furniture(article, {1})
    with pytest.raises(curation.CurationError, match="Leave at least one"):
        curation.set_furniture(article, {0, 1})
    with pytest.raises(curation.CurationError, match="none numbered 9"):
        curation.set_furniture(article, {9})
    article.refresh_from_db()
    assert article.body_text == TEXT


def test_a_block_that_holds_a_passage_is_never_hidden() -> None:
    article = make_article(TEXT)
    curation.set_furniture(article, {1})
    make_passage(article, quote="Nobody was hurt")
    article.refresh_from_db()
    assert article.body_text == TEXT, "whoever marks words in a block takes it for the article"
    new = paragraphs(TEXT + "\n\nShare this page.")
    hidden = tuple(replace(block, furniture=place > 0) for place, block in enumerate(new.blocks))
    curation.reanchor(article, CanonicalText(new.text, hidden))
    article.refresh_from_db()
    assert article.body_text == TEXT, "a new text keeps what is marked in view, and hides the rest"


def test_tags_are_met_in_any_case_and_through_an_alias() -> None:
    claim = make_claim(tags=("Frost",))
    frost = Tag.objects.get()
    curation.rename_tag(frost, "Ice")
    curation.tag_claim(claim, ["frost", "ICE", " ice ", ""])
    assert list(claim.tags.all()) == [frost]


def test_a_renamed_tag_keeps_its_old_name_and_address_as_an_alias() -> None:
    make_claim(tags=("Frost",))
    tag = Tag.objects.get()
    curation.rename_tag(tag, "Ice")
    alias = Tag.objects.get(slug="frost")
    assert (alias.name, alias.alias_of) == ("Frost", tag)
    tag.refresh_from_db()
    assert (tag.name, tag.slug) == ("Ice", "ice")


def test_a_tag_can_take_its_old_name_back() -> None:
    make_claim(tags=("Frost",))
    tag = Tag.objects.get()
    curation.rename_tag(tag, "Ice")
    curation.rename_tag(tag, "frost")
    tag.refresh_from_db()
    assert (tag.name, tag.slug) == ("frost", "frost")
    assert [alias.name for alias in tag.aliases.all()] == ["Ice"]


def test_a_name_that_is_taken_is_refused() -> None:
    make_claim(tags=("Frost", "Ice"))
    with pytest.raises(curation.CurationError, match="Merge"):
        curation.rename_tag(Tag.objects.get(name="Frost"), "ICE")


def test_merging_moves_claims_and_aliases_and_loses_nothing() -> None:
    both = make_claim(tags=("Frost", "Ice"))
    one = make_claim(tags=("Frost",))
    frost, ice = Tag.objects.get(name="Frost"), Tag.objects.get(name="Ice")
    frost.description = "Cold water."
    frost.save()
    curation.rename_tag(frost, "Hoarfrost")
    assert set(curation.merge_tags(frost, ice)) == {both, one}
    assert set(ice.claims.all()) == {both, one}
    assert {alias.name for alias in ice.aliases.all()} == {"Frost", "Hoarfrost"}
    ice.refresh_from_db()
    assert ice.description == "Cold water."
    assert Tag.objects.named("frost") == ice


def test_a_tag_is_not_merged_into_itself_or_an_alias() -> None:
    make_claim(tags=("Frost", "Ice", "Snow"))
    frost, ice, snow = (Tag.objects.get(name=name) for name in ("Frost", "Ice", "Snow"))
    with pytest.raises(curation.CurationError, match="itself"):
        curation.merge_tags(frost, frost)
    curation.merge_tags(frost, ice)
    frost.refresh_from_db()
    with pytest.raises(curation.CurationError, match="alias"):
        curation.merge_tags(snow, frost)


@pytest.mark.parametrize("name", ["frost", "FROST"])
def test_the_database_keeps_a_name_from_meaning_two_tags(name: str) -> None:
    Tag.objects.create(name="Frost")
    with pytest.raises(IntegrityError):
        Tag.objects.create(name=name)


def test_statuses_change_together_and_say_which_changed() -> None:
    article = make_article(TEXT)
    old = make_passage(article, quote="Nobody was hurt")
    new = make_passage(article, quote="The ferry stayed", status=Status.PROPOSED)
    assert curation.set_status([old, new], Status.ACCEPTED) == [new]
    assert Passage.objects.accepted().count() == 2


def test_a_purge_takes_the_article_its_passages_and_its_bytes_and_nothing_else() -> None:
    other = make_article()
    article = make_article(TEXT)
    claim = make_claim()
    make_passage(article, claim, "Nobody was hurt")
    digest = article.captures.get().sha256
    assert curation.purge_article(article) == 1
    assert list(Article.objects.all()) == [other]
    assert not content_store.path_of(digest).exists()
    assert Capture.objects.get().read()
    assert Claim.objects.filter(pk=claim.pk).exists()
