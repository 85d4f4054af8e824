"""``analyse``: what is seen in a sprite, before anything is drawn."""

from pathlib import Path

import click

__all__ = ["command"]

_EPILOG = """\b
Examples:
  neonworks-animator analyse hero.png
  neonworks-animator analyse hero.png --picture hero-joints.png
  neonworks-animator analyse hero.png --json
  neonworks-animator analyse hero.png --save-rig

\b
Wrong? Say --facing and --archetype, or correct what --save-rig writes: HERO.rig.json beside HERO.png is
read by animate and analyse, with and without the daemon. Options win over it.
"""


@click.command("analyse", epilog=_EPILOG, short_help="Show what is seen in a sprite.")
@click.argument("sprite", type=click.Path(path_type=Path))
@click.option("--facing", help="Take this direction as given.")
@click.option("--archetype", help="Take this body plan as given.")
@click.option(
    "--picture", type=click.Path(path_type=Path), help="Write the sprite, enlarged, with its joints drawn in."
)
@click.option(
    "--save-rig", is_flag=True, help="Write what is seen to SPRITE.rig.json, to be corrected by hand."
)
@click.option("--force", is_flag=True, help="With --save-rig: also over a file that was edited.")
@click.option("--json", "as_json", is_flag=True, help="Print the analysis as JSON.")
def command(
    sprite: Path,
    facing: str | None,
    archetype: str | None,
    picture: Path | None,
    save_rig: bool,
    force: bool,
    as_json: bool,
) -> int:
    """Show facing, body plan, joints, palette and foot line of SPRITE."""
    if force and not save_rig:
        raise click.UsageError("--force belongs to --save-rig")
    from neonworks_daemon.local.analysing import Analysing, analyse_file

    return analyse_file(sprite, Analysing(facing, archetype, picture, save_rig, force, as_json))
