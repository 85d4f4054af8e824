"""Which way the character faces: sides of the screen, points of the compass, towards or away from us.

Sides of the body ("left leg", "raises her right hand") and verb particles ("falls down", "looks up") are
not directions.
"""

from types import MappingProxyType

from neonworks_protocol.vocabulary import Direction

from neonworks_models.intent.lexicon import SenseKind
from neonworks_models.intent.mentions import Mention
from neonworks_models.intent.sentence import Sentence
from neonworks_models.intent.wordsets import words

__all__ = ["read_direction"]

_BODY = words(
    """
    leg legs arm arms hand hands foot feet fist fists knee knees elbow elbows shoulder shoulders eye
    eyes ear side hip hips wrist wrists ankle ankles thigh toe toes paw paws claw claws wing wings cheek
    jaw temple thumb finger fingers palm heel boot boots sleeve glove gauntlet hook jab cross uppercut
    punch kick roundhouse haymaker swing strike hooks jabs crosses punches kicks limb limbs half breast
    chest horn antler forearm bicep shin calf click mouse button brain clavicle straight lunge slash
    pocket forefoot
    """
)
_POSSESSIVES = words("his her their its my your our")
_ADJECTIVES_BETWEEN = words("front back hind rear upper lower bent extended raised bad injured good other")
_MOVES = words(
    """
    walk walks walking run runs running move moves moving go goes going jump jumps jumping leap leaps
    hop hops face faces facing turn turns turning head heads heading look looks looking point points
    pointing attack attacks attacking slash slashes shoot shoots sneak sneaks march marches dash dashes
    sprint sprints step steps stride strides strafe roll charge charges crawl creep creeps climb stroll
    strolls trudge trudges limp limps jog jogs swing swings thrust thrusts stab stabs punch punches kick
    kicks cast casts direction view viewed aim aims aiming fire fires firing dir orientation idle idles
    idling straight wander wanders stagger staggers stumble stumbles shuffle shuffles lunge lunges bolt
    bolts race races hobble hobbles plod plods tiptoe tiptoes walker runner lurch gallop gallops trot
    trots
    """
)
# After these, "up" and "down" tell how, not where to.
_RISING = words(
    """
    jump jumps jumping leap leaps hop hops look looks looking slash slashes head climb swing swings kick
    kicks turn step
    """
)
_OPENERS = frozenset(["", ",", ";", ":", "(", "/", "-", "."])
_AFTER_VERTICAL = words(", . ; ! ( ) / and in with animation cycle view direction facing anim sprite at")
_AFTER_LETTER = words(", . ) ; / loop once fast slow please") | {""}
_VERTICAL = frozenset({Direction.UP, Direction.DOWN})
_LETTERS = {
    Direction.LEFT: "l lt lft w nw sw",
    Direction.RIGHT: "r rt e ne se",
    Direction.UP: "u n",
    Direction.DOWN: "d s",
}
_SHORT = MappingProxyType({letter: way for way, letters in _LETTERS.items() for letter in letters.split()})
_SHORT_AFTER = words("facing face dir direction faces to walk run idle attack jump heading view cycle anim")
_BARE_WEIGHT = 1.5
_SIDES = ("l", "r", "lft", "rt")
_TERSE = 8
"""A request of so few tokens is written in shorthand, where a lone L or R is a direction."""


def read_direction(sentence: Sentence) -> Direction | None:
    """The direction asked for, or None. Of several, a stated facing wins over a bare word, then the first."""
    best: tuple[float, int, Direction] | None = None
    for mention in sentence.affirmed(SenseKind.DIRECTION):
        weight = _weight(sentence, mention)
        if weight <= 0:
            continue
        rank = (-weight, mention.start, Direction(mention.sense.value))
        best = rank if best is None or rank[:2] < best[:2] else best
    return best[2] if best else _abbreviated(sentence)


def _weight(sentence: Sentence, mention: Mention) -> float:
    direction = Direction(mention.sense.value)
    if _is_body_side(sentence, mention):
        return 0.0
    if mention.sense.weight >= _BARE_WEIGHT:
        facing = any(
            word.startswith(("fac", "view", "look")) for word in sentence.words(mention.start, mention.stop)
        )
        return mention.sense.weight + 0.5 * facing
    if direction in _VERTICAL:
        return 1.0 if _bare_vertical(sentence, mention) else 0.0
    return mention.sense.weight


def _is_body_side(sentence: Sentence, mention: Mention) -> bool:
    last = sentence.word(mention.stop - 1)
    if last not in ("left", "right"):
        return False
    after = [w for w in sentence.words(mention.stop, mention.stop + 3) if w not in _ADJECTIVES_BETWEEN]
    before = sentence.word(mention.stop - 2)
    if after and after[0] in _BODY and not (after[0] == "side" and mention.size > 1):
        return after[0] not in ("side", "attack") or before in _POSSESSIVES
    if mention.size == 1 and sentence.words(mention.stop, mention.stop + 2)[:1] in (
        (",",),
        ("and",),
        ("or",),
    ):
        later = sentence.words(mention.stop, mention.stop + 5)
        if any(
            word in _BODY - {"side", "swing", "strike", "slash"} for word in later
        ) and before in _POSSESSIVES | {"a", "the"}:
            return True
    return (
        mention.size == 1
        and before in _POSSESSIVES | {"the"}
        and sentence.word(mention.start - 2) in ("with", "using")
    )


def _bare_vertical(sentence: Sentence, mention: Mention) -> bool:
    """Whether a lone "up" or "down" tells where to go: "walk up", "idle, down", but not "slows down"."""
    before, after = sentence.word(mention.start - 1), sentence.word(mention.stop)
    if after and after not in _AFTER_VERTICAL:
        return False
    return before in _OPENERS or before in _MOVES - _RISING


def _abbreviated(sentence: Sentence) -> Direction | None:
    """A lone letter, "walk L", "dir: N": in a terse request, or after a word such as "facing"."""
    for index, token in enumerate(sentence.tokens):
        if token.norm not in _SHORT or token.glued:
            continue
        before = sentence.word(index - 1)
        if before in (":", "=", "(", "-"):
            before = sentence.word(index - 2)
        after = sentence.word(index + 1)
        if token.norm in _SIDES and len(sentence.tokens) <= _TERSE:
            return _SHORT[token.norm]
        if before in _SHORT_AFTER and (after in _AFTER_LETTER or after.isdigit()):
            return _SHORT[token.norm]
    return None
