"""The recipe of a sprite net: one TOML file that says what it is made of and how it is trained."""

from pathlib import Path

import msgspec
from neonworks_protocol.errors import BadRequest

from neonworks_models.data.lpc import LpcSource
from neonworks_models.data.net_composer import Kind

__all__ = ["Network", "Recipe", "Shards", "read_recipe"]


class Network(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sizes of ``nets.sprite_unet.SpriteUNet``."""

    widths: tuple[int, int, int] = (48, 96, 160)
    condition: int = 160
    features: int = 24
    depth: int = 3


class Shards(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Samples of one kind: how many files of how many figures, and their share of every batch."""

    files: int
    figures: int
    share: float


class Recipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``sources``: the artists' sets used. ``rate``: AdamW's, after ``warm_up`` steps, until the last
    ``cool_down`` steps of ``steps`` bring it to zero. ``averaging``: of the weights that are scored and
    exported. ``nameless``: shares of samples in an artist's hand, and in any other, whose action is told by
    its pose alone; ``untold``: of samples that do not say whose hand drew them.
    """

    name: str
    kinds: dict[Kind, Shards]
    sources: tuple[LpcSource, ...] = tuple(LpcSource)
    network: Network = Network()
    seed: int = 0
    batch: int = 32
    steps: int = 40_000
    warm_up: int = 300
    cool_down: int = 8_000
    rate: float = 1.5e-3
    decay: float = 0.02
    averaging: float = 0.9985
    nameless: tuple[float, float] = (0.04, 0.5)
    untold: float = 0.03
    threads: int = 2
    save_minutes: float = 4.0
    score_minutes: float = 20.0

    def rate_at(self, step: int) -> float:
        """The learning rate of a step."""
        warm = min(1.0, (step + 1) / max(1, self.warm_up))
        cool = min(1.0, max(0.0, (self.steps - step) / max(1, self.cool_down)))
        return self.rate * warm * cool

    def averaging_at(self, step: int) -> float:
        """How much of the averaged weights a step keeps: little at first, when they are worth little."""
        return min(self.averaging, (1 + step) / (20 + step))


def read_recipe(path: Path) -> Recipe:
    """The recipe in a file; raises ``BadRequest`` with the line's own fault."""
    try:
        recipe = msgspec.toml.decode(path.read_bytes(), type=Recipe)
    except OSError as error:
        raise BadRequest(f"{path}: {error.strerror or error}") from None
    except msgspec.DecodeError as error:
        raise BadRequest(f"{path}: {error}") from None
    if not recipe.kinds or min(shards.share for shards in recipe.kinds.values()) <= 0:
        raise BadRequest(f"{path}: every kind of samples needs a share above 0")
    return recipe
