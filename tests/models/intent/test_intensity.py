import pytest
from neonworks_models.intent.intensity import clamp_intensity, read_intensity
from neonworks_models.intent.sentence import Reader
from neonworks_models.intent.styles import STYLES


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("a gentle sway", 0.0, 0.45),
        ("a powerful blow", 0.75, 1.0),
        ("slightly", 0.0, 0.45),
        ("not too strong", 0.3, 0.55),
        ("moderate", 0.45, 0.75),
    ],
)
def test_stated_strength(text: str, low: float, high: float, reader: Reader) -> None:
    value = read_intensity(reader.read(text), ()).absolute
    assert value is not None
    assert low <= value <= high


def test_comparisons_are_relative(reader: Reader) -> None:
    assert (read_intensity(reader.read("more powerful"), ()).relative or 0) > 0
    assert (read_intensity(reader.read("gentler"), ()).relative or 0) < 0


def test_a_style_implies_strength_only_when_nothing_is_said(reader: Reader) -> None:
    angry = STYLES["angry"]
    assert read_intensity(reader.read("walk"), [angry]).absolute == angry.intensity
    stated = read_intensity(reader.read("a gentle walk"), [angry]).absolute
    assert stated is not None
    assert stated < 0.45


def test_power_armor_is_no_strength(reader: Reader) -> None:
    assert read_intensity(reader.read("a soldier in power armor walks"), ()).absolute is None


def test_the_size_of_the_character_is_no_strength(reader: Reader) -> None:
    assert read_intensity(reader.read("a small brown-haired knight walks"), ()).absolute is None
    assert read_intensity(reader.read("the huge ogre runs"), ()).absolute is None
    small = read_intensity(reader.read("a small hop"), ()).absolute
    assert small is not None
    assert small < 0.45


def test_clamp() -> None:
    assert clamp_intensity(7) == 1.0
    assert clamp_intensity(-1) == 0.0
