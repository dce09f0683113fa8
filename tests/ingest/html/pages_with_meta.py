"""Made-up pages whose meta elements state the facts, in the forms that publishers use."""

from __future__ import annotations

from tests.ingest.html.page_made import BYLINE, NAME, SITE, TIMED, TITLE, VISIBLE, Made, meta

META = [
    Made(
        name="open graph",
        head=meta(og__title=TITLE, og__site_name=SITE, article__author=NAME, article__published_time=TIMED),
        published=TIMED,
        expected={"site_name": SITE},
    ),
    Made(
        name="open graph with the site's name",
        head=meta(og__title=f"{TITLE} | {SITE}", og__site_name=SITE),
        below=VISIBLE,
    ),
    Made(name="open graph cut short", head=meta(og__title="Storm Leaves the Old…"), below=VISIBLE),
    Made(name="open graph address as author", head=meta(article__author="https://social.example/ines"), below=VISIBLE),
    Made(
        name="section before the title",
        head=meta(og__title=f"Opinion | {TITLE}"),
        page_title=f"Opinion | {TITLE} - {SITE}",
        below=VISIBLE,
    ),
    Made(name="meta author", head=meta(author=NAME, date="2019-05-03")),
    Made(name="meta author with by", head=meta(author=f"By {NAME}, Staff Reporter", date="2019-05-03")),
    Made(name="meta author handle", head=meta(author="@inesfaro", date="2019-05-03"), below=BYLINE),
    Made(name="meta author mail", head=meta(author=f"{NAME} (ines@lantern.example)", date="2019-05-03")),
    Made(name="meta author is the site", head=meta(author=SITE, og__site_name=SITE, date="2019-05-03"), below=BYLINE),
    Made(
        name="dublin core",
        head=f'<meta name="DC.title" content="{TITLE}"><meta name="DC.creator" content="Faro, Ines">'
        '<meta name="DC.date.issued" content="2019-05-03">',
    ),
    Made(
        name="highwire",
        head=meta(citation_title=TITLE, citation_author="Faro, Ines", citation_publication_date="2019/05/03"),
    ),
    Made(
        name="highwire several authors",
        head='<meta name="citation_author" content="Faro, Ines">'
        '<meta name="citation_author" content="Weir, Tom"><meta name="citation_date" content="2019/05/03">',
        byline=f"{NAME}, Tom Weir",
    ),
    Made(name="highwire month", head=meta(citation_author=NAME, citation_date="2019-05"), published="2019-05"),
    Made(
        name="parsely",
        head=f'<meta name="parsely-title" content="{TITLE}"><meta name="parsely-author" content="{NAME}">'
        '<meta name="parsely-pub-date" content="2019-05-03T09:15:00Z">',
        published="2019-05-03T09:15:00Z",
    ),
    Made(
        name="sailthru",
        head=f'<meta name="sailthru.author" content="{NAME}"><meta name="sailthru.date" content="2019-05-03 10:15:00">',
        published="2019-05-03T10:15:00",
    ),
    Made(
        name="modified alone is no publication", head=meta(article__modified_time="2019-05-09T10:00:00Z"), below=VISIBLE
    ),
]
