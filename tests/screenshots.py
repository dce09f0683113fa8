"""Take the README's pictures of a fresh archive: `make screenshots`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.conftest import FLAGS, NAMES
from tests.commands.test_serve import fetched, serving

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
LEFT, RIGHT = "xiaomi-called-a-clone-fights-clones-of-its-own", "why-xiaomi-is-no-iphone-knock-off"
PAGES = {
    "home": "/",
    "search": "/search/?q=xiaomi+phones",
    "article": f"/articles/{LEFT}/",
    "claim": "/claims/xiaomi-copies-the-iphone/",
    "compare": f"/compare/?article={RIGHT}&article={LEFT}",
    "matrix": "/matrix/",
    "timeline": "/timeline/",
}


def main() -> None:
    chromium = next(filter(None, map(shutil.which, NAMES)), None)
    if chromium is None:
        sys.exit("Chromium is not on PATH. Install it: apt-get install chromium")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, serving(Path(data)) as (_, address), sync_playwright() as playwright:
        fetched(address)
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1440, "height": 960}, reduced_motion="reduce")
        for name, path in PAGES.items():
            page.goto(address + path)
            if name == "compare":
                page.locator(".choose").first.click()
                page.locator(".connector:not([hidden])").first.wait_for()
            page.screenshot(path=FOLDER / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
