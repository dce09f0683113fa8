"""What is offered where too little has all of the words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.query import SearchQuery


@pytest.mark.parametrize(
    ("typed", "wider"),
    [
        ("harbour quay -wind tag:tides", "harbour OR quay -wind tag:tides"),
        ("who says the harbour copies its lantern", "says OR harbour OR copies OR lantern"),
        ("How does the lantern burn?", "lantern OR burn?"),
        ("What is it", "What OR is OR it"),
        ('harbour "the low tide" quay', 'harbour OR "the low tide" OR quay'),
        ("harbour (quay OR pier)", "harbour OR quay OR pier"),
        ("(harbour quay) OR pier", "harbour OR quay OR pier"),
        ("(harbour quay -wind) OR pier", "(harbour OR quay -wind) OR pier"),
        ("harbour quay title:low -(tide wind)", "harbour OR quay title:low -(tide wind)"),
        ("harbour quay title:low OR title:high", "harbour OR quay title:low OR title:high"),
        ("harbour quay year:2014.. stance:disputes", "harbour OR quay year:2014.. stance:disputes"),
        ("harbour lant* quya~ pier^2", "harbour OR lant* OR quya~ OR pier^2"),
        ("(harbour quay)^2 pier", "(harbour OR quay)^2 OR pier"),
        ("小米手机", '"小米" OR "米手" OR "手机"'),
        ("小米手机 tag:tides", '"小米" OR "米手" OR "手机" tag:tides'),
        ("小米SU7手机店", '"小米" OR SU7 OR "手机" OR "机店"'),
        ("灯塔 小米", "灯塔 OR 小米"),
        ('harbour "小米手机"', 'harbour OR "小米手机"'),
        ("등대지기 항구", '"등대" OR "대지" OR "지기" OR 항구'),
        ("ガラスの", '"ガラ" OR "ラス" OR "スの"'),
    ],
)
def test_any_of_the_words(typed: str, wider: str) -> None:
    found = SearchQuery.parse(typed).any_of()
    assert found is not None
    assert found.unparse() == wider
    assert SearchQuery.parse(wider) == found
    assert found.any_of() is None


@pytest.mark.parametrize(
    "typed",
    ["", "harbour", "the", '"harbour quay"', "灯塔", '"小米手机"', "harbour OR quay", "harbour -wind tag:tides",
    "tag:a tag:b",
     "title:harbour title:quay", "title:小米手机", "-harbour -quay", "lant*", "year:2014..", "*",
     "(harbour -wind) OR pier"],
)  # fmt: skip
def test_where_there_is_nothing_to_choose_from_nothing_is_offered(typed: str) -> None:
    assert SearchQuery.parse(typed).any_of() is None


def test_however_long_what_is_required_stays() -> None:
    found = SearchQuery.parse("灯塔" * 200 + " -wind title:low tag:tides").any_of()
    assert found is not None
    assert found.unparse().endswith(" -wind title:low tag:tides")
    signs = "".join(chr(0x4E00 + number) for number in range(300))
    found = SearchQuery.parse(f"{signs} -wind title:low tag:tides").any_of()
    assert found is not None
    assert found.unparse().endswith(" -wind title:low tag:tides")
    assert found.unparse().count(" OR ") == 60


@given(
    st.lists(
        st.sampled_from(["a", "the", "quay", "小米手机", "-", "(", ")^2", '"low tide"', " ", " OR ", "tag:x", "x*"])
    )
)
def test_it_is_a_query_like_any_other(typed: list[str]) -> None:
    found = SearchQuery.parse("".join(typed)).any_of()
    if found is not None:
        assert SearchQuery.parse(found.unparse()) == found
        assert found.any_of() in {None, found}


@pytest.mark.parametrize(
    ("typed", "asks"),
    [
        ("stance:disputes", True),
        ("quay claim:tides", True),
        ("quay (stance:asserts OR pier)", True),
        ("(claim:tides)^2", True),
        ("stance:*", True),
        ("-(-stance:disputes)", True),
        ("-stance:disputes quay", False),
        ("-(quay claim:tides)", False),
        ("tag:tides year:2014", False),
        ("claim stance", False),
        ("", False),
    ],
)
def test_asking_for_a_stance_or_a_claim_is_asking_for_passages(typed: str, asks: bool) -> None:
    assert SearchQuery.parse(typed).asks_for_passages is asks
