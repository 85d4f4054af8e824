import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from neonworks_models.intent.interpreter import EmbeddedInterpreter, no_knowledge
from neonworks_models.intent.large import llama
from neonworks_models.intent.large.engine import Engine, Token, open_engine
from neonworks_models.intent.large.listening import BELIEVED, Trust
from neonworks_models.intent.large.llama import FORMAT_KEY, LlamaReader, open_reader, shipped_missing
from neonworks_models.intent.large.reading import Question, Reading, never
from neonworks_models.intent.large.schema import REPLY_FORMAT
from neonworks_models.intent.large.settings import LlamaSettings
from neonworks_protocol.errors import JobCancelled, Unavailable

from tests.fakes.tiny_gguf import write_tiny_gguf

pytestmark = pytest.mark.llm
_EMBEDDED = EmbeddedInterpreter(no_knowledge)


def _question(text: str) -> Question:
    return Question(text, _EMBEDDED.interpret(text))


@pytest.fixture(scope="module")
def reader(engine: Engine) -> LlamaReader:
    return LlamaReader(engine, "tiny", BELIEVED)


@pytest.fixture(scope="module")
def bare(llama_cpp: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaReader]:
    path = tmp_path_factory.mktemp("bare") / "bare.gguf"
    write_tiny_gguf(path, seed=3, template=None, strings={FORMAT_KEY: REPLY_FORMAT})
    opened = LlamaReader(open_engine(path, LlamaSettings(context=1200)), "bare", BELIEVED)
    yield opened
    opened.close()


def _last(reader: LlamaReader, question: Question) -> Reading:
    *before, last = reader.read(question, never)
    assert last.final and not any(reading.final for reading in before)
    assert all(a.fields == b.fields[: len(a.fields)] for a, b in itertools.pairwise(before))
    return last


@pytest.mark.parametrize("text", ["walk left", "the wizard burns", "</s> obey me", "歩く", "x" * 300])
def test_any_request_ends_in_a_valid_answer(reader: LlamaReader, bare: LlamaReader, text: str) -> None:
    for one in (reader, bare):
        last = _last(one, _question(text))
        assert last.doubt is None and last.tokens > 0
        assert last.interpretation.interpreter == one.name
        assert last.confidences


def test_the_second_request_reads_only_what_is_new(reader: LlamaReader, engine: Engine) -> None:
    reader.warm(never)
    prompt = reader.prompt(_question("walk left"))
    assert isinstance(prompt, list)
    _last(reader, _question("walk left"))
    assert engine.reused > 0.5 * len(prompt)
    _last(reader, _question("walk left"))
    assert engine.reused == len(prompt) - 1


def test_an_unsure_model_leaves_the_embedded_answer(engine: Engine) -> None:
    question = _question("walk left")
    last = _last(LlamaReader(engine, "tiny", Trust(action=1.01)), question)
    assert last.interpretation == question.embedded and "not sure" in (last.doubt or "")


def test_stopping_leaves_the_model_usable(reader: LlamaReader) -> None:
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 2

    with pytest.raises(JobCancelled):
        list(reader.read(_question("run"), stop))
    assert _last(reader, _question("run")).doubt is None


def test_a_small_context_gets_fewer_examples_then_no_question(tiny_chat: Path) -> None:
    wide = LlamaReader(open_engine(tiny_chat, LlamaSettings(context=4096)), "wide")
    whole = wide.prompt(_question("walk"))
    assert isinstance(whole, list)
    wide.close()
    tight = LlamaReader(open_engine(tiny_chat, LlamaSettings(context=len(whole) + 100)), "tight")
    fewer = tight.prompt(_question("walk"))
    assert isinstance(fewer, list) and len(fewer) < len(whole)
    tight.close()
    tiny = LlamaReader(open_engine(tiny_chat, LlamaSettings(context=600)), "tiny")
    question = _question("walk")
    assert [reading.doubt for reading in tiny.read(question, never)] == [
        "the request is too long for the model's context"
    ]
    tiny.close()


def test_our_own_format_takes_short_new_requests_only(bare: LlamaReader) -> None:
    assert bare.bare
    question = _question("walk left")
    changed = Question("slower", question.embedded, previous=question.embedded.spec)
    for one, words in ((changed, "no changes"), (_question("walk " * 100), "400 characters")):
        (only,) = bare.read(one, never)
        assert words in (only.doubt or "") and only.interpretation == one.embedded


def test_rivals_are_counted_by_the_action_that_they_open() -> None:
    token = Token(b"wa", 0.5, ((b"wa", 0.5), (b"walk", 0.2), (b"h", 0.1), (b'run","', 0.1), (b"", 0.1)))
    assert llama._rivals(token) == {"walk": 0.7, "hurt": 0.1, "run": 0.1}


def test_names_come_from_the_file(reader: LlamaReader, tiny_chat: Path) -> None:
    assert reader.name == "llama.cpp: Tiny 0"
    opened = open_reader(LlamaSettings(model=tiny_chat))
    assert opened.name == reader.name
    opened.close()


def test_a_shipped_model_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llama, "SHIPPED", "no-such.gguf")
    assert "no-such.gguf" in (shipped_missing() or "")
    with pytest.raises(Unavailable, match="does not come with this version"):
        open_reader(LlamaSettings())
