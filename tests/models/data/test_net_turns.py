from pathlib import Path
from random import Random

import numpy as np
from neonworks_models.data.lpc import LpcSource, wardrobe
from neonworks_models.data.net_samples import Collector, Source
from neonworks_models.data.net_turns import add_turns
from neonworks_models.nets.indexed import StillPalette
from neonworks_models.nets.turned_still import TURN_ACTION
from neonworks_protocol.vocabulary import Direction


def test_a_character_is_asked_for_from_three_sides(lpc_root: Path) -> None:
    own = wardrobe(lpc_root, LpcSource.REVISED)
    character = own.compose(own.random_layers(Random(1), holdout=False))
    gathered = Collector()
    add_turns(gathered, character, Source.REVISED)
    samples = gathered.samples()
    assert len(samples.frames) == len(samples.stills) == 3
    assert set(samples.actions.tolist()) == {TURN_ACTION}
    assert not samples.poses.any()
    assert not samples.phases.any()
    sides = [list(Direction)[facing] for facing in samples.facings]
    assert sides == [Direction.UP, Direction.RIGHT, Direction.RIGHT]
    assert np.array_equal(samples.drafts, samples.stills)
    truth = samples.truth(np.arange(3))
    front = character.stills[Direction.DOWN]
    for index, (side, still) in enumerate(
        ((Direction.UP, front), (Direction.RIGHT, front), (Direction.LEFT, front[:, ::-1]))
    ):
        palette = StillPalette.of(np.ascontiguousarray(still))
        wanted = character.stills[side][:, ::-1] if side is Direction.LEFT else character.stills[side]
        assert np.array_equal(samples.stills[index], palette.read(np.ascontiguousarray(still)))
        assert np.array_equal(truth[index] > 0, wanted[..., 3] > 127)
