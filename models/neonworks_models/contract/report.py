"""What a contract check found: one finding per rule, each with a number, its limit and a frame."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["ContractReport", "Finding", "Rule"]


class Rule(StrEnum):
    """The promises of the sprite contract, in the order they are reported."""

    CANVAS = "canvas"
    BORDER = "border"
    GROUND = "ground"
    FEET = "feet"
    CORE = "core"
    COLOURS = "colours"
    ALPHA = "alpha"
    SPECKS = "specks"
    LOOP = "loop"
    REPEAT = "repeat"


@dataclass(frozen=True)
class Finding:
    """One rule's result over one clip.

    ``measured`` is the worst value found and ``frame`` the index where (None: of the whole clip). A rule that
    does not apply to the clip is not ``judged``; it then passes, measures 0, and ``note`` says why.
    """

    rule: Rule
    measured: float
    limit: float
    unit: str
    passed: bool
    frame: int | None = None
    judged: bool = True
    note: str = ""

    @classmethod
    def at_most(
        cls, rule: Rule, measured: float, limit: float, unit: str, frame: int | None = None
    ) -> "Finding":
        """The usual finding: passed when ``measured`` <= ``limit``, with room for rounding only."""
        return cls(rule, measured, limit, unit, measured <= limit + 1e-9, frame)

    @classmethod
    def skipped(cls, rule: Rule, unit: str, why: str) -> "Finding":
        """The rule says nothing about this clip."""
        return cls(rule, 0.0, 0.0, unit, True, None, False, why)

    def sentence(self) -> str:
        """One line for people: ``ground 3.00 px > 1.00 px at frame 4``."""
        if not self.judged:
            return f"{self.rule} not judged: {self.note}"
        sign = "<=" if self.passed else ">"
        where = "" if self.frame is None else f" at frame {self.frame}"
        return f"{self.rule} {self.measured:.2f} {sign} {self.limit:.2f} {self.unit}{where}"

    def to_dict(self) -> dict[str, object]:
        """Plain values only, for MessagePack and JSON."""
        return {
            "rule": self.rule.value,
            "measured": round(self.measured, 4),
            "limit": round(self.limit, 4),
            "unit": self.unit,
            "passed": self.passed,
            "frame": self.frame,
            "judged": self.judged,
            "note": self.note,
        }


@dataclass(frozen=True)
class ContractReport:
    """All findings of one clip, one per rule, in the order of ``Rule``."""

    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        return all(f.passed for f in self.findings)

    @property
    def broken(self) -> tuple[Finding, ...]:
        """The findings that failed."""
        return tuple(f for f in self.findings if not f.passed)

    def __getitem__(self, rule: Rule) -> Finding:
        return next(f for f in self.findings if f.rule is rule)

    def one_line(self) -> str:
        """``contract kept (10 rules)`` or what broke, worst rules named with their numbers."""
        if self.passed:
            return f"contract kept ({sum(f.judged for f in self.findings)} rules)"
        return "contract broken: " + "; ".join(f.sentence() for f in self.broken)

    def to_dict(self) -> dict[str, object]:
        """Plain values only, for MessagePack and JSON."""
        return {"passed": self.passed, "findings": [f.to_dict() for f in self.findings]}
