import pytest
from neonworks_models.intent.interpreter import EmbeddedInterpreter
from neonworks_models.intent.japanese import conjugate, is_verb
from neonworks_protocol.vocabulary import Action


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("歩く", {"歩いて", "歩いた", "歩き", "歩か", "歩け", "歩こう", "歩かせ"}),
        ("走る", {"走って", "走った", "走り", "走ら", "走れ", "走ろう"}),
        ("投げる", {"投げて", "投げた", "投げ", "投げよう", "投げさせ"}),
        ("跳ぶ", {"跳んで", "跳び", "跳べ"}),
        ("泳ぐ", {"泳いで", "泳ぎ"}),
        ("撃つ", {"撃って", "撃ち", "撃て"}),
        ("行く", {"行って", "行き"}),
    ],
)
def test_forms(verb: str, forms: set[str]) -> None:
    assert forms <= set(conjugate(verb).active)
    assert verb not in conjugate(verb).active


def test_passive_forms() -> None:
    assert {"殴られる", "殴られて"} <= set(conjugate("殴る").passive)
    assert {"投げられる", "投げられた"} <= set(conjugate("投げる").passive)


def test_what_is_a_verb() -> None:
    assert is_verb("歩く")
    assert is_verb("あるく")
    assert not is_verb("魔法")
    assert not is_verb("る")
    assert not is_verb("ゴブリン")


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("敵を蹴り飛ばした", Action.ATTACK),
        ("蹴り飛ばされて", Action.HURT),
        ("跳び上がろう", Action.JUMP),
        ("歩かない、走る", Action.RUN),
    ],
)
def test_forms_that_no_file_holds_are_understood(
    text: str, action: Action, interpreter: EmbeddedInterpreter
) -> None:
    assert interpreter.interpret(text).spec.animation_type is action
