import pytest
from neonworks_models.intent.sentence import Reader
from neonworks_models.intent.speed import SPEED_LIMITS, clamp_speed, read_speed


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("a slow walk", 0.3, 0.8),
        ("a very slow walk", 0.2, 0.6),
        ("a fast walk", 1.2, 1.8),
        ("an extremely fast walk", 1.6, 2.5),
        ("a bit fast", 1.1, 1.4),
        ("not fast", 0.9, 1.1),
        ("not too fast", 0.8, 1.1),
        ("isn't slow", 0.9, 1.1),
        ("at normal speed", 1.0, 1.0),
        ("slow motion", 0.2, 0.5),
        ("strolls", 0.6, 0.89),
    ],
)
def test_absolute_speed(text: str, low: float, high: float, reader: Reader) -> None:
    value = read_speed(reader.read(text)).absolute
    assert value is not None
    assert low <= value <= high


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("half the speed", 0.5),
        ("twice as fast", 2.0),
        ("1.5x speed", 1.5),
        ("at 80% speed", 0.8),
        ("20% slower", 0.8),
        ("20% faster", 1.2),
        ("3 times faster", 3.0),
        ("speed: 0.5", 0.5),
        ("doppelt so schnell", 2.0),
    ],
)
def test_factors(text: str, factor: float, reader: Reader) -> None:
    assert read_speed(reader.read(text)).relative == pytest.approx(factor)


def test_degrees_order_comparisons(reader: Reader) -> None:
    slower = [read_speed(reader.read(t)).relative for t in ("a bit slower", "slower", "much slower")]
    assert None not in slower
    assert slower == sorted(slower, key=lambda factor: -(factor or 0))


def test_silence_says_nothing(reader: Reader) -> None:
    reading = read_speed(reader.read("walk left"))
    assert reading.absolute is None
    assert reading.relative is None


def test_clamp() -> None:
    assert clamp_speed(99) == SPEED_LIMITS[1]
    assert clamp_speed(0) == SPEED_LIMITS[0]
