import numpy as np
from neonworks_models.data.drawn_biped import draw_biped
from neonworks_models.sprites.rig import Joint
from neonworks_protocol.vocabulary import Direction


def test_joints_fit_the_picture_and_the_facing() -> None:
    random = np.random.default_rng(1)
    seen = set()
    for _ in range(120):
        still = draw_biped(random, 60)
        assert still.joints is not None
        assert set(still.joints) == set(Joint)
        opaque = still.rgba[..., 3] > 127
        for joint in (Joint.CHEST, Joint.PELVIS, Joint.NECK):
            x, y = still.joints[joint]
            assert opaque[int(y) - 2 : int(y) + 3, int(x) - 2 : int(x) + 3].any()
        assert still.joints[Joint.HEAD_TOP][1] < still.joints[Joint.NECK][1] < still.joints[Joint.PELVIS][1]
        right, left = still.joints[Joint.RIGHT_SHOULDER][0], still.joints[Joint.LEFT_SHOULDER][0]
        if still.facing in (Direction.DOWN, Direction.UP):
            assert (right < left) == (still.facing is Direction.DOWN)
        seen.add(still.facing)
    assert seen == set(Direction)


def test_same_seed_same_figure() -> None:
    first, again = (draw_biped(np.random.default_rng(9), 40) for _ in range(2))
    assert np.array_equal(first.rgba, again.rgba)
    assert first.joints == again.joints
