"""The texts of results: from the index where it stores them, else made from their rows as the index was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.encoding import force_str
from haystack import connections
from haystack.constants import DJANGO_CT, DJANGO_ID
from haystack.exceptions import SkipDocument
from haystack.utils.app_loading import haystack_get_model


def texts(alias: str, field: str, stored: Sequence[Mapping[str, Any]]) -> list[str]:
    """The `field` of each stored document, in their order; empty where there is none, or its row has gone.

    As many queries of the database as there are models without stored texts.
    """
    keys: dict[str, list[str]] = {}
    for one in stored:
        if field not in one:
            keys.setdefault(one[DJANGO_CT], []).append(one[DJANGO_ID])
    prepared = {(kind, key): text for kind in keys for key, text in _prepared(alias, field, kind, keys[kind])}
    return [_text(one[field]) if field in one else prepared.get((one[DJANGO_CT], one[DJANGO_ID]), "") for one in stored]


def _prepared(alias: str, field: str, kind: str, keys: Iterable[str]) -> Iterable[tuple[str, str]]:
    index = connections[alias].get_unified_index().get_index(haystack_get_model(*kind.split(".")))
    for row in index.read_queryset(using=alias).filter(pk__in=list(keys)):
        try:
            yield str(row.pk), _text(index.full_prepare(row).get(field))
        except SkipDocument:
            continue


def _text(value: Any) -> str:
    values = value if isinstance(value, list | tuple | set) else [value]
    return " ".join(force_str(one) for one in values if one is not None)
