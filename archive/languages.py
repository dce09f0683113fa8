"""Names of languages and countries as a person writes them, from Unicode's CLDR."""

from __future__ import annotations

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def interface() -> Locale:
    """The language that the reader's pages are in, as CLDR has it."""
    return Locale.parse(get_language() or settings.LANGUAGE_CODE, sep="-")


def language_name(tag: str) -> str:
    """'English' for en, 'Chinese (Traditional)' for zh-Hant; the tag itself where no name is known."""
    if tag.lower() == "und":
        return _("language not stated")
    try:
        return Locale.parse(tag.replace("-", "_")).get_display_name(interface()) or tag
    except (ValueError, LookupError):
        return tag


def country_name(code: str) -> str:
    """'South Korea' for KR; the code itself where no name is known."""
    return str(interface().territories.get(code, code))
