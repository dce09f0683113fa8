"""The writes of curators: verb functions that the admin, the commands and the views share.

Each is one transaction: it happens whole or not at all. Rows are saved one by one, or together with the article that
they belong to, so that search hears of every change.
"""

from archive.curation.articles import purge_article, set_furniture
from archive.curation.decisions import settle
from archive.curation.errors import CurationError, QuoteNotFoundError
from archive.curation.likenesses import judge
from archive.curation.passages import add_passage, place, set_status
from archive.curation.reanchoring import reanchor
from archive.curation.reviewing import accept, move, retire
from archive.curation.tags import merge_tags, rename_tag, tag_claim

__all__ = [
    "CurationError",
    "QuoteNotFoundError",
    "accept",
    "add_passage",
    "judge",
    "merge_tags",
    "move",
    "place",
    "purge_article",
    "reanchor",
    "rename_tag",
    "retire",
    "set_furniture",
    "set_status",
    "settle",
    "tag_claim",
]
