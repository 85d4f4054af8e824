"""The recipe of a small language model that reads requests: one TOML file."""

from pathlib import Path

import msgspec
from neonworks_protocol.errors import BadRequest

__all__ = ["Recipe", "Sizes", "read_recipe"]


class Sizes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A Llama: ``width`` floats in the residual stream, ``inner`` in the gated layers."""

    words: int = 3072
    width: int = 128
    inner: int = 384
    layers: int = 4
    heads: int = 4
    context: int = 512


class Recipe(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``shards`` of ``shard_requests`` requests each are drawn in turn, again from the first after the last;
    ``validation`` others of known and as many of unknown phrases are scored.

    ``held_from``: share of the steps, and of the shards, after which the phrases kept from training are
    used, too; until then they show how unknown phrases are read. ``prose``: share of English requests in
    a longer description. ``lexicon``: share of requests around the lexicon's own words
    (``lexicon_phrases``). ``slips``: chance that a merge of the tokeniser is left out, so that a word is
    met in several spellings. ``word_steps`` come first and fit the table of words alone.
    ``batch_tokens`` are those of one step, padding included. ``rate`` is AdamW's after ``warm_up``
    steps, until the last ``cool_down`` of ``steps`` bring it to zero. ``action_weight``: how much the
    first token of a reply counts.
    """

    name: str
    licence: str = "MIT, WordNet-3.0"
    sizes: Sizes = Sizes()
    seed: int = 0
    shards: int = 9
    shard_requests: int = 20_000
    validation: int = 600
    held_from: float = 0.65
    prose: float = 0.2
    lexicon: float = 0.0
    slips: float = 0.05
    batch_tokens: int = 768
    word_steps: int = 800
    steps: int = 2_600
    warm_up: int = 100
    cool_down: int = 1_000
    rate: float = 2e-3
    decay: float = 0.05
    action_weight: float = 2.0
    averaging: float = 0.995
    threads: int = 1
    save_minutes: float = 2.0
    score_minutes: float = 5.0

    @property
    def first_held(self) -> int:
        """The first shard with phrases that were kept from training."""
        return min(self.shards, max(1, round(self.held_from * self.shards)))

    def rate_at(self, step: int) -> float:
        """The learning rate of a step."""
        warm = min(1.0, (step + 1) / max(1, self.warm_up))
        cool = min(1.0, max(0.0, (self.steps - step) / max(1, self.cool_down)))
        return self.rate * warm * cool


def read_recipe(path: Path) -> Recipe:
    """The recipe in a file; raises ``BadRequest`` with the line's own fault."""
    try:
        recipe = msgspec.toml.decode(path.read_bytes(), type=Recipe)
    except OSError as error:
        raise BadRequest(f"{path}: {error.strerror or error}") from None
    except msgspec.DecodeError as error:
        raise BadRequest(f"{path}: {error}") from None
    if recipe.sizes.width % (2 * recipe.sizes.heads):
        raise BadRequest(f"{path}: width must be a multiple of twice the number of heads")
    return recipe
