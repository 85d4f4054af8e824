import threading
from functools import cache

import pytest
from neonworks_models.intent.interpreter import EmbeddedInterpreter, no_knowledge
from neonworks_models.intent.large.openai_client import OpenAIReader, ServerSettings
from neonworks_models.intent.large.prompt import Examples
from neonworks_models.intent.large.reading import Question, Reading, never
from neonworks_models.intent.large.schema import json_schema
from neonworks_protocol.errors import BadRequest, JobCancelled, Unavailable
from neonworks_protocol.vocabulary import Action, Direction

from tests.fakes.language_servers import Script, language_server

_EMBEDDED = EmbeddedInterpreter(no_knowledge)
_QUESTION = Question("walk left in 8 frames", _EMBEDDED.interpret("walk left in 8 frames"))
_REPLY = ('{"do":', '"run"', ',"to":"u', 'p","fr', 'ames":8', "}")
_examples = cache(Examples)


def _reader(url: str, model: str = "phi", timeout_s: float = 5.0) -> OpenAIReader:
    return OpenAIReader(ServerSettings(url, model, timeout_s=timeout_s), _examples)


def _heard(script: Script, model: str = "phi") -> list[Reading]:
    with language_server(script) as url:
        return list(_reader(url, model).read(_QUESTION, never))


@pytest.mark.parametrize("old", [False, True])
def test_fields_come_as_they_stream(old: bool) -> None:
    script = Script(pieces=_REPLY, old_http=old)
    heard = _heard(script)
    assert [reading.fields for reading in heard] == [
        ("animation_type",),
        ("animation_type", "direction"),
        ("animation_type", "direction", "frame_count"),
        ("animation_type", "direction", "frame_count"),
    ]
    last = heard[-1]
    assert last.final and last.doubt is None and last.interpretation.interpreter == "server: phi"
    assert last.interpretation.spec.animation_type is Action.RUN
    assert last.interpretation.spec.direction is Direction.UP


def test_the_schema_is_asked_for() -> None:
    script = Script(pieces=_REPLY)
    _heard(script)
    (body,) = script.asked
    assert body["response_format"]["json_schema"]["schema"] == json_schema()
    assert (body["model"], body["stream"], body["temperature"]) == ("phi", True, 0)
    assert body["max_tokens"] >= 500
    assert (
        body["messages"][0]["role"] == "system"
        and '"walk left in 8 frames"' in body["messages"][-1]["content"]
    )


def test_a_server_that_refuses_schemas_is_asked_without_and_remembered() -> None:
    script = Script(pieces=_REPLY, refuse_schema=True)
    with language_server(script) as url:
        reader = _reader(url)
        for _ in range(2):
            assert list(reader.read(_QUESTION, never))[-1].doubt is None
    assert ["response_format" in body for body in script.asked] == [True, False, False]


@pytest.mark.parametrize(
    "script",
    [
        Script(pieces=("Certainly! The ", "character walks.")),
        Script(pieces=('{"do":"pirouette"}',)),
        Script(pieces=_REPLY[:-1]),
        Script(pieces=_REPLY[:-1], cut=True),
        Script(pieces=_REPLY[:-1], cut=True, old_http=True),
        Script(pieces=('{"do":"run","frames":4000}',)),
        Script(raw=b'\xff\xfe rubbish\ndata: {\ndata: []\ndata: {"choices": 7}\n'),
        Script(),
        Script(pieces=("[" * 1000,) * 100),
    ],
)
def test_what_is_no_reply_leaves_the_embedded_answer(script: Script) -> None:
    last = _heard(script)[-1]
    assert last.final and last.doubt and last.interpretation == _QUESTION.embedded


def test_words_around_a_reply_and_servers_that_do_not_stream() -> None:
    fenced = Script(pieces=("```json\n", *_REPLY, "\n```"))
    assert _heard(fenced)[-1].interpretation.spec.animation_type is Action.RUN
    assert _heard(Script(pieces=_REPLY, whole=True))[-1].interpretation.spec.direction is Direction.UP


def test_an_error_in_the_stream_is_told() -> None:
    with pytest.raises(Unavailable, match="out of memory"):
        _heard(Script(raw=b'data: {"error": {"message": "out of\\nmemory"}}\n\n'))


def test_models_are_looked_up_beforehand() -> None:
    with language_server(Script()) as url:
        first = _reader(url, model="")
        first.warm(never)
        assert first.name == "server: qwen3:latest"
        _reader(url, model="qwen3").warm(never)
        with pytest.raises(Unavailable, match=r"no model 'llama': it has qwen3:latest, phi"):
            _reader(url, model="llama").warm(never)


@pytest.mark.parametrize(
    ("script", "words"),
    [
        (Script(models=()), "has no model"),
        (Script(raw=b'{"models": 3}'), "lists no models"),
        (Script(refuse=(500, b"")), "answered 500"),
    ],
)
def test_servers_without_models_are_told(script: Script, words: str) -> None:
    with language_server(script) as url, pytest.raises(Unavailable, match=words):
        _reader(url, model="").warm(never)


def test_a_server_that_lists_nothing_is_believed_the_models_name() -> None:
    with language_server(Script(refuse=(404, b""))) as url:
        _reader(url, model="phi").warm(never)
        with pytest.raises(Unavailable, match="answered 404"):
            _reader(url, model="").warm(never)


def test_a_slow_server_is_left_when_told() -> None:
    script = Script(pieces=_REPLY, silent_s=0.3)
    told = threading.Event()
    with language_server(script) as url:
        readings = _reader(url).read(_QUESTION, told.is_set)
        next(readings)
        told.set()
        with pytest.raises(JobCancelled):
            list(readings)
        assert script.hung_up.wait(10)


def test_other_machines_are_not_asked() -> None:
    with pytest.raises(BadRequest, match="allow_remote"):
        OpenAIReader(ServerSettings("http://10.0.0.1/v1"), _examples)
