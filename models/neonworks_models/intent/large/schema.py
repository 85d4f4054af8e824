"""The form of a reply: one table, from which grammar, JSON schema and the longest reply follow.

A reply is one line of JSON without blanks, keys in a fixed order, what is not said left out::

    {"do":"walk","to":"left","speed":"slow","frames":8,"style":["tired"]}
    {"do":"attack","as":"kick","times":2,"then":[{"do":"death"}]}
    {"do":"unclear"}

Only words of closed lists and small whole numbers occur: a grammar can enforce lists, not ranges.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from neonworks_protocol.vocabulary import Action, Direction, Effect, Variant

from neonworks_models.intent.numbers import FRAME_LIMITS
from neonworks_models.intent.sequences import MAX_SEQUENCE
from neonworks_models.intent.styles import STYLES

__all__ = [
    "MAX_EFFECTS",
    "MAX_STEPS",
    "MAX_STYLES",
    "MAX_TIMES",
    "NO_DIRECTION",
    "POWERS",
    "REPLY_FORMAT",
    "REPLY_START",
    "SPEEDS",
    "UNCLEAR",
    "Chain",
    "Choice",
    "Listed",
    "Maybe",
    "Node",
    "gbnf",
    "json_schema",
    "longest",
    "rest_of_reply",
]

REPLY_FORMAT = "neonworks-reply/1"
"""What a GGUF names in ``neonworks.reply_format`` when it was trained on bare requests and these replies."""
REPLY_START = '{"do":"'
"""How every reply starts: given to the model with the question, so that its first token is the action."""
UNCLEAR = "unclear"
"""In place of the action: the sentence asks for nothing that can be drawn."""
NO_DIRECTION = "none"
"""As direction: the sentence names none, whatever it seems to say ("kicks with the left leg")."""

SPEEDS: Mapping[str, float] = MappingProxyType(
    {"very_slow": 0.45, "slow": 0.7, "normal": 1.0, "fast": 1.4, "very_fast": 2.0}
)
"""Speed words and the ``speed_multiplier`` that they stand for."""
POWERS: Mapping[str, float] = MappingProxyType({"low": 0.3, "medium": 0.55, "high": 0.85})
"""Words for strength and the ``intensity`` that they stand for."""
MAX_EFFECTS = 4
MAX_STYLES = 3
MAX_TIMES = 4
"""Most repetitions of one step."""
MAX_STEPS = MAX_SEQUENCE - 1
"""Most steps after the first."""


@dataclass(frozen=True)
class Chain:
    """All ``parts`` in order; a string stands for itself."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Choice:
    """One of ``options``."""

    options: tuple["Node", ...]


@dataclass(frozen=True)
class Maybe:
    """``part`` or nothing."""

    part: "Node"


@dataclass(frozen=True)
class Listed:
    """From ``least`` (0 or 1) to ``most`` times ``part``, with commas between."""

    part: "Node"
    least: int
    most: int


Node = str | Chain | Choice | Maybe | Listed


def rest_of_reply() -> Node:
    """What may follow ``REPLY_START``: exactly the replies that ``reply.decode`` takes, without blanks."""
    steps = Listed(Chain((REPLY_START, _step())), 1, MAX_STEPS)
    details = (
        _member("speed", _words(SPEEDS)),
        _member("power", _words(POWERS)),
        _member("frames", Choice(tuple(str(n) for n in _frames()))),
        _member("loop", Choice(("true", "false"))),
        _member("fx", _list(Effect, 0, MAX_EFFECTS)),
        _member("style", _list(STYLES, 0, MAX_STYLES)),
        _member("then", Chain(("[", steps, "]"))),
    )
    return Choice((UNCLEAR + '"}', Chain((_head(), *details, "}"))))


def _step() -> Node:
    return Chain((_head(), "}"))


def _head() -> Node:
    """Action, how often, where to; only an attack is made in some way."""
    others = Choice(tuple(f'{action}"' for action in Action if action is not Action.ATTACK))
    attack = Chain((f'{Action.ATTACK}"', _member("as", _words(Variant))))
    times = Choice(tuple(str(n) for n in range(2, MAX_TIMES + 1)))
    return Chain(
        (Choice((others, attack)), _member("times", times), _member("to", _words((*Direction, NO_DIRECTION))))
    )


def _frames() -> range:
    return range(FRAME_LIMITS[0], FRAME_LIMITS[1] + 1)


def _member(key: str, value: Node) -> Node:
    return Maybe(Chain((f',"{key}":', value)))


def _words(words: Sequence[str] | Mapping[str, float] | type[Variant]) -> Node:
    return Choice(tuple(f'"{word}"' for word in words))


def _list(words: type[Effect] | Mapping[str, object], least: int, most: int) -> Node:
    return Chain(("[", Listed(Choice(tuple(f'"{word}"' for word in words)), least, most), "]"))


def gbnf(node: Node) -> str:
    """``node`` as a llama.cpp grammar whose root it is."""
    return f"root ::= {_rule(node)}\n"


def _rule(node: Node) -> str:
    match node:
        case str():
            return '"' + node.replace("\\", "\\\\").replace('"', '\\"') + '"'
        case Chain(parts):
            return " ".join(_rule(part) for part in parts)
        case Choice(options):
            return "(" + " | ".join(_rule(option) for option in options) + ")"
        case Maybe(part):
            return f"({_rule(part)})?"
        case Listed(part, least, most):
            one = _rule(part)
            some = f'{one} ("," {one}){{0,{most - 1}}}'
            return f"({some})" + ("?" if least == 0 else "")


def longest(node: Node) -> int:
    """Characters of the longest text that ``node`` allows; no model needs more tokens than that."""
    match node:
        case str():
            return len(node)
        case Chain(parts):
            return sum(longest(part) for part in parts)
        case Choice(options):
            return max(longest(option) for option in options)
        case Maybe(part):
            return longest(part)
        case Listed(part, _, most):
            return most * longest(part) + most - 1


def json_schema() -> dict[str, object]:
    """The same form as a JSON schema, for servers that take one."""
    head = {
        "do": {"enum": [*Action]},
        "as": {"enum": [*Variant]},
        "times": {"enum": [*range(2, MAX_TIMES + 1)]},
        "to": {"enum": [*Direction, NO_DIRECTION]},
    }
    properties = {
        **head,
        "do": {"enum": [*Action, UNCLEAR]},
        "speed": {"enum": [*SPEEDS]},
        "power": {"enum": [*POWERS]},
        "frames": {"enum": [*_frames()]},
        "loop": {"type": "boolean"},
        "fx": _array({"enum": [*Effect]}, 0, MAX_EFFECTS),
        "style": _array({"enum": [*STYLES]}, 0, MAX_STYLES),
        "then": _array(_object(head), 1, MAX_STEPS),
    }
    return _object(properties)


def _object(properties: Mapping[str, object]) -> dict[str, object]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": ["do"],
        "additionalProperties": False,
    }


def _array(items: Mapping[str, object], least: int, most: int) -> dict[str, object]:
    return {"type": "array", "items": items, "minItems": least, "maxItems": most}
