"""What a Markdown file says of itself in the lines above its text, in YAML or TOML."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import yaml

from archive.ingest.lists.row_facts import RowFacts, facts_of_row
from archive.ingest.markdown.note_books import unlinked

_LONGEST = 20_000  # characters; none that a person wrote is as long
_FENCED = re.compile(r"\A(---|\+\+\+)[ \t]*\n(.*?)^(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_ADDRESS = re.compile(r"https?://\S+$", re.IGNORECASE)
_WANTED = ("title", "url", "source", "byline", "published", "language", "section", "abstract", "tags")


class Parted(NamedTuple):
    """A file's facts, its text, and how many lines stand above that."""

    facts: RowFacts
    text: str
    above: int


def parted(text: str) -> Parted:
    """Part a file, whose lines end in line feeds, into its front matter and its text.

    Lines between marks that are no list of names and values belong to the text: `---` is a rule in Markdown too.
    """
    found = _FENCED.match(text[:_LONGEST])
    stated = _stated(found[1], found[2]) if found else None
    if found is None or stated is None:
        return Parted(RowFacts(), text, 0)
    facts = facts_of_row(_as_columns(stated), _WANTED, "the front matter: key")
    return Parted(facts, text[found.end() :], text.count("\n", 0, found.end()))


def _stated(mark: str, text: str) -> Mapping[str, Any] | None:
    read: Callable[[str], Any] = _yaml if mark == "---" else tomllib.loads
    try:
        value = read(text)
    except (ValueError, yaml.YAMLError, RecursionError):
        return None
    return {str(name): each for name, each in value.items()} if isinstance(value, dict) else None


class _Loader(yaml.BaseLoader):
    """Reads values as they are written, and none that stands for another: such can be made to grow without end."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("A value that stands for another is not read.")
        return super().compose_node(parent, index)


def _yaml(text: str) -> Any:
    return yaml.load(text, _Loader)  # noqa: S506 - a BaseLoader makes strings, lists and dicts alone


def _as_columns(stated: Mapping[str, Any]) -> dict[str, Any]:
    """The names and values as a list of articles would have them: clippers call an address `source`."""
    columns = {name: _plain(value) for name, value in stated.items()}
    source = columns.get("source")
    if isinstance(source, str) and _ADDRESS.match(source):
        del columns["source"]
        columns.setdefault("url", source)
    return columns


def _plain(value: Any) -> Any:
    """A value without links to other notes; a date of TOML as it is written."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return unlinked(value) if isinstance(value, str) else value
