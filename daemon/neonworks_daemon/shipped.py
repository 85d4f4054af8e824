"""The models that come with the program, as clients are told of them."""

from importlib.resources import files

from neonworks_models.catalog.pins import PINS
from neonworks_protocol.records import ModelRecord
from neonworks_protocol.vocabulary import ModelState

__all__ = ["SHIPPED_KIND", "shipped_models"]

SHIPPED_KIND = "built-in"
_NOTE = "a part of the program: every worker loads it, and there is nothing to install or to unload"


def shipped_models() -> tuple[ModelRecord, ...]:
    """One record for each file of weights in the package, as no worker is up yet."""
    folder = files("neonworks_models") / "weights"
    return tuple(
        ModelRecord(
            name=name.rpartition(".")[0],
            kind=SHIPPED_KIND,
            state=ModelState.INSTALLED,
            size_bytes=len((folder / name).read_bytes()),
            note=_NOTE,
        )
        for name in PINS
    )
