"""What a measurement hands back: rows, targets and notes, as plain values that any program can print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

__all__ = ["Check", "Report", "Value", "percentile"]

Value = float | int | str | bool | None


@dataclass(frozen=True, slots=True)
class Check:
    """One target, which ``measured`` must not exceed."""

    name: str
    measured: float
    target: float
    unit: str = "ms"

    @property
    def met(self) -> bool:
        return self.measured <= self.target


@dataclass(frozen=True, slots=True)
class Report:
    """``rows`` hold one value per column; ``details`` is extra data for whoever reads the numbers."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    checks: tuple[Check, ...] = ()
    notes: tuple[str, ...] = ()
    details: Mapping[str, object] = field(default_factory=dict)

    def to_dict(self) -> dict[str, object]:
        """Plain values, for JSON."""
        return {
            "name": self.name,
            "title": self.title,
            "columns": list(self.columns),
            "rows": [list(row) for row in self.rows],
            "checks": [
                {"name": check.name, "measured": check.measured, "target": check.target, "unit": check.unit}
                for check in self.checks
            ],
            "notes": list(self.notes),
            "details": dict(self.details),
        }


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least ``share`` (0..1) of ``values`` do not exceed; nan of none.

    Nearest rank: never a value that was not measured, and no better than what was.
    """
    if not values:
        return float("nan")
    ranked = sorted(values)
    rank = -(-len(ranked) * share // 1)
    return ranked[min(len(ranked), max(1, int(rank))) - 1]
