"""``Actor``: one thing of the scene, with its still, its applied animations and where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pygame
from neonworks_protocol.errors import BadSprite

from neonworks_editor.hosts.standalone_pictures import LoadedClip, load_clip
from neonworks_editor.project.applied import AppliedClip

__all__ = ["Actor", "ActorLook"]

_PACE = {"walk": 14.0, "run": 34.0}
"""Scene pixels a second; a stride of our own walks is about as long at 64 × 64."""
_HOVERS = 10
"""A gap of more than this part of the height below the feet is air."""
_SIDEWAYS = frozenset({"left", "right"})


@dataclass(frozen=True, slots=True)
class ActorLook:
    """What an actor shows, without pixels: enough to show it again from files."""

    clips: tuple[AppliedClip, ...]
    current: str


@dataclass(eq=False)
class Actor:
    """``x`` and ``y`` are the ground under its feet, in scene pixels; ``still`` is drawn while nothing plays.

    An animation that is being read takes the place of the earlier one when it is whole.
    """

    id: str
    name: str
    sprite_path: Path
    still: pygame.Surface
    x: float
    y: float
    heading: int = 1
    """1: to the right, -1: to the left."""
    clips: dict[str, LoadedClip] = field(default_factory=dict)
    current: str = ""
    elapsed_s: float = 0.0
    preview: LoadedClip | None = None
    _reading: dict[str, tuple[AppliedClip, Iterator[LoadedClip | None]]] = field(default_factory=dict)
    _goal: str = ""
    _from_start: bool = False

    def __post_init__(self) -> None:
        self.set_still(self.still)

    def set_still(self, still: pygame.Surface) -> None:
        """Another picture of the same thing."""
        self.still = still
        self.box = still.get_bounding_rect()
        """Its opaque part."""
        height = still.get_height()
        # What floats high above its picture's lower edge is drawn as flying.
        self.feet = self.box.bottom if height - self.box.bottom <= height // _HOVERS else height

    @property
    def playing(self) -> LoadedClip | None:
        """What is drawn: the preview, else the current animation."""
        return self.preview or self.clips.get(self.current)

    @property
    def phase(self) -> float:
        """Share of the pass that has gone by."""
        shown = self.playing
        return self.elapsed_s / shown.play.seconds if shown else 0.0

    @property
    def wanted(self) -> str:
        """The animation that plays, or will when it is read."""
        return self._goal or self.current

    def want(self, clip: AppliedClip, *, current: bool, keep_phase: bool = True) -> None:
        """Read ``clip`` and take it when it is whole; with ``current`` it plays then."""
        self._reading[clip.animation] = (clip, load_clip(clip))
        if current:
            self._goal, self._from_start = clip.animation, not keep_phase

    def read_on(self) -> bool:
        """Read one frame of what is wanted; False when nothing is. Raises ``BadSprite``, once a clip."""
        if not self._reading:
            return False
        animation = next(iter(self._reading))
        try:
            loaded = next(self._reading[animation][1])
        except BadSprite:
            del self._reading[animation]
            if self._goal == animation:
                self._goal = ""
            raise
        if loaded is not None:
            del self._reading[animation]
            self._take(loaded)
        return True

    def _take(self, loaded: LoadedClip) -> None:
        phase = self.phase
        self.clips[loaded.animation] = loaded
        if self._goal == loaded.animation:
            self.current, self._goal = self._goal, ""
            phase = 0.0 if self._from_start else phase
            if loaded.direction in _SIDEWAYS:
                self.heading = -1 if loaded.direction == "left" else 1
        if self.playing is loaded:
            self.elapsed_s = phase % 1.0 * loaded.play.seconds

    def drop(self, animation: str) -> None:
        """Have no such animation any more."""
        self._reading.pop(animation, None)
        self.clips.pop(animation, None)
        if self._goal == animation:
            self._goal = ""
        if self.current == animation:
            self.current = next(iter(self.clips), "")
            self.elapsed_s = 0.0

    def look(self) -> ActorLook:
        """What it shows, and what it is about to show."""
        return ActorLook(self.applied(), self.wanted)

    def wear(self, look: ActorLook) -> None:
        """Show that again, read from the files anew."""
        for animation in set(self.clips) - {clip.animation for clip in look.clips}:
            self.clips.pop(animation)
        self._reading.clear()
        self._goal = ""
        if look.current not in self.clips:
            self.current = ""
        for clip in look.clips:
            self.want(clip, current=clip.animation == look.current)

    def applied(self) -> tuple[AppliedClip, ...]:
        """The animations that it holds or is reading, the current one first."""
        held = {name: loaded.clip for name, loaded in self.clips.items() if loaded.clip is not None}
        held |= {name: clip for name, (clip, _) in self._reading.items()}
        return tuple(sorted(held.values(), key=lambda clip: clip.animation != self.wanted))

    def show_preview(self, preview: LoadedClip | None) -> None:
        """Frames from memory in place of its own; the phase is kept both ways."""
        phase = self.phase
        self.preview = preview
        if (shown := self.playing) is not None:
            self.elapsed_s = phase % 1.0 * shown.play.seconds

    def advance(self, dt: float, left: float, right: float) -> None:
        """Go on by ``dt`` seconds, between two columns of the ground."""
        shown = self.playing
        if shown is None:
            return
        self.elapsed_s += dt
        if shown.play.loop:
            self.elapsed_s %= shown.play.seconds
        elif self.elapsed_s > shown.play.seconds + 1.0:
            # A one-shot rests on its last frame for a second, then shows again.
            self.elapsed_s = 0.0
        self._walk(shown, dt, left, right)

    def picture(self) -> tuple[pygame.Surface, tuple[int, int]]:
        """What to draw and where its top left corner is, in scene pixels."""
        shown = self.playing
        left, top = round(self.x - self.box.centerx), round(self.y - self.feet)
        if shown is None:
            return self.still, (left, top)
        frame: pygame.Surface = shown.play.frame_at(min(self.elapsed_s, shown.play.seconds))
        across, down = shown.still_offset
        if self._mirrored(shown):
            frame = pygame.transform.flip(frame, True, False)
            # The body's axis stays where it is, so that turning round does not step aside.
            across = frame.get_width() - across - 2 * self.box.centerx
        return frame, (left - across, top - down)

    def _walk(self, shown: LoadedClip, dt: float, left: float, right: float) -> None:
        action = shown.animation.split("_")[0]
        if action not in _PACE or right <= left:
            return
        if shown.direction and shown.direction not in _SIDEWAYS:
            return
        self.x += self.heading * _PACE[action] * dt
        if not left <= self.x <= right:
            self.x = min(max(self.x, left), right)
            self.heading = 1 if self.x <= left else -1

    def _mirrored(self, shown: LoadedClip) -> bool:
        """A clip that looks to one side is turned round when its actor goes to the other."""
        moving = shown.animation.split("_")[0] in _PACE
        return moving and shown.direction == ("right" if self.heading < 0 else "left")
