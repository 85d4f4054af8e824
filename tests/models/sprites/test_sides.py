from neonworks_models.sprites.rig import Joint
from neonworks_models.sprites.sides import mirrored_joints, opposite, side_joint
from neonworks_protocol.vocabulary import Direction


def test_opposite_pairs_up_all_joints() -> None:
    for joint in Joint:
        assert opposite(opposite(joint)) is joint
    assert opposite(Joint.LEFT_KNEE) is Joint.RIGHT_KNEE
    assert opposite(Joint.NECK) is Joint.NECK


def test_near_side_is_the_side_shown() -> None:
    assert side_joint("hip", Direction.RIGHT, near=True) is Joint.RIGHT_HIP
    assert side_joint("hip", Direction.RIGHT, near=False) is Joint.LEFT_HIP
    assert side_joint("elbow", Direction.LEFT, near=True) is Joint.LEFT_ELBOW


def test_mirroring_keeps_the_near_side_near() -> None:
    joints = {side_joint("knee", Direction.RIGHT, near=True): (10.0, 5.0)}
    assert mirrored_joints(joints, 32) == {side_joint("knee", Direction.LEFT, near=True): (22.0, 5.0)}
