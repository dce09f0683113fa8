"""Tags: renamed, merged, found by their aliases, deleted; nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from archive import curation
from archive.models import Claim, Tag
from tests.admin.pages import act, errors, fill, html_of, list_values, messages_of, read_form, save
from tests.factories import make_claim

LIST = "/admin/archive/tag/"


def change_url(tag: Tag) -> str:
    return reverse("admin:archive_tag_change", args=[tag.pk])


def tagged(name: str, *statements: str) -> Tag:
    for statement in statements or (f"Something of {name}.",):
        claim, _ = Claim.objects.get_or_create(statement=statement)
        curation.tag_claim(claim, [name])
    return Tag.objects.get(name=name)


def test_a_new_name_leaves_the_old_one_as_an_alias(desk: Client) -> None:
    tag = tagged("boats")
    save(desk, change_url(tag), name="vessels", description="All that floats.", colour="teal")
    tag.refresh_from_db()
    assert (tag.name, tag.slug, tag.description, tag.colour) == ("vessels", "vessels", "All that floats.", "teal")
    assert Tag.objects.named("Boats") == tag
    assert tag.aliases.get().slug == "boats"
    page = html_of(desk.get(change_url(tag)))
    assert f'<a href="{change_url(tag.aliases.get())}">boats</a>' in page
    assert LogEntry.objects.get().get_change_message() == "Changed Name, Colour and Description."


def test_a_tag_can_take_its_old_name_back(desk: Client) -> None:
    tag = tagged("boats")
    save(desk, change_url(tag), name="vessels")
    save(desk, change_url(tag), name="boats")
    tag.refresh_from_db()
    assert (tag.name, [alias.name for alias in tag.aliases.all()]) == ("boats", ["vessels"])


def test_capitals_alone_make_no_alias(desk: Client) -> None:
    tag = tagged("boats")
    save(desk, change_url(tag), name="Boats")
    tag.refresh_from_db()
    assert (tag.name, tag.aliases.count()) == ("Boats", 0)


@pytest.mark.parametrize("name", ["SHIPS", "hulls"])
def test_a_name_of_another_tag_is_refused_and_kept_in_the_form(desk: Client, name: str) -> None:
    tag, other = tagged("boats"), tagged("ships")
    Tag.objects.create(name="hulls", alias_of=other)
    page = save(desk, change_url(tag), name=name, description="Floats.")
    assert "is a tag already, or an alias of one. Merge “boats” into it instead." in errors(page)
    assert read_form(page, "tag_form").values["name"] == [name]
    assert read_form(page, "tag_form").values["description"] == ["Floats."]
    tag.refresh_from_db()
    assert (tag.name, tag.description, Tag.objects.count()) == ("boats", "", 3)


def test_a_new_tag_needs_a_free_name(desk: Client) -> None:
    tag = tagged("boats")
    Tag.objects.create(name="hulls", alias_of=tag)
    page = save(desk, f"{LIST}add/", name="Hulls")
    assert "a tag or an alias already" in errors(page)
    save(desk, f"{LIST}add/", name="oars", colour="rose")
    assert Tag.objects.get(name="oars").colour == "rose"


def test_the_list_hides_aliases_until_asked(desk: Client) -> None:
    tag = tagged("vessels", "One.", "Two.")
    alias = Tag.objects.create(name="boats", alias_of=tag)
    assert list_values(desk.get(LIST)) == [tag]
    assert list_values(desk.get(f"{LIST}?kind=alias")) == [alias]
    assert list_values(desk.get(f"{LIST}?kind=all")) == [alias, tag]
    assert list_values(desk.get(f"{LIST}?q=boats")) == [tag]
    page = html_of(desk.get(LIST))
    assert f'<a href="/admin/archive/claim/?tags__id__exact={tag.pk}">2</a>' in page
    assert len(list_values(desk.get(f"/admin/archive/claim/?tags__id__exact={tag.pk}"))) == 2
    assert list_values(desk.get(f"{LIST}?kind=alias&alias_of__id__exact={tag.pk}")) == [alias]


def test_typing_an_alias_offers_its_tag(desk: Client) -> None:
    tag = tagged("vessels")
    Tag.objects.create(name="boats", alias_of=tag)
    query = {"app_label": "archive", "model_name": "claim", "field_name": "tags", "term": "boat"}
    offered = desk.get("/admin/autocomplete/", query).json()["results"]
    assert offered == [{"id": str(tag.pk), "text": "vessels"}]


def test_an_alias_cannot_be_put_on_a_claim(desk: Client) -> None:
    alias = Tag.objects.create(name="boats", alias_of=tagged("vessels"))
    claim = make_claim()
    page = save(desk, reverse("admin:archive_claim_change", args=[claim.pk]), tags=[alias.pk])
    assert "tags" in page.context["adminform"].form.errors


def test_an_alias_shows_its_tag_and_cannot_be_changed(desk: Client) -> None:
    tag = tagged("vessels")
    alias = Tag.objects.create(name="boats", alias_of=tag)
    page = html_of(desk.get(change_url(alias)))
    assert f'This is an alias of <a href="{change_url(tag)}">vessels</a>' in page
    assert 'name="_save"' not in page


# --- merging ---


def merge(desk: Client, tags: list[Tag], into: object) -> Any:
    page = act(desk, LIST, "merge", [tag.pk for tag in tags])
    return desk.post(LIST, fill(read_form(page, "merge_form"), {"into": into}), follow=True)


def test_merging_says_what_moves_and_waits(desk: Client) -> None:
    boats, ships = tagged("boats", "One.", "Two."), tagged("ships", "Two.", "Three.", "Four.")
    page = html_of(act(desk, LIST, "merge", [boats.pk, ships.pk]))
    assert "4 claims carry the tags below" in page
    assert "2 claims" in page
    assert "3 claims" in page
    assert Tag.objects.preferred().count() == 2
    assert not LogEntry.objects.exists()


def test_merging_moves_claims_and_aliases_and_is_kept_in_both_histories(desk: Client) -> None:
    boats, ships, vessels = tagged("boats", "One.", "Two."), tagged("ships", "Two."), tagged("vessels", "Three.")
    Tag.objects.create(name="hulls", alias_of=boats)
    page = merge(desk, [boats, ships], vessels.pk)
    assert "merged into “vessels”" in messages_of(page)
    assert {claim.statement for claim in vessels.claims.all()} == {"One.", "Two.", "Three."}
    assert {alias.name for alias in vessels.aliases.all()} == {"boats", "ships", "hulls"}
    assert list(Tag.objects.preferred()) == [vessels]
    history = html_of(desk.get(reverse("admin:archive_tag_history", args=[vessels.pk])))
    assert "Took over “boats” with 2 claims." in history
    assert "Took over “ships” with 1 claim." in history
    assert "Merged into “vessels”: 2 claims moved." in html_of(
        desk.get(reverse("admin:archive_tag_history", args=[boats.pk]))
    )


def test_the_target_may_be_among_the_chosen(desk: Client) -> None:
    boats, vessels = tagged("boats"), tagged("vessels")
    merge(desk, [boats, vessels], vessels.pk)
    boats.refresh_from_db()
    assert boats.alias_of == vessels
    assert LogEntry.objects.count() == 3


@pytest.mark.parametrize(("into", "said"), [("", "This field is required"), ("99999", "Select a valid choice")])
def test_merging_needs_a_target(desk: Client, into: str, said: str) -> None:
    boats = tagged("boats")
    assert said in html_of(merge(desk, [boats], into))
    assert Tag.objects.get() == boats


def test_a_tag_is_not_merged_into_itself(desk: Client) -> None:
    boats = tagged("boats")
    assert "cannot be merged into itself" in html_of(merge(desk, [boats], boats.pk))


def test_an_alias_is_not_merged(desk: Client) -> None:
    alias = Tag.objects.create(name="boats", alias_of=tagged("vessels"))
    page = act(desk, f"{LIST}?kind=all", "merge", [alias.pk])
    assert "“boats” is an alias" in messages_of(page)


def test_a_target_that_was_merged_meanwhile_is_refused(desk: Client) -> None:
    boats, ships, vessels = tagged("boats"), tagged("ships"), tagged("vessels")
    page = act(desk, LIST, "merge", [boats.pk])
    curation.merge_tags(ships, vessels)
    answer = desk.post(LIST, fill(read_form(page, "merge_form"), {"into": ships.pk}), follow=True)
    assert "Select a valid choice" in html_of(answer)
    boats.refresh_from_db()
    assert boats.alias_of is None


def test_a_chosen_tag_that_was_merged_meanwhile_moves_along(desk: Client) -> None:
    boats, ships, vessels = tagged("boats"), tagged("ships"), tagged("vessels")
    page = act(desk, LIST, "merge", [boats.pk, ships.pk])
    curation.merge_tags(ships, boats)
    desk.post(LIST, fill(read_form(page, "merge_form"), {"into": vessels.pk}), follow=True)
    assert set(vessels.aliases.all()) == {boats, ships}
    assert vessels.claims.count() == 3


# --- deleting ---


def test_deleting_shows_the_aliases_and_leaves_the_claims(desk: Client) -> None:
    tag = tagged("vessels", "One.", "Two.")
    Tag.objects.create(name="boats", alias_of=tag)
    url = reverse("admin:archive_tag_delete", args=[tag.pk])
    page = html_of(desk.get(url))
    assert "boats</a>" in page
    assert "Claims that stay and lose the label: 2" in page
    desk.post(url, {"post": "yes", "csrfmiddlewaretoken": desk.cookies["csrftoken"].value})
    assert (Tag.objects.count(), Claim.objects.count()) == (0, 2)
    assert LogEntry.objects.get().is_deletion()


def test_an_alias_is_deleted_alone(desk: Client) -> None:
    tag = tagged("vessels")
    alias = Tag.objects.create(name="boats", alias_of=tag)
    page = act(desk, f"{LIST}?kind=alias", "delete_selected", [alias.pk])
    assert "Claims that stay and lose the label: 0" in html_of(page)
    act(desk, f"{LIST}?kind=alias", "delete_selected", [alias.pk], post="yes")
    assert list(Tag.objects.all()) == [tag]
