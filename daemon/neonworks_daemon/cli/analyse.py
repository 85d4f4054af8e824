"""``analyse``: what is seen in a sprite, before anything is drawn."""

from pathlib import Path

import click

__all__ = ["command"]

_EPILOG = """\b
Examples:
  neonworks-animator analyse hero.png
  neonworks-animator analyse hero.png --picture hero-joints.png
  neonworks-animator analyse hero.png --json

\b
Wrong? animate takes --facing and --archetype.
"""


@click.command("analyse", epilog=_EPILOG, short_help="Show what is seen in a sprite.")
@click.argument("sprite", type=click.Path(path_type=Path))
@click.option("--facing", help="Take this direction as given.")
@click.option("--archetype", help="Take this body plan as given.")
@click.option(
    "--picture", type=click.Path(path_type=Path), help="Write the sprite, enlarged, with its joints drawn in."
)
@click.option("--json", "as_json", is_flag=True, help="Print the analysis as JSON.")
def command(
    sprite: Path, facing: str | None, archetype: str | None, picture: Path | None, as_json: bool
) -> int:
    """Show facing, body plan, joints, palette and foot line of SPRITE."""
    from neonworks_daemon.local.analysing import analyse_file

    return analyse_file(sprite, facing=facing, archetype=archetype, picture=picture, as_json=as_json)
