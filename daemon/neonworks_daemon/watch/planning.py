"""``Planner``: from a sprite and its recipe to the requests for a daemon and the places of the files."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from neonworks_models.export.names import safe_name
from neonworks_protocol.errors import AnimatorError, BadRequest, UnsupportedDirection
from neonworks_protocol.paths import fold_name

from neonworks_daemon.local.job import Job, PlannedClip
from neonworks_daemon.local.options import JobOptions
from neonworks_daemon.local.workshop import Workshop
from neonworks_daemon.watch.reading import Subject
from neonworks_daemon.watch.templates import clip_folder, sprite_folder

__all__ = ["Plan", "PlannedSprite", "Planner"]


@dataclass(frozen=True, eq=False)
class Plan:
    """One clip: its animation's name, what to draw, what the sentence was and the folder for its files."""

    animation: str
    text: str
    job: Job
    clip: PlannedClip
    folder: str


@dataclass(frozen=True, eq=False)
class PlannedSprite:
    """All clips of one sprite. ``folder`` is where its manifest goes, relative to the root."""

    subject: Subject
    plans: tuple[Plan, ...]
    folder: str
    notes: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the sprite is called in file names."""
        return PurePosixPath(self.subject.path).stem


class Planner:
    """Reads sentences and sprites with the code that workers use; draws nothing."""

    def __init__(self, root: Path, workshop: Workshop | None = None) -> None:
        self._root = root
        self._workshop = workshop or Workshop.configured()

    def plan(self, subject: Subject) -> PlannedSprite:
        """What can be drawn; the rest is noted. Raises ``AnimatorError`` naming the animation that is wrong,
        or the folder that cannot be written to, or why nothing at all can be drawn; ``BadSprite`` when the
        file is not the subject's any more."""
        plans: list[Plan] = []
        notes: list[str] = []
        undrawn: AnimatorError | None = None
        for name, options in subject.recipe.animations.items():
            try:
                job = self._prepared(subject, name, options)
            except UnsupportedDirection as error:
                undrawn = error
                notes.append(error.message)
                continue
            notes += [f"{name}: {note}" for note in job.notes]
            for label, clip in _labelled(name, job):
                folder = clip_folder(subject.recipe.out, subject.path, name, clip.request.direction)
                text = subject.recipe.texts[name]
                plans.append(Plan(name, text, job, replace(clip, label=label), folder))
        if undrawn is not None and not plans:
            raise undrawn
        _check_names(plans, subject.recipe.places)
        return PlannedSprite(
            subject,
            tuple(plans),
            sprite_folder(subject.recipe.out, subject.path),
            tuple(dict.fromkeys(notes)),
        )

    def _prepared(self, subject: Subject, name: str, options: JobOptions) -> Job:
        file = self._root / subject.path
        try:
            return self._workshop.prepare(
                replace(options, sprite=file), plan=False, data=subject.data, sprite=subject.sprite
            )
        except AnimatorError as error:
            raise type(error)(f"{name}: {error.message}") from error


def _labelled(name: str, job: Job) -> list[tuple[str, PlannedClip]]:
    """Labels that begin with the animation's own name: ``walk``, ``walk_left``, ``combo-2``."""
    facing = job.analysis.facing
    labels: list[str] = []
    for clip in job.clips:
        direction = clip.request.direction
        label = name if direction is facing else f"{name}_{direction}"
        times = sum(earlier == label or earlier.startswith(f"{label}-") for earlier in labels)
        labels.append(f"{label}-{times + 1}" if times else label)
    return list(zip(labels, job.clips, strict=True))


def _check_names(plans: list[Plan], places: Mapping[str, str]) -> None:
    seen: dict[str, Plan] = {}
    for plan in plans:
        place = fold_name(f"{plan.folder}/{safe_name(plan.clip.label)}")
        if (other := seen.get(place)) is not None:
            raise BadRequest(
                f"{other.animation} ({places[other.animation]}) and {plan.animation}"
                f" ({places[plan.animation]}) would both write {plan.clip.label}: rename one of them"
            )
        seen[place] = plan
