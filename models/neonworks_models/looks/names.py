"""What files of looks are called."""

__all__ = ["step_name", "variation_name"]


def variation_name(index: int, count: int, stem: str = "") -> str:
    """``hero_variation_01.png`` of ``stem`` hero; ``index`` from 0."""
    digits = max(2, len(str(count)))
    return f"{_prefix(stem)}variation_{index + 1:0{digits}}.png"


def step_name(index: int, steps: int, stem: str = "") -> str:
    """``knight_to_mage_step_00.png`` of ``stem`` knight_to_mage; ``index`` 0 to ``steps``."""
    digits = max(2, len(str(steps)))
    return f"{_prefix(stem)}step_{index:0{digits}}.png"


def _prefix(stem: str) -> str:
    return f"{stem}_" if stem else ""
