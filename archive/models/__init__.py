"""What the archive holds, one noun a file."""

from archive.models.article import Article
from archive.models.capture import Capture
from archive.models.claim import Claim
from archive.models.fetch import Fetch
from archive.models.likeness import Fingerprint, FingerprintBand, Likeness, Verdict
from archive.models.passage import AnchorState, Passage, Stance, Status
from archive.models.pending import PendingIndexing
from archive.models.reanchoring import Decision, Reanchoring
from archive.models.source import Source
from archive.models.tag import Tag

__all__ = [
    "AnchorState",
    "Article",
    "Capture",
    "Claim",
    "Decision",
    "Fetch",
    "Fingerprint",
    "FingerprintBand",
    "Likeness",
    "Passage",
    "PendingIndexing",
    "Reanchoring",
    "Source",
    "Stance",
    "Status",
    "Tag",
    "Verdict",
]
