"""English verbs in the forms that requests use: "strike", "strikes", "striking", "struck"."""

from collections.abc import Callable, Mapping
from enum import Enum, auto
from types import MappingProxyType

from neonworks_models.intent.wordsets import words

__all__ = ["Form", "inflect"]

_VOWELS = "aeiou"
_DOUBLING = words(
    """
    run hit cut stab jab slap whip club bat swat slam ram trot jog hop skip step spin slip trip drop pat
    tap pop rip grab drag hug nod chop lug lag plod flit scud bob sob zap zip rap tag dig jut nab
    stun shun strut slug slog hum strum fan pin win sit get put let set bet rub scrub cram clap
    """
)
_PARTICIPLES: Mapping[str, str] = MappingProxyType(
    {
        "hit": "hit", "cut": "cut", "put": "put", "let": "let", "set": "set", "beat": "beaten",
        "strike": "struck", "shoot": "shot", "slay": "slain", "bite": "bitten", "throw": "thrown",
        "fling": "flung", "sling": "slung", "run": "run", "fall": "fallen", "take": "taken", "give": "given",
        "get": "got", "go": "gone", "make": "made", "come": "come", "break": "broken", "draw": "drawn",
        "swing": "swung", "sink": "sunk", "hold": "held", "lose": "lost", "leap": "leapt", "creep": "crept",
        "burn": "burnt", "blow": "blown", "freeze": "frozen", "stand": "stood", "spring": "sprung",
        "send": "sent", "bring": "brought", "catch": "caught", "keep": "kept", "meet": "met", "eat": "eaten",
        "flee": "fled", "stick": "stuck", "sweep": "swept", "tear": "torn", "shake": "shaken", "have": "had",
        "be": "been",
    }
)  # fmt: skip


class Form(Enum):
    """Forms of a verb."""

    BASE = auto()
    THIRD = auto()
    GERUND = auto()
    PARTICIPLE = auto()


def inflect(phrase: str, form: Form) -> str:
    """``phrase`` (a base form, further words after it) with its first word in ``form``."""
    verb, _, rest = phrase.partition(" ")
    changed = _CHANGES[form](verb)
    return f"{changed} {rest}" if rest else changed


def _third(verb: str) -> str:
    if verb in ("be", "have"):
        return {"be": "is", "have": "has"}[verb]
    if verb.endswith(("s", "sh", "ch", "x", "z", "o")):
        return verb + "es"
    return verb[:-1] + "ies" if _consonant_y(verb) else verb + "s"


def _gerund(verb: str) -> str:
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return verb[:-1] + "ing"
    return _doubled(verb) + "ing"


def _participle(verb: str) -> str:
    if verb in _PARTICIPLES:
        return _PARTICIPLES[verb]
    if verb.endswith("e"):
        return verb + "d"
    return verb[:-1] + "ied" if _consonant_y(verb) else _doubled(verb) + "ed"


def _doubled(verb: str) -> str:
    return verb + verb[-1] if verb in _DOUBLING else verb


def _consonant_y(verb: str) -> bool:
    return verb.endswith("y") and len(verb) > 1 and verb[-2] not in _VOWELS


_CHANGES: Mapping[Form, Callable[[str], str]] = MappingProxyType(
    {Form.BASE: str, Form.THIRD: _third, Form.GERUND: _gerund, Form.PARTICIPLE: _participle}
)
