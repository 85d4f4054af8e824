"""Requests as people put them to picture models and animators: inside a description of everything else."""

import tomllib
from collections.abc import Callable, Mapping
from importlib import resources
from random import Random

from neonworks_models.data.language.strangers import Strangers

__all__ = ["Prose"]

_AS_IS, _AS_SENTENCE = "{text}", "{Text}"


class Prose:
    """Wraps a request. Holds templates (``prose.toml``) and other people's words, no state."""

    def __init__(self, strangers: Strangers) -> None:
        text = (resources.files("neonworks_models.data.language") / "prose.toml").read_text("utf-8")
        self._parts: Mapping[str, tuple[str, ...]] = {
            name: tuple(" ".join(piece.split()) for piece in block.split("|") if piece.strip())
            for name, block in tomllib.loads(text).items()
        }
        self._drawn: Mapping[str, Callable[[Random], str]] = {
            "style": strangers.quality,
            "person": strangers.person,
            "what": lambda random: f"the {strangers.thing(random)}",
            "thing": strangers.thing,
            "side": lambda random: random.choice(("left", "right")),
            "n": lambda random: str(random.randint(2, 9)),
        }

    def around(self, random: Random, text: str) -> str:
        """``text`` within a description that asks for no other motion."""
        before, mark, after = _split(random.choice(self._parts["around"]))
        own = text if mark == _AS_IS else text[:1].upper() + text[1:]
        return self._filled(random, before) + own + self._filled(random, after)

    def _filled(self, random: Random, template: str) -> str:
        head, *parts = template.split("{")
        made = [head]
        for part in parts:
            name, _, rest = part.partition("}")
            made += [self._word(random, name), rest]
        return "".join(made)

    def _word(self, random: Random, name: str) -> str:
        if name in self._parts:
            return self._filled(random, random.choice(self._parts[name]))
        return self._drawn[name](random)


def _split(template: str) -> tuple[str, str, str]:
    """What stands before the place of the request, the mark of the place, what stands behind."""
    return template.partition(_AS_IS if _AS_IS in template else _AS_SENTENCE)
