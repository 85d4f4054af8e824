"""``interpolate``: the way from one sprite to another as files."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from neonworks_models.export.artwork import ClipArtwork
from neonworks_models.export.files import write_files
from neonworks_models.export.formats import export_clip, export_notes
from neonworks_models.export.kinds import ExportFormat
from neonworks_models.export.look_record import look_record
from neonworks_models.looks.interpolation import Interpolation
from neonworks_models.nets.vae_file import VaeFile
from neonworks_models.requests import ClipPlan
from neonworks_models.sprites.decode import decode_sprite
from neonworks_models.sprites.rig import SpriteAnalysis
from neonworks_models.sprites.rigfile import analyse_with_rig
from neonworks_models.sprites.sprite import Sprite

from neonworks_daemon.cli.console import meter, note, print_json
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.rigs import corrections_of
from neonworks_daemon.local.workshop import read_sprite_file

__all__ = ["Stepping", "interpolate_files"]

_STEP_MS = 100
"""What a step lasts in formats that move."""
_LABEL = "steps"


@dataclass(frozen=True)
class Stepping:
    """Options of one ``interpolate``. ``out``: None is ``animations/A_to_B``."""

    steps: int = 8
    formats: tuple[ExportFormat, ...] = (ExportFormat.FRAMES, ExportFormat.SHEET)
    out: Path | None = None
    as_json: bool = False


def interpolate_files(one: Path, two: Path, options: Stepping) -> ExitCode:
    """Write every step from ``one`` to ``two``, both included.

    Raises ``BadSprite``, ``BadRequest``, ``Unavailable``, ``StorageFailed``.
    """
    ends = [_read(path) for path in (one, two)]
    with meter("stepping", options.steps + 1) as shown:
        artwork = _artwork(f"{one.stem}_to_{two.stem}", ends, options.steps, shown.step)
    folder = options.out or Path("animations") / artwork.name
    paths: list[Path] = []
    for fmt in options.formats:
        paths += export_clip(artwork, fmt, folder)
        for text in export_notes(artwork, fmt):
            note(f"note: {text}")
    record = look_record(
        artwork.stem,
        "interpolation",
        {path.name: sprite for path, (sprite, _) in zip((one, two), ends, strict=True)},
        {"steps": options.steps},
        artwork.frames,
        [path.name for path in paths],
    )
    paths += write_files(folder, record)
    size = f"{artwork.plan.width}x{artwork.plan.height}"
    note(f"{artwork.stem}: {len(artwork.frames)} pictures of {size}")
    if options.as_json:
        print_json({"steps": options.steps, "canvas": size, "files": [str(path) for path in paths]})
    else:
        for path in paths:
            print(path)
    return ExitCode.OK


def _read(path: Path) -> tuple[Sprite, SpriteAnalysis]:
    sprite = decode_sprite(read_sprite_file(path))
    said = corrections_of(path)
    for text in said.notes():
        note(f"note: {path.name}: {text}")
    return sprite, said.read(sprite, analyse_with_rig)


def _artwork(
    name: str, ends: list[tuple[Sprite, SpriteAnalysis]], steps: int, step: Callable[[], None]
) -> ClipArtwork:
    """The steps as frames of a clip that plays once."""
    way = Interpolation(VaeFile().session(), ends[0], ends[1], steps)
    frames = []
    for picture in way.pictures():
        frames.append(picture)
        step()
    canvas = way.canvas
    plan = ClipPlan(
        width=canvas.width,
        height=canvas.height,
        offset_x=0,
        offset_y=0,
        pivot=(canvas.core, float(canvas.foot)),
        durations=(_STEP_MS,) * len(frames),
        loop=False,
    )
    return ClipArtwork(name, _LABEL, ends[0][1].facing, tuple(frames), plan)
