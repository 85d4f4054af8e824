"""``edit``: the editor window, as a process of its own.

This package may not import the editor, so that a daemon never loads pygame; it prepares what the editor
cannot draw itself, the demo project, and starts ``python -m neonworks_editor``.
"""

from pathlib import Path

import click

__all__ = ["command"]

_EPILOG = """\b
Examples:
  neonworks-animator edit
  neonworks-animator edit hero.png
  neonworks-animator edit my_game/art
  neonworks-animator edit --neonworks ~/neonworks --project my_rpg
  neonworks-animator edit hero.png --screenshot hero-panel.png --after 5

\b
Without SPRITE or FOLDER a demo project opens, with sprites that are drawn once and then are yours to change.
Pick a sprite, type what it should do, watch it move; Apply writes frames, sheet and manifest entry into the
project, Ctrl+Z takes that back. scene.json in the project says what each thing of the scene plays.
"""


@click.command("edit", epilog=_EPILOG, short_help="Open the editor window.")
@click.argument("path", required=False, type=click.Path(path_type=Path), metavar="[SPRITE|FOLDER]")
@click.option(
    "--neonworks",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Run inside the NeonWorks editor of this checkout.",
)
@click.option("--project", metavar="NAME", help="With --neonworks: the project to open.")
@click.option("--python", metavar="EXE", help="With --neonworks: the Python that has its requirements.")
@click.option("--size", metavar="WxH", help="Size of the window in pixels; 1280x720 when not given.")
@click.option("--scale", type=click.FloatRange(1.0, 2.0), help="Size of text and buttons; it is kept.")
@click.option(
    "--screenshot",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write a PNG of the window and end.",
)
@click.option(
    "--after",
    type=click.FloatRange(0.0, 600.0),
    metavar="SECONDS",
    help="When to write it; 3 when not given.",
)
@click.option(
    "--events",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Play recorded input, for tests and pictures.",
)
def command(
    path: Path | None,
    neonworks: Path | None,
    project: str | None,
    python: str | None,
    **options: object,
) -> int:
    """Animate sprites in a window: type, watch, apply, undo."""
    from neonworks_daemon.local.editing import demo_project, editor_arguments, run_editor

    if neonworks is None and (project or python):
        raise click.UsageError("--project and --python belong to --neonworks PATH: name the checkout, too")
    if neonworks is not None and path is not None:
        raise click.UsageError("name a sprite or folder, or --neonworks PATH, not both")
    if neonworks is not None:
        named = {"neonworks": neonworks, "project": project, "python": python}
        return run_editor(editor_arguments(None, **named, **options))
    return run_editor(editor_arguments(path if path is not None else demo_project(), **options))
