import numpy as np
from neonworks_models.data.drawn_body import front_bones, random_build, random_look, side_bones
from neonworks_models.sprites.rig import Joint


def test_every_build_stands_on_its_feet_with_its_head_on_top() -> None:
    random = np.random.default_rng(0)
    for _ in range(50):
        build = random_build(random)
        assert 0 < build.ankle < build.hip < build.neck < 1
        for bones in (front_bones(random, build), side_bones(random, build)):
            assert set(bones) == set(Joint)
            assert bones[Joint.NECK][1] == build.neck
            assert bones[Joint.LEFT_ANKLE][1] < bones[Joint.PELVIS][1] < bones[Joint.NECK][1]


def test_facing_the_viewer_the_right_side_is_left_of_the_axis() -> None:
    random = np.random.default_rng(1)
    bones = front_bones(random, random_build(random))
    assert bones[Joint.RIGHT_SHOULDER][0] < 0 < bones[Joint.LEFT_SHOULDER][0]


def test_looks_differ() -> None:
    random = np.random.default_rng(2)
    looks = [random_look(random) for _ in range(40)]
    assert len({look.top for look in looks}) > 30
    assert {look.skirt for look in looks} == {True, False}
