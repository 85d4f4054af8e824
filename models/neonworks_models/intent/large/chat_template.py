"""A model's own chat template, filled so that nothing a user writes can act as one of its markers."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from neonworks_protocol.errors import Unavailable

from neonworks_models.intent.large.bare import one_line
from neonworks_models.intent.large.engine import NO_BINDING, Engine
from neonworks_models.intent.large.prompt import Message, Role

__all__ = ["TEMPLATE_KEY", "ChatTemplate", "around_last"]

TEMPLATE_KEY = "tokenizer.chat_template"
_DATA = "\ue000"
"""Stands for the last message while the template is filled; ``one_line`` removes it from any text."""


def around_last(
    render: Callable[[Sequence[Message]], str],
    messages: Sequence[Message],
    errors: tuple[type[Exception], ...],
) -> tuple[str, str]:
    """The filled template before and after the last message; ``errors`` are what ``render`` raises.

    Raises ``Unavailable`` where the template cannot be filled or does not show that message.
    """
    *before, last = messages
    turns = [*before, Message(last.role, _DATA)]
    try:
        filled = render(turns)
    except errors:
        filled = _without_system(render, turns, errors)
    head, found, tail = filled.partition(_DATA)
    if not found or _DATA in tail:
        raise Unavailable("the model's chat template does not show each message once: use another model")
    return head, tail


def _without_system(
    render: Callable[[Sequence[Message]], str],
    turns: Sequence[Message],
    errors: tuple[type[Exception], ...],
) -> str:
    """For models that know no system role: the instruction opens the first message."""
    system, first, *rest = turns
    try:
        return render([Message(Role.USER, f"{system.text}\n\n{first.text}"), *rest])
    except errors as error:
        reason = one_line(str(error))
        raise Unavailable(f"the model's chat template cannot be filled: {reason}") from None


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
        head, tail = around_last(self._rendered, messages, (ValueError, self._jinja.TemplateError))
        opened = bool(self._bos) and head.startswith(self._bos)
        return [
            *self._engine.tokens(head, start=not opened, special=True),
            *self._engine.tokens(messages[-1].text),
            *self._engine.tokens(tail + start, special=True),
        ]

    def _rendered(self, messages: Sequence[Message]) -> str:
        turns: list[Mapping[str, str]] = [{"role": str(m.role), "content": m.text} for m in messages]
        # Models that think aloud first are asked not to: the grammar leaves no room for it.
        prompt: str = self._fill(messages=turns, enable_thinking=False).prompt
        return prompt
