"""What a query that is being typed may become: which end of it is completed, how it is written, and what it finds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from archive.models import Stance
from archive.search import queue, run
from archive.search.completing import MOST, Offer, complete
from archive.search.grammar.limits import MOST_CHARACTERS
from archive.search.query import SearchQuery
from archive.search.typed import Typed, typed_in
from tests.factories import make_article, make_claim, make_passage, make_source
from tests.search_index import reset_index


@pytest.fixture
def archive(searchable: None) -> None:
    claim = make_claim("Lanterns were lit on the quay.", tags=("Paris, Texas", "light"))
    other = make_claim("The harbour froze.", tags=("weather",))
    one = make_article(
        "The lantern on the harbour quay was lit. Lanterns burnt all night.",
        title="Light on the quay",
        source=make_source("The Lantern & Post"),
        published="2013",
    )
    two = make_article("The harbour froze over. A lantern went out.", title="Frozen", language="de", published="2019")
    make_passage(one, claim, "The lantern on the harbour quay was lit", speaker="Bea Ray, harbour master")
    make_passage(two, other, "The harbour froze over", Stance.DISPUTES)
    queue.flush()


def offered(text: str) -> dict[tuple[str, str], str]:
    return {(offer.kind, offer.text): offer.query for offer in complete(text)}


WRITTEN = [
    ("lant", ("word", "lantern"), "lantern"),
    ("LANT", ("word", "lantern"), "lantern"),
    ("harbour lant", ("word", "lantern"), "harbour lantern"),
    ("year:2013 -weather  lant", ("word", "lantern"), "year:2013 -weather  lantern"),
    ("harbour -lig", ("tag", "light"), "harbour -tag:light"),
    ("paris", ("tag", "Paris, Texas"), 'tag:"Paris, Texas"'),
    ("tex", ("tag", "Paris, Texas"), 'tag:"Paris, Texas"'),
    ("lantern paris te", ("tag", "Paris, Texas"), 'lantern tag:"Paris, Texas"'),
    ("tag:par", ("tag", "Paris, Texas"), 'tag:"Paris, Texas"'),
    ('tag:"paris, te', ("tag", "Paris, Texas"), 'tag:"Paris, Texas"'),
    ("harbour tags:lig", ("tag", "light"), "harbour tag:light"),
    ("tag:(weather OR lig", ("tag", "light"), "tag:(weather OR light)"),
    ("tag:", ("tag", "light"), "tag:light"),
    ("((harbour OR lant", ("word", "lantern"), "((harbour OR lantern))"),
    ("source:lan", ("source", "The Lantern & Post"), 'source:"The Lantern & Post"'),
    ("speaker:har", ("speaker", "Bea Ray, harbour master"), 'speaker:"Bea Ray, harbour master"'),
    ("claim:froz", ("claim", "The harbour froze."), 'claim:"The harbour froze."'),
    ("title:li", ("title", "Light on the quay"), 'title:"Light on the quay"'),
    ("text:lant", ("word", "lantern"), "text:lantern"),
    ('"harbour qu', ("word", "quay"), '"harbour quay"'),
    ('text:"harbour qu', ("word", "quay"), 'text:"harbour quay"'),
    ("“harbour qu", ("word", "quay"), '"harbour quay"'),
    ('"light on', ("title", "Light on the quay"), 'title:"Light on the quay"'),
    ("stance:d", ("stance", "disputes"), "stance:disputes"),
    ("lang:", ("lang", "de"), "lang:de"),
    ("year:20", ("year", "2019"), "year:2019"),
]


@pytest.mark.django_db
@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize(("text", "found", "query"), WRITTEN, ids=[text for text, _, _ in WRITTEN])
def test_a_completion_is_written_as_a_query_and_keeps_what_stands_before(
    text: str, found: tuple[str, str], query: str
) -> None:
    assert offered(text)[found] == query


@pytest.mark.django_db
@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("text", [text for text, _, _ in WRITTEN])
def test_every_completion_finds_as_much_as_it_says_and_is_read_as_it_is_written(text: str) -> None:
    for offer in complete(text):
        query = SearchQuery.parse(offer.query)
        assert query.notes == (), "nothing of it had to be mended"
        results = run.run(query, kind=run.kind_meant(query))
        assert (results.kind, results.total, results.fallback) == (offer.results, offer.count, False)
        assert offer.count > 0


NOTHING = [
    "", " ", "l", "lantern ", "zeppel", "lant*", "lantren~", "lan^2", '"harbour quay"', '"harbour quay" ', "(harbour)",
    "hue:lan", "author:lan", "published:20", "speaker:", "year:2013..20", "lantern OR", "-", "*", '"', "tag:zz",
    "tag:par ", "source:(", "lant" + " lant" * 300,
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.usefixtures("archive")
@pytest.mark.parametrize("text", NOTHING)
def test_where_no_word_or_name_is_being_typed_nothing_is_offered(text: str) -> None:
    assert complete(text) == ()


@pytest.mark.django_db
@pytest.mark.usefixtures("archive")
def test_in_a_field_only_its_own_values_are_offered() -> None:
    assert {kind for kind, _ in offered("tag:l")} == {"tag"}
    assert {kind for kind, _ in offered("source:l")} == {"source"}
    assert {kind for kind, _ in offered("lan")} == {"word", "source", "claim"}


@pytest.mark.django_db
@pytest.mark.usefixtures("archive")
def test_a_phrase_is_completed_by_words_that_stand_there_alone() -> None:
    assert offered('"the harbour fro')["word", "froze"] == '"the harbour froze"'
    assert ("word", "froze") in offered("fro")
    assert ("word", "froze") not in offered('"the quay fro')


@pytest.mark.django_db
@pytest.mark.usefixtures("archive")
def test_what_finds_nothing_with_the_words_before_it_is_not_offered() -> None:
    assert ("tag", "weather") in offered("froze wea")
    assert ("tag", "weather") not in offered("burnt wea")


@pytest.mark.django_db
@pytest.mark.usefixtures("archive")
def test_forms_of_one_word_are_offered_once() -> None:
    assert [text for kind, text in offered("lant") if kind == "word"] == ["lantern"]


@pytest.mark.django_db
def test_no_more_are_offered_than_can_be_taken_in_and_the_most_frequent_first(searchable: None) -> None:
    article = make_article("Quay.")
    for number in range(20):
        make_passage(article, make_claim(tags=(f"lantern {number:02}",)), "Quay")
    make_passage(make_article("Quays."), make_claim(tags=("lantern 19",)), "Quays")
    queue.flush()
    found = complete("tag:lant")
    assert len(found) == MOST
    assert (found[0].text, found[0].count) == ("lantern 19", 2)
    assert len(complete("tag:")) == MOST


@pytest.mark.django_db
def test_chinese_needs_one_sign_alone(searchable: None) -> None:
    make_article("小米手机。", title="小米的故事", language="zh")
    queue.flush()
    assert ("title", "小米的故事") in offered("小")


@pytest.mark.django_db
def test_an_archive_with_nothing_in_it_offers_nothing(searchable: None) -> None:
    assert complete("lantern") == ()
    assert complete("stance:") == ()


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("harbour lant", Typed("harbour ", "lant")),
        ("NOT lant", Typed("NOT ", "lant")),
        ("-tag:lant", Typed("-", "lant", typed_in("tag:x")[-1].field, named=True)),
        ('harbour "on the ', Typed("harbour ", "on the ", quoted=True)),
        ("(harbour (lant", Typed("(harbour (", "lant", brackets=2)),
        ("(harbour) lant", Typed("(harbour) ", "lant")),
    ],
)
def test_the_end_of_a_query_is_told_from_what_stands_before(text: str, last: Typed) -> None:
    assert typed_in(text)[-1] == last


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("one two", ["one two"]),
        ("one two three four five", ["two three four five", "three four five", "four five"]),
        ("-one two three", ["two three"]),
        ("NOT one two", []),
        ("tag:one two three", ["two three"]),
        ('"one" two three', ["two three"]),
        ("(one two", ["one two"]),
        ("tag:(one two", []),
        ("one* two three", ["two three"]),
    ],
)
def test_the_last_words_may_be_a_name_together(text: str, names: list[str]) -> None:
    assert [typed.text for typed in typed_in(text)[:-1]] == names


class TestWhateverIsTyped(TestCase):
    """Hypothesis wants a transaction a case."""

    @classmethod
    def setUpTestData(cls) -> None:
        reset_index()
        make_passage(make_article("The lantern went out."), make_claim(tags=("Paris, Texas",)), "The lantern")
        queue.flush()

    @given(
        st.text(max_size=60)
        | st.lists(st.sampled_from(["lant", "par", "tag:", "(", ")", '"', " ", "-", "OR ", "~", "小"])).map("".join)
    )
    def test_it_is_completed_or_not_and_never_an_error(self, text: str) -> None:
        offers: tuple[Offer, ...] = complete(text)
        assert len(offers) <= MOST
        for offer in offers:
            assert len(offer.query) <= MOST_CHARACTERS
            assert offer.count > 0
