"""One fuzz input: what it is, what the code under test made of it, how to do it again."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

__all__ = ["Broken", "Case", "CaseSource"]


class Broken(AssertionError):
    """The code under test took an input that breaks its promise. A finding, never shown to a user."""


@dataclass(frozen=True)
class Case:
    """``run`` returns one word for the outcome; whatever it raises is a finding.

    ``reproduction`` gives the bytes that do it again: the input itself, or the steps that led to it.
    """

    run: Callable[[], str]
    reproduction: Callable[[], bytes]
    heavy: bool = False
    """Large, or unpacks to something large: its memory is always worth a look."""


CaseSource = Callable[[random.Random], Iterator[Case]]
"""Endlessly many cases, each made when the one before it has run; equal random states give equal cases."""
