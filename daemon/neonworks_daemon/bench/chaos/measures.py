"""Numbers that a long run is judged by: fairness, drift, percentiles. Pure functions."""

import statistics
from collections.abc import Sequence
from itertools import combinations

__all__ = ["drift", "jain_index", "percentile", "theil_sen"]


def jain_index(shares: Sequence[float]) -> float:
    """Jain's fairness index (Jain, Chiu, Hawe 1984) of what equals got: 1 all alike, 1/n one got all.

    1 for nobody and for all zero: nobody was treated worse than another.
    """
    squares = sum(share * share for share in shares)
    return 1.0 if squares == 0 else sum(shares) ** 2 / (len(shares) * squares)


def theil_sen(times: Sequence[float], values: Sequence[float]) -> float:
    """Median slope over all pairs: single peaks, which a garbage collector makes, do not move it.

    0 for fewer than two different times.
    """
    points = zip(times, values, strict=True)
    slopes = [(b - a) / (t - s) for (s, a), (t, b) in combinations(points, 2) if t != s]
    return statistics.median(slopes) if slopes else 0.0


def drift(times: Sequence[float], values: Sequence[float]) -> float:
    """Share of their median by which ``values`` rose over ``times``: robust slope × duration / median.

    Negative when they fell. Raises ``ValueError`` for no values.
    """
    level = statistics.median(values)
    return theil_sen(times, values) * (max(times) - min(times)) / level if level else 0.0


def percentile(values: Sequence[float], share: float) -> float:
    """Value below which ``share`` (0..1) of them lie, the nearest one; not a number for none."""
    if not values:
        return float("nan")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
