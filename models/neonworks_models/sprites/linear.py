"""Matrix products that stay on the calling thread."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["product"]

_UNTHREADED = 200_000
"""Multiplications up to which OpenBLAS stays on the calling thread (its own limit is 4·65,536). Beyond it
the threads wait for each other by spinning: on a busy machine a product of one millisecond then takes fifty.
"""


def product(left: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[np.float32]:
    """``left @ right`` of two matrices, in pieces that are never spread over threads."""
    (rows, inner), columns = left.shape, right.shape[1]
    result = np.empty((rows, columns), np.float32)
    wide = max(1, min(columns, _UNTHREADED // inner))
    high = max(1, _UNTHREADED // (inner * wide))
    for x in range(0, columns, wide):
        for y in range(0, rows, high):
            result[y : y + high, x : x + wide] = left[y : y + high] @ right[:, x : x + wide]
    return result
