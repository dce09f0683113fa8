"""Made-up pages whose day of publication is one of several, or is told by their words alone."""

from __future__ import annotations

from tests.ingest.html.page_made import BYLINE, DATELINE, DAY, TIMED, Made, article, linked, meta

_PROSE = "the harbour master counted eleven boats on the street and asked whether anyone had seen the twelfth. " * 2
_FILED = " and is filed under Harbour. You can follow what others say of it through the feed of the lighthouse keepers."
_LINKS = "".join(f"<p>Pier {number}</p>" for number in range(9))
_OTHER_DAY = "2019-04-28T09:00:00Z"
_LIST = '<aside class="facts"><dl><dt>{0}</dt><dd>{1}</dd><dt>Tags</dt><dd>Harbour</dd></dl></aside>'

DAYS = [
    Made(name="label and day in a list", root='lang="de"', below=BYLINE, beneath=_LIST.format("Datum", "03.05.2019")),
    Made(name="french label", root='lang="fr"', below=BYLINE, beneath=_LIST.format("Mise en ligne", "3 mai 2019")),
    Made(name="label of a change", below=BYLINE, beneath=_LIST.format("Date modified", "9 May 2019"), published=""),
    Made(
        name="label in a footer",
        below=BYLINE,
        beneath="<footer><p>Last change: 9 May 2019 - 14:49<br>Published on: 3 May 2019</p></footer>",
    ),
    Made(
        name="labels of two days",
        below=BYLINE,
        beneath=_LIST.format("Published", "3 May 2019") + _LIST.format("Published", "4 May 2019"),
        published="",
    ),
    Made(
        name="sentence about the page",
        below=BYLINE,
        beneath=f"<footer>This entry was posted on Friday, May 3rd, 2019 at 10:15 pm{_FILED}</footer>",
        published="2019-05-03T22:15:00",
    ),
    Made(
        name="german sentence about the page",
        root='lang="de"',
        below=BYLINE,
        beneath="<footer>Dieser Beitrag wurde am Freitag, 3. Mai 2019 um %H Uhr veröffentlicht und abgelegt.</footer>",
    ),
    Made(
        name="sentence about a change of the page",
        below=BYLINE,
        beneath=f"<footer>This entry was revised on Friday, May 3rd, 2019{_FILED}</footer>",
        published="",
    ),
    Made(name="place and day before the prose", below=f"{BYLINE}<p>Saltmere, 3 May 2019 – {_PROSE}</p>"),
    Made(name="day in brackets before the prose", below=f"{BYLINE}<p><b>Saltmere, (3 May 2019).</b> {_PROSE}</p>"),
    Made(name="day alone before the prose", root='lang="de"', below=f"{BYLINE}<p>3.5.2019 - {_PROSE}</p>"),
    Made(
        name="prose that begins with a day of the past",
        below=f"{BYLINE}<p>After the gale of 3 May 2018 - {_PROSE}</p>",
        published="",
    ),
    Made(
        name="a vague day and one above the headline",
        head=meta(date=DAY),
        above="<p>Monday, 6 May 2019</p>",
        below=BYLINE,
    ),
    Made(
        name="a vague day and another in microdata",
        head=meta(**{"dcterms.date": "2019-04-28T11:02:44+01:00"}),
        below=BYLINE,
        beneath='<div class="footer"><time itemprop="datePublished" datetime="2019-05-03">3 May</time></div>',
    ),
    Made(
        name="two clear days, of which one is shown",
        head=linked(article(datePublished=_OTHER_DAY)) + meta(article__published_time=TIMED),
        below=BYLINE + DATELINE,
        published=TIMED,
    ),
    Made(
        name="two clear days, neither shown",
        head=linked(article(datePublished=_OTHER_DAY)) + meta(article__published_time=TIMED),
        below=f"{BYLINE}<p>9 May 2019</p>",
        published=_OTHER_DAY,
    ),
    Made(
        name="day of a photograph, told after it",
        root='lang="ja"',
        below=f"{BYLINE}<p>港での公開の様子(2018/5/9撮影)</p><p>2019年5月3日 | 港の知らせ</p>",
    ),
    Made(
        name="line above the headline and days of other articles",
        above="<p>3 May 2019 10:15 - Harbour - lr, red</p>",
        below=f"{BYLINE}{_LINKS}<p>1 May 2019 · Harbour</p>",
        published="2019-05-03T10:15:00",
    ),
]
