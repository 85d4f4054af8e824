from neonworks_models.intent.poses import adjust, read_adjustments, read_styles
from neonworks_models.intent.sentence import Reader
from neonworks_models.intent.styles import STYLES
from neonworks_protocol.motion import MotionParameters


def test_styles_are_named_and_scaled_by_degree(reader: Reader) -> None:
    (tired,) = read_styles(reader.read("a slightly tired walk")).wanted
    assert tired.name == "tired"
    assert 1 > tired.parameters.stride > STYLES["tired"].parameters.stride


def test_denied_styles_are_refused(reader: Reader) -> None:
    reading = read_styles(reader.read("not angry"))
    assert reading.wanted == ()
    assert reading.refused == {"angry"}


def test_words_for_the_pose_become_changes(reader: Reader) -> None:
    assert read_adjustments(reader.read("longer strides"))["stride"] > 1
    assert read_adjustments(reader.read("less bounce"))["bob"] < 1
    assert read_adjustments(reader.read("without bounce"))["bob"] < 1
    assert read_adjustments(reader.read("lean forward"))["lean"] > 0
    assert read_adjustments(reader.read("walk")) == {}


def test_adjust_multiplies_or_adds_within_range() -> None:
    changed = adjust(MotionParameters(stride=2.5), {"stride": 2.0, "lean": -50.0})
    assert changed == MotionParameters(stride=3.0, lean=-30.0)
