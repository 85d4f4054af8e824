"""Waiting for a run that may hang: a hang is a finding, not a lost afternoon."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

__all__ = ["STUCK_S", "until_done_or_stuck"]

STUCK_S = 60.0
"""Without any movement: something hangs."""


async def until_done_or_stuck(
    work: "asyncio.Future[Any]", moved: Callable[[], object], *, stuck_s: float = STUCK_S
) -> bool:
    """Wait for ``work``; give it up when ``moved`` says the same twice, ``stuck_s`` seconds apart.

    Returns whether it was given up. Raises what ``work`` raised.
    """
    seen: object = None
    while not work.done() and seen != (seen := moved()):
        await asyncio.wait((work,), timeout=stuck_s)
    stuck = not work.done()
    if stuck:
        work.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await work
    return stuck
