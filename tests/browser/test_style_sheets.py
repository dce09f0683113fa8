"""A browser reads the style sheets that are served as it reads their sources."""

from __future__ import annotations

from pathlib import Path

import pytest
import rcssmin  # type: ignore[import-untyped]

from tests.browser.conftest import Open

SHEETS = sorted((Path(__file__).resolve().parents[2] / "static" / "css").glob("*.css"))
RULES = """(style) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  return [...sheet.cssRules].map((rule) => rule.cssText.replaceAll(/\\s+/g, ""));
}"""


@pytest.mark.django_db(transaction=True)
def test_the_rules_are_the_same_without_comments_and_space(open_page: Open) -> None:
    page = open_page("/about/")
    for path in SHEETS:
        source = path.read_text()
        rules = page.evaluate(RULES, source)
        assert rules, path.name
        assert page.evaluate(RULES, rcssmin.cssmin(source)) == rules, path.name
