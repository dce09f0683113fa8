"""The style sheets' promises: colours pass contrast (WCAG 2.2, success criteria 1.4.3 and 1.4.11), nothing is loaded
from elsewhere, and the palette in the code is the palette in the style."""

import re
from itertools import combinations
from math import dist
from pathlib import Path

import pytest

from archive import rendering
from archive.models.tag import TagColour
from archive.static_files import smaller

STATIC = Path(__file__).resolve().parent.parent / "static"
TOKENS = (STATIC / "css/tokens.css").read_text()
COLOURS = {
    name: (light, dark)
    for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", TOKENS)
}
THEMES = pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])

Rgb = tuple[float, float, float]
Matrix = tuple[Rgb, Rgb, Rgb]

# On linear RGB, at full severity: Machado, Oliveira and Fernandes 2009, doi.org/10.1109/TVCG.2009.113, table 1.
DICHROMACIES: dict[str, Matrix] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
IDENTITY: Matrix = ((1, 0, 0), (0, 1, 0), (0, 0, 1))


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
    # Two lanes are tinted, and one passage more may be chosen or pointed at; within that, others are outlined.
    thrice = mixed(colour, mixed(colour, mixed(colour, paper, 0.30), 0.11), 0.11)
    assert contrast(rgb("ink", theme), thrice) >= 4.5


def simulated(colour: Rgb, matrix: Matrix) -> Rgb:
    """What a colour-blind reader sees, in linear RGB."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    red, green, blue = (sum(one * part for one, part in zip(row, linear, strict=True)) for row in matrix)
    return (min(1, max(0, red)), min(1, max(0, green)), min(1, max(0, blue)))


def oklab(linear: Rgb) -> Rgb:
    """From linear RGB, with lightness from 0 to 100: https://bottosson.github.io/posts/oklab/."""
    to_cones = (
        (0.4122214708, 0.5363325363, 0.0514459929),
        (0.2119034982, 0.6806995451, 0.1073969566),
        (0.0883024619, 0.2817188376, 0.6299787005),
    )
    to_lab = (
        (0.2104542553, 0.7936177850, -0.0040720468),
        (1.9779984951, -2.4285922050, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.8086757660),
    )
    cones = [sum(one * part for one, part in zip(row, linear, strict=True)) ** (1 / 3) for row in to_cones]
    light, a, b = (100 * sum(one * part for one, part in zip(row, cones, strict=True)) for row in to_lab)
    return (light, a, b)


@THEMES
@pytest.mark.parametrize(("sight", "least"), [("trichromacy", 17), *((sight, 10) for sight in DICHROMACIES)])
def test_any_two_of_the_eight_hues_can_be_told_apart_by_everybody(sight: str, least: float, theme: int) -> None:
    """Distances in OKLab, where 2 is just seen of two colours side by side; lines lie further apart."""
    matrix = DICHROMACIES.get(sight, IDENTITY)
    seen = {n: oklab(simulated(rgb(f"hue-{n}", theme), matrix)) for n in range(1, rendering.COLOURS + 1)}
    near = {(one, other): dist(seen[one], seen[other]) for one, other in combinations(seen, 2)}
    assert not {pair: distance for pair, distance in near.items() if distance < least}


@THEMES
def test_a_claim_with_a_hue_is_not_taken_for_a_quiet_one(theme: int) -> None:
    for matrix in (IDENTITY, *DICHROMACIES.values()):
        quiet = oklab(simulated(rgb("hue-quiet", theme), matrix))
        for number in range(1, rendering.COLOURS + 1):
            assert dist(oklab(simulated(rgb(f"hue-{number}", theme), matrix)), quiet) >= 6


def test_there_is_a_lane_in_the_style_for_each_line_that_is_drawn() -> None:
    lanes = set(re.findall(r"\.lane-(\d+) \{ --lane: \1; \}", (STATIC / "css/marks.css").read_text()))
    assert lanes == {str(lane) for lane in range(rendering.DEEPEST)}


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
    """In bytes as they are served, before compression."""
    for ending in ("css", "js"):
        paths = list((STATIC / ending).rglob(f"*.{ending}"))
        makers = [smaller(path.relative_to(STATIC).as_posix()) for path in paths]
        assert all(makers)
        served = [make(path.read_text()) for path, make in zip(paths, makers, strict=True) if make]
        assert 20_000 < sum(len(text.encode()) for text in served) <= 40_000
