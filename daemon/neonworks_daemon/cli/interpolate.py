"""``interpolate``: the way from one sprite to another."""

from pathlib import Path

import click
from neonworks_protocol.errors import BadRequest

__all__ = ["command"]

_EPILOG = """\b
Examples:
  neonworks-animator interpolate knight.png mage.png
  neonworks-animator interpolate slime.png king_slime.png --steps 12 --format gif,sheet-grid
  neonworks-animator interpolate hero.png elder.png --steps 4 --format frames --out art/ages

\b
The first and the last picture are the sprites themselves, pixel by pixel, on one canvas and one foot
line. In between it is one of both drawings, bent towards the other and in colours on their way, so every
step is crisp; halfway the second drawing takes over. Rig files beside the sprites are read.
"""


@click.command("interpolate", epilog=_EPILOG, short_help="Draw the way from one sprite to another.")
@click.argument("sprite", type=click.Path(path_type=Path))
@click.argument("other", type=click.Path(path_type=Path))
@click.option("--steps", type=click.IntRange(1, 32), default=8, show_default=True, help="How many steps.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder; animations/SPRITE_to_OTHER otherwise.")
@click.option(
    "--format", "formats", multiple=True, help="File formats as of animate; frames,sheet when not given."
)
@click.option("--json", "as_json", is_flag=True, help="Print the files as JSON.")
def command(
    sprite: Path, other: Path, steps: int, out: Path | None, formats: tuple[str, ...], as_json: bool
) -> int:
    """Write the pictures on the way from SPRITE to OTHER, both included: STEPS + 1 in all."""
    from neonworks_daemon.local.options import read_formats
    from neonworks_daemon.local.stepping import Stepping, interpolate_files

    try:
        wanted = read_formats(formats or ("frames", "sheet"))
    except BadRequest as error:
        raise click.UsageError(error.message) from error
    return interpolate_files(sprite, other, Stepping(steps, wanted, out, as_json))
