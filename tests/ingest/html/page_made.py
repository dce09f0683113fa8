"""Pages made up to show what metadata can look like, each with the facts that a reader would take from it.

Every page has the same article and the same distractions: other articles with names and dates, comments, a footer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

TITLE = "Storm Leaves the Old Quay in Ruins"
NAME = "Ines Faro"
DAY = "2019-05-03"
SITE = "The Lantern"
HOST = "https://www.lantern.example"
ADDRESS = f"{HOST}/news/storm-leaves-the-old-quay-in-ruins"

_PROSE = """
The harbour lights went out one by one while the ferry waited for the tide to turn, and nobody on the island slept that
night. By morning the eastern arm of the old quay lay in the water, broken into pieces that no crane in the port could
lift, and the fishing boats had been carried up the street as far as the chapel.

The council will decide in spring whether the wall is to be repaired or given up, Marta Quill said. She remembered the
gale of 12 January 1987, which took the lighthouse, and the one after it, which took the school roof and most of the
boats; each time the harbour was built again by those who lived beside it.

Insurers have sent three engineers, who measured the gap at forty metres and found that the sea bed beneath it had sunk.
Repairs would cost more than the island earns in ten years, according to a first estimate, which the mayor called a
guess made by people who had never carried a stone.
"""
_AROUND = """
<aside class="related"><h3>More news</h3><ul>
<li><a href="/news/fish">Fish Prices Rise Again</a> <time datetime="2019-06-01">1 June 2019</time> By Otto Brandt</li>
<li><a href="/news/ferry">Ferry Timetable Changes</a> <time datetime="2019-06-02">2 June 2019</time> By Rosa Lind</li>
</ul></aside>
<section id="comments"><h3>2 comments</h3><div class="comment"><span class="comment-author">by Karl Anders</span>
<time datetime="2019-05-09">9 May 2019</time><p>We saw it coming.</p></div></section>
<footer>© 2021 Lantern Press. All rights reserved.</footer>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A page in parts, and the facts to be found on it; expected holds those beside title, byline and date."""

    name: str
    head: str = ""
    page_title: str = TITLE
    above: str = ""
    headline: str = f"<h1>{TITLE}</h1>"
    below: str = ""
    beneath: str = ""
    root: str = 'lang="en-GB"'
    url: str = ADDRESS
    title: str = TITLE
    byline: str = NAME
    published: str = DAY
    expected: Mapping[str, object] = field(default_factory=dict)

    @property
    def html(self) -> str:
        prose = "\n".join(f"<p>{paragraph}</p>" for paragraph in _PROSE.split("\n\n"))
        return (
            f'<!DOCTYPE html><html {self.root}><head><meta charset="utf-8"><title>{self.page_title}</title>{self.head}'
            f'</head><body><header class="masthead"><a href="/">{SITE}</a><nav><a href="/news">News</a></nav></header>'
            f"<main>{self.above}<article>{self.headline}{self.below}{prose}{self.beneath}</article></main>{_AROUND}"
            f"</body></html>"
        )


def meta(**stated: str) -> str:
    """Meta elements; a double underscore in a name stands for a colon, a single one at the end for nothing."""
    names = {name.replace("__", ":").rstrip("_"): value for name, value in stated.items()}
    return "".join(
        f'<meta {"property" if ":" in name else "name"}="{name}" content="{value}">' for name, value in names.items()
    )


def linked(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value, ensure_ascii=False)}</script>'


def article(**members: object) -> dict[str, object]:
    node: dict[str, object] = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE}
    node |= {"datePublished": "2019-05-03T10:15:00+01:00", "author": {"@type": "Person", "name": NAME}}
    return node | members


def raw_linked(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


TIMED = "2019-05-03T10:15:00+01:00"
BYLINE = f'<p class="byline">By {NAME}</p>'
DATELINE = "<p>3 May 2019</p>"
VISIBLE = BYLINE + DATELINE
ORGANISATION = {"@type": "Organization", "name": SITE}
OTHER_VIDEO = {
    "@context": "https://schema.org",
    "@type": "VideoObject",
    "name": "Gulls at Dawn",
    "uploadDate": "2018-01-01",
    "author": {"@type": "Person", "name": "Video Maker"},
}
