"""Recorded input: JSON lines of events with their times, played back as pygame events.

One line is one event: ``{"t": 0.5, "event": "KEYDOWN", "key": "return", "mod": ["ctrl"]}``. Times are
seconds from the start and never fall. Keys carry pygame's names, so that a file reads like what was done.
A place is ``"pos": [x, y]`` in pixels of the window, or ``"at": "name"`` (and ``"part": [0.5, 0.5]``), which
the player looks up when the event is due: recordings survive a change of layout.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated

import msgspec
import pygame
from neonworks_protocol.errors import BadRequest

__all__ = [
    "Player",
    "RecordedEvent",
    "Recorder",
    "clicked",
    "pressed",
    "read_recording",
    "typed",
    "write_recording",
]

_KINDS = {
    name: getattr(pygame, name)
    for name in (
        "KEYDOWN",
        "KEYUP",
        "TEXTINPUT",
        "TEXTEDITING",
        "MOUSEMOTION",
        "MOUSEBUTTONDOWN",
        "MOUSEBUTTONUP",
        "MOUSEWHEEL",
        "DROPFILE",
        "QUIT",
    )
}
_MODIFIERS = {"ctrl": pygame.KMOD_LCTRL, "shift": pygame.KMOD_LSHIFT, "alt": pygame.KMOD_LALT}
_PLACED = frozenset({"MOUSEMOTION", "MOUSEBUTTONDOWN", "MOUSEBUTTONUP"})
_MAX_EVENTS = 100_000
"""Half an hour of wild mouse movement; a recorder that is forgotten must not fill the memory."""


class RecordedEvent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One event; fields that its kind does not use keep their defaults."""

    t: Annotated[float, msgspec.Meta(ge=0.0)]
    """Seconds from the start."""
    event: str
    """Name of the event's type, as pygame spells it."""
    key: str = ""
    mod: tuple[str, ...] = ()
    text: str = ""
    start: int = 0
    length: int = 0
    pos: tuple[int, int] | None = None
    at: str = ""
    """Name of a widget, in place of ``pos``."""
    part: tuple[float, float] = (0.5, 0.5)
    """Where in the widget: (0, 0) is its top left, (1, 1) its bottom right."""
    rel: tuple[int, int] = (0, 0)
    button: int = 1
    buttons: tuple[int, int, int] = (0, 0, 0)
    y: int = 0
    """Wheel steps; > 0 is away from the user."""
    file: str = ""


def read_recording(text: str) -> list[RecordedEvent]:
    """The events of a recording. Raises ``BadRequest`` with the line that is wrong."""
    decoder = msgspec.json.Decoder(RecordedEvent)
    events: list[RecordedEvent] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            event = decoder.decode(line.encode())
        except (msgspec.DecodeError, UnicodeEncodeError) as error:
            raise BadRequest(f"line {number} of the recording: {error}") from error
        _check(event, number, events[-1].t if events else 0.0)
        events.append(event)
    return events


def _check(event: RecordedEvent, number: int, earliest: float) -> None:
    problem = _problem(event, earliest)
    if problem:
        raise BadRequest(f"line {number} of the recording: {problem}")


def _problem(event: RecordedEvent, earliest: float) -> str:
    if event.event not in _KINDS:
        return f"unknown event {event.event!r}; use one of {', '.join(_KINDS)}"
    if event.t < earliest:
        return f"its time {event.t} is before the line above"
    unknown = [word for word in event.mod if word not in _MODIFIERS]
    if unknown:
        return f"unknown modifier {unknown[0]!r}; use ctrl, shift or alt"
    if event.event in _PLACED and event.pos is None and not event.at:
        return f"{event.event} needs pos or at"
    return ""


def write_recording(events: Iterable[RecordedEvent]) -> str:
    """The events as JSON lines."""
    return "".join(msgspec.json.encode(event).decode() + "\n" for event in events)


class Player:
    """Posts the events of a recording when they are due.

    ``locate`` answers with the rectangle of a named widget on the window; ``post`` takes the pygame event.
    """

    def __init__(
        self,
        events: Sequence[RecordedEvent],
        *,
        locate: Callable[[str], pygame.Rect],
        post: Callable[[pygame.event.Event], object] = pygame.event.post,
    ) -> None:
        self._events = list(events)
        self._next = 0
        self._locate = locate
        self._post = post

    @property
    def finished(self) -> bool:
        """Whether every event was posted."""
        return self._next >= len(self._events)

    def advance(self, elapsed_s: float) -> int:
        """Post what is due ``elapsed_s`` seconds after the start; answers how many events that were."""
        posted = 0
        while not self.finished and self._events[self._next].t <= elapsed_s:
            self._post(self._event(self._events[self._next]))
            self._next += 1
            posted += 1
        return posted

    def _event(self, event: RecordedEvent) -> pygame.event.Event:
        fields = _fields(event)
        if event.event in _PLACED:
            fields["pos"] = self._place(event)
        return pygame.event.Event(_KINDS[event.event], fields)

    def _place(self, event: RecordedEvent) -> tuple[int, int]:
        if not event.at:
            return event.pos or (0, 0)
        rect = self._locate(event.at)
        across, down = event.part
        return rect.x + min(int(rect.w * across), rect.w - 1), rect.y + min(int(rect.h * down), rect.h - 1)


def _fields(event: RecordedEvent) -> dict[str, object]:
    match event.event:
        case "KEYDOWN" | "KEYUP":
            mod = sum(_MODIFIERS[word] for word in event.mod)
            return {"key": _key(event.key), "mod": mod, "unicode": event.text, "scancode": 0}
        case "TEXTINPUT":
            return {"text": event.text}
        case "TEXTEDITING":
            return {"text": event.text, "start": event.start, "length": event.length}
        case "MOUSEMOTION":
            return {"rel": event.rel, "buttons": event.buttons}
        case "MOUSEBUTTONDOWN" | "MOUSEBUTTONUP":
            return {"button": event.button}
        case "MOUSEWHEEL":
            return {"x": 0, "y": event.y, "flipped": False, "precise_x": 0.0, "precise_y": float(event.y)}
        case "DROPFILE":
            return {"file": event.file}
    return {}


def _key(name: str) -> int:
    try:
        return pygame.key.key_code(name)
    except ValueError as error:
        raise BadRequest(
            f"the recording names an unknown key {name!r}; use pygame's names, such as return"
        ) from error


def typed(text: str, *, start: float = 0.0, every: float = 0.08) -> list[RecordedEvent]:
    """The events of typing ``text``, one key each ``every`` seconds: 0.08 s is a quick typist."""
    events: list[RecordedEvent] = []
    for index, character in enumerate(text):
        at = start + index * every
        key = {" ": "space"}.get(character, character.lower())
        if (len(key) == 1 and key.isascii()) or key == "space":
            events.append(RecordedEvent(t=at, event="KEYDOWN", key=key, text=character))
        events.append(RecordedEvent(t=at, event="TEXTINPUT", text=character))
    return events


def pressed(key: str, *mod: str, at: float = 0.0) -> list[RecordedEvent]:
    """The events of one key press, with modifiers."""
    return [
        RecordedEvent(t=at, event="KEYDOWN", key=key, mod=mod),
        RecordedEvent(t=at, event="KEYUP", key=key, mod=mod),
    ]


def clicked(name: str, *, at: float = 0.0, part: tuple[float, float] = (0.5, 0.5)) -> list[RecordedEvent]:
    """The events of a click on a named widget."""
    return [
        RecordedEvent(t=at, event="MOUSEMOTION", at=name, part=part),
        RecordedEvent(t=at, event="MOUSEBUTTONDOWN", at=name, part=part),
        RecordedEvent(t=at, event="MOUSEBUTTONUP", at=name, part=part),
    ]


class Recorder:
    """Turns a session's pygame events into a recording, at most 100,000 of them; later ones are left out."""

    def __init__(self) -> None:
        self.events: list[RecordedEvent] = []

    def take(self, event: pygame.event.Event, elapsed_s: float) -> None:
        """Keep an event that came ``elapsed_s`` seconds after the start; kinds that are not input pass by."""
        name = next((name for name, kind in _KINDS.items() if kind == event.type), None)
        if name is None or len(self.events) >= _MAX_EVENTS:
            return
        self.events.append(_recorded(name, event, elapsed_s))


def _recorded(name: str, event: pygame.event.Event, elapsed_s: float) -> RecordedEvent:
    fields = dict(event.dict)
    values: dict[str, object] = {
        key: fields[key]
        for key in ("text", "start", "length", "pos", "rel", "button", "buttons", "y", "file")
        if key in fields
    }
    if name in ("KEYDOWN", "KEYUP"):
        mod = fields.get("mod", 0)
        values["key"] = pygame.key.name(fields["key"])
        values["mod"] = tuple(word for word, bit in _GROUPS.items() if mod & bit)
        values["text"] = fields.get("unicode", "")
    return msgspec.convert({"t": elapsed_s, "event": name, **values}, type=RecordedEvent, strict=False)


_GROUPS = {"ctrl": pygame.KMOD_CTRL, "shift": pygame.KMOD_SHIFT, "alt": pygame.KMOD_ALT}
