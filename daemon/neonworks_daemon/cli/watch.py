"""``watch``: a folder whose sprites are animated whenever they change."""

from pathlib import Path

import click

__all__ = ["command"]

_EPILOG = """\b
Examples:
  neonworks-animator watch art
  neonworks-animator watch art --dry-run
  neonworks-animator watch art --once --formats gif,sheet

\b
What to make stands in art/neonworks.toml, in plain sentences:
  [animations]
  idle = "breathes calmly"
  walk = "walks slowly, he is tired"
Without it: idle, walk and attack, as sheets in art/animations/SPRITE. hero.recipe.toml beside hero.png says
what is different for that sprite. daemon/RECIPES.md has the whole format.
"""


@click.command("watch", epilog=_EPILOG, short_help="Animate a folder's sprites as they change.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--recipe",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Recipe in place of FOLDER/neonworks.toml.",
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Show what would be drawn and where; draw nothing. Exit code 1 if a sprite would be left alone.",
)
@click.option(
    "--once", is_flag=True, help="Do what there is to do, then end; exit code 1 if any is left alone."
)
@click.option(
    "--format", "--formats", "formats", multiple=True, help="File formats that win over recipes, with commas."
)
@click.option("--name", help="What clients call the folder; its own name when not given.")
@click.option("--settle-ms", type=click.IntRange(10, 60_000), help="Stillness before a file counts; 300.")
@click.option("--scan-s", type=click.FloatRange(0.1, 3600.0), help="Seconds between full looks; 30.")
@click.option("--state-dir", help="Folder of the daemon's ready file, its lock and the ledger.")
def command(
    folder: Path,
    recipe: Path | None,
    dry_run: bool,
    once: bool,
    formats: tuple[str, ...],
    name: str | None,
    settle_ms: int | None,
    scan_s: float | None,
    state_dir: str | None,
) -> int:
    """Keep every sprite in FOLDER animated: draw it when it is new or changes, once.

    Uses the running daemon or starts one. Ctrl-C ends it; the next start goes on where it was.
    """
    import msgspec

    from neonworks_daemon.settings import WatchSettings
    from neonworks_daemon.watch.running import watch_folder

    if name is not None and not name.strip():
        raise click.UsageError("--name is empty: give the folder a name, or leave --name out")
    watched = WatchSettings(path=str(folder), formats=_formats(formats))
    given = {
        "name": name,
        "recipe": str(recipe) if recipe else None,
        "settle_ms": settle_ms,
        "scan_s": scan_s,
    }
    watched = msgspec.structs.replace(watched, **{key: value for key, value in given.items() if value})
    return watch_folder(watched, dry_run=dry_run, once=once, state_dir=state_dir)


def _formats(given: tuple[str, ...]) -> tuple[str, ...]:
    from neonworks_protocol.errors import BadRequest

    from neonworks_daemon.local.options import read_options

    if not given:
        return ()
    try:
        return tuple(read_options({"sprite": "any", "format": list(given)}).formats)
    except BadRequest as error:
        raise click.UsageError(error.message) from error
