"""Which kind of attack: the verb says it, or what the character strikes with.

"Stab" is a thrust whatever is held. "Swing" and "jab" are loose words: with a sword a swing is a slash, with
a fist a punch. Verbs such as "hit" say nothing, there the weapon or the limb decides.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from neonworks_protocol.vocabulary import Action, Variant

from neonworks_models.intent.actions import Event
from neonworks_models.intent.lexicon import SenseKind
from neonworks_models.intent.mentions import Mention
from neonworks_models.intent.sentence import Sentence
from neonworks_models.intent.wordsets import words

__all__ = ["variant_of"]

_LOOSE = 1.0
"""Below this ``number`` of a sense, the tool may overrule the verb's variant."""
_BENT: Mapping[tuple[Variant, Variant], Variant] = MappingProxyType(
    {
        (Variant.SWING, Variant.SLASH): Variant.SLASH,
        (Variant.SWING, Variant.PUNCH): Variant.PUNCH,
        (Variant.SWING, Variant.KICK): Variant.KICK,
        (Variant.PUNCH, Variant.THRUST): Variant.THRUST,
        (Variant.THRUST, Variant.PUNCH): Variant.PUNCH,
        (Variant.THRUST, Variant.KICK): Variant.KICK,
    }
)
"""(variant of a loose verb, variant of the tool) -> what is meant."""
_WITH = words("with using w mit con avec com via by aus から で")
_AFTER_TOOL = words("で を")
_HANDS = words(
    """
    fist fists knuckle knuckles elbow elbows palm palms forearm forearms hands barehanded unarmed puno punos
    codo codos faust fauste fausten ellbogen poing poings coude punho punhos cotovelo 拳 肘 素手 こぶし
    """
)
_FEET = words(
    """
    foot feet boot boots heel heels shin shins knee knees leg legs hoof hooves hoofs pie pies rodilla pierna
    fuss fusse fussen knie bein stiefel pied pieds genou jambe pe pes joelho perna 足 脚 膝 かかと
    """
)
_MAX_BETWEEN = 4


def variant_of(sentence: Sentence, events: Sequence[Event]) -> Variant | None:
    """The kind of attack that ``events`` and the tools named in ``sentence`` speak of; None: not said."""
    attacks = [event for event in events if event.action is Action.ATTACK]
    said = max((e for e in attacks if e.variant), key=lambda e: (e.score, -e.start), default=None)
    tool = _limb(sentence, attacks) or _tool(sentence, attacks)
    if said is None or said.variant is None:
        return tool
    if tool is not None and said.firmness < _LOOSE:
        return _BENT.get((said.variant, tool), said.variant)
    return said.variant


def _tool(sentence: Sentence, attacks: Sequence[Event]) -> Variant | None:
    """The variant of the weapon: one that is struck with before one that is only named."""
    found = [
        m
        for m in sentence.affirmed(SenseKind.CUE)
        if m.sense.value == Action.ATTACK.value and m.sense.variant
    ]
    best = max(found, key=lambda m: _rank(sentence, m, attacks), default=None)
    return best.sense.variant if best else None


def _rank(sentence: Sentence, tool: Mention, attacks: Sequence[Event]) -> tuple[float, float, int]:
    near = min((abs(tool.start - event.start) for event in attacks), default=0)
    return (float(_is_struck_with(sentence, tool.start, tool.stop)), tool.sense.weight, -near)


def _is_struck_with(sentence: Sentence, start: int, stop: int) -> bool:
    """Whether "with", "using" or the like leads to the words from ``start`` to ``stop``."""
    if sentence.tokens[start].wide:
        return sentence.word(stop) in _AFTER_TOOL
    for index in range(start - 1, max(-1, start - 1 - _MAX_BETWEEN), -1):
        token = sentence.tokens[index]
        if token.norm in _WITH:
            return True
        if not token.is_word:
            return False
    return False


def _limb(sentence: Sentence, attacks: Sequence[Event]) -> Variant | None:
    """Punch or kick, where an attack is made with a limb: "with his elbow", "shin strike"."""
    return next(_limbs(sentence, attacks), None)


def _limbs(sentence: Sentence, attacks: Sequence[Event]) -> Iterator[Variant]:
    starts = {event.start for event in attacks}
    if not starts:
        return
    for index, token in enumerate(sentence.tokens):
        if token.norm not in _HANDS and token.norm not in _FEET:
            continue
        if index + 1 in starts or _is_struck_with(sentence, index, index + 1):
            yield Variant.PUNCH if token.norm in _HANDS else Variant.KICK
