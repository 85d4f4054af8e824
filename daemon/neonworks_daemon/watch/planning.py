"""``Planner``: from a sprite and its recipe to the requests for a daemon and the places of the files."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from neonworks_models.export.names import safe_name
from neonworks_protocol.errors import AnimatorError, BadRequest
from neonworks_protocol.paths import fold_name, relative_name

from neonworks_daemon.local.job import Job, PlannedClip
from neonworks_daemon.local.options import JobOptions
from neonworks_daemon.local.workshop import Workshop
from neonworks_daemon.watch.reading import Subject

__all__ = ["Plan", "PlannedSprite", "Planner", "clip_folder", "sprite_folder"]

_PLACEHOLDERS = ("sprite", "folder", "animation", "direction")
_PER_CLIP = ("{animation}", "{direction}")


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
        self._workshop = workshop or Workshop()

    def plan(self, subject: Subject) -> PlannedSprite:
        """Raises ``AnimatorError`` naming the animation that cannot be drawn, or the folder that cannot be
        written to; ``BadSprite`` when the file is not the subject's any more."""
        plans: list[Plan] = []
        notes: list[str] = []
        for name, options in subject.recipe.animations.items():
            job = self._prepared(subject, name, options)
            notes += [f"{name}: {note}" for note in job.notes if note not in notes]
            for label, clip in _labelled(name, job):
                folder = clip_folder(subject.recipe.out, subject.path, name, clip.request.direction)
                text = subject.recipe.texts[name]
                plans.append(Plan(name, text, job, replace(clip, label=label), folder))
        _check_names(subject.path, plans)
        return PlannedSprite(
            subject, tuple(plans), sprite_folder(subject.recipe.out, subject.path), tuple(notes)
        )

    def _prepared(self, subject: Subject, name: str, options: JobOptions) -> Job:
        file = self._root / subject.path
        try:
            job = self._workshop.prepare(
                replace(options, sprite=file), plan=False, data=subject.data, sprite=subject.sprite
            )
        except AnimatorError as error:
            raise type(error)(f"{name}: {error.message}") from error
        if job.refused:
            label, refusal = job.refused[0]
            raise type(refusal)(f"{name} ({label}): {refusal.message}")
        return job


def clip_folder(template: str, path: str, animation: str, direction: str) -> str:
    """The folder of one clip's files. Raises ``BadRequest`` where the template leads out of the root."""
    return _filled(template, {**_of_path(path), "animation": animation, "direction": direction})


def sprite_folder(template: str, path: str) -> str:
    """The folder of a sprite's manifest: the part of the template that is the same for all of its clips."""
    parts = template.split("/")
    own = [index for index, part in enumerate(parts) if any(word in part for word in _PER_CLIP)]
    return _filled("/".join(parts[: own[0]] if own else parts) or "{folder}", _of_path(path))


def _of_path(path: str) -> dict[str, str]:
    pure = PurePosixPath(path)
    return {"sprite": pure.stem, "folder": "" if str(pure.parent) == "." else str(pure.parent)}


def _filled(template: str, values: Mapping[str, str]) -> str:
    def value(found: re.Match[str]) -> str:
        if (word := found[1]) not in values:
            known = ", ".join(f"{{{word}}}" for word in _PLACEHOLDERS)
            raise BadRequest(f"out = {template[:80]!r} has an unknown placeholder: choose from {known}")
        return values[word]

    text = re.sub(r"\{([^{}]*)\}", value, template)
    try:
        return "" if text in ("", ".", "./") else str(relative_name(text))
    except BadRequest as error:
        raise BadRequest(f"out: {error.message}") from error


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


def _check_names(path: str, plans: list[Plan]) -> None:
    seen: dict[str, str] = {}
    for plan in plans:
        place = fold_name(f"{plan.folder}/{safe_name(plan.clip.label)}")
        if place in seen:
            raise BadRequest(
                f"{path}: {seen[place]} and {plan.clip.label} would write the same files: rename one of them"
            )
        seen[place] = plan.clip.label
