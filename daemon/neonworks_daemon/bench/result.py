"""What a bench hands back: a table for people and the same values as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table

__all__ = ["BenchResult", "Check", "print_result"]

Value = float | int | str | bool | None


@dataclass(frozen=True)
class Check:
    """One target and whether this run met it. ``higher`` tells in which direction better lies."""

    name: str
    measured: float
    target: float
    higher: bool
    unit: str = ""

    @property
    def met(self) -> bool:
        return self.measured >= self.target if self.higher else self.measured <= self.target

    def sentence(self) -> str:
        """``frames/s against bare websockets: 0.71 (target >= 0.5): met``."""
        sign = ">=" if self.higher else "<="
        verdict = "met" if self.met else "missed"
        unit = f" {self.unit}" if self.unit else ""
        return f"{self.name}: {self.measured:.3g}{unit} (target {sign} {self.target:g}{unit}): {verdict}"


@dataclass(frozen=True)
class BenchResult:
    """``rows`` hold one value per column; ``details`` is extra data for the JSON only."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    checks: tuple[Check, ...] = ()
    notes: tuple[str, ...] = ()
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def met(self) -> bool:
        """Whether every target was met."""
        return all(check.met for check in self.checks)

    def to_dict(self) -> dict[str, object]:
        """Plain values, for JSON."""
        return {
            "bench": self.name,
            "title": self.title,
            "rows": [dict(zip(self.columns, row, strict=True)) for row in self.rows],
            "checks": [
                {
                    "name": check.name,
                    "measured": check.measured,
                    "target": check.target,
                    "higher_is_better": check.higher,
                    "met": check.met,
                }
                for check in self.checks
            ],
            "notes": list(self.notes),
            "details": dict(self.details),
        }


def print_result(result: BenchResult, console: Console) -> None:
    """The table, the targets and the notes."""
    table = Table(title=result.title, title_justify="left")
    for index, column in enumerate(result.columns):
        table.add_column(column, justify="left" if index == 0 else "right")
    for row in result.rows:
        table.add_row(*map(_shown, row))
    console.print(table)
    for check in result.checks:
        console.print(check.sentence(), style="green" if check.met else "red", highlight=False)
    for note in result.notes:
        console.print(note, style="dim", highlight=False)


def _shown(value: Value) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return str(value)
