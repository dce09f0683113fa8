"""Pages that say little: a sentence or two, one long paragraph, a list, a picture."""

from __future__ import annotations

import pytest

from archive.ingest.html.body import body_of
from archive.ingest.html.parsing import tree_of

SHORT = "The ferry stays ashore, the council said."
LONG = " ".join([SHORT] * 12)
MARGIN = f"<div class=sidebar><p>{'Of other boats, at length. ' * 20}</p></div>"


def body(markup: str) -> list[str]:
    html = f"<!doctype html><title>The Quay</title><body>{markup}</body>"
    return [piece.text.strip() for piece in body_of(tree_of(html))]


PAGES = {
    "a sentence": (f"<p>{SHORT}</p>", [SHORT]),
    "a headline and a sentence": (f"<h1>Ashore</h1><p>{SHORT}</p>", [SHORT]),
    "some sentences beside a long margin": (
        f"<article><h1>Ashore</h1><p>{SHORT} {SHORT}</p><p>{SHORT}</p></article>{MARGIN}",
        [f"{SHORT} {SHORT}", SHORT],
    ),
    "a long paragraph and a short one": (f"<article><p>{LONG}</p><p>{SHORT}</p></article>", [LONG, SHORT]),
    "a long list with a sentence above": (
        f"<article><p>{SHORT}</p><ul>{''.join(f'<li>{LONG}</li>' for _ in range(3))}</ul></article>",
        [SHORT, LONG, LONG, LONG],
    ),
    "few words in a script without spaces": (
        "<article><h1>渡轮</h1><p>港口的灯一盏接一盏地熄灭，渡轮等待潮水转向。</p><p>把它带回家。</p></article>",
        ["港口的灯一盏接一盏地熄灭，渡轮等待潮水转向。", "把它带回家。"],
    ),
    "whom it is by": (f"<article><h1>Ashore</h1><p>By Ines Faro</p><p>{SHORT}</p></article>", [SHORT]),
}


@pytest.mark.parametrize(("markup", "expected"), PAGES.values(), ids=PAGES)
def test_a_short_article_is_whole(markup: str, expected: list[str]) -> None:
    assert body(markup) == expected


@pytest.mark.parametrize("place", ["above", "between", "below"])
def test_a_caption_of_few_words_stands_beside_its_text(place: str) -> None:
    figure = "<figure><img src=a alt='A ferry'><figcaption>The ferry at her quay</figcaption></figure>"
    texts = [f"<p>{SHORT}</p>", f"<p>{LONG}</p>"]
    texts.insert(["above", "between", "below"].index(place), figure)
    assert "The ferry at her quay" in body(f"<article><h1>Ashore</h1>{''.join(texts)}</article>")


@pytest.mark.parametrize(
    "credit", ["Photo: Ines Faro", "Ines Faro/Quay Press", "© The Quay 2019", "Ines Faro", "写真 港"]
)
def test_whose_a_picture_is_says_nothing_of_it(credit: str) -> None:
    figure = f"<figure><img src=a><figcaption>{credit}</figcaption></figure>"
    assert body(f"<article><p>{SHORT}</p>{figure}<p>{LONG}</p></article>") == [SHORT, LONG]
