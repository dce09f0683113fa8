"""Pages made for tests: an article of invented prose within what pages put around one."""

from __future__ import annotations

PARAGRAPHS = (
    "The harbour council met on Tuesday to decide whether the old ferry should sail again after eleven years ashore.",
    "Two engineers told the council that the hull is sound, but that the boilers would have to be replaced first.",
    "Nobody in the room could say who would pay for that, and the chair asked the treasurer to return with figures.",
    "A fisherman from the east quay said that he had heard the same promise from three councils before this one.",
    "The vote was put off until the spring, when the insurers will have seen the drawings and the costs are known.",
)

_MENU = "".join(f'<li><a href="/{name}">{name.title()}</a></li>' for name in ("news", "weather", "sport", "letters"))


def paragraphs(texts: tuple[str, ...] = PARAGRAPHS) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(body: str = "", *, title: str = "Council puts off the ferry again", head: str = "", above: str = "") -> str:
    """A whole page; `body` stands in its article below the headline, `above` over it."""
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title} | The Quay</title>"
        f'<meta property="og:title" content="{title}">{head}</head><body>'
        f"<header><ul>{_MENU}</ul></header>{above}<main><article><h1>{title}</h1>"
        f'<div class="entry-content">{body or paragraphs()}</div></article></main>'
        "<footer><p>Printed and published at the Quay since nineteen hundred and two. All rights reserved.</p></footer>"
        "</body></html>"
    )
