"""The resident memory of this process, as Linux tells it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

_STATUS = Path("/proc/self/status")
_WANTED = ("VmRSS", "RssAnon", "RssFile")  # all; what is its own; what are pages of files, which it may share


def resident() -> Mapping[str, int]:
    """Bytes by name; nothing where there is no /proc."""
    return parsed(_STATUS.read_text()) if _STATUS.is_file() else {}


def parsed(status: str) -> dict[str, int]:
    """The lines of proc_pid_status(5) that tell resident memory, in kB there and in bytes here."""
    pairs = (line.split(":", 1) for line in status.splitlines() if ":" in line)
    return {name: int(value.split()[0]) * 1024 for name, value in pairs if name in _WANTED}
