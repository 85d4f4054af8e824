"""A model's own chat template, filled so that nothing a user writes can act as one of its markers."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from neonworks_protocol.errors import Unavailable

from neonworks_models.intent.large.engine import NO_BINDING, Engine
from neonworks_models.intent.large.prompt import Message, Role

__all__ = ["TEMPLATE_KEY", "ChatTemplate"]

TEMPLATE_KEY = "tokenizer.chat_template"
_DATA = "\ue000"
"""Stands for the last message while the template is filled; ``one_line`` removes it from any text."""


class ChatTemplate:
    """The template of the model in ``engine``. Raises ``Unavailable`` where there is none."""

    def __init__(self, engine: Engine) -> None:
        source = engine.metadata.get(TEMPLATE_KEY)
        if source is None:
            raise Unavailable("this GGUF has no chat template: use the instruct version of the model")
        try:
            formats = import_module("llama_cpp.llama_chat_format")
            self._jinja: Any = import_module("jinja2")
        except ImportError:
            raise Unavailable(NO_BINDING) from None
        self._engine = engine
        self._bos = engine.marker("bos")
        self._fill: Any = formats.Jinja2ChatFormatter(source, engine.marker("eos"), self._bos)

    def tokens(self, messages: Sequence[Message], start: str) -> list[int]:
        """The chat as tokens, up to the model's turn and the ``start`` of its answer.

        The last message is read without markers: "<|im_end|>" in it is ten plain letters and signs.
        """
        *before, last = messages
        filled = self._filled([*before, Message(last.role, _DATA)])
        head, found, tail = filled.partition(_DATA)
        if not found or _DATA in tail:
            raise Unavailable("the model's chat template does not show each message once: use another model")
        opened = bool(self._bos) and head.startswith(self._bos)
        return [
            *self._engine.tokens(head, start=not opened, special=True),
            *self._engine.tokens(last.text),
            *self._engine.tokens(tail + start, special=True),
        ]

    def _filled(self, messages: Sequence[Message]) -> str:
        try:
            return self._rendered(messages)
        except (ValueError, self._jinja.TemplateError):
            # Some models know no system role: their instruction opens the first message.
            system, first, *rest = messages
            merged = Message(Role.USER, f"{system.text}\n\n{first.text}")
        try:
            return self._rendered([merged, *rest])
        except (ValueError, self._jinja.TemplateError) as error:
            raise Unavailable(f"the model's chat template cannot be filled: {error}") from None

    def _rendered(self, messages: Sequence[Message]) -> str:
        turns: list[Mapping[str, str]] = [{"role": str(m.role), "content": m.text} for m in messages]
        # Models that think aloud first are asked not to: the grammar leaves no room for it.
        prompt: str = self._fill(messages=turns, enable_thinking=False).prompt
        return prompt
