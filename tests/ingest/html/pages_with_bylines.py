"""Made-up pages whose authors are no person with two Latin names, or stand among words that look like names."""

from __future__ import annotations

from tests.ingest.html.page_made import BYLINE, DATELINE, NAME, ORGANISATION, TIMED, Made, article, linked, meta


def _by(name: str, author: object, byline: str, below: str = "") -> Made:
    """A page whose JSON-LD states the author, at a time."""
    return Made(name=name, head=linked(article(author=author)), below=below, byline=byline, published=TIMED)


_AGENCY = {"@type": "Organization", "name": "Tidewater Press Agency"}

BYLINES = [
    _by("an agency as author", {"@type": "Person", "name": "dpa"}, "dpa"),
    _by("an agency's letters as author", [{"@type": "Person", "name": "AFP"}], "AFP"),
    _by("an agency beside a person", [{"name": NAME}, _AGENCY], f"{NAME}, Tidewater Press Agency"),
    _by("an employer in a person's name", {"name": f"{NAME}, AP Harbour Writer"}, NAME),
    _by("the site beside a person", [{"name": NAME}, ORGANISATION], NAME),
    _by("a society with a preposition", {"name": "Institute for Tidal Studies"}, "Institute for Tidal Studies"),
    _by("the site's account", {"name": "Lantern D"}, NAME, f"<p>by Lantern D | 3 May 2019</p><p>{NAME.upper()}</p>"),
    Made(name="a site's host and its town", head=meta(author="lantern.co, Saltmere"), below=f"{BYLINE}{DATELINE}"),
    Made(name="one word after by", below=f"<p>by Inesita</p>{DATELINE}", byline="Inesita"),
    Made(name="a login after by", below="<p>Posted by quay_77 on 3 May 2019</p>", byline="quay_77"),
    Made(
        name="a login marked as author",
        below=f'<div class="author-name">quay77</div>{DATELINE}',
        byline="quay77",
    ),
    Made(name="an administrator", below=f"<p>by quayadmin</p>{DATELINE}", byline=""),
    Made(
        name="buttons called by the author's class",
        below=f'<div class="author-box">Facebook Twitter</div>{DATELINE}',
        byline="",
    ),
    Made(name="a button in capitals, twice", below=f"{DATELINE}<p>ABONE OLUN</p><p>ABONE OLUN</p>", byline=""),
    Made(name="name and date on one line", below=f"<p>{NAME} 3 May 2019</p>"),
    Made(name="weekday and date on one line", below="<p>Friday Morning 3 May 2019</p>", byline=""),
    Made(name="names with a stroke between", below=f"<p>{NAME}/Tom Weir</p>{DATELINE}", byline=f"{NAME}, Tom Weir"),
    Made(name="name in brackets", below=f"<p>[ {NAME}, Lantern ]</p>{DATELINE}"),
    Made(name="an agency's line", below=f"<p>Associated Press</p>{DATELINE}", byline="Associated Press"),
    Made(name="an agency's line with its place", below=f"<p>PTI, Saltmere,</p>{DATELINE}", byline="PTI"),
    Made(name="an agency's picture", below=f"<p>Rosa Lind/Reuters</p>{DATELINE}", byline=""),
    Made(name="name beside a recent hour", below=f"<p>{NAME}</p><p>Monday 5:30PM</p>", published=""),
    Made(name="name beside some hours ago", below=f"<p>{NAME}</p><p>3 hours ago</p>", published=""),
    Made(name="picture's credit", below=f"<p>{NAME}/TIDEWATER</p>{DATELINE}", byline=""),
    Made(name="place and date on one line", below="<p>Old Saltmere, 3 May 2019</p>", byline=""),
    Made(name="label and date on one line", below="<p>Release Date: 3 May 2019</p>", byline=""),
    Made(
        name="a quotation's source and date",
        below=f"<p>— Rosa Lind 2 May 2019</p>{DATELINE}",
        byline="",
        published="2019-05-02",
    ),
    Made(name="picture in brackets", below=f"<p>[Photo: {NAME}, Lantern]</p>{DATELINE}", byline=""),
    Made(
        name="Japanese name and date on one line",
        root='lang="ja"',
        below="<p>山岸太郎 2019年5月3日 10時15分</p><p>ツイート</p>",
        byline="山岸太郎",
        published="2019-05-03",
    ),
    Made(
        name="Japanese paper and date on one line",
        root='lang="ja"',
        below="<p>灯台新聞 2019年5月3日</p>",
        byline="",
    ),
    Made(
        name="Japanese name in brackets",
        root='lang="ja"',
        below="<p>［山岸太郎，灯台］</p><p>2019年5月3日</p>",
        byline="山岸太郎",
    ),
    Made(name="Chinese button beside the date", root='lang="zh"', below="<p>2019年5月3日</p><p>小字号</p>", byline=""),
    Made(
        name="Chinese name beside the date", root='lang="zh"', below="<p>2019年5月3日</p><p>王小明</p>", byline="王小明"
    ),
    Made(name="Korean reporter", root='lang="ko"', below="<p>2019년 5월 3일</p><p>박소라 기자</p>", byline="박소라"),
    Made(name="Arabic byline", root='lang="ar"', below=f"<p>بقلم: ليلى حداد</p>{DATELINE}", byline="ليلى حداد"),
    Made(name="Greek byline", root='lang="el"', below=f"<p>Γράφει ο Νίκος Βέρας</p>{DATELINE}", byline="Νίκος Βέρας"),
    Made(
        name="Cyrillic byline with a profession",
        root='lang="ru"',
        below=f"<p>Автор: Анна Лин, журналист</p>{DATELINE}",
        byline="Анна Лин",
    ),
]
