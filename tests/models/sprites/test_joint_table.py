import pytest
from neonworks_models.sprites.joint_table import mean_skeleton
from neonworks_models.sprites.rig import Joint
from neonworks_protocol.vocabulary import Direction


@pytest.mark.parametrize("facing", Direction)
def test_every_facing_has_a_whole_skeleton(facing: Direction) -> None:
    skeleton = mean_skeleton(facing)
    assert set(skeleton) == set(Joint)
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in skeleton.values())


def test_right_hand_lies_where_it_is_seen() -> None:
    x = {facing: mean_skeleton(facing)[Joint.RIGHT_WRIST][0] for facing in Direction}
    assert x[Direction.DOWN] < 0.5 < x[Direction.UP]
    assert (
        mean_skeleton(Direction.LEFT)[Joint.LEFT_ANKLE][0]
        == 1 - mean_skeleton(Direction.RIGHT)[Joint.RIGHT_ANKLE][0]
    )
