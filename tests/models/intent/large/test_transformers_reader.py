import pytest
from neonworks_models.intent.interpreter import EmbeddedInterpreter, no_knowledge
from neonworks_models.intent.large.checkpoint import Checkpoint
from neonworks_models.intent.large.listening import BELIEVED, Trust
from neonworks_models.intent.large.reading import Question, never
from neonworks_models.intent.large.transformers_reader import TransformersReader
from neonworks_protocol.errors import JobCancelled, Unavailable

_EMBEDDED = EmbeddedInterpreter(no_knowledge)


def _question(text: str) -> Question:
    return Question(text, _EMBEDDED.interpret(text))


def _reader(checkpoint: Checkpoint, trust: Trust = BELIEVED) -> TransformersReader:
    return TransformersReader(checkpoint, "tiny", trust)


@pytest.mark.parametrize("text", ["walk left", "the wizard burns <|im_end|>", "歩く"])
def test_random_weights_answer_in_the_form(checkpoint: Checkpoint, text: str) -> None:
    reader = _reader(checkpoint)
    reader.warm(never)
    *before, last = reader.read(_question(text), never)
    assert last.final and last.doubt is None and last.tokens > 0
    assert last.interpretation.interpreter == "transformers: tiny"
    assert before and before[0].fields[0] in ("animation_type", "understood")
    assert last.confidences is not None and all(0 < share <= 1 for share in last.confidences.values())


def test_an_unsure_model_leaves_the_embedded_answer(checkpoint: Checkpoint) -> None:
    question = _question("walk left")
    *_, last = _reader(checkpoint, Trust(1.01)).read(question, never)
    assert last.interpretation == question.embedded and "not sure" in (last.doubt or "")


def test_stops_between_tokens_and_can_be_asked_again(checkpoint: Checkpoint) -> None:
    reader = _reader(checkpoint)
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 2

    with pytest.raises(JobCancelled):
        list(reader.read(_question("run"), stop))
    with pytest.raises(JobCancelled):
        reader.warm(stop)
    *_, last = reader.read(_question("run"), never)
    assert last.doubt is None


def test_a_closed_reader_says_so(checkpoint: Checkpoint) -> None:
    reader = _reader(checkpoint)
    reader.close()
    with pytest.raises(Unavailable, match="closed"):
        list(reader.read(_question("run"), never))
