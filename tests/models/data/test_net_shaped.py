from pathlib import Path

import numpy as np
from neonworks_models.data.lpc import LpcSource, compose
from neonworks_models.data.net_samples import CharacterPalette
from neonworks_models.data.net_shaped import reshaped, restyled
from neonworks_models.data.net_views import CharacterView, view_of
from neonworks_protocol.vocabulary import Direction


def views(root: Path, palette: CharacterPalette) -> list[CharacterView]:
    character = compose(root, LpcSource.REVISED, 2, False)
    return [view_of(character, facing, palette) for facing in Direction]


def test_another_build_keeps_colours_and_frame_counts(lpc_root: Path) -> None:
    palette = CharacterPalette()
    view = views(lpc_root, palette)[1]
    heights = set()
    for seed in range(6):
        other = reshaped(view, palette, np.random.default_rng(seed))
        assert {action: len(frames) for action, frames in other.strips.items()} == {
            action: len(frames) for action, frames in view.strips.items()
        }
        assert set(np.unique(other.still)) <= set(np.unique(view.still))
        heights.add(int(other.still.any(axis=1).sum()))
    assert len(heights) > 2


def test_outlines_and_fewer_shades_are_the_same_in_all_views(lpc_root: Path) -> None:
    palette = CharacterPalette()
    plain = views(lpc_root, palette)
    colours = len(palette.colours)
    lined = fewer = 0
    for seed in range(40):
        styled = restyled(plain, palette, np.random.default_rng(seed))
        grown = [
            (new.still > 0).sum() - (old.still > 0).sum() for new, old in zip(styled, plain, strict=True)
        ]
        assert min(grown) > 0 or not any(grown)
        lined += min(grown) > 0
        if not any(grown):
            fewer += any(
                len(np.unique(new.still)) < len(np.unique(old.still))
                for new, old in zip(styled, plain, strict=True)
            )
    assert lined > 3
    assert fewer > 2
    assert len(palette.colours) > colours
