"""The style sheets' promises: colours pass contrast (WCAG 2.2, success criteria 1.4.3 and 1.4.11), nothing is loaded
from elsewhere, and the palette in the code is the palette in the style."""

import re
from pathlib import Path

import pytest

from archive import rendering
from archive.models.tag import TagColour

STATIC = Path(__file__).resolve().parent.parent / "static"
TOKENS = (STATIC / "css/tokens.css").read_text()
COLOURS = {
    name: (light, dark)
    for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", TOKENS)
}
THEMES = pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])

Rgb = tuple[float, float, float]


def rgb(name: str, theme: int) -> Rgb:
    value = COLOURS[name][theme]
    return (int(value[1:3], 16) / 255, int(value[3:5], 16) / 255, int(value[5:7], 16) / 255)


def mixed(colour: Rgb, ground: Rgb, share: float) -> Rgb:
    """`color-mix(in srgb, colour share, transparent)` over a ground."""
    red, green, blue = (share * top + (1 - share) * under for top, under in zip(colour, ground, strict=True))
    return (red, green, blue)


def luminance(colour: Rgb) -> float:
    """Relative luminance: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@THEMES
@pytest.mark.parametrize("ground", ["paper", "raised", "sunken"])
@pytest.mark.parametrize("ink", ["ink", "ink-soft", "accent", "asserts", "disputes", "qualifies"])
def test_words_can_be_read_on_every_ground(ink: str, ground: str, theme: int) -> None:
    assert contrast(rgb(ink, theme), rgb(ground, theme)) >= 4.5


@THEMES
@pytest.mark.parametrize("colour", TagColour.values)
def test_a_tag_can_be_read_on_its_own_tint(colour: str, theme: int) -> None:
    tag = rgb(f"tag-{colour}", theme)
    for ground in ("paper", "raised"):
        for share in (0.08, 0.18):  # at rest, and under the pointer
            assert contrast(tag, mixed(tag, rgb(ground, theme), share)) >= 4.5


@THEMES
@pytest.mark.parametrize("hue", [*(str(number) for number in range(1, rendering.COLOURS + 1)), "quiet"])
def test_a_claims_number_and_the_text_under_its_mark_can_be_read(hue: str, theme: int) -> None:
    colour, paper = rgb(f"hue-{hue}", theme), rgb("paper", theme)
    assert contrast(colour, paper) >= 4.5
    thrice = mixed(colour, mixed(colour, mixed(colour, paper, 0.30), 0.11), 0.11)
    assert contrast(rgb("ink", theme), thrice) >= 4.5


@THEMES
def test_controls_and_focus_can_be_seen(theme: int) -> None:
    assert contrast(rgb("edge", theme), rgb("paper", theme)) >= 3
    assert contrast(rgb("focus", theme), rgb("paper", theme)) >= 3
    assert contrast(rgb("accent-ink", theme), rgb("accent", theme)) >= 4.5
    assert contrast(rgb("match-ink", theme), rgb("match", theme)) >= 4.5


def test_the_palettes_of_the_code_and_of_the_style_are_one() -> None:
    components = (STATIC / "css/components.css").read_text()
    assert {name.removeprefix("tag-") for name in COLOURS if name.startswith("tag-")} == set(TagColour.values)
    for colour in TagColour.values:
        assert f".tag-{colour} {{" in components
    hues = {name for name in COLOURS if re.fullmatch(r"hue-\d", name)}
    assert len(hues) == rendering.COLOURS


def test_the_curators_pages_have_the_same_tag_colours() -> None:
    """They cannot load the tokens: the admin's own style has variables of the same names."""
    own = (STATIC / "admin-archive/curation.css").read_text()
    for colour in TagColour.values:
        light, dark = COLOURS[f"tag-{colour}"]
        assert f"--tag-{colour}: light-dark({light}, {dark})" in own


def test_nothing_is_loaded_from_elsewhere() -> None:
    for sheet in (STATIC / "css").glob("*.css"):
        for address in re.findall(r"url\(\"?([^\")]+)", sheet.read_text()):
            assert (sheet.parent / address).resolve().is_file(), f"{sheet.name} names {address}"


def test_our_own_style_and_script_stay_small() -> None:
    assert sum(path.stat().st_size for path in (STATIC / "css").glob("*.css")) <= 40_000
    assert sum(path.stat().st_size for path in (STATIC / "js").glob("*.js")) <= 40_000
