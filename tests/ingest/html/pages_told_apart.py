"""Made-up pages whose facts stand in unlikely places, or beside others that look like them."""

from __future__ import annotations

from tests.ingest.html.page_made import (
    BYLINE,
    DATELINE,
    DAY,
    NAME,
    ORGANISATION,
    TIMED,
    VISIBLE,
    Made,
    article,
    linked,
    meta,
)

_SIDE_DATES = "".join(f'<div class="sidebar"><span class="date">{day} May 2019</span></div>' for day in (3, 4))
_SHOWN = "May 3, 2019, 8:15 pm CST"

_ANSWERS = "".join(
    f'<div itemprop="comment"><meta itemprop="datePublished" content="2019-05-{day}"></div>' for day in ("07", "09")
)

TOLD_APART = [
    Made(name="days of answers in microdata", below=BYLINE + DATELINE, beneath=_ANSWERS),
    Made(
        name="days of answers in time elements",
        below=BYLINE + DATELINE,
        beneath="".join(f'<i><time itemprop="datePublished" datetime="2019-05-{day}">x</time></i>' for day in (10, 11)),
    ),
    Made(
        name="a time in UTC and a time element of a year",
        head=linked(article(datePublished="2019-05-03T10:15:00Z")),
        below=f"{BYLINE}<time datetime='2019'>this year</time>",
        published="2019-05-03T10:15:00Z",
    ),
    Made(name="a vague year", head=meta(**{"dc.date": "2019"}), below=BYLINE + DATELINE, published="2019"),
    Made(
        name="a labelled day and a time element of a year",
        below=f"{BYLINE}<p>Published on 3 May 2019</p><time datetime='2019'>this year</time>",
    ),
    Made(name="one day in microdata", below=BYLINE, beneath='<meta itemprop="datePublished" content="2019-05-03">'),
    Made(name="a vague day later than the one shown", head=meta(date="2019-05-06"), below=BYLINE + DATELINE),
    Made(name="a vague day earlier than the one shown", head=meta(date="2019-05-01"), below=BYLINE + DATELINE),
    Made(name="a clear day later than the one shown", head=meta(pubdate=DAY), below=f"{BYLINE}<p>1 May 2019</p>"),
    Made(
        name="a labelled day and times of others",
        below=f"{BYLINE}<p>Published on 3 May 2019</p>",
        beneath="<div><time datetime='2019-05-08T10:00:00Z'>10:00</time></div>",
    ),
    Made(
        name="a labelled day and its time",
        below=f"{BYLINE}<p>Published on 3 May 2019</p><time datetime='{TIMED}'>10:15</time>",
        published=TIMED,
    ),
    Made(name="date in a teaser's class", above='<h3 class="teaser-meta">3 May 2019</h3>', below=BYLINE),
    Made(
        name="date in the post's own footer",
        below=BYLINE,
        beneath='<div class="post-footer"><abbr class="published" title="2019-05-03T08:00:00Z">08:00</abbr></div>',
        published="2019-05-03T08:00:00Z",
    ),
    Made(name="two days in sidebars", below=BYLINE, beneath=_SIDE_DATES, published=""),
    Made(name="figures with dots in English", below=f"{BYLINE}<p>03.05.19</p>"),
    Made(
        name="label after the date",
        root='lang="ja"',
        below=f"{BYLINE}<p>「港の本」を発売（2021年10月6日）</p><p>2019年5月3日 10時15分 公開</p>",
    ),
    Made(name="day of a photograph", below=f"{BYLINE}<p>Photo: Rosa Lind, 9 May 2018</p>{DATELINE}"),
    Made(
        name="day of a quoted post",
        head=linked(article(datePublished="2019-05-03T23:12:35Z")),
        below="<p>— Harbour Watch (@harbour) May 2, 2019</p>",
        published="2019-05-03T23:12:35Z",
    ),
    Made(
        name="UTC with an offset of its own",
        head=linked(article(datePublished="2019-05-04T02:15:49-06:00")),
        below=f"<p>{NAME} - {_SHOWN}</p>",
    ),
    Made(
        name="the site as its own author, which its source says already",
        head=linked(article(author=ORGANISATION)),
        byline="",
        published=TIMED,
    ),
    Made(
        name="the site shown as its own author",
        head=linked(article(author=ORGANISATION)),
        below="<p>3 May 2019 / The Lantern</p>",
        byline="The Lantern",
        published=TIMED,
    ),
    Made(name="a login as author", head=linked(article(author={"name": "inesf"})), byline="", published=TIMED),
    Made(
        name="two places against the first",
        head=linked(article(author={"name": "Rosa Lind"})) + meta(**{"sailthru.author": f"By {NAME}"}),
        below=VISIBLE,
        published=TIMED,
    ),
    Made(
        name="who put the page in",
        head=meta(**{"twitter:label1": "Written by", "twitter:data1": "Rosa Lind"}),
        below=VISIBLE,
    ),
    Made(
        name="a button beside the date",
        root='lang="ja"',
        below="<p>2019年5月3日</p><p>ツイート</p>",
        byline="",
    ),
    Made(
        name="a site's name after a bracket and a colon",
        page_title="「古い岸壁の嵐」:lantern日誌",
        headline="",
        below=VISIBLE,
        title="「古い岸壁の嵐」",
    ),
    Made(
        name="posted by, within a line",
        head=meta(author="HBR"),
        below=f"<p>03.05.2019 - Posted by: {NAME} - Category: Harbour</p>",
    ),
    Made(name="staff alone", below=f"<p>By Staff Reports</p>{DATELINE}", byline="Staff Reports"),
    Made(
        name="author in an aside of the article",
        below=f'<aside class="who"><a rel="author" href="/p/ines">{NAME}</a></aside>{DATELINE}',
    ),
    Made(
        name="short headline unlike the page's title",
        page_title="Welcome to the Island - Everything about the Quay",
        headline="<h1>Our Quay</h1>",
        below=VISIBLE,
        title="Our Quay",
    ),
]
