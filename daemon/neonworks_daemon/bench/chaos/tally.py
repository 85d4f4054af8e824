"""``Tally``: what every client was handed, against what it was promised.

A request's promise is its ``Reference``: the frames of the same request drawn without disturbance. Frames are
compared as a set of (clip, take, index, tier), *clip* being the clip's number in its job: the same job played
to another request has other clip ids.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from neonworks_protocol.messages import (
    Accepted,
    Clip,
    ClipDone,
    Done,
    EndMessage,
    Failed,
    Frame,
    ServerMessage,
)
from neonworks_protocol.vocabulary import Encoding

from neonworks_daemon.feed import job_of_clip

__all__ = ["FrameKey", "Reference", "RequestTally", "Tally", "TallyReport", "reference_of"]

FrameKey = tuple[int, int, int, str]
"""(clip number in the job, take, index, tier)."""
Reference = Mapping[FrameKey, str]
"""Every frame of a request -> the digest of its pixels."""

_HARMS = ("lost", "twice", "wrong", "unended")
_EXAMPLES = 20
"""Faults that are told in words; the counts hold them all."""


def _key(frame: Frame) -> FrameKey:
    return (_clip_number(frame.clip_id), frame.take, frame.index, frame.tier.value)


def _clip_number(clip_id: str) -> int:
    known = job_of_clip(clip_id)
    return -1 if known is None else known[1]


def reference_of(messages: Iterable[ServerMessage]) -> Reference:
    """The frames of a request that nobody disturbed."""
    return {_key(message): message.sha256 for message in messages if isinstance(message, Frame)}


@dataclass
class RequestTally:
    """One request of one client, fed every message about it that the client was handed."""

    label: str
    reference: Reference | None = None
    """None: nothing is known of its frames but that each clip must be whole."""
    frames: dict[FrameKey, str] = field(default_factory=dict)
    promised: set[FrameKey] = field(default_factory=set)
    ends: list[EndMessage] = field(default_factory=list)
    job_id: str | None = None
    shared: bool = False
    """Another request of the channel is handed the frames."""
    twice: list[FrameKey] = field(default_factory=list)
    wrong: list[FrameKey] = field(default_factory=list)
    stray: int = 0
    """Messages after the end."""
    restarts: int = 0
    """How often the client asked for everything from the first frame again."""
    _clips: dict[int, Clip] = field(default_factory=dict)
    earlier: dict[FrameKey, str] = field(default_factory=dict)
    """Frames that were handed over before the client asked for everything again."""

    def restart(self) -> None:
        """The client asks for the whole request again: frames that it has may come once more, unchanged."""
        self.restarts += 1
        self.earlier |= self.frames
        self.frames.clear()

    def take(self, message: ServerMessage) -> None:
        """Count what was handed over."""
        if self.ends:
            self.stray += 1
        if isinstance(message, Frame):
            self._frame(message)
        elif isinstance(message, Clip):
            self._clips[_clip_number(message.clip_id)] = message
        elif isinstance(message, ClipDone):
            self._whole(message)
        elif isinstance(message, Accepted):
            self.job_id = message.job_id
            self.shared = message.attached_to is not None
        elif isinstance(message, EndMessage):
            self.ends.append(message)

    @property
    def end(self) -> EndMessage | None:
        """How it ended; the first end where a fault gave it two."""
        return self.ends[0] if self.ends else None

    @property
    def lost(self) -> list[FrameKey]:
        """Frames that were promised and not handed over."""
        expected = set(self.promised)
        if isinstance(self.end, Done) and not self.shared and self.reference is not None:
            expected |= set(self.reference)
        return sorted(expected - set(self.frames) - set(self.earlier))

    def _frame(self, frame: Frame) -> None:
        key = _key(frame)
        if key in self.frames:
            self.twice.append(key)
        self.frames[key] = frame.sha256
        raw = frame.encoding is Encoding.RAW
        broken = raw and hashlib.sha256(frame.data).hexdigest() != frame.sha256
        strange = self.reference is not None and self.reference.get(key) != frame.sha256
        changed = self.earlier.get(key, frame.sha256) != frame.sha256
        if broken or strange or changed:
            self.wrong.append(key)

    def _whole(self, message: ClipDone) -> None:
        number = _clip_number(message.clip_id)
        clip = self._clips.get(number)
        if clip is not None:
            tier = message.tier.value
            self.promised |= {(number, message.take, index, tier) for index in range(clip.frame_count)}


@dataclass(frozen=True)
class TallyReport:
    """Sums over all requests. ``examples`` tells the first faults in words."""

    requests: int
    frames: int
    lost: int
    twice: int
    wrong: int
    unended: int
    """Requests without an end, or with more than one."""
    ends: Mapping[str, int]
    """Kind of end (``failed`` with its code) -> how many requests ended so."""
    examples: tuple[str, ...] = ()


class Tally:
    """All requests of all clients of a run."""

    def __init__(self) -> None:
        self._open: list[RequestTally] = []
        self._sums: Counter[str] = Counter()
        self._ends: Counter[str] = Counter()
        self._examples: list[str] = []

    def open(self, label: str, reference: Reference | None = None) -> RequestTally:
        """Follow one more request."""
        made = RequestTally(label, reference)
        self._open.append(made)
        return made

    def settle(self, request: RequestTally) -> None:
        """Add a request up and forget it: nothing about it can arrive any more."""
        self._open.remove(request)
        self._add(request)

    @property
    def settled(self) -> int:
        """Requests that were added up."""
        return self._sums["requests"]

    def report(self) -> TallyReport:
        """What was lost, repeated, wrong and left open; settles everything."""
        while self._open:
            self._add(self._open.pop(0))
        return TallyReport(
            ends=dict(sorted(self._ends.items())),
            examples=tuple(self._examples),
            **{name: self._sums[name] for name in ("requests", "frames", *_HARMS)},
        )

    def _add(self, request: RequestTally) -> None:
        bad_end = len(request.ends) != 1 or request.stray > 0
        harm = {"lost": request.lost, "twice": request.twice, "wrong": request.wrong}
        self._sums.update({word: len(keys) for word, keys in harm.items()})
        self._sums.update(requests=1, frames=len(request.frames), unended=int(bad_end))
        self._ends[_end_name(request.end)] += 1
        if len(self._examples) < _EXAMPLES:
            self._examples += _told(request, harm, bad_end)


def _told(request: RequestTally, harm: Mapping[str, list[FrameKey]], bad_end: bool) -> Iterable[str]:
    for word, keys in harm.items():
        if keys:
            yield f"{request.label} ({_end_name(request.end)}): {len(keys)} {word}, first {keys[0]}"
    if bad_end:
        names = ", ".join(map(_end_name, request.ends)) or "no end"
        yield f"{request.label}: ended with {names}, {request.stray} messages after it"


def _end_name(end: EndMessage | None) -> str:
    if end is None:
        return "no end"
    return f"failed {end.code}" if isinstance(end, Failed) else type(end).__name__.lower()
