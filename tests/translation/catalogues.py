"""The catalogues of the interface, read and written with Babel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent.parent
LOCALE = ROOT / "locale"
OPENING, CLOSING = "⟦", "⟧"


def source(locale: str) -> Catalog:
    """What was written by a translator."""
    with (LOCALE / locale / "LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale, abort_invalid=True)


def compiled(locale: str) -> Catalog:
    """What the program reads."""
    with (LOCALE / locale / "LC_MESSAGES/django.mo").open("rb") as file:
        return read_mo(file)


def messages(catalogue: Catalog) -> Iterator[Message]:
    """All but the header."""
    return (message for message in catalogue if message.id)


def forms(message: Message) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The English forms of a message and the translated ones."""
    ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return tuple(map(str, ids)), tuple(str(string or "") for string in strings)


def context(message: Message) -> str:
    """What tells a message from others of the same words; '' for nothing. Compiled ones have it as bytes."""
    return message.context.decode() if isinstance(message.context, bytes) else message.context or ""


def write_pseudo(folder: Path, locale: str) -> None:
    """A catalogue of every message there is, each translated as itself in double brackets."""
    pseudo = Catalog(locale)
    for message in messages(source("de")):
        ids, _ = forms(message)
        wrapped = tuple(f"{OPENING}{one}{CLOSING}" for one in ids)
        pseudo.add(message.id, wrapped if len(ids) > 1 else wrapped[0], context=message.context)
    path = folder / locale / "LC_MESSAGES/django.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, pseudo)
