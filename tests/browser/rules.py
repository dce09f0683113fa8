"""axe-core's rules for WCAG 2.2, levels A and AA, asked of a page."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT  # type: ignore[import-untyped]
from playwright.sync_api import Page

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# What is found wrong alone: the rest is thousands of elements on the way from the browser.
RUN = """(rules) => axe.run({ resultTypes: ["violations"], ...(rules.length && { runOnly: rules }) })
    .then(({ violations }) => violations)"""


def violations(page: Page, rules: list[str] = LEVELS) -> list[str]:
    """What breaks a rule on the page (any rule where none is named): the rule, the element, what would mend it."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    return [
        f"{rule['id']}: {', '.join(map(str, node['target']))}: {node['failureSummary']}"
        for rule in page.evaluate(RUN, rules)
        for node in rule["nodes"]
    ]
