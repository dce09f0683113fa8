"""What changed, in a real browser: two columns on a desk, one on a phone, and nobody left out."""

from __future__ import annotations

import pytest
from django.db import transaction
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.rules import violations
from tests.captures import captures, changes_address, received
from tests.factories import make_claim, make_passage

pytestmark = pytest.mark.django_db(transaction=True)

OPENING = "The harbour lights went out one by one while the ferry waited for the tide to turn and carry it home."
MIDDLE = "The council will decide in spring whether the old quay is to be repaired or whether it will be given up."
ENDING = "Nobody who was there that night has forgotten how the wind took the roof off the pilots' house."
STORY = f"{OPENING}\n\n{MIDDLE}\n\n{ENDING}"
EDITED = (
    f"{OPENING}\n\n{MIDDLE.replace('in spring', 'in late autumn')}\n\n{ENDING[:-1]} and the gate.\n\n{OPENING[:40]}"
)


@pytest.fixture
@transaction.atomic
def address(searchable: None) -> str:
    make_passage(received(STORY), make_claim("The council decides."), "council will decide in spring")
    return changes_address(*captures(received(STORY, EDITED)))


def test_on_a_desk_what_was_stands_beside_what_is(open_page: Open, address: str) -> None:
    page = open_page(address, viewport={"width": 1440, "height": 900})
    old, new = (page.locator("#change-1 > div").nth(side).bounding_box() for side in (0, 1))
    assert old is not None
    assert new is not None
    assert old["y"] == new["y"]
    assert old["x"] + old["width"] <= new["x"]


def test_on_a_phone_they_follow_one_another_and_nothing_is_shown_twice(open_page: Open, address: str) -> None:
    page = open_page(address, viewport={"width": 390, "height": 844})
    old, new = (page.locator("#change-1 > div").nth(side).bounding_box() for side in (0, 1))
    assert old is not None
    assert new is not None
    assert old["y"] + old["height"] <= new["y"]
    expect(page.locator("#change-1 .side-name")).to_have_text(["Old", "New"])
    expect(page.locator("#change-2 > div").first).to_be_hidden()  # words were only put in: the new side tells all
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_what_is_unchanged_opens_by_keyboard(open_page: Open, address: str) -> None:
    page = open_page(address)
    expect(page.get_by_text(OPENING)).to_be_hidden()
    page.locator("details.unchanged summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(OPENING)).to_be_visible()


@pytest.mark.parametrize("mark", ["del", "ins"])
def test_marks_are_told_by_more_than_colour(open_page: Open, address: str, mark: str) -> None:
    page = open_page(address)
    line = page.locator(mark).first.evaluate("element => getComputedStyle(element).textDecorationLine")
    assert line == {"del": "line-through", "ins": "underline"}[mark]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=["desk", "phone"])
def test_axe_finds_nothing(open_page: Open, address: str, size: tuple[int, int], scheme: str) -> None:
    page = open_page(address, viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    assert violations(page) == []
