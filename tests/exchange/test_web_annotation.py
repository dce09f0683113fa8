"""Web Annotations read into values: every legal form, and errors that name the item."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.exchange.json_ld import AnnotationError
from archive.exchange.web_annotation import LONGEST, STANCES, Annotation, ClaimName, Collection, Target, parse, read
from archive.models import Claim, Passage, Stance, Tag
from archive.text.selectors import Selectors, TextPosition, TextQuote
from tests.exchange.annotations import CLAIM, annotation, at, body, collection, quoting


def only(value: Any) -> Annotation:
    (found,) = parse(value).annotations
    return found


def target_of(**target: Any) -> Target:
    (found,) = only(annotation(target={"source": "urn:x-article:ferry"} | target)).targets
    return found


def test_its_words_and_limits_are_those_of_the_archive() -> None:
    assert list(STANCES) == Stance.values
    columns = {"identifying": (Claim, "statement"), "tagging": (Tag, "name"), "describing": (Passage, "speaker")}
    for purpose, (model, field) in (columns | {"slug": (Claim, "slug")}).items():
        assert LONGEST[purpose] == getattr(model._meta.get_field(field), "max_length")  # noqa: B009 - not every field has it


def test_all_that_an_annotation_says() -> None:
    item = annotation(selector=[quoting("came at noon", "boat ", "."), at(9, 21)], tags=["ferries", "islands"])
    item["body"] += [body("describing", "A. Keeper, harbour master"), body("commenting", "Said in\n\nJune.")]

    assert only(collection(item)) == Annotation(
        number=1,
        id="urn:x-passage:1",
        claim=ClaimName(CLAIM, "the-ferry-is-late"),
        stance="asserts",
        tags=("ferries", "islands"),
        speaker="A. Keeper, harbour master",
        note="Said in\n\nJune.",
        targets=(
            Target(
                "urn:x-article:ferry",
                captured=Selectors(TextQuote("came at noon", "boat ", "."), TextPosition(9, 21)),
                selectors=Selectors(TextQuote("came at noon", "boat ", ".")),
            ),
        ),
    )


class TestLegalForms:
    @pytest.mark.parametrize(
        "file",
        [
            collection(annotation()),
            {"type": "AnnotationCollection", "items": [annotation()]},
            {"type": "AnnotationPage", "items": [annotation()]},
            {"type": "AnnotationPage", "items": annotation()},
            {"@type": ["as:OrderedCollectionPage", "AnnotationPage"], "items": [annotation()]},
            [annotation()],
            annotation(),
            annotation(type=["Annotation", "Statement"]),
            annotation(type="oa:Annotation"),
            [annotation(type=None)],
        ],
        ids=[
            "collection",
            "collection without pages",
            "page",
            "page of one",
            "several types",
            "list",
            "annotation",
            "annotation of two types",
            "prefixed type",
            "type left out",
        ],
    )
    def test_of_the_file(self, file: Any) -> None:
        assert only(file).claim.statement == CLAIM

    def test_pages_that_continue(self) -> None:
        third = {"type": "AnnotationPage", "items": [annotation(id="urn:c")]}
        second = {"type": "AnnotationPage", "items": [annotation(id="urn:b")], "next": third}

        found = parse(collection(annotation(id="urn:a"), next=second))

        assert [(item.number, item.id) for item in found.annotations] == [(1, "urn:a"), (2, "urn:b"), (3, "urn:c")]
        assert found.next_page == ""

    @pytest.mark.parametrize("following", ["https://example.org/2", {"id": "https://example.org/2"}])
    def test_a_page_that_stands_elsewhere_is_told(self, following: Any) -> None:
        found = parse(collection(annotation(), next=following))

        assert (len(found.annotations), found.next_page) == (1, "https://example.org/2")

    def test_an_empty_collection(self) -> None:
        assert parse(collection()) == parse([]) == Collection(())

    def test_a_target_in_a_list_of_one_and_several_targets(self) -> None:
        one = annotation()["target"]

        assert only(annotation(target=[one])) == only(annotation())
        assert len(only(annotation(target=[one, one | {"source": "urn:x-article:quay"}])).targets) == 2

    def test_a_source_that_is_an_object(self) -> None:
        assert target_of(source={"id": "https://e.org/a", "type": "Text"}, selector=quoting("x")).source == (
            "https://e.org/a"
        )

    def test_a_body_that_is_no_list_takes_its_purpose_from_the_motivation(self) -> None:
        with pytest.raises(AnnotationError, match="no bodies with purpose classifying"):
            parse(annotation(body={"value": CLAIM}, motivation="identifying"))

    def test_bodies_without_a_purpose_are_comments(self) -> None:
        item = annotation(bodyValue="Heard twice.")
        item["body"].append({"value": "Once only."})

        assert only(item).note == "Once only.\n\nHeard twice."

    def test_bodies_of_other_purposes_and_elsewhere_are_passed_over(self) -> None:
        item = annotation()
        item["body"] += [body("highlighting", 7), "https://example.org/body", body("linking", None)]

        assert only(item) == only(annotation())

    def test_one_body_may_serve_two_purposes(self) -> None:
        item = annotation(tags=[])
        item["body"].append(body("x", "late") | {"purpose": ["tagging", "commenting"]})

        assert (only(item).tags, only(item).note) == (("late",), "late")

    @pytest.mark.parametrize("id_", ["", "https://example.org/claims/9", None])
    def test_a_claim_without_an_id_of_ours_has_no_slug(self, id_: str | None) -> None:
        item = annotation(slug="")
        item["body"][0]["id"] = id_

        assert only(item).claim == ClaimName(CLAIM, "")

    def test_a_slug_in_any_script(self) -> None:
        assert only(annotation(slug="%E6%B8%A1%E8%BD%AE-晚点")).claim.slug == "渡轮-晚点"

    def test_words_come_in_canonical_characters(self) -> None:
        item = annotation(claim=" The\u00a0ferry is\u200b late. ", stance=" Disputes", tags=["cafe\u0301", "café"])

        assert only(item).claim.statement == "The ferry is late."
        assert only(item).stance == "disputes"
        assert only(item).tags == ("café",)


class TestSelectors:
    def test_the_quotation_is_folded_and_keeps_the_spaces_beside_it(self) -> None:
        found = target_of(selector=quoting(" came\u00a0at\r\nnoon ", "The  boat", "and   left"))

        assert found.selectors.quote == TextQuote("came at\nnoon", "The boat ", " and left")

    def test_a_single_selector_and_unset_members(self) -> None:
        found = target_of(selector={"type": ["TextQuoteSelector"], "exact": "noon", "prefix": None})

        assert found.captured == Selectors(TextQuote("noon"))

    def test_other_kinds_beside_ours_are_passed_over(self) -> None:
        found = target_of(selector=[{"type": "XPathSelector", "value": "/p"}, at(3, 7), quoting("noon")])

        assert found.captured == Selectors(TextQuote("noon"), TextPosition(3, 7))

    @pytest.mark.parametrize(
        ("chain", "expected"),
        [
            ([{"type": "FragmentSelector", "value": "p"}, quoting("noon")], Selectors(TextQuote("noon"))),
            (
                [quoting("came at noon", "boat ", "."), quoting("at")],
                Selectors(TextQuote("at", "boat came ", " noon.")),
            ),
            (
                [quoting("came at noon", "boat ", "."), at(5, 7)],
                Selectors(TextQuote("at", "boat came ", " noon.")),
            ),
            ([at(100, 200), at(5, 7)], Selectors(position=TextPosition(105, 107))),
            ([quoting("at sea, at noon"), quoting("at", "sea, ")], Selectors(TextQuote("at", "sea, "))),
            (
                [{"type": "CssSelector", "value": "p"}, quoting("came at noon"), at(8, 12)],
                Selectors(TextQuote("noon", "came at ")),
            ),
        ],
        ids=["fragment", "quote in quote", "position in quote", "position in position", "repeated", "three deep"],
    )
    def test_a_chain_selects_what_its_last_selector_selects(self, chain: list[Any], expected: Selectors) -> None:
        selector: Any = None
        for link in reversed(chain):
            selector = link | ({"refinedBy": selector} if selector else {})

        assert target_of(selector=selector).captured == expected

    def test_a_position_in_a_part_that_cannot_be_found_is_no_position(self) -> None:
        with pytest.raises(AnnotationError, match="neither a TextQuoteSelector nor"):
            target_of(selector={"type": "XPathSelector", "value": "/p", "refinedBy": at(0, 3)})


class TestErrors:
    @pytest.mark.parametrize(
        ("value", "message"),
        [
            (7, "The file is a number, not an object"),
            ({"type": "Person"}, "The file is no AnnotationCollection"),
            ({"type": "AnnotationPage"}, "The page has no items"),
            ({"type": "AnnotationCollection", "first": {}}, "The collection's first page has no items"),
            ({"type": "AnnotationCollection", "first": "https://e.org/1"}, "stands elsewhere, at https://e.org/1"),
            ({"type": "AnnotationCollection", "first": 3}, "The collection's first page is a number"),
            (collection(annotation(), next=[1]), "The collection's first page's next is a list, not an object"),
            (collection(annotation(), next={"type": "AnnotationPage"}), "A later page has no items"),
            ([annotation(), "urn:x"], "Item 2 is a string, not an object"),
            ([annotation(type="Person")], r"Item 1 \(urn:x-passage:1\) is of type Person"),
            (
                [annotation(), annotation(id="urn:b", body=[])],
                r"Item 2 \(urn:b\) has no bodies with purpose identifying",
            ),
            ([annotation(body=[body("identifying", "A"), body("identifying", "B")])], "has 2 bodies with purpose"),
            ([annotation(body=[3])], r"\(urn:x-passage:1\): body 1 is a number"),
            ([annotation(claim=5)], r"body 1 \(identifying\): its value is a number, not a string"),
            ([annotation(claim=None)], "its value is null"),
            ([annotation(claim=" \u200b")], "its value is blank"),
            ([annotation(claim="x" * 501)], "has 501 characters; at most 500"),
            ([annotation(stance="maybe")], r"body 2 \(classifying\): 'maybe' is no stance. Use asserts, disputes"),
            ([annotation(tags=["x" * 81])], r"body 3 \(tagging\): .* at most 80"),
            ([annotation(slug="a/b")], "does not end in a slug"),
            ([annotation(slug="a" * 101)], "does not end in a slug"),
            ([annotation(target=None)], "has no target"),
            ([annotation(target="urn:x-article:ferry")], "target is a string, not an object"),
            ([annotation(target=[annotation()["target"], 4])], "target 2 is a number"),
            ([annotation(source=None)], "target.source names no article"),
            ([annotation(source={"type": "Text"})], "target.source names no article"),
            ([annotation(target={"source": "x"})], "target.selector is missing"),
            ([annotation(selector=[quoting("a"), 5])], "target.selector 2 is a number"),
            ([annotation(selector=[{"type": "SvgSelector"}])], "neither a TextQuoteSelector nor"),
            ([annotation(selector=quoting(""))], "target.selector: TextQuoteSelector.exact is missing or blank"),
            ([annotation(selector=quoting("\u200b\u2060"))], "exact is blank: there are no words in it"),
            ([annotation(selector=at(5, 2))], "needs 0 <= start < end, not 5 and 2"),
            ([annotation(selector=quoting("a") | {"refinedBy": 3})], "selector.refinedBy is a number"),
        ],
    )
    def test_name_the_item_and_its_part(self, value: Any, message: str) -> None:
        with pytest.raises(AnnotationError, match=message):
            parse(value)

    @pytest.mark.parametrize(
        ("raw", "message"),
        [
            (b"", "It is no text. It is empty"),
            (b"  \n", "It is no text"),
            (b"{\xff}", "It is no text. It is not UTF-8: byte 0xFF at byte 1"),
            (b'[\n{"a": }', "It is not JSON: Expecting value in line 2, column 7"),
            (b"[" * 200_000, "nested too deeply"),
            (b"[" + b"9" * 5000 + b"]", "not JSON that can be read"),
        ],
    )
    def test_of_files_that_are_not_json(self, raw: bytes, message: str) -> None:
        with pytest.raises(AnnotationError, match=message):
            read(raw)


def test_a_byte_order_mark_is_no_matter() -> None:
    raw = json.dumps(collection(annotation())).encode("utf-8-sig")

    assert read(raw) == parse(collection(annotation()))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["type", "id", "body", "target", "selector", "source", "items", "first", "next", "value", "exact"]
            )
            | st.text(max_size=3),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


def message_of(value: Any) -> str:
    """What is said where a file is refused, '' where it is read."""
    try:
        parse(value)
    except AnnotationError as error:
        return str(error)
    return ""


@given(st.sampled_from(["body", "target", "type", "id", "motivation", "bodyValue"]), json_values)
def test_whatever_a_member_holds_it_is_read_or_refused_by_name(member: str, value: Any) -> None:
    message = message_of([annotation(**{member: value})])

    assert message == "" or message.startswith("Item 1")


@given(json_values)
def test_whatever_a_file_holds_it_is_read_or_refused(value: Any) -> None:
    assert message_of(value) == "" or message_of(value).endswith(".")
