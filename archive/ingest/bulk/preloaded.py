"""What every reading process needs: imported once, by the server that they are forked from.

The readers of PDF and the like are imported by those who meet such a document.
"""

from __future__ import annotations

from importlib import import_module

import django

django.setup()
for module in ("archive.ingest.bulk.answering", "archive.ingest.html.page"):
    import_module(module)
