"""Whether the clip repeats."""

from neonworks_models.intent.lexicon import SenseKind
from neonworks_models.intent.sentence import Sentence

__all__ = ["read_loop"]


_SWITCHED_OFF = frozenset((mark, word) for mark in ":=" for word in ("false", "no", "off", "none", "0"))


def read_loop(sentence: Sentence) -> bool | None:
    """True for "looping", False for "once" or "don't loop", None when nothing is said.

    "play once" beats "cycle": who says both names the animation with the second.
    """
    found: bool | None = None
    for mention in sentence.of(SenseKind.LOOP):
        loops = (mention.sense.value == "yes") != mention.negated
        if sentence.words(mention.stop, mention.stop + 2) in _SWITCHED_OFF:
            return False
        if not loops:
            return False
        found = True
    return found
