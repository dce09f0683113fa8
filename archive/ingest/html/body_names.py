"""What page makers everywhere name the boxes of a page: those that hold its article, and those that do not.

Many of the words are those that Trafilatura and Readability look for too. Each pattern looks at the class and the id of
an element as `Box.names` has them: ' class words | id '.
"""

from __future__ import annotations

import re
from functools import lru_cache

# In the order in which they are believed. An <article> element comes after the first, <main> with the last.
ARTICLE_TEXT = re.compile(
    r"[ _-](?:article|story|post|entry|page|art|text)[_-]*(?:body|content|text|entry|copy)"
    r"|[ _-]body-?text|article_+container|^ (?:post|entry) \|"
)
STORY = re.compile(
    r" (?:article|story|text|postarea|cell) |fulltext|(?:theme|blog|section|single)-content|single-post|main-column"
    r"|text-column|text_column|field-body|\| primary"
)
CONTENT = re.compile(r" content |content[_-]+(?:main|body)|contentbody|(?:main|page)-content")
MAIN = re.compile(r"^ main|\| main")

_FOREIGN = re.compile(
    # around the article
    r"side-?bar|banner|bread-?crumb|footer| (?:nav|menu)|navigation|subnav|navb|[_-]nav |menu|bar |toolbar"
    r"|slide|modal-content|button|options|expand|-icon|message"
    # of others, and to other pages
    r"|related|recommended|next-|-stories|most-popular|more-on|teaser|promo|widget(?!-(?:text|container|theme))"
    r"| comments?(?!ary)|(?:article|post|user)-comments|disqus|embed"
    # of the publisher
    r"|share| sharing|social|newsletter|cookie|consent|paid-?content"
    r"| ads? | ad-|-ad-|dfp-?ad|outbrain|taboola|criteo"
    # of the article, and not its text
    r"|tags|tag-list|author|byline|meta|rating|timestamp|attachment|user-(?:info|profile)|caption"
)
_HIDDEN = re.compile(
    r" hide-|-hide-|print-hide| hidden| hide |no-?print|-reply-| reply-|nocomments"
    r"|comments-title|blurred"
)

# Of boxes amid the text, which are small.
_FURNITURE = re.compile(
    r"newsletter|related|promo|recirc|gallery-overlay|share|sharing|social-(?!embed)|sign-?up|subscri|comment(?!ary)"
    r"|tag-?list|\btags?\b|\bauthor-?(?:bio|box|info|card|desc)|byline|breadcrumb|outbrain|taboola|\bads?\b|advert"
    r"|sponsor|read-?(?:more|next|also)|more-?(?:from|on|stories)|most-?(?:read|popular)|trending|toolbar"
    r"|\b(?:nav|menu|footer)|print-?only|disclaimer|copyright|pagination|cookie"
)


@lru_cache(maxsize=4096)  # the pages of a site, and the parts of a page, share their classes
def is_foreign(names: str) -> bool:
    """Tell whether a box is named for what is not the article's text."""
    return _FOREIGN.search(names) is not None


@lru_cache(maxsize=4096)
def is_hidden(names: str) -> bool:
    """Tell whether a box is named for not being shown, or not to those who read the article."""
    return _HIDDEN.search(names) is not None


@lru_cache(maxsize=4096)
def is_furniture(names: str) -> bool:
    """Tell whether a box that is small beside the article is named for what stands in its midst and is not its text."""
    return _FURNITURE.search(names) is not None
