"""Reading JSON, and JSON-LD as annotation tools write it, where one thing may stand for a list of one.

Only the shapes of the Web Annotation context are understood; nothing is fetched.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from archive.text.normalize import TextError, decode, fold_line

Node = Mapping[str, Any]


class AnnotationError(ValueError):
    """An annotation that cannot be read; the message names the item and its part, and says what would do.

    The message is one line that can be printed, whatever of the file it quotes.
    """

    def __init__(self, message: str) -> None:
        super().__init__(fold_line(message))


def load(raw: bytes) -> object:
    """Return what a JSON file holds. Raises AnnotationError."""
    try:
        value: object = json.loads(decode(raw))
    except TextError as error:
        raise AnnotationError(f"It is no text. {error}") from error
    except RecursionError as error:
        raise AnnotationError("Its lists and objects are nested too deeply to be read.") from error
    except json.JSONDecodeError as error:
        raise AnnotationError(f"It is not JSON: {error.msg} in line {error.lineno}, column {error.colno}.") from error
    except ValueError as error:  # a number of thousands of digits
        raise AnnotationError(f"It is not JSON that can be read: {error}.") from error
    return value


def as_list(value: object) -> list[Any]:
    """A value as a list: nothing for null, one for a single thing."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def node(value: object, where: str) -> Node:
    """Return `value` if it is an object. Raises AnnotationError."""
    if not isinstance(value, Mapping):
        raise AnnotationError(f"{where} is {kind_of(value)}, not an object.")
    return value


def types(value: Node) -> set[str]:
    """The node's types, without the prefixes by which older files say the same."""
    names = [*as_list(value.get("type")), *as_list(value.get("@type"))]
    return {name.removeprefix("oa:").removeprefix("as:") for name in names if isinstance(name, str)}


def identifier(value: Node) -> str:
    """The node's id on one line, or ''."""
    found = value.get("id", value.get("@id"))
    return fold_line(found) if isinstance(found, str) else ""


def kind_of(value: object) -> str:
    """What JSON calls the kind of a value."""
    if value is None:
        return "null"
    kinds = {bool: "true or false", str: "a string", int: "a number", float: "a number", list: "a list"}
    return kinds.get(type(value), "an object")
