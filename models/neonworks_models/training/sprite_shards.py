"""The sprite net's samples on the disk: made once by a recipe, read again for ever."""

from collections.abc import Callable
from pathlib import Path

from neonworks_models.data.net_composer import Kind, make_samples
from neonworks_models.data.net_samples import NetSamples, load, save
from neonworks_models.training.sprite_recipe import Recipe

__all__ = ["shards_of"]

_WITHHELD_SEED = 900
_WITHHELD_SHARE = 0.5
"""Figures of a withheld shard as a share of a training shard's."""


def shards_of(
    root: Path, work: Path, recipe: Recipe, tell: Callable[[str], None] = print
) -> tuple[dict[Kind, list[NetSamples]], dict[Kind, list[NetSamples]]]:
    """Shards to train on and withheld ones, by kind; makes in ``work`` what is missing."""
    train: dict[Kind, list[NetSamples]] = {}
    held: dict[Kind, list[NetSamples]] = {}
    for kind, wanted in recipe.kinds.items():
        count = max(2, round(wanted.figures * _WITHHELD_SHARE))
        held[kind] = [_shard(root, work, recipe, kind, _WITHHELD_SEED, count, tell, holdout=True)]
        train[kind] = [
            _shard(root, work, recipe, kind, seed, wanted.figures, tell, holdout=False)
            for seed in range(wanted.files)
        ]
    return train, held


def _shard(
    root: Path,
    work: Path,
    recipe: Recipe,
    kind: Kind,
    seed: int,
    count: int,
    tell: Callable[[str], None],
    *,
    holdout: bool,
) -> NetSamples:
    path = work / f"{'withheld_' if holdout else ''}{kind}_{seed:03d}.npz"
    if not path.is_file():
        samples = make_samples(root, kind, count, seed, holdout=holdout, sources=recipe.sources)
        save(samples, path)
        tell(f"made {path.name}: {len(samples.frames)} frames")
    return load(path)
