"""How each fact of an article is known: what its page or its list stated, and what was inferred from what."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.models import Article

TEMPLATE = "admin/archive/article/basis.html"

# What the readers of documents explain, in the order of the form; the source and the date have fields for that.
_FACTS = {
    "title": gettext_lazy("Title"),
    "byline": gettext_lazy("Byline"),
    "url": gettext_lazy("Address"),
    "language": gettext_lazy("Language"),
    "section": gettext_lazy("Section"),
    "abstract": gettext_lazy("Abstract"),
    "keywords": gettext_lazy("Keywords"),
    "text": gettext_lazy("Text"),
}


def how_known(article: Article) -> str:
    """The facts and how each is known, as a list; a sentence where nothing was noted, as of a text that was pasted."""
    known = [(label, article.basis[name]) for name, label in _FACTS.items() if article.basis.get(name)]
    known += [(name, words) for name, words in article.basis.items() if name not in _FACTS and words]
    return render_to_string(TEMPLATE, {"known": known}) if known else _("Nothing was noted.")
