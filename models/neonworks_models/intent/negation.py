"""What a sentence denies, and by how much it means what it says.

"no glow or sparks", "not a walk, a run", "instead of swinging", "without bounce" deny the phrases after
them; in Japanese the denial follows. "not too fast" softens; "very", "a bit" scale.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from neonworks_models.intent.lexicon import SenseKind
from neonworks_models.intent.mentions import Mention
from neonworks_models.intent.tokenize import Token, TokenKind
from neonworks_models.intent.wordsets import words

__all__ = ["mark_degrees", "mark_negations"]

_CONTRAST = words(
    """
    but just only instead rather while although though yet then because so however sino sondern
    mais mas porem aber stattdessen plutot
    """
)
_JOINERS = words(
    """
    or nor and the a an any no of kind o y ni ou et e oder und noch des de du le la les el un une
    """
)
_ALTERNATIVE = words("or nor ni ou oder noch o")
_SOFTENERS = words(
    """
    too so very that really overly particularly quite muy demasiado tres trop sehr zu muito tao
    super extremely entirely completely exactly terribly
    """
)
_QUALITIES = frozenset(
    {
        SenseKind.SPEED,
        SenseKind.INTENSITY,
        SenseKind.STYLE,
        SenseKind.EFFECT,
        SenseKind.LOOP,
        SenseKind.PARAMETER,
        SenseKind.DIRECTION,
    }
)
_HELPERS = frozenset({SenseKind.NEGATION, SenseKind.DEGREE, SenseKind.MASK, SenseKind.THING})
_SCALED = frozenset(
    {SenseKind.SPEED, SenseKind.INTENSITY, SenseKind.STYLE, SenseKind.PARAMETER, SenseKind.EFFECT}
)
_APART = frozenset({SenseKind.DIRECTION, SenseKind.LOOP})
_MAX_GAP = 4
_MAX_REACH = 9


def mark_negations(tokens: Sequence[Token], mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """``mentions`` with the denied ones marked ``negated`` or, after "not too", ``softened``."""
    marked = list(mentions)
    for negation in mentions:
        if negation.kind is not SenseKind.NEGATION or _swallowed(negation, mentions):
            continue
        if negation.sense.value == "post":
            targets = list(_before(tokens, mentions, negation))
        else:
            targets = list(_after(tokens, mentions, negation))
        soft = negation.stop < len(tokens) and tokens[negation.stop].norm in _SOFTENERS
        for index in targets:
            marked[index] = replace(marked[index], negated=not soft, softened=soft)
    return tuple(marked)


def _swallowed(negation: Mention, mentions: Sequence[Mention]) -> bool:
    return any(
        other.covers(negation) and other.size > negation.size and other.kind is not SenseKind.DEGREE
        for other in mentions
        if other.kind not in _HELPERS
    )


def _before(tokens: Sequence[Token], mentions: Sequence[Mention], negation: Mention) -> Iterator[int]:
    ends = [m.stop for m in mentions if m.stop <= negation.start and m.kind not in _HELPERS]
    if not ends or negation.start - max(ends) > _MAX_GAP or _marks(tokens, max(ends), negation.start):
        return
    yield from (i for i, m in enumerate(mentions) if m.stop == max(ends) and m.kind not in _HELPERS)


def _after(tokens: Sequence[Token], mentions: Sequence[Mention], negation: Mention) -> Iterator[int]:
    targets = [(i, m) for i, m in enumerate(mentions) if m.start >= negation.stop and m.kind not in _HELPERS]
    if not targets:
        return
    first = targets[0][1]
    if first.start - negation.stop > _MAX_GAP or _ends_scope(tokens, negation.stop, first.start):
        return
    wide = negation.sense.value == "clause" and first.kind not in _QUALITIES
    previous = first
    for index, mention in targets:
        if mention.start - negation.stop > _MAX_REACH:
            return
        if mention.start > first.start and not mention.overlaps(previous):
            if wide and (
                _ends_scope(tokens, previous.stop, mention.start) or _new_action(tokens, previous, mention)
            ):
                return
            if not wide and not _coordinated(tokens, previous, mention):
                return
        yield index
        if mention.stop > previous.stop:
            previous = mention


def _marks(tokens: Sequence[Token], start: int, stop: int) -> bool:
    return any(token.kind is TokenKind.MARK for token in tokens[start:stop])


def _ends_scope(tokens: Sequence[Token], start: int, stop: int) -> bool:
    return _marks(tokens, start, stop) or any(token.norm in _CONTRAST for token in tokens[start:stop])


def _new_action(tokens: Sequence[Token], previous: Mention, mention: Mention) -> bool:
    gap = [token.norm for token in tokens[previous.stop : mention.start]]
    return mention.kind is SenseKind.ACTION and any(word in ("and", "y", "et", "und", "e") for word in gap)


def _coordinated(tokens: Sequence[Token], previous: Mention, mention: Mention) -> bool:
    gap = tokens[previous.stop : mention.start]
    words = {token.norm for token in gap if token.is_word}
    if not gap:
        return mention.kind not in _APART or previous.kind in (mention.kind, SenseKind.ACTION)
    if any(token.kind is TokenKind.MARK and token.norm not in ",/&" for token in gap):
        return False
    if mention.kind is not previous.kind:
        return bool(words & _ALTERNATIVE) and words <= _JOINERS
    if mention.kind is SenseKind.ACTION:
        return bool(words & _ALTERNATIVE) and words <= _JOINERS
    commas = any(token.kind is TokenKind.MARK for token in gap)
    more = any(token.norm in _ALTERNATIVE for token in tokens[mention.stop : mention.stop + 3])
    return words <= _JOINERS and (not commas or more or bool(words & _JOINERS))


def mark_degrees(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """``mentions`` scaled by the degree words right before them; degree words that found a partner go."""
    degrees = [m for m in mentions if m.kind is SenseKind.DEGREE]
    used: set[int] = set()
    scaled = [_with_degree(m, degrees, used) if m.kind in _SCALED else m for m in mentions]
    return tuple(m for m in scaled if m.kind is not SenseKind.DEGREE or m.start not in used)


def _with_degree(mention: Mention, degrees: Sequence[Mention], used: set[int]) -> Mention:
    edge, factor = mention.start, 1.0
    for degree in reversed(degrees):
        if degree.stop == edge and degree.start < mention.start:
            factor *= degree.sense.number
            edge = degree.start
            used.add(degree.start)
    return replace(mention, degree=factor)
