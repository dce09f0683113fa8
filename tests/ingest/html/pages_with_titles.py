"""Made-up pages whose titles hold more than the headline, or less."""

from __future__ import annotations

from tests.ingest.html.page_made import NAME, SITE, TITLE, VISIBLE, Made, meta

TITLES = [
    Made(name="site's name after a bar", page_title=f"{TITLE} | {SITE}", headline=f"<h2>{TITLE}</h2>", below=VISIBLE),
    Made(
        name="site's name by the host",
        page_title=f"{TITLE} - Lantern",
        headline=f"<p class='big'>{TITLE}</p>",
        below=VISIBLE,
    ),
    Made(
        name="site's name before",
        page_title=f"{SITE}: {TITLE}",
        headline=f"<h2>{TITLE}</h2>",
        head=meta(og__site_name=SITE),
        below=VISIBLE,
    ),
    Made(
        name="a dash of its own",
        page_title=f"{TITLE} - and Nobody Slept | {SITE}",
        headline=f"<h1>{TITLE} - and Nobody Slept</h1>",
        title=f"{TITLE} - and Nobody Slept",
        below=VISIBLE,
    ),
    Made(
        name="a dash of its own, unseen",
        page_title=f"{TITLE} - and Nobody Slept",
        headline="",
        title=f"{TITLE} - and Nobody Slept",
        above=VISIBLE,
        byline=NAME,
    ),
    Made(
        name="the site's name as first heading",
        above=f"<h1>{SITE}</h1>",
        head=meta(og__site_name=SITE, og__title=TITLE),
        below=VISIBLE,
    ),
    Made(
        name="kicker within the heading",
        headline=f'<h1><span class="kicker">Weather</span> {TITLE}</h1>',
        head=meta(og__title=TITLE),
        below=VISIBLE,
    ),
    Made(
        name="kicker of no name within the heading",
        headline=f"<h1><span>Weather :</span> <span>{TITLE}</span></h1>",
        head=meta(og__title=TITLE),
        below=VISIBLE,
    ),
    Made(
        name="kicker set apart by the layout alone",
        headline=f"<h1><span>Gale</span><span>{TITLE}</span></h1>",
        head=meta(og__title=f"Gale: {TITLE}"),
        title=f"Gale: {TITLE}",
        below=VISIBLE,
    ),
    Made(
        name="quotation marks that point outwards",
        headline="<h1>«Nobody slept that night»</h1>",
        head=meta(og__title="«Nobody slept that night»"),
        title="«Nobody slept that night»",
        below=VISIBLE,
    ),
    Made(
        name="some site's name after a bar",
        page_title=f"{TITLE} | Some Islander",
        headline="",
        above=VISIBLE,
    ),
    Made(
        name="headline for searchers",
        head=meta(og__title="Old Quay Storm: What We Know About the Ruins"),
        below=VISIBLE,
    ),
    Made(
        name="curly marks on the page",
        headline="<h1>“Gone”: the Quay’s Last Night</h1>",
        title="“Gone”: the Quay’s Last Night",
        head=meta(og__title="&quot;Gone&quot;: the Quay's Last Night"),
        page_title="Gone",
        below=VISIBLE,
    ),
    Made(name="heading in capitals", headline=f"<h1>{TITLE.upper()}</h1>", head=meta(og__title=TITLE), below=VISIBLE),
    Made(name="hidden heading", headline=f'<h1 class="visually-hidden">Article</h1><h1>{TITLE}</h1>', below=VISIBLE),
    Made(
        name="markup in the title",
        head=meta(og__title="Storm Leaves the &lt;em&gt;Old Quay&lt;/em&gt; in Ruins"),
        headline="<h1>Storm Leaves the <em>Old Quay</em> in Ruins</h1>",
        below=VISIBLE,
    ),
    Made(
        name="invisible marks", headline="<h1>Storm\u00ad Leaves the\u200b Old&nbsp;Quay in\n Ruins</h1>", below=VISIBLE
    ),
    Made(
        name="no heading",
        headline="",
        head=meta(og__title=f"{TITLE} - {SITE}", og__site_name=SITE),
        above=VISIBLE,
        byline=NAME,
    ),
    Made(
        name="picture with a title",
        head=f'<meta property="og:title" content="{TITLE}">',
        page_title="",
        above="<svg><title>Logo of the Lantern</title></svg>",
        below=VISIBLE,
    ),
]
