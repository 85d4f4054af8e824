"""The small model of the package as an interpreter, with the embedded one under it or alone."""

from importlib.util import find_spec

from neonworks_models.intent.large.engine import NO_BINDING
from neonworks_models.intent.large.listening import BELIEVED
from neonworks_models.intent.large.llama import open_reader, shipped_missing
from neonworks_models.intent.large.reading import Alone, SideBySide
from neonworks_models.intent.large.settings import SMALL

__all__ = ["load_tiny", "load_tiny_alone", "tiny_missing"]


def tiny_missing() -> str | None:
    """What the small model lacks here, in one line that says how to get it; None where it can be loaded."""
    return NO_BINDING if find_spec("llama_cpp") is None else shipped_missing()


def load_tiny() -> SideBySide:
    """As it is used: what it does not decide, or is unsure of, stays the embedded answer's."""
    return SideBySide(open_reader(SMALL))


def load_tiny_alone() -> Alone:
    """Its own reading, sure or not."""
    return Alone(open_reader(SMALL, trust=BELIEVED))
