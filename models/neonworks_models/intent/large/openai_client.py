"""``OpenAIReader``: a model behind an OpenAI-compatible server: Ollama, llama-server, LM Studio, vLLM."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from neonworks_protocol.errors import JobCancelled, Unavailable

from neonworks_models.intent.large.bare import one_line
from neonworks_models.intent.large.listening import Listener
from neonworks_models.intent.large.prompt import Examples, chat
from neonworks_models.intent.large.reading import Question, Reading
from neonworks_models.intent.large.schema import json_schema, longest, rest_of_reply
from neonworks_models.intent.large.server_link import ServerLink, parse_address, problem_in

__all__ = ["OpenAIReader", "ServerSettings"]

_DATA = b"data:"
_DONE = b"[DONE]"
_SCHEMA_REFUSED = (400, 415, 422, 501)
_MOST_TEXT = 16_384
"""Characters of an answer; a server that ignores schema and max_tokens must not talk for ever."""
_NAMES_TOLD = 4


@dataclass(frozen=True)
class ServerSettings:
    """Which server and which of its models. Addresses of other machines need ``allow_remote``.

    ``model`` empty takes the server's first. ``timeout_s`` is the longest silence; models that load on
    demand are silent for a while at first. ``api_key`` is sent as a bearer token where it is set.
    """

    url: str = "http://127.0.0.1:11434/v1"
    model: str = ""
    allow_remote: bool = False
    timeout_s: float = 60.0
    api_key: str = ""


class _Delta(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    delta: _Delta | None = None
    message: _Delta | None = None


class _Chunk(msgspec.Struct):
    choices: list[_Choice] = []
    error: Any = None


class _Model(msgspec.Struct):
    id: str


class _Models(msgspec.Struct):
    data: list[_Model]


class OpenAIReader:
    """Asks the server of ``settings``. Raises ``BadRequest`` for an address that is none or not allowed."""

    def __init__(self, settings: ServerSettings, examples: Callable[[], Examples] = Examples) -> None:
        address = parse_address(settings.url, settings.allow_remote)
        self._url = address.url
        self._link = ServerLink(address, settings.timeout_s, settings.api_key)
        self._model = settings.model
        self._takes_schema = True
        self._examples = examples()

    @property
    def name(self) -> str:
        """The model's name on the server."""
        return f"server: {self._model or self._url}"

    def warm(self, stop: Callable[[], bool]) -> None:
        """Ask the server for its models. Raises ``Unavailable`` where it is silent or lacks the model."""
        if stop():
            raise JobCancelled("the reading was stopped")
        try:
            listed = msgspec.convert(self._link.get("/models"), _Models)
        except Unavailable:
            if self._link.last_status != 404 or not self._model:
                raise
            return
        except msgspec.ValidationError:
            raise Unavailable(f"{self._url} lists no models: is it an OpenAI-compatible server?") from None
        self._choose([one_line(model.id) for model in listed.data])

    def _choose(self, names: list[str]) -> None:
        if not names:
            raise Unavailable(f"{self._url} has no model: load one there first")
        self._model = self._model or names[0]
        # Ollama lists "qwen3:latest" for what is asked for as "qwen3".
        if self._model not in names and f"{self._model}:latest" not in names:
            known = ", ".join(names[:_NAMES_TOLD])
            raise Unavailable(f"{self._url} has no model {self._model!r}: it has {known}")

    def read(self, question: Question, stop: Callable[[], bool]) -> Iterator[Reading]:
        """A reading whenever a field is decided, then the final one; see ``LargeReader``."""
        if not self._model:
            self.warm(stop)
        listener = Listener(question, self.name)
        for text in self._pieces(question, stop):
            reading = listener.hear(text)
            if reading is not None:
                yield reading
            if listener.whole or len(listener.text) > _MOST_TEXT:
                break
        yield listener.finish()

    def close(self) -> None:
        """Nothing is held between questions."""

    def _pieces(self, question: Question, stop: Callable[[], bool]) -> Iterator[str]:
        while True:
            try:
                yield from map(_text, self._link.stream("/chat/completions", self._body(question), stop))
                return
            except Unavailable:
                if not self._takes_schema or self._link.last_status not in _SCHEMA_REFUSED:
                    raise
                # Older servers know no schema: they are asked without, and the reply is checked all the same.
                self._takes_schema = False

    def _body(self, question: Question) -> Mapping[str, object]:
        turns = [{"role": str(m.role), "content": m.text} for m in chat(self._examples, question)]
        body: dict[str, object] = {
            "model": self._model,
            "messages": turns,
            "stream": True,
            "temperature": 0,
            "max_tokens": longest(rest_of_reply()),
        }
        if self._takes_schema:
            schema = {"name": "reply", "strict": True, "schema": json_schema()}
            body["response_format"] = {"type": "json_schema", "json_schema": schema}
        return body


def _text(line: bytes) -> str:
    """What one line of an answer adds; servers that do not stream send everything in one line."""
    data = line.removeprefix(_DATA).strip()
    if not data or data == _DONE:
        return ""
    try:
        chunk = msgspec.json.decode(data, type=_Chunk)
    except msgspec.DecodeError:
        return ""
    if chunk.error:
        raise Unavailable(f"the language server failed: {problem_in(data) or 'no reason given'}")
    said = (choice.delta or choice.message for choice in chunk.choices[:1])
    return "".join(part.content or "" for part in said if part)
