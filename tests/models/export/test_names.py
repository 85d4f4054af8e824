from hypothesis import given
from hypothesis import strategies as st
from neonworks_models.export.names import clip_label, distinct_label, safe_name
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Direction, Variant


@given(st.text())
def test_names_are_safe_everywhere(text: str) -> None:
    name = safe_name(text)
    assert name
    assert not set(name) & set('<>:"/\\|?*\0\n ')
    assert name[0] not in ".-" and name[-1] not in ". "
    assert name.split(".")[0].lower() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}
    assert len(name.encode()) <= 170
    assert safe_name(name) == name


def test_ordinary_names_stay() -> None:
    assert safe_name("hero-2_blue.v3") == "hero-2_blue.v3"
    assert safe_name("Жрец") == "Жрец"


def test_folders_cannot_be_reached() -> None:
    assert safe_name("../../etc/passwd") == "etc_passwd"
    assert safe_name("C:\\x") == "C_x"


def test_devices_are_renamed() -> None:
    assert safe_name("CON") == "CON_"
    assert safe_name("aux.png") == "aux.png_"


def test_labels_tell_clips_apart() -> None:
    walk = MotionSpec(animation_type=Action.WALK)
    slash = MotionSpec(animation_type=Action.ATTACK, variant=Variant.SLASH)
    assert clip_label(walk, Direction.DOWN, Direction.DOWN) == "walk"
    assert clip_label(walk, Direction.LEFT, Direction.DOWN) == "walk_left"
    assert clip_label(slash, Direction.RIGHT, Direction.RIGHT) == "attack_slash"


def test_labels_that_come_again_are_numbered() -> None:
    labels: list[str] = []
    for label in ("walk", "walk_left", "walk", "walk", "jump"):
        labels.append(distinct_label(label, labels))
    assert labels == ["walk", "walk_left", "walk-2", "walk-3", "jump"]
