"""Every setting that a user can change, as a method; each is one step of undo, joined while it goes on."""

import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace

from neonworks_protocol.limits import MAX_SEQUENCE, MAX_TEXT_CHARS
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Tier

from neonworks_editor.studio.motion_sheet import MotionSheet
from neonworks_editor.studio.settings import MAX_TAKES, Refinement, Settings
from neonworks_editor.studio.spec import FieldEdit, SpecField, SpecValue, with_edit
from neonworks_editor.studio.undo import UndoStack

__all__ = ["MAX_REFINEMENTS", "Editing", "clean_text", "random_seed"]

MAX_REFINEMENTS = 16
"""Refinements in a row; each is one more question to the daemon when the sentence changes."""


def random_seed() -> int:
    """Any seed."""
    return secrets.randbelow(2**32)


def clean_text(text: str) -> str:
    """``text`` at the wire's length. Halves of surrogate pairs, which some platforms' input has and UTF-8 has
    not, are joined where both are there and replaced where one is alone."""
    if any("\ud800" <= char <= "\udfff" for char in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text[:MAX_TEXT_CHARS]


class Editing(ABC):
    """The settings and their undo. ``clock`` gives seconds and never goes back."""

    def __init__(self, clock: Callable[[], float], seed: Callable[[], int] = random_seed) -> None:
        self._clock = clock
        self._seed = seed
        self._undo = UndoStack(Settings())

    @abstractmethod
    def settings_changed(self) -> None:
        """Called after every change, undo and redo."""

    @property
    def settings(self) -> Settings:
        """Everything that is set now."""
        return self._undo.value

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return self._undo.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back."""
        return self._undo.can_redo

    def undo(self) -> None:
        """Takes the last step back."""
        self._undo.undo()
        self.settings_changed()

    def redo(self) -> None:
        """Takes the step again."""
        self._undo.redo()
        self.settings_changed()

    def begin_here(self) -> None:
        """Nothing before this moment can be undone: the program chose it, not the user."""
        self._undo.begin_here()

    def end_gesture(self) -> None:
        """The mouse was released or the field left: what follows is a step of its own."""
        self._undo.rest()

    def set_text(self, text: str) -> None:
        """The sentence, unchanged but for its length; a chosen reading of the old one is given up."""
        self._set("text", text=clean_text(text), chosen=None, second=())

    def refine(self, text: str, place: int = 0) -> None:
        """Changes the action at ``place`` in words: "slower", "without the glow"."""
        if text.strip() and len(self.settings.refinements) < MAX_REFINEMENTS:
            added = Refinement(clean_text(text.strip()), place)
            self._set(None, refinements=(*self.settings.refinements, added))

    def remove_refinement(self, number: int) -> None:
        """Takes one refinement (from 0) out of the row."""
        kept = tuple(r for at, r in enumerate(self.settings.refinements) if at != number)
        self._set(None, refinements=kept)

    def choose_reading(self, spec: MotionSpec | None) -> None:
        """Draws an alternative reading of the sentence; None goes back to the sentence's own."""
        self._set(None, chosen=spec, second=())

    def take_second(self, sequence: Iterable[MotionSpec]) -> None:
        """Draws the larger language model's reading in place of the sentence's own; none: back to that."""
        self._set(None, second=tuple(sequence)[:MAX_SEQUENCE], chosen=None)

    def edit(self, field: SpecField, value: SpecValue, place: int = 0) -> None:
        """The user's value for a field of the action at ``place``; raises ``BadRequest`` for a bad one."""
        edits = with_edit(self.settings.edits, FieldEdit(place, field, value))
        self._set(("edit", place, field), edits=edits)

    def reset_field(self, field: SpecField, place: int = 0) -> None:
        """Back to what the sentence says."""
        kept = tuple(e for e in self.settings.edits if (e.place, e.field) != (place, field))
        self._set(None, edits=kept)

    def reset_edits(self) -> None:
        """Back to what the sentence says, in every field."""
        self._set(None, edits=(), chosen=None, second=(), refinements=())

    def set_actions(self, actions: Iterable[Action]) -> None:
        """Presets, drawn in place of the sentence's action; none: the sentence's own."""
        self._set(None, actions=tuple(dict.fromkeys(actions))[:MAX_SEQUENCE])

    def set_motion(self, sheet: MotionSheet | None) -> None:
        """Another figure's frames to move like; None: the action's own motion."""
        self._set(None, motion=sheet)

    def set_directions(self, directions: Iterable[Direction]) -> None:
        """Directions to draw; none: the sentence's own, else the still's."""
        self._set(None, directions=tuple(dict.fromkeys(directions)))

    def set_facing(self, facing: Direction | None) -> None:
        """The direction that the still is drawn in; None: guessed."""
        self._set(None, facing=facing)

    def set_archetype(self, archetype: Archetype | None) -> None:
        """The body plan; None: guessed."""
        self._set(None, archetype=archetype)

    def move_joint(self, name: str, x: float, y: float) -> None:
        """A joint in pixels of the still, clamped to it; passed over while its place is not known."""
        sprite = self.settings.sprite
        if sprite is None:
            return
        width, height = sprite.size
        joints = {**(self.base_joints() or {}), **dict(self.settings.joints)}
        if name not in joints:
            return
        joints[name] = (max(0.0, min(float(x), width)), max(0.0, min(float(y), height)))
        self._set(("joint", name), joints=tuple(sorted(joints.items())))

    def base_joints(self) -> dict[str, tuple[float, float]] | None:
        """Where the joints are without the user's corrections, when that is known."""
        return None

    def reset_joints(self) -> None:
        """Back to the joints that were found in the still."""
        self._set(None, joints=())

    def set_tier(self, tier: Tier, *, only: bool = False) -> None:
        """The best tier that is wanted; with ``only`` the ones below it are skipped."""
        self._set(None, tier=tier, only_tier=only)

    def set_generator(self, name: str | None) -> None:
        """Pins one generator; None: the daemon's choice."""
        self._set(None, generator=name)

    def set_take_count(self, count: int) -> None:
        """How many takes side by side, 1 to 4; each new one has a seed of its own."""
        seeds = list(self.settings.seeds[: max(1, min(count, MAX_TAKES))])
        while len(seeds) < min(count, MAX_TAKES):
            seeds.append(self._fresh_seed(seeds))
        self._set(
            None, seeds=tuple(seeds), locked=frozenset(n for n in self.settings.locked if n < len(seeds))
        )

    def set_seed(self, take: int, seed: int) -> None:
        """The seed of one take (from 0), clamped to 32 bits; two takes never have the same."""
        seeds = list(self.settings.seeds)
        seed = max(0, min(seed, 2**32 - 1))
        if 0 <= take < len(seeds) and seed not in seeds:
            seeds[take] = seed
            self._set(("seed", take), seeds=tuple(seeds))

    def lock_take(self, take: int, locked: bool) -> None:
        """A locked take keeps its seed when the others are rolled again."""
        chosen = self.settings.locked | {take} if locked else self.settings.locked - {take}
        if 0 <= take < len(self.settings.seeds):
            self._set(None, locked=frozenset(chosen))

    def reroll(self, take: int | None = None) -> None:
        """New seeds for one take, or for all that are not locked."""
        seeds = list(self.settings.seeds)
        for number in range(len(seeds)) if take is None else (take,):
            if 0 <= number < len(seeds) and number not in self.settings.locked:
                seeds[number] = self._fresh_seed(seeds)
        self._set(None, seeds=tuple(seeds))

    def keep_take(self, take: int) -> None:
        """Goes on with one of the takes alone."""
        if 0 <= take < len(self.settings.seeds):
            locked = frozenset({0}) if take in self.settings.locked else frozenset()
            self._set(None, seeds=(self.settings.seeds[take],), locked=locked)

    def apply_settings(self, settings: Settings) -> None:
        """All settings at once, as one step."""
        self._change(settings, None)

    def _fresh_seed(self, taken: list[int]) -> int:
        while (seed := self._seed()) in taken:
            pass
        return seed

    def _set(self, kind: Hashable, **values: object) -> None:
        self._change(replace(self.settings, **values), kind)  # type: ignore[arg-type]

    def _change(self, settings: Settings, kind: Hashable) -> None:
        if settings != self.settings:
            self._undo.change(settings, kind, self._clock())
            self.settings_changed()
