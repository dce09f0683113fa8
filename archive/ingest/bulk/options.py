"""The options of a run that bound it, each with its field, as command lines name them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from archive.ingest.bulk.processes import Bounds
from archive.ingest.limits import MEGABYTE, Limits, ReadingLimits


@dataclass(frozen=True, slots=True)
class _Option:
    """field: of Limits, ReadingLimits or Bounds. unit: bytes or the like that one of the option's numbers means."""

    name: str
    field: str
    what: str
    unit: int = 1
    whole: bool = True


_LIMITS = (
    _Option("--max-size", "item_bytes", "megabytes of the largest document to take", MEGABYTE, whole=False),
    _Option("--max-items", "items", "documents, records and rows out of one file"),
    _Option("--max-expanded", "expanded_bytes", "megabytes that one file may unpack to", MEGABYTE, whole=False),
    _Option("--max-ratio", "ratio", "times its size that one file may unpack to"),
    _Option("--max-depth", "depth", "containers within containers, the first included"),
    _Option("--max-columns", "columns", "columns of a CSV file"),
    _Option("--max-damages", "damages", "damaged places in one web archive, after which its rest is left"),
)
_READING = (
    _Option("--max-lines", "lines", "lines of one text or PDF"),
    _Option("--max-pages", "pages", "pages of one PDF"),
    _Option("--max-stream", "stream_bytes", "megabytes that a page of a PDF may unpack to", MEGABYTE, whole=False),
)
_BOUNDS = (
    _Option("--max-seconds", "seconds", "seconds that reading one document may take", whole=False),
    _Option("--max-memory", "memory", "megabytes of each process that reads", MEGABYTE, whole=False),
)
_OF_SECONDS = 0.9  # of --max-seconds: the rest is for what the reader does with the lines it has


def add_to(parser: argparse.ArgumentParser) -> None:
    for options, defaults in ((_LIMITS, Limits()), (_READING, ReadingLimits()), (_BOUNDS, Bounds())):
        for option in options:
            default = getattr(defaults, option.field) / option.unit
            parser.add_argument(
                option.name,
                dest=option.field,
                metavar="N",
                type=_above_zero(option),
                default=getattr(defaults, option.field),
                help=f"{option.what} ({default:,.10g})",
            )
    parser.add_argument(
        "--processes", metavar="N", type=_processes, default=0, help="processes that read (one a processor)"
    )


def limits_of(values: Mapping[str, Any]) -> Limits:
    return Limits(**{option.field: values[option.field] for option in _LIMITS})


def reading_limits_of(values: Mapping[str, Any]) -> ReadingLimits:
    own = {option.field: values[option.field] for option in _READING}
    return ReadingLimits(seconds=_OF_SECONDS * values["seconds"], **own)


def bounds_of(values: Mapping[str, Any]) -> Bounds:
    return Bounds(processes=values["processes"], **{option.field: values[option.field] for option in _BOUNDS})


def _above_zero(option: _Option) -> Callable[[str], float]:
    def above_zero(text: str) -> float:
        try:
            value = int(text) if option.whole else float(text)
        except ValueError:
            value = 0
        if not 0 < value <= sys.maxsize / option.unit:
            raise argparse.ArgumentTypeError(f"{text} is not a {'whole ' if option.whole else ''}number above 0.")
        return value if option.field == "seconds" else int(value * option.unit)

    return above_zero


def _processes(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 256:
        raise argparse.ArgumentTypeError(f"{text} is not a number of processes from 1 to 256.")
    return int(text)
