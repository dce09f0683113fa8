"""Names of languages and countries as a person writes them, from Unicode's CLDR."""

from __future__ import annotations

from babel import Locale

LOCALE = Locale("en", "GB")


def language_name(tag: str) -> str:
    """'English' for en, 'Chinese (Traditional)' for zh-Hant; the tag itself where no name is known."""
    if tag.lower() == "und":
        return "language not stated"
    try:
        return Locale.parse(tag.replace("-", "_")).get_display_name(LOCALE) or tag
    except (ValueError, LookupError):
        return tag


def country_name(code: str) -> str:
    """'South Korea' for KR; the code itself where no name is known."""
    return str(LOCALE.territories.get(code, code))
