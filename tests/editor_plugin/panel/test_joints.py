"""Names of joints, bones, and the joint under the pointer."""

from neonworks_editor.panel.joints import BONES, joint_label, joint_side, nearest_joint
from neonworks_models.sprites.rig import Joint


def test_bones_join_the_joints_of_the_protocol() -> None:
    names = {joint.value for joint in Joint}
    assert {name for bone in BONES for name in bone} == names
    assert len(BONES) == len(set(BONES)) == len(names) - 1, "a tree"


def test_labels_and_sides() -> None:
    assert joint_label("left_wrist") == "left wrist"
    assert [joint_side(n) for n in ("left_hip", "neck", "right_knee")] == [-1, 0, 1]


def test_the_nearest_within_reach() -> None:
    joints = {"neck": (10.0, 10.0), "chest": (10.0, 14.0)}
    assert nearest_joint(joints, (10.0, 11.5), 3.0) == "neck"
    assert nearest_joint(joints, (10.0, 20.0), 3.0) is None
    assert nearest_joint({}, (0.0, 0.0), 9.0) is None
