"""The forms that a citation is given in, by the ending of its address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.exchange.citations.bibtex import bibtex
from archive.exchange.citations.csl import csl_json
from archive.exchange.citations.prose import markdown, text
from archive.exchange.citations.reference import Reference
from archive.exchange.citations.ris import ris


@dataclass(frozen=True, slots=True)
class Form:
    """saved: whether a browser should save it rather than show it."""

    ending: str
    name: str | Promise
    media_type: str
    write: Callable[[Reference], str]
    saved: bool = True


_ALL = (
    Form("txt", _("Text"), "text/plain", text, saved=False),
    Form("md", _("Markdown"), "text/markdown", markdown, saved=False),
    Form("bib", _("BibTeX"), "application/x-bibtex", bibtex),
    Form("ris", _("RIS"), "application/x-research-info-systems", ris),
    Form("json", _("CSL-JSON"), "application/vnd.citationstyles.csl+json", csl_json),
)
FORMS = {form.ending: form for form in _ALL}
