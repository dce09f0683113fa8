"""Figures beside their goals, as a table for people and as JSON for those who compare runs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "var" / "bench"


@dataclass(frozen=True, slots=True)
class Goal:
    """most, least: of the ratio of ours to the peer's, or of our own figure where `own`."""

    most: float | None = None
    least: float | None = None
    own: bool = False
    unit: str = ""

    def __str__(self) -> str:
        sign, bound = ("≤", self.most) if self.most is not None else ("≥", self.least)
        return f"{sign} {bound:g} {self.unit}".strip() if self.own else f"{sign} {bound:g} ×"

    def holds(self, figure: float) -> bool:
        return (self.most is None or figure <= self.most) and (self.least is None or figure >= self.least)


@dataclass(frozen=True, slots=True)
class Figure:
    """One line. ratio: ours to the peer's. goal: empty for what is only told. holds: None where nothing can be said."""

    name: str
    ours: float | None
    peer: float | None
    unit: str
    ratio: float | None
    goal: str
    holds: bool | None


def figure(name: str, ours: float | None, peer: float | None, unit: str, goal: Goal | None = None) -> Figure:
    """A line with its ratio and its verdict; a goal without what it judges is neither held nor missed."""
    ratio = None if ours is None or not peer else ours / peer
    judged = ours if goal and goal.own else ratio
    holds = goal.holds(judged) if goal and judged is not None else None
    return Figure(name, ours, peer, unit, ratio, str(goal or ""), holds)


def table(figures: Sequence[Figure]) -> str:
    head = ("", "ours", "peer", "unit", "ratio", "goal", "holds")
    rows = [head, *(_cells(one) for one in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "\n".join(_line(row, widths) for row in rows)


def _cells(one: Figure) -> tuple[str, ...]:
    verdict = {True: "yes", False: "NO", None: "not measured" if one.goal else ""}[one.holds]
    return (one.name, number(one.ours), number(one.peer), one.unit, number(one.ratio), one.goal, verdict)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *rest = (cell.ljust(width) if not place else cell.rjust(width)
                    for place, (cell, width) in enumerate(zip(row, widths, strict=True)))  # fmt: skip
    return "  ".join((first, *rest)).rstrip()


def number(value: float | None) -> str:
    """Three digits that tell, or all before the point."""
    if value is None:
        return "–"
    places = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
    return f"{value:,.{places}f}" if abs(value) >= 0.01 or not value else f"{value:.2g}"


def write(name: str, figures: Iterable[Figure], folder: Path = FOLDER) -> Path:
    """Write the figures to NAME.json, in place of those of the run before."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text(json.dumps([asdict(one) for one in figures], indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def say(*lines: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()
