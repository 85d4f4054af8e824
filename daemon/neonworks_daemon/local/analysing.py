"""``analyse``: the reading of one sprite as a table, JSON and a picture."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from neonworks_models.export.files import write_file
from neonworks_models.export.frames import encode_png
from neonworks_models.sprites.decode import decode_sprite
from neonworks_models.sprites.rig import Joint, Point, SpriteAnalysis
from neonworks_models.sprites.rigfile import Rig, analyse_with_rig
from neonworks_models.sprites.sprite import RGBA, Sprite
from neonworks_protocol.vocabulary import Archetype, Direction
from PIL import Image, ImageDraw
from rich.table import Table

from neonworks_daemon.cli.console import note, print_json, results
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.rigs import corrections_of, save_rig
from neonworks_daemon.local.words import to_enum
from neonworks_daemon.local.workshop import read_sprite_file

__all__ = ["Analysing", "analyse_file", "annotated"]

_BONES = (
    (Joint.HEAD_TOP, Joint.NECK, Joint.CHEST, Joint.PELVIS),
    (Joint.NECK, Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW, Joint.LEFT_WRIST),
    (Joint.NECK, Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST),
    (Joint.PELVIS, Joint.LEFT_HIP, Joint.LEFT_KNEE, Joint.LEFT_ANKLE),
    (Joint.PELVIS, Joint.RIGHT_HIP, Joint.RIGHT_KNEE, Joint.RIGHT_ANKLE),
)
_LONGEST_SIDE = 768
"""Pixels of the annotated picture, at most; at least every sprite pixel becomes 1 × 1."""
_LEFT, _RIGHT, _MIDDLE = (255, 196, 0), (0, 220, 255), (255, 255, 255)
_HOW_TO_EDIT = (
    "edit the rig file with any text editor: joints are [x, y] in pixels of the still from its top left "
    "corner, all sixteen or none; left and right are the character's own; what is left out is read from the "
    "picture"
)
_GROUND, _AXIS = (0, 255, 120), (255, 80, 200)


@dataclass(frozen=True)
class Analysing:
    """Options of one ``analyse``. ``save``: write the rig file; ``force``: also over one that differs."""

    facing: str | None = None
    archetype: str | None = None
    picture: Path | None = None
    save: bool = False
    force: bool = False
    as_json: bool = False


def analyse_file(file: Path, options: Analysing) -> ExitCode:
    """Read ``file`` and show what was found; a rig file beside it counts, unless it is to be written anew.

    Raises ``BadSprite``, ``BadRequest``, ``StorageFailed``.
    """
    sprite = decode_sprite(read_sprite_file(file))
    found, rig_file = _read(file, sprite, options)
    written = [save_rig(file, found, force=options.force)] if options.save else []
    if options.picture is not None:
        written.append(write_file(options.picture, encode_png(annotated(sprite, found))))
    if options.as_json:
        size = (sprite.width, sprite.height)
        print_json({"sprite": str(file), "rig": rig_file and str(rig_file), "size": size, **_record(found)})
    else:
        _show(file, sprite, found)
        for path in written:
            print(path)
    if options.save:
        note(_HOW_TO_EDIT)
    return ExitCode.OK


def _read(file: Path, sprite: Sprite, options: Analysing) -> tuple[SpriteAnalysis, Path | None]:
    """The reading, and the rig file that shaped it."""
    facing = to_enum("facing", options.facing, Direction) if options.facing else None
    archetype = to_enum("archetype", options.archetype, Archetype) if options.archetype else None
    if options.save:
        return analyse_with_rig(sprite, Rig(archetype, facing)), None
    said = corrections_of(file, facing=facing, archetype=archetype)
    for text in said.notes():
        note(text)
    return said.read(sprite, analyse_with_rig), said.file


def annotated(sprite: Sprite, found: SpriteAnalysis) -> RGBA:
    """The sprite, enlarged by a whole factor on grey, with bones, axis and foot line; shape (H, W, 4)."""
    scale = max(1, _LONGEST_SIDE // max(sprite.width, sprite.height))
    big = Image.fromarray(sprite.rgba).resize(
        (sprite.width * scale, sprite.height * scale), Image.Resampling.NEAREST
    )
    page = Image.new("RGBA", big.size, (96, 96, 102, 255))
    page.alpha_composite(big)
    draw = ImageDraw.Draw(page)
    draw.line([(0, found.foot_line * scale), (page.width, found.foot_line * scale)], _GROUND, 1)
    draw.line([(found.core_x * scale, 0), (found.core_x * scale, page.height)], _AXIS, 1)
    if found.joints is not None:
        for bone in _BONES:
            points = [_scaled(found.joints[joint], scale) for joint in bone]
            draw.line(points, _colour(bone[-1]), max(1, scale // 3))
        for joint, point in found.joints.items():
            x, y = _scaled(point, scale)
            r = max(2, scale // 2)
            draw.ellipse([x - r, y - r, x + r, y + r], _colour(joint), (0, 0, 0))
    return np.array(page)


def _scaled(point: Point, scale: int) -> Point:
    return point[0] * scale, point[1] * scale


def _colour(joint: Joint) -> tuple[int, int, int]:
    if joint.startswith("left"):
        return _LEFT
    return _RIGHT if joint.startswith("right") else _MIDDLE


def _record(found: SpriteAnalysis) -> dict[str, object]:
    box = found.box
    return {
        "archetype": found.archetype,
        "archetype_confidence": round(found.archetype_confidence, 3),
        "facing": found.facing,
        "facing_confidence": round(found.facing_confidence, 3),
        "box": (box.x0, box.y0, box.x1, box.y1),
        "foot_line": found.foot_line,
        "core_x": round(found.core_x, 2),
        "colours": len(found.palette),
        "alpha": found.alpha,
        "outline": found.outline,
        "symmetry": round(found.symmetry, 3),
        "joints": None
        if found.joints is None
        else {joint: (round(x, 2), round(y, 2)) for joint, (x, y) in found.joints.items()},
    }


def _show(file: Path, sprite: Sprite, found: SpriteAnalysis) -> None:
    table = Table(
        title=f"{file.name}, {sprite.width}×{sprite.height}", title_justify="left", show_header=False
    )
    outline = "none" if found.outline is None else "#{:02x}{:02x}{:02x}".format(*found.outline)
    box = found.box
    for name, value in (
        ("body plan", f"{found.archetype} ({found.archetype_confidence:.0%} sure)"),
        ("facing", f"{found.facing} ({found.facing_confidence:.0%} sure)"),
        ("figure", f"{box.width}×{box.height} at ({box.x0}, {box.y0})"),
        ("foot line", f"y = {found.foot_line}"),
        ("axis", f"x = {found.core_x:.1f}"),
        ("colours", f"{len(found.palette)}, {found.alpha} alpha, outline {outline}"),
        ("symmetry", f"{found.symmetry:.0%}"),
    ):
        table.add_row(name, value)
    for joint, (x, y) in (found.joints or {}).items():
        table.add_row(joint.replace("_", " "), f"({x:.1f}, {y:.1f})")
    results().print(table)
