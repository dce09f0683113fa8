"""All made-up pages: what metadata can look like."""

from __future__ import annotations

from tests.ingest.html.pages_to_look_at import VISIBLE_ONLY
from tests.ingest.html.pages_told_apart import TOLD_APART
from tests.ingest.html.pages_with_bylines import BYLINES
from tests.ingest.html.pages_with_days import DAYS
from tests.ingest.html.pages_with_json_ld import LINKED_DATA
from tests.ingest.html.pages_with_meta import META
from tests.ingest.html.pages_with_titles import TITLES

PAGES = LINKED_DATA + META + VISIBLE_ONLY + TITLES + TOLD_APART + BYLINES + DAYS
