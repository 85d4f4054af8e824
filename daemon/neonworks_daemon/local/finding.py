"""What ``doctor`` finds: one value for each check."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Finding", "Health"]


class Health(StrEnum):
    """``OFF``: something optional is not there, or not running."""

    WELL = "ok"
    OFF = "off"
    BROKEN = "broken"


@dataclass(frozen=True)
class Finding:
    """What was checked, what was seen, and what to do; ``fix`` is empty when there is nothing to do."""

    what: str
    health: Health
    seen: str
    fix: str = ""
