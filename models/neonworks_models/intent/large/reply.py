"""A reply as a value: written for training, read as it streams, read when it is whole."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Direction, Effect, Variant

from neonworks_models.intent.large.schema import (
    MAX_EFFECTS,
    MAX_STEPS,
    MAX_STYLES,
    MAX_TIMES,
    NO_DIRECTION,
    POWERS,
    SPEEDS,
    UNCLEAR,
)
from neonworks_models.intent.styles import STYLES

__all__ = ["Reply", "Step", "decode", "decode_partial", "encode", "power_word", "reply_for", "speed_word"]

_Times = Annotated[int, msgspec.Meta(ge=2, le=MAX_TIMES)]
_Frames = Annotated[int, msgspec.Meta(ge=2, le=32)]

_ACTIONS = frozenset(Action)
_HEADINGS = frozenset((*Direction, NO_DIRECTION))


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One action of a sequence. What is ``UNSET`` the model did not decide.

    ``do`` is an ``Action`` or, of a reply itself, ``UNCLEAR``; ``to`` is a ``Direction`` or ``NO_DIRECTION``.
    """

    do: str
    variant: Variant | UnsetType = msgspec.field(name="as", default=UNSET)
    times: _Times | UnsetType = UNSET
    to: str | UnsetType = UNSET


class Reply(Step, frozen=True, kw_only=True):
    """All that a model says of a sentence; the fields after ``to`` hold for every step.

    ``speed`` is a word of ``SPEEDS``, ``power`` of ``POWERS``, ``style`` has words of ``STYLES``.
    """

    speed: str | UnsetType = UNSET
    power: str | UnsetType = UNSET
    frames: _Frames | UnsetType = UNSET
    loop: bool | UnsetType = UNSET
    fx: Annotated[tuple[Effect, ...], msgspec.Meta(max_length=MAX_EFFECTS)] | UnsetType = UNSET
    style: Annotated[tuple[str, ...], msgspec.Meta(max_length=MAX_STYLES)] | UnsetType = UNSET
    then: Annotated[tuple[Step, ...], msgspec.Meta(max_length=MAX_STEPS)] | UnsetType = UNSET

    @property
    def understood(self) -> bool:
        """Whether the sentence asks for an action."""
        return self.do != UNCLEAR


def encode(reply: Reply) -> str:
    """The one text of ``reply``: JSON without blanks, keys in order, what is not said left out."""
    return msgspec.json.encode(reply).decode()


def decode(text: str) -> Reply:
    """The reply in ``text``, whatever is around it. Raises ``BadRequest`` with the reason."""
    found = _object_in(text)
    if found is None:
        raise BadRequest("the model's reply holds no whole JSON object")
    try:
        reply = msgspec.json.decode(found, type=Reply)
    except msgspec.DecodeError as error:
        raise BadRequest(f"the model's reply is not of the form asked for: {error}") from None
    unknown = next(_unknown_words(reply), None)
    if unknown is not None:
        raise BadRequest(f"the model's reply has the unknown word {unknown[:40]!r}")
    return reply


def _unknown_words(reply: Reply) -> Iterator[str]:
    later = reply.then or ()
    lists: tuple[tuple[Collection[str], Iterable[str | UnsetType]], ...] = (
        ((*_ACTIONS, UNCLEAR), (reply.do,)),
        (_ACTIONS, (step.do for step in later)),
        (_HEADINGS, (step.to for step in (reply, *later))),
        (SPEEDS, (reply.speed,)),
        (POWERS, (reply.power,)),
        (STYLES, reply.style or ()),
    )
    for known, words in lists:
        yield from (word for word in words if isinstance(word, str) and word not in known)


def decode_partial(text: str) -> Reply | None:
    """What the members that are whole so far say; None before the action. Never raises.

    Takes any text: a member that is damaged or unknown is left out, as is everything after a tear.
    """
    members = dict(_members(text))
    if "do" not in members:
        begun = _BEGUN.fullmatch(text)
        # No action is the start of another: it is known before its closing quote.
        return Reply(do=begun[1]) if begun and begun[1] in (*_ACTIONS, UNCLEAR) else None
    try:
        return decode(_joined(members))
    except BadRequest:
        known = {key: value for key, value in members.items() if _is_sound(key, value)}
    return decode(_joined(known)) if "do" in known else None


def _joined(members: Mapping[str, str]) -> str:
    return "{" + ",".join(f'"{key}":{value}' for key, value in members.items()) + "}"


def _is_sound(key: str, value: str) -> bool:
    probe = {"do": '"idle"', key: value}
    try:
        decode(_joined(probe))
    except BadRequest:
        return False
    return True


_BEGUN = re.compile(r'[^{]*\{\s*"do"\s*:\s*"([a-z_]{1,16})')
_KEY = re.compile(r'\s*[,{]?\s*"([a-z]{1,8})"\s*:\s*')
_VALUE = re.compile(r'"[a-z_]{1,16}"|(?:\d{1,3}|true|false)(?=\s*[,}])|\[[^\[\]]{0,800}\]')


def _members(text: str) -> Iterator[tuple[str, str]]:
    """Keys and whole values from the first brace on, up to the first thing that is none."""
    at = text.find("{")
    while at >= 0:
        key = _KEY.match(text, at)
        value = _VALUE.match(text, key.end()) if key else None
        if key is None or value is None:
            return
        yield key[1], value[0]
        at = value.end()


def _object_in(text: str) -> str | None:
    """From the first brace to the one that closes it; quoted braces do not occur in sound replies."""
    start, depth = text.find("{"), 0
    if start < 0:
        return None
    for at in range(start, len(text)):
        depth += (text[at] == "{") - (text[at] == "}")
        if depth == 0:
            return text[start : at + 1]
    return None


def speed_word(speed: float) -> str:
    """The word for a speed multiplier; borders as those that requests are scored by (0.9 and 1.1)."""
    if speed < 0.9:
        return "very_slow" if speed < 0.58 else "slow"
    if speed > 1.1:
        return "very_fast" if speed > 1.7 else "fast"
    return "normal"


def power_word(intensity: float) -> str:
    """The word for an intensity; "medium" from 0.45 to 0.75."""
    return "low" if intensity < 0.45 else "high" if intensity > 0.75 else "medium"


def reply_for(sequence: Sequence[MotionSpec], *, understood: bool = True) -> Reply:
    """The reply that a perfect model gives for these specs: what is at its default is not said.

    Neighbours that are equal become one step with a count. Styles without a name in ``STYLES`` and whatever
    is beyond the form's limits are left out.
    """
    if not understood:
        return Reply(do=UNCLEAR)
    steps = list(_counted(sequence))
    (first, times), spec = steps[0], sequence[0]
    styles = tuple(name for name in spec.style_modifiers if name in STYLES)[:MAX_STYLES]
    later = tuple(_step(other, count) for other, count in steps[1:])[:MAX_STEPS]
    head = _step(first, times)
    return Reply(
        do=head.do,
        variant=head.variant,
        times=head.times,
        to=head.to,
        speed=UNSET if spec.speed_multiplier == 1.0 else speed_word(spec.speed_multiplier),
        power=UNSET if spec.intensity == 0.5 else power_word(spec.intensity),
        frames=UNSET if spec.frame_count is None else spec.frame_count,
        loop=UNSET if spec.loop is None else spec.loop,
        fx=spec.special_effects[:MAX_EFFECTS] or UNSET,
        style=styles or UNSET,
        then=later or UNSET,
    )


def _step(spec: MotionSpec, times: int) -> Step:
    return Step(
        do=spec.animation_type,
        variant=spec.variant or UNSET,
        times=min(times, MAX_TIMES) if times > 1 else UNSET,
        to=spec.direction or UNSET,
    )


def _counted(sequence: Sequence[MotionSpec]) -> Iterator[tuple[MotionSpec, int]]:
    count = 1
    for spec, following in zip(sequence, (*sequence[1:], None), strict=True):
        if following == spec:
            count += 1
            continue
        yield spec, count
        count = 1
