import pytest
from neonworks_models.intent.evaluation import evaluate
from neonworks_models.intent.large import tiny
from neonworks_models.intent.large.engine import NO_BINDING
from neonworks_models.intent.large.tiny import load_tiny, load_tiny_alone, tiny_missing
from neonworks_models.intent.marking import LabelledLine, Labels
from neonworks_models.intent.registry import entry_named
from neonworks_protocol.vocabulary import Action

_PLAIN = {
    "walk to the left": Action.WALK,
    "she runs to the right": Action.RUN,
    "jump, 6 frames": Action.JUMP,
    "swings a sword": Action.ATTACK,
    "casts a spell": Action.CAST_SPELL,
    "the knight dies": Action.DEATH,
    "el mago camina": Action.WALK,
}


def test_without_llama_cpp_the_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiny, "find_spec", lambda _name: None)
    assert tiny_missing() == NO_BINDING


@pytest.fixture
def here(llama_cpp: None) -> None:
    if (missing := tiny_missing()) is not None:
        pytest.skip(missing)


@pytest.mark.llm
def test_the_shipped_model_reads_plain_requests_by_itself(here: None) -> None:
    alone = load_tiny_alone()
    heard = {text: alone.interpret(text).spec.animation_type for text in _PLAIN}
    right = sum(heard[text] is action for text, action in _PLAIN.items())
    assert right >= len(_PLAIN) - 1, heard


@pytest.mark.llm
def test_over_the_embedded_answer_nothing_said_is_lost(here: None) -> None:
    spec = load_tiny().interpret("walk to the left in 7 frames, at 1.3x speed").spec
    assert (spec.animation_type, spec.frame_count, spec.speed_multiplier) == (Action.WALK, 7, 1.3)


@pytest.mark.llm
def test_it_is_scored_beside_the_others(here: None) -> None:
    lines = [
        LabelledLine(id=text, text=text, labels=Labels(animation_type=action))
        for text, action in _PLAIN.items()
    ]
    report = evaluate(entry_named("tiny"), lines)
    right, scored = report.scores["animation_type"]
    assert scored == len(_PLAIN) and right >= scored - 1
