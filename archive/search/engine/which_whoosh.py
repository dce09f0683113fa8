"""Which Whoosh is installed: three distributions bring the same package, and two of them overwrite each other's files.

Knows nothing of Whoosh itself, since a mixture of two may not even be importable.
"""

from __future__ import annotations

from importlib.metadata import distributions

from django.core.exceptions import ImproperlyConfigured

# Their names as pip knows them; each installs the package `whoosh`.
_DISTRIBUTIONS = ("Whoosh", "Whoosh-Reloaded", "whoosh3")


def installed() -> list[str]:
    """The distributions of Whoosh that Python finds."""
    return [name for name in _DISTRIBUTIONS if any(distributions(name=name))]


def refuse_mixture() -> None:
    """Raise ImproperlyConfigured where more than one is installed."""
    found = installed()
    if len(found) > 1:
        raise ImproperlyConfigured(
            f"{' and '.join(found)} are installed over each other: all of them bring the package 'whoosh', and what "
            "Python finds is a mixture of their files. Remove them, then install the one that is pinned: "
            f"python -m pip uninstall --yes {' '.join(found)} && python -m pip install --requirement requirements.txt"
        )
