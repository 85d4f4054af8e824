"""``HostAdapter``: all that a program has to offer so that the panel can live in it.

The panel and everything below it talk to the host through these methods only; a host is one class. All are
called on the main thread, between two frames, and none may block: a picture that must be read from disk is a
few kilobytes, everything else comes from memory. None raises for what users or files do wrong; what went
wrong is said through ``say``. Entities come and go: an id that is not there any more changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from neonworks_editor.project.applied import AppliedClip
from neonworks_editor.project.place import ProjectPlace

if TYPE_CHECKING:
    import pygame

__all__ = ["Area", "EntityView", "HostAdapter", "Look", "PreviewClip", "SpriteChoice", "who_shows"]


class Area(NamedTuple):
    """A rectangle of the window, in pixels; ``pygame.Rect(*area)`` is the same."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class SpriteChoice:
    """A line of the sprite picker: what people call the picture, and its file (absolute)."""

    label: str
    path: Path


@dataclass(frozen=True, slots=True)
class EntityView:
    """One thing of the scene, as it is in this frame.

    ``id`` never changes while the entity lives; ``name`` is for people. ``sprite_path`` is the file of its
    still, None when it has none. ``screen_rect`` is where it is drawn, in window pixels. ``animation`` is
    empty when it stands still; ``elapsed_ms`` is the time inside the present pass.
    """

    id: str
    name: str
    sprite_path: Path | None
    screen_rect: Area
    animation: str = ""
    frame_index: int = 0
    elapsed_ms: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class PreviewClip:
    """Frames that exist in memory only. A host draws them and never writes, names or saves them.

    Fields as in ``AppliedClip``; ``frames`` are surfaces with alpha of one size, which nobody changes later.
    """

    animation: str
    frames: tuple[pygame.Surface, ...]
    durations: tuple[int, ...]
    loop: bool
    pivot: tuple[float, float]
    still_offset: tuple[int, int] = (0, 0)


def who_shows(path: Path, picked: EntityView | None, others: Sequence[EntityView]) -> EntityView | None:
    """Whose still lies there: the picked one, else the frontmost; None when it is nobody's."""
    candidates = [*others] if picked is None else [*others, picked]
    return next((each for each in reversed(candidates) if each.sprite_path == path), None)


class Look(Protocol):
    """What ``remember`` gives and ``restore`` takes; only the host knows what is in it."""


class HostAdapter(Protocol):
    """A program with a scene, seen from the panel."""

    @property
    def name(self) -> str:
        """What the host is called in messages and in ``ClientInfo.name``, 1 to 64 characters."""

    def panel_area(self) -> Area:
        """Where the panel may be drawn at present: the window without the host's own bars."""

    def project(self) -> ProjectPlace | None:
        """Where applied animations go; None while no project is open (then nothing can be applied)."""

    def sprites(self) -> Sequence[SpriteChoice]:
        """The project's still pictures, for the picker."""

    def entities(self) -> Sequence[EntityView]:
        """The things of the scene that have a picture, those in front last."""

    def entity_at(self, point: tuple[int, int]) -> EntityView | None:
        """The frontmost entity under a point of the window."""

    def selected(self) -> EntityView | None:
        """The entity that the user picked last, if it is still there."""

    def select(self, entity_id: str | None) -> None:
        """Mark an entity as picked, or none. An unknown id picks none."""

    def bring(self, path: Path) -> EntityView | None:
        """The user chose this picture: pick whoever shows it, the one that is picked first of all.

        A host may put a new thing into its scene where nobody does. None: nobody shows it, and what is
        applied goes to the one that is picked.
        """

    def show(self, entity_id: str, clip: AppliedClip, *, keep_phase: bool = True) -> None:
        """Play an applied animation, read from its files, from the next frame on and until told otherwise.

        It takes the place of the entity's animation of the same name and becomes the current one. With
        ``keep_phase`` it goes on at the same share of the pass, so that a walk keeps its step whatever the
        number or size of frames. This is what a save of the scene records. Files that cannot be read leave
        the entity as it is and are told by ``say``.
        """

    def remember(self, entity_id: str) -> Look | None:
        """All that ``show`` would change about the entity, for ``restore``; None: no such entity."""

    def restore(self, entity_id: str, look: Look) -> None:
        """Put back what ``remember`` gave; the picture is read from its files again where there are files."""

    def clips(self) -> Mapping[str, Sequence[AppliedClip]]:
        """The applied animations that entities hold, by entity id, the one that plays first.

        Asked a few times a second; entities without any need not be named.
        """

    def swap(self, entity_id: str, clip: AppliedClip) -> None:
        """The files of an animation that the entity holds have changed: take them, whatever plays now.

        As ``show`` with the phase kept, but what was current stays current.
        """

    def drop(self, entity_id: str, animation: str) -> None:
        """Take an applied animation away: the entity has what it had before one of that name was applied."""

    def preview(self, entity_id: str, clip: PreviewClip | None) -> None:
        """Draw these frames in place of the entity's own, with the phase kept; None ends it.

        A save that happens meanwhile records the entity as it was.
        """

    def refresh(self, paths: Sequence[Path]) -> None:
        """These pictures have new content and are whole: stills and thumbnails made of them are read again.

        Entities that use none of them do not change.
        """

    def capture_text(self, on: bool) -> None:
        """While on, keys belong to a text field: the host's hotkeys are off. Off is always safe to say."""

    def say(self, text: str) -> None:
        """Show one line in the host's own status line, if it has one."""

    def background(self) -> pygame.Surface | None:
        """The scene without the panel, to stand behind the preview; None when the host cannot tell."""

    def scene_changed(self) -> None:
        """An entity's lasting look has changed: hosts that save automatically save, others mark the scene."""
