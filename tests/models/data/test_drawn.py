import numpy as np
import pytest
from neonworks_models.data.drawn import draw
from neonworks_models.sprites.silhouette import figure_box, main_figure
from neonworks_protocol.vocabulary import Archetype


@pytest.mark.parametrize("archetype", Archetype)
def test_every_body_plan_is_drawn_whole(archetype: Archetype) -> None:
    random = np.random.default_rng(5)
    for _ in range(30):
        still = draw(random, archetype)
        opaque = still.rgba[..., 3] > 127
        assert still.archetype is archetype
        assert set(np.unique(still.rgba[..., 3])) == {0, 255}
        assert not (opaque[0].any() or opaque[-1].any() or opaque[:, 0].any() or opaque[:, -1].any())
        assert (still.joints is not None) == (archetype is Archetype.BIPED)
        assert (still.facing is None) == (archetype is Archetype.PROP)


def test_height_is_kept_and_random_otherwise() -> None:
    random = np.random.default_rng(6)
    box = figure_box(main_figure(draw(random, Archetype.BIPED, 60).rgba[..., 3] > 127))
    assert box.height >= 58
    heights = {draw(random, Archetype.BLOB).rgba.shape[0] for _ in range(20)}
    assert len(heights) > 8
