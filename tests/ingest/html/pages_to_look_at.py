"""Made-up pages that state the facts to their readers alone."""

from __future__ import annotations

from tests.ingest.html.page_made import BYLINE, DATELINE, HOST, NAME, TIMED, Made, article, linked

VISIBLE_ONLY = [
    Made(
        name="microdata",
        below=f'<span itemprop="author" itemscope><span itemprop="name">{NAME}</span></span>'
        '<meta itemprop="datePublished" content="2019-05-03">',
    ),
    Made(
        name="microdata time",
        below=f'<span itemprop="author">{NAME}</span><time itemprop="datePublished" datetime="{TIMED}">Friday</time>'
        '<time itemprop="dateModified" datetime="2019-05-09">later</time>',
        published=TIMED,
    ),
    Made(
        name="rel author", below=f'<a rel="author" href="/p/ines">{NAME}</a> <time datetime="2019-05-03">Friday</time>'
    ),
    Made(
        name="two rel authors",
        below=f'<p><a rel="author" href="/p/i">{NAME}</a> and <a rel="author" href="/p/t">Tom Weir</a></p>{DATELINE}',
        byline=f"{NAME}, Tom Weir",
    ),
    Made(name="byline and date on one line", below=f"<div class='meta'>By {NAME} | May 3, 2019 | 4 min read</div>"),
    Made(
        name="byline on two lines",
        below=f"<p>By</p><p>{NAME}</p><p>Published: 3 May 2019, 10:15</p>",
        published="2019-05-03T10:15:00",
    ),
    Made(name="byline in capitals", below=f"<p>BY {NAME.upper()}</p><p>MAY 3, 2019</p>"),
    Made(name="byline with job and place", below=f"<p>By {NAME}, Harbour Correspondent, in Saltmere</p>{DATELINE}"),
    Made(name="byline with the job after the name", below=f"<p>By {NAME} Chief Reporter</p>{DATELINE}"),
    Made(name="two in a byline", below=f"<p>By {NAME} and Tom Weir</p>{DATELINE}", byline=f"{NAME}, Tom Weir"),
    Made(
        name="byline names more than json-ld",
        head=linked(article()),
        below=f"<p>By {NAME} and Tom Weir</p>",
        byline=f"{NAME}, Tom Weir",
        published=TIMED,
    ),
    Made(name="posted and updated", below=f"{BYLINE}<p>Updated 9 May 2019, 12:00</p><p>Posted 3 May 2019</p>"),
    Made(name="posted and updated on a line", below=f"{BYLINE}<p>Published 3 May 2019 | Updated 9 May 2019</p>"),
    Made(name="above the headline", above=f"<p>3 May 2019</p><p>By {NAME}</p>"),
    Made(name="american figures", root='lang="en-US"', below=f"{BYLINE}<p>05/03/2019</p>"),
    Made(name="british figures", url="https://www.lantern.co.uk/a/storm", below=f"{BYLINE}<p>03/05/2019</p>"),
    Made(name="iso figures", below=f"{BYLINE}<p>2019-05-03 10:15</p>", published="2019-05-03T10:15:00"),
    Made(name="evening time", below=f"{BYLINE}<p>3 May 2019 at 7:04 pm</p>", published="2019-05-03T19:04:00"),
    Made(
        name="german",
        root='lang="de"',
        below=f"<p>Von {NAME}</p><p>3. Mai 2019, 10:15 Uhr</p>",
        published="2019-05-03T10:15:00",
    ),
    Made(name="german figures", root='lang="de"', below=f"<p>Von {NAME}</p><p>03.05.2019</p>"),
    Made(name="french", root='lang="fr"', below=f"<p>Par {NAME}</p><p>Publié le 3 mai 2019</p>"),
    Made(name="spanish", root='lang="es"', below=f"<p>Por {NAME}</p><p>3 de mayo de 2019</p>"),
    Made(name="russian", root='lang="ru"', below="<p>Автор: Инес Фаро</p><p>3 мая 2019</p>", byline="Инес Фаро"),
    Made(
        name="chinese",
        root='lang="zh"',
        headline="<h1>风暴摧毁旧码头</h1>",
        page_title="风暴摧毁旧码头 - 灯笼报",
        title="风暴摧毁旧码头",
        below="<p>记者：王小明</p><p>2019年5月3日</p>",
        byline="王小明",
    ),
    Made(
        name="korean",
        root='lang="ko"',
        headline="<h1>폭풍이 낡은 부두를 무너뜨렸다</h1>",
        page_title="폭풍이 낡은 부두를 무너뜨렸다",
        title="폭풍이 낡은 부두를 무너뜨렸다",
        below="<p>입력 2019.05.03 10:15</p>",
        byline="",
        published="2019-05-03T10:15:00",
    ),
    Made(name="date in the address alone", url=f"{HOST}/2019/05/03/storm", below=BYLINE),
    Made(name="nothing but words", page_title="", byline="", published=""),
    Made(name="old event in the prose alone", below=BYLINE, published=""),
    Made(
        name="author's box beneath",
        below=DATELINE,
        beneath=f'<div class="author-box"><span class="author-name">{NAME}</span></div>',
    ),
]
