"""The archive's models beneath Haystack's own Whoosh backend, set up as Haystack's documents tell."""

from archive.settings import *  # noqa: F403
from archive.settings import DATA, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.benchmarks.peers.stock_site"]
HAYSTACK_CONNECTIONS = {
    "default": {
        "ENGINE": "haystack.backends.whoosh_backend.WhooshEngine",
        "PATH": str(DATA / "stock"),
        "EXCLUDED_INDEXES": [f"archive.search_indexes.{name}Index" for name in ("Article", "Claim", "Passage")],
    }
}
HAYSTACK_SIGNAL_PROCESSOR = "haystack.signals.RealtimeSignalProcessor"
