"""Numbers in digits and words, and how many frames a sentence asks for.

A number counts frames only beside a word for frames; "250 ms", "12 fps", "frame 3" and "3 hops" do not.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from neonworks_models.intent.tokenize import Token, TokenKind
from neonworks_models.intent.wordsets import words

__all__ = ["FRAME_LIMITS", "FrameCount", "Number", "frame_count", "numbers"]

FRAME_LIMITS = (2, 32)
"""Fewest and most frames of a clip, as ``MotionSpec.frame_count`` has it."""

_UNITS: Mapping[str, int] = MappingProxyType(
    {
        word: value
        for value, words in enumerate(
            (
                "zero cero null",
                "one uno una ein eins un une um uma 一",
                "two dos zwei deux dois duas 二",
                "three tres drei trois 三",
                "four cuatro vier quatre quatro 四",
                "five cinco funf cinq 五",
                "six seis sechs 六",
                "seven siete sieben sept sete 七",
                "eight ocho acht huit oito 八",
                "nine nueve neun neuf nove 九",
                "ten diez zehn dix dez 十",
                "eleven once elf onze",
                "twelve doce zwolf douze doze dozen",
                "thirteen trece dreizehn treize treze",
                "fourteen catorce vierzehn quatorze catorze",
                "fifteen quince funfzehn quinze",
                "sixteen dieciseis sechzehn seize dezesseis",
                "seventeen diecisiete siebzehn dezessete",
                "eighteen dieciocho achtzehn dezoito",
                "nineteen diecinueve neunzehn dezenove",
                "twenty veinte zwanzig vingt vinte",
            )
        )
        for word in words.split()
    }
)
_TENS: Mapping[str, int] = MappingProxyType(
    {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "treinta": 30, "trente": 30,
     "trinta": 30, "dreissig": 30, "vierundzwanzig": 24}
)  # fmt: skip
# Spanish "once" (eleven) is an English word for looping: it is a number only before a word for frames.
_FRAME_WORDS = words(
    """
    frame frames fr frms frm f keyframe keyframes sprites images image poses drawings cels cells cell
    fotograma fotogramas cuadro cuadros imagen imagenes quadro quadros imagens einzelbild einzelbilder
    bild bilder bildern frameanzahl phasen trames フレーム コマ 枚 帧 fotogrammi pictures panels
    """
)
_AMBIGUOUS_FRAMES = words("image bild f fr poses images pictures imagen imagem drawings sprites cells cell")
_NOT_AFTER = words("per a second sec pro por par each")
_BETWEEN = words(
    """
    animation anim walk run attack jump idle key total distinct separate unique smooth individual in-
    between sprite single different full evenly clean hand drawn or so pixel art looping detailed
    """
)
_LABELS = words("count number anzahl numero nombre total of is to de")
_RATES = words("fps second sec seconds s")


@dataclass(frozen=True, slots=True)
class Number:
    """A quantity at tokens ``start`` to ``stop``."""

    value: float
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class FrameCount:
    """``value`` within ``FRAME_LIMITS``, and what was asked for, which may lie outside."""

    value: int
    asked: int


def numbers(tokens: Sequence[Token]) -> tuple[Number, ...]:
    """All numbers, "twenty four" and "24" alike, in order."""
    return tuple(_scan(tokens))


def _scan(tokens: Sequence[Token]) -> Iterator[Number]:
    at = 0
    while at < len(tokens):
        found = _number_at(tokens, at)
        if found is None:
            at += 1
            continue
        yield found
        at = found.stop


def _number_at(tokens: Sequence[Token], at: int) -> Number | None:
    token = tokens[at]
    if token.kind is TokenKind.NUMBER:
        return Number(_decimal(token.norm), at, at + 1)
    following = _UNITS.get(tokens[at + 1].norm) if at + 1 < len(tokens) else None
    if token.norm in _TENS:
        small = following is not None and 0 < following < 10
        return Number(_TENS[token.norm] + (following or 0 if small else 0), at, at + 1 + small)
    if token.norm == "half" and following == 12:
        return None
    if token.norm == "十" and following is not None and following < 10:
        return Number(10 + following, at, at + 2)
    if token.norm in _UNITS:
        value = _UNITS[token.norm]
        if following == 12 and value < 3:
            return Number(12 * value, at, at + 2)
        return Number(value, at, at + 1)
    return None


def _decimal(text: str) -> float:
    # A run of digits longer than any quantity we know would overflow later arithmetic.
    return float(text) if len(text) <= 9 else 1e9


def frame_count(tokens: Sequence[Token], *, bare: bool = False) -> FrameCount | None:
    """The number of frames asked for, or None.

    With ``bare``, a sentence that is little more than a number ("make it 12") counts too. A denied number
    ("not 6 but 8 frames") is passed over.
    """
    found = numbers(tokens)
    asked = [n for n in found if _counts_frames(tokens, n) and not _denied(tokens, n)]
    if not asked:
        asked = [n for n in found if bare and _stands_alone(tokens, n)]
    whole = [n for n in asked if n.value == int(n.value) and n.value >= 1]
    if not whole:
        return _grid(tokens)
    value = int(whole[-1 if _corrected(tokens, whole) else 0].value)
    low, high = FRAME_LIMITS
    return FrameCount(min(high, max(low, value)), value)


def _counts_frames(tokens: Sequence[Token], number: Number) -> bool:
    after = tokens[number.stop : number.stop + 4]
    if after and _is_frame_word(after[0], number.stop, tokens):
        return True
    if len(after) > 1 and after[0].norm in _BETWEEN:
        for offset, token in enumerate(after[1:], 1):
            if _is_frame_word(token, number.stop + offset, tokens):
                return True
            if token.norm not in _BETWEEN:
                break
    if len(after) > 1 and _range_end(tokens, number):
        return True
    return _labelled(tokens, number)


def _is_frame_word(token: Token, at: int, tokens: Sequence[Token]) -> bool:
    if token.norm not in _FRAME_WORDS:
        return False
    following = tokens[at + 1].norm if at + 1 < len(tokens) else ""
    if following in ("per", "pro", "por", "par", "/", "a", "each") and at + 2 < len(tokens):
        return tokens[at + 2].norm not in _RATES
    if token.norm == "f":
        return token.glued
    return True


def _range_end(tokens: Sequence[Token], number: Number) -> bool:
    """Whether ``number`` opens a range such as "6 to 8 frames" or "6-8 frames"."""
    joint = tokens[number.stop].norm
    at = number.stop + (1 if joint in ("to", "or", "a", "bis", "ou", "o") else 0)
    other = _number_at(tokens, at) if at < len(tokens) else None
    if other is None or other.stop >= len(tokens):
        return False
    return (at > number.stop or tokens[at].glued) and _is_frame_word(tokens[other.stop], other.stop, tokens)


def _labelled(tokens: Sequence[Token], number: Number) -> bool:
    """Whether a label stands before ``number``: "frames: 8", "frame count 8", "frame count of 8"."""
    at = number.start - 1
    skipped = False
    while at >= 0 and (tokens[at].norm in _LABELS or tokens[at].norm in ":="):
        skipped = True
        at -= 1
    if at < 0 or tokens[at].norm not in _FRAME_WORDS - _AMBIGUOUS_FRAMES:
        return False
    if number.stop < len(tokens) and tokens[number.stop].norm in ("ms", "fps", "px", "s", "x"):
        return False
    return skipped or tokens[at].norm in ("frames", "fotogramas", "quadros", "cuadros")


def _denied(tokens: Sequence[Token], number: Number) -> bool:
    before = [token.norm for token in tokens[max(0, number.start - 3) : number.start]]
    if before and before[-1] in ("not", "no", "nicht", "pas", "last", "first", "frame", "every"):
        return True
    return before[-2:] in (["instead", "of"], ["rather", "than"], ["more", "than"]) or before[:1] == ["hold"]


def _corrected(tokens: Sequence[Token], found: Sequence[Number]) -> bool:
    if len(found) < 2:
        return False
    gap = {token.norm for token in tokens[found[0].stop : found[-1].start]}
    return bool(gap & {"actually", "no", "wait", "sorry", "mean"})


def _stands_alone(tokens: Sequence[Token], number: Number) -> bool:
    rest = [t.norm for i, t in enumerate(tokens) if t.is_word and not number.start <= i < number.stop]
    return all(
        word in ("make", "it", "use", "only", "just", "now", "try", "with", "to", "instead") for word in rest
    )


def _grid(tokens: Sequence[Token]) -> FrameCount | None:
    """The cells of a sheet: "4x2 grid", "8x1 sprite sheet"."""
    for at, token in enumerate(tokens):
        if token.kind is not TokenKind.GRID:
            continue
        near = {other.norm for other in tokens[max(0, at - 3) : at + 4]}
        columns, rows = (int(part) for part in token.norm.split("x"))
        if (
            near & {"grid", "sheet", "spritesheet", "layout"}
            and FRAME_LIMITS[0] <= columns * rows <= FRAME_LIMITS[1]
        ):
            return FrameCount(columns * rows, columns * rows)
    return None
