from neonworks_models.sprites.rig import Box, Joint


def test_sixteen_joints_in_pairs_and_a_middle() -> None:
    assert len(Joint) == 16
    left = {joint.value.removeprefix("left_") for joint in Joint if joint.value.startswith("left_")}
    right = {joint.value.removeprefix("right_") for joint in Joint if joint.value.startswith("right_")}
    assert left == right
    assert len(left) == 6


def test_boxes_are_half_open() -> None:
    box = Box(2, 3, 10, 7)
    assert (box.width, box.height) == (8, 4)
