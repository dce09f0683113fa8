"""Every public page against axe-core's rules for WCAG 2.2, levels A and AA: light and dark, on desk and phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from archive import content_store, curation
from archive.models import AnchorState, Capture, Likeness, Passage, Reanchoring, Stance, Status, Verdict
from archive.models.tag import Tag, TagColour
from tests.browser.rules import violations
from tests.factories import make_article, make_claim, make_passage, make_source

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = [(1440, 900), (390, 844)]
SHARES = 4  # of the addresses, so that no worker is left with all of them
ADDRESSES = [
    "/",
    "/articles/",
    "/articles/?source=nobody",
    "/articles/white-harbour/",
    "/articles/white-harbour/?q=ferry#match-1",
    "/articles/ice-on-the-quay/",
    "/claims/",
    "/claims/?page=2",
    "/claims/snow-fell-on-the-harbour/",
    "/tags/",
    "/tags/weather/",
    "/sources/",
    "/sources/the-lantern/",
    "/compare/",
    "/compare/{white}/",
    "/compare/{white}-{dry}/",
    "/compare/{white}-{dry}/?claim={snow}&q=snow",
    "/compare/{white}-{dry}-{ice}-999/?stance=disputes&tag=weather&show=shared",
    "/articles/white-harbour/changes/{old}-{new}/",
    "/passages/{passage}/",
    "/passages/{lost}/",
    "/passages/{retired}/",
    "/matrix/",
    "/matrix/?columns=articles&tag=weather",
    "/matrix/?columns=years&stance=nonsense",
    "/matrix/?q=zeppelin",
    "/matrix/?source=nobody&column_sort=x",
    "/claims/snow-fell-on-the-harbour/?stance=disputes",
    "/claims/snow-fell-on-the-harbour/?source=pier-post&year=1999",
    "/articles/white-harbour/#note-{passage}",
    "/timeline/",
    "/timeline/?source=the-lantern&stance=asserts&to=1900",
    "/timeline/?tag=weather",
    "/timeline/?tag=nonsense",
    "/search/",
    "/search/?q=snow",
    "/search/?q=snow+tag:weather+hue:red",
    "/search/?q=snow+year:2010..2019+published:..2020+-lang:de",
    "/search/?q=zeppelin",
    "/search/?q=snow&kind=claims",
    "/search/?q=stance:asserts+snow",  # an orphan among them, and few enough for a wider search to be offered
    "/search/?q=stance:disputes+zeppelin",
    "/about/",
    "/nothing/",
    "/admin/login/",
]


@pytest.fixture
@transaction.atomic
def addresses(searchable: None) -> list[str]:
    """The addresses of an archive with one of everything that a page may show.

    Each stance, overlapping marks, an orphan, a digest, a second page, a second capture.
    """
    claim = make_claim("Snow fell on the harbour.", tags=("weather", "winter"), note="On the day of the storm.")
    lone = make_claim("The ferry ran.", tags=("traffic",))
    Tag.objects.filter(name="winter").update(colour=TagColour.BLUE, description="What the cold brings.")
    for number in range(25):
        make_claim(f"Lantern {number} was lit.")
    one = make_article(
        "What the night brought\n\nAt last snow fell on the harbour, and the ferry stayed in port.\n\nIt melted soon.",
        title="White harbour",
        source=make_source("The Lantern"),
        published="2013?",
        byline="Ada Quill",
        abstract="A night of snow.",
        digest_of="The Lantern, an evening in winter.",
    )
    two = make_article(
        "Harbour men saw no snow that winter. Some sleet, perhaps.",
        title="Dry pier",
        source=make_source("Pier & Post"),
        published="2019-07",
    )
    ice = make_article("Eis lag auf dem Kai.", title="Ice on the quay", language="de", supplied_title=True)
    make_passage(one, claim, "snow fell on the harbour")
    make_passage(one, lone, "snow fell on the harbour, and the ferry stayed in port", Stance.DISPUTES)
    disputing = make_passage(two, claim, "saw no snow that winter", Stance.DISPUTES, speaker="Bea Ray, harbour master")
    make_passage(two, claim, "Some sleet, perhaps", Stance.QUALIFIES, note="Said later.")
    lost = make_passage(one, claim, "It melted soon")
    Passage.objects.filter(pk=lost.pk).update(anchor_state=AnchorState.ORPHAN, start=None, end=None)
    assert set(Passage.objects.values_list("status", flat=True)) == {Status.ACCEPTED}, "readers see accepted ones only"
    retired = make_passage(two, lone, "Harbour men")
    curation.retire([retired])
    Likeness.objects.create(article=one, other=two, similarity=0.9, verdict=Verdict.LINKED)
    raw = b"What the night brought was told anew.\n"
    again = Capture.objects.create(
        article=one, sha256=content_store.write(raw), size=len(raw), media_type="text/plain", name="again.txt"
    )
    names = {
        "white": one.pk, "dry": two.pk, "ice": ice.pk, "snow": claim.pk, "passage": disputing.pk,
        "lost": lost.pk, "retired": retired.pk,
        "old": again.sha256[:12], "new": one.captures.exclude(pk=again.pk).get().sha256[:12],
    }  # fmt: skip
    return [address.format_map(names) for address in ADDRESSES]


View = Callable[[int, int, str], Page]


@pytest.fixture
def view(browser: Browser, live_server: LiveServer) -> Iterator[View]:
    contexts = []

    def open_(width: int, height: int, scheme: str) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",  # a colour in motion has no contrast to measure
        )
        contexts.append(context)
        return context.new_page()

    yield open_
    for context in contexts:
        context.close()


@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_no_public_page_shuts_anybody_out(
    view: View, addresses: list[str], width: int, height: int, share: int
) -> None:
    assert_open_to_all(view(width, height, "light"), addresses[share::SHARES])


def assert_open_to_all(page: Page, addresses: list[str]) -> None:
    found = {}
    for address in addresses:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
        faults = violations(page)
        page.emulate_media(color_scheme="dark")
        if address.startswith("/admin/"):
            page.reload()  # Django's buttons change their colour in motion
        faults += violations(page, ["color-contrast"])  # the one rule that colours decide
        page.emulate_media(color_scheme="light")
        if faults:
            found[address] = faults
    assert not found, "\n".join(f"{address}\n  {fault}" for address, faults in found.items() for fault in faults)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_no_page_for_what_comes_in_shuts_a_curator_out(
    view: View, addresses: list[str], width: int, height: int
) -> None:
    """Fetching, and what waits for a curator's eye."""
    get_user_model()._default_manager.create_superuser("curator", password="lantern-on-the-quay")
    fuzzy = Passage.objects.anchored().accepted().earliest("pk")
    waiting = Reanchoring.objects.create(passage=fuzzy, state=AnchorState.FUZZY, score=0.8, new_start=0, new_end=9)
    page = view(width, height, "light")
    page.goto("/admin/login/?next=/admin/archive/fetch/add/")
    page.get_by_label("Username").fill("curator")
    page.get_by_label("Password").fill("lantern-on-the-quay")
    page.get_by_role("button", name="Log in").click()
    assert_open_to_all(
        page,
        [
            "/admin/archive/fetch/add/",
            "/admin/archive/reanchoring/",
            f"/admin/archive/reanchoring/{waiting.pk}/change/",
            "/admin/archive/likeness/",
        ],
    )


def test_no_public_page_needs_to_be_scrolled_both_ways_when_enlarged_fourfold(view: View, addresses: list[str]) -> None:
    """Success criterion 1.4.10: 1280 pixels enlarged fourfold are 320. A table may scroll within its frame."""
    page = view(320, 256, "light")
    wider = []
    for address in addresses:
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wider.append(address)
    assert not wider


def test_the_rules_find_a_fault_where_there_is_one(view: View) -> None:
    page = view(390, 844, "light")
    page.goto("/about/")
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert [fault.partition(":")[0] for fault in violations(page)] == ["label"]


def test_what_cannot_be_read_in_the_dark_alone_is_found(view: View) -> None:
    page = view(390, 844, "light")
    page.goto("/about/")
    page.evaluate("document.querySelector('main p').style.color = '#222'")
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert {fault.partition(":")[0] for fault in violations(page, ["color-contrast"])} == {"color-contrast"}
