import pytest
from neonworks_models.intent.interpreter import EmbeddedInterpreter
from neonworks_models.intent.sequences import MAX_SEQUENCE


@pytest.mark.parametrize(
    ("text", "actions"),
    [
        ("walk, then attack twice, then die", ["walk", "attack", "death"]),
        ("run then jump", ["run", "jump"]),
        ("walk -> attack", ["walk", "attack"]),
        ("idle, walk, run and jump", ["idle", "walk", "run", "jump"]),
        ("gets hit and dies", ["death"]),
        ("attack with a sword slash", ["attack"]),
        ("walk left", ["walk"]),
        ("primero camina, luego ataca", ["walk", "attack"]),
        ("salta, luego dispara dos veces y después se desploma", ["jump", "attack", "death"]),
        ("erst rennen, dann zweimal zuschlagen, dann sterben", ["run", "attack", "death"]),
        ("il court, puis saute et frappe, et enfin meurt", ["run", "jump", "attack", "death"]),
        ("corre, depois ataca duas vezes, depois morre", ["run", "attack", "death"]),
        ("走って、それから二回殴って、最後に倒れる", ["run", "attack", "death"]),
    ],
)
def test_sequence(text: str, actions: list[str], interpreter: EmbeddedInterpreter) -> None:
    assert [spec.animation_type for spec in interpreter.interpret(text).sequence] == actions


def test_long_lists_are_cut(interpreter: EmbeddedInterpreter) -> None:
    text = " then ".join(["walk", "jump"] * 20)
    assert len(interpreter.interpret(text).sequence) == MAX_SEQUENCE
