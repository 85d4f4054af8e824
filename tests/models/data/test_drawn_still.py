import dataclasses

import numpy as np
import pytest
from neonworks_models.data.drawn_still import DrawnStill
from neonworks_protocol.vocabulary import Archetype


def test_stills_are_values_told_apart_by_identity() -> None:
    first, second = (DrawnStill(np.zeros((8, 8, 4), np.uint8), Archetype.PROP, None, None) for _ in range(2))
    assert first == first
    assert first != second
    with pytest.raises(dataclasses.FrozenInstanceError):
        first.facing = None  # type: ignore[misc]
