"""Whether a watched folder keeps its promise: its results on disk and its announcements against the truth."""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from neonworks_models.export.formats import encode_clip
from neonworks_models.export.sidecar import decode_sidecar
from neonworks_models.sprites.decode import decode_sprite
from neonworks_protocol.errors import AnimatorError

from neonworks_daemon.bench.chaos.folder_truth import FolderTruth
from neonworks_daemon.bench.chaos.observer import Heard
from neonworks_daemon.local.delivery import artwork_of
from neonworks_daemon.local.job import Unwatched
from neonworks_daemon.local.workshop import Workshop
from neonworks_daemon.watch.book import RecipeBook
from neonworks_daemon.watch.manifest import Manifest, decode_manifest

__all__ = ["OUTPUTS", "FolderReport", "check_announcements", "check_results"]

OUTPUTS = "animations"
"""Where results go unless a recipe says otherwise."""
_LAG_S = 5.0
"""A result may be announced so long after its content was read: what was there before that counts."""


@dataclass
class FolderReport:
    """One line for each fault, beginning with the path."""

    missing: list[str] = field(default_factory=list)
    """The newest content of these has no result."""
    wrong: list[str] = field(default_factory=list)
    """Their files are not what the newest content makes."""
    doubled: list[str] = field(default_factory=list)
    """Announced again although nothing was different in between."""
    unheard: list[str] = field(default_factory=list)
    """Never announced with their newest content while somebody listened."""
    fed_back: list[str] = field(default_factory=list)
    """Outputs that were taken for inputs."""
    results: int = 0
    compared: int = 0
    """Results that were drawn again here, byte by byte."""

    @property
    def faults(self) -> list[str]:
        return [*self.missing, *self.wrong, *self.doubled, *self.unheard, *self.fed_back]


def check_results(root: Path, truth: FolderTruth, *, sample: int, seed: int) -> FolderReport:
    """Each path's manifest, files and sidecars; ``sample`` of them also by drawing them again."""
    report = FolderReport()
    manifests = _manifests(root, report)
    book = RecipeBook(root)
    usable = sorted(path for path, content in truth.now.items() if content.usable)
    drawn = set(random.Random(seed).sample(usable, min(sample, len(usable))))
    workshop = Workshop()
    for path in usable:
        manifest = manifests.get(path)
        if manifest is None or manifest.sha256 != truth.now[path].sha256:
            report.missing.append(f"{path}: {'no result' if manifest is None else 'an older content'}")
            continue
        report.results += 1
        problem = _problem(root, path, manifest, book)
        if not problem and path in drawn:
            report.compared += 1
            problem = _drawn_otherwise(root, path, manifest, book, workshop)
        if problem:
            report.wrong.append(f"{path}: {problem}")
    return report


def check_announcements(
    report: FolderReport,
    heard: Sequence[Heard],
    deaf: Sequence[tuple[float, float]],
    truth: FolderTruth,
    *,
    settle_s: float,
) -> None:
    """Adds what the announcements got wrong. Two equal ones in a row for one path are a double publish,
    unless the path was gone or, for ``settle_s`` or longer, another in between: the announcement of a result
    that is replaced while it still waits is left out."""
    last: dict[str, Heard] = {}
    for each in heard:
        change = each.change
        before = last.get(change.path)
        last[change.path] = each
        if change.path.startswith(f"{OUTPUTS}/"):
            report.fed_back.append(f"{change.path}: announced as a sprite")
        if before is None or (before.change.sha256, before.change.recipe) != (change.sha256, change.recipe):
            continue
        begin = before.at_s - _LAG_S
        if not truth.differed(change.path, change.sha256, begin, each.at_s, least_s=settle_s):
            gap = each.at_s - before.at_s
            report.doubled.append(f"{change.path}: announced again after {gap:.1f} s")
    if len(deaf) > 1:
        return
    for path, content in truth.now.items():
        if content.usable and (path not in last or last[path].change.sha256 != content.sha256):
            report.unheard.append(f"{path}: its newest result was not announced")


def _manifests(root: Path, report: FolderReport) -> dict[str, Manifest]:
    """By the sprite that they are of. Of a sprite that was moved the old place keeps its files."""
    found: dict[str, Manifest] = {}
    for file in sorted((root / OUTPUTS).rglob("*.animations.json")):
        manifest = decode_manifest(file.read_bytes())
        if manifest.sprite.startswith(f"{OUTPUTS}/"):
            report.fed_back.append(f"{manifest.sprite}: has a result of its own")
        if manifest.sprite in found:
            report.wrong.append(f"{manifest.sprite}: two results")
        found[manifest.sprite] = manifest
    return found


def _problem(root: Path, path: str, manifest: Manifest, book: RecipeBook) -> str:
    """What is wrong with the files of one result; "" when nothing is."""
    recipe = book.of(path)
    if manifest.recipe != recipe.digest:
        return "made by an older recipe"
    if {clip.animation for clip in manifest.clips} != set(recipe.animations):
        return "other animations than its recipe names"
    for name, digest in manifest.files.items():
        place = root / name
        if not place.is_file() or hashlib.sha256(place.read_bytes()).hexdigest() != digest:
            return f"{name} is gone, or is not what was written"
    pixels = decode_sprite((root / path).read_bytes()).sha256
    sidecars = [name for name in manifest.files if name.endswith(".animator.json")]
    if len(sidecars) != len(manifest.clips):
        return f"{len(sidecars)} sidecars for {len(manifest.clips)} clips"
    for name in sidecars:
        if decode_sidecar((root / name).read_bytes()).sprite.sha256 != pixels:
            return f"{name} is of another picture"
    return ""


def _drawn_otherwise(root: Path, path: str, manifest: Manifest, book: RecipeBook, workshop: Workshop) -> str:
    """Draws the result again in this process; "" when each picture is the same to the byte."""
    made: dict[str, bytes] = {}
    try:
        for options in book.of(path).animations.values():
            job = workshop.prepare(replace(options, sprite=root / path))
            for clip in workshop.draw(job, Unwatched()):
                for fmt in options.formats:
                    made.update(encode_clip(artwork_of(job, clip), fmt))
    except AnimatorError as error:
        return f"cannot be drawn here: {error.message}"
    here = {name.rpartition("/")[2]: root / name for name in manifest.files}
    for name, data in made.items():
        if name not in here:
            return f"{name} was not written"
        if here[name].read_bytes() != data:
            return f"{name} differs from a direct drawing"
    return ""
