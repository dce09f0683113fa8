"""Made-up pages whose JSON-LD states the facts: well, badly, or of something else."""

from __future__ import annotations

import json

from tests.ingest.html.page_made import (
    BYLINE,
    DATELINE,
    HOST,
    NAME,
    ORGANISATION,
    OTHER_VIDEO,
    SITE,
    TIMED,
    TITLE,
    VISIBLE,
    Made,
    article,
    linked,
    meta,
    raw_linked,
)

LINKED_DATA = [
    Made(name="json-ld article", head=linked(article()), published=TIMED),
    Made(
        name="json-ld graph with author by reference",
        head=linked(
            {
                "@context": "https://schema.org",
                "@graph": [
                    {"@type": "WebSite", "@id": "#site", "name": SITE},
                    {"@type": "WebPage", "@id": "#page", "name": f"{TITLE} - {SITE}", "datePublished": "2019-05-03"},
                    article(author={"@id": "#ines"}, **{"@id": "#article"}),
                    {"@type": "Person", "@id": "#ines", "name": NAME},
                ],
            }
        ),
        published=TIMED,
        expected={"site_name": SITE},
    ),
    Made(name="json-ld list", head=linked([ORGANISATION, article()]), published=TIMED),
    Made(
        name="json-ld types in a list", head=linked(article(**{"@type": ["Article", "NewsArticle"]})), published=TIMED
    ),
    Made(
        name="json-ld type by address",
        head=linked(article(**{"@type": "http://schema.org/BlogPosting"})),
        published=TIMED,
    ),
    Made(name="json-ld author text", head=linked(article(author=NAME)), published=TIMED),
    Made(
        name="json-ld several authors",
        head=linked(article(author=[{"@type": "Person", "name": NAME}, {"@type": "Person", "name": "Tom Weir"}])),
        byline=f"{NAME}, Tom Weir",
        published=TIMED,
    ),
    Made(
        name="json-ld author names in a list",
        head=linked(article(author={"name": [NAME, "Tom Weir"]})),
        byline=f"{NAME}, Tom Weir",
        published=TIMED,
    ),
    Made(
        name="json-ld authors in one text",
        head=linked(article(author=f"{NAME} and Tom Weir")),
        byline=f"{NAME}, Tom Weir",
        published=TIMED,
    ),
    Made(
        name="json-ld given and family name",
        head=linked(article(author={"givenName": "Ines", "familyName": "Faro"})),
        published=TIMED,
    ),
    Made(
        name="json-ld organisation as author", head=linked(article(author=ORGANISATION)), below=BYLINE, published=TIMED
    ),
    Made(
        name="json-ld organisation alone",
        head=linked(article(author={"@type": "Organization", "name": "Island Press Agency"})),
        byline="Island Press Agency",
        published=TIMED,
    ),
    Made(name="json-ld admin", head=linked(article(author={"name": "admin"})), below=BYLINE, published=TIMED),
    Made(
        name="json-ld author address", head=linked(article(author=f"{HOST}/people/ines")), below=BYLINE, published=TIMED
    ),
    Made(name="json-ld trailing commas", head=raw_linked(json.dumps(article()).replace("}", ",}")), published=TIMED),
    Made(name="json-ld in cdata", head=raw_linked(f"//<![CDATA[\n{json.dumps(article())}\n//]]>"), published=TIMED),
    Made(name="json-ld in a comment", head=raw_linked(f"<!--{json.dumps(article())}-->"), published=TIMED),
    Made(
        name="json-ld with entities for quotes",
        head=raw_linked(json.dumps(article()).replace('"', "&quot;")),
        published=TIMED,
    ),
    Made(
        name="json-ld with control characters",
        head=raw_linked(json.dumps(article(description="A\u0001B")).replace("\\u0001", "\x01\n")),
        published=TIMED,
    ),
    Made(
        name="json-ld with bad escapes",
        head=raw_linked(json.dumps(article()).replace("the Old", "the\\ Old")),
        headline=f"<h1>{TITLE}</h1>",
        published=TIMED,
    ),
    Made(
        name="json-ld beyond repair",
        head=raw_linked(json.dumps(article())[:-1] + ' "x": "unquoted "quotes" here"}'),
        published=TIMED,
    ),
    Made(name="json-ld two values", head=raw_linked(json.dumps(article()) + json.dumps(ORGANISATION)), published=TIMED),
    Made(
        name="json-ld headline with entities",
        head=linked(article(headline="Gale &amp;amp; Ruin: &quot;Gone&quot;")),
        headline='<h1>Gale &amp; Ruin: "Gone"</h1>',
        page_title="Gale &amp; Ruin",
        title='Gale & Ruin: "Gone"',
        published=TIMED,
    ),
    Made(name="json-ld of a video", head=linked(OTHER_VIDEO), below=VISIBLE),
    Made(
        name="json-ld of other articles",
        below=VISIBLE,
        head=linked(
            [
                article(
                    headline="Fish Prices Rise Again",
                    author="Otto Brandt",
                    datePublished="2019-06-01",
                    url=f"{HOST}/fish",
                ),
                article(
                    headline="Ferry Timetable Changes",
                    author="Rosa Lind",
                    datePublished="2019-06-02",
                    url=f"{HOST}/ferry",
                ),
            ]
        ),
    ),
    Made(
        name="json-ld among other articles",
        published=TIMED,
        head=linked(
            [article(headline="Fish Prices Rise Again", author="Otto Brandt", datePublished="2019-06-01"), article()]
        ),
    ),
    Made(name="json-ld main entity", head=linked({"@type": "WebPage", "mainEntity": article()}), published=TIMED),
    Made(
        name="json-ld moved date",
        head=linked(article(datePublished="2019-05-08T08:00:00Z", dateModified="2019-05-08T08:00:00Z"))
        + meta(article__published_time="2019-05-03T09:15:00Z"),
        published="2019-05-03T09:15:00Z",
    ),
    Made(name="json-ld date in the future", head=linked(article(datePublished="2199-01-01")), below=DATELINE),
    Made(
        name="json-ld date of the epoch's eve",
        head=linked(article(datePublished="0001-01-01T00:00:00")),
        below=DATELINE,
    ),
    Made(name="json-ld date in words", head=linked(article(datePublished="May 3, 2019"))),
    Made(
        name="json-ld date of mail",
        head=linked(article(datePublished="Fri, 03 May 2019 10:15:00 +0100")),
        published=TIMED,
    ),
    Made(
        name="json-ld date in seconds",
        head=linked(article(datePublished="1556874900")),
        published="2019-05-03T09:15:00Z",
    ),
    Made(
        name="utc beside the page's own day", head=linked(article(datePublished="2019-05-04T02:30:00Z")), below=DATELINE
    ),
]
