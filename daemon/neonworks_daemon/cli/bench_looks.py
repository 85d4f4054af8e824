"""``bench styles``, ``blind`` and ``foreign``: what people judge by eye."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import click
from neonworks_protocol.vocabulary import Archetype, Direction

from neonworks_daemon.cli.bench import json_option

__all__ = ["COMMANDS"]

_STYLES_EPILOG = """\b
Examples:
  neonworks-animator bench styles
  neonworks-animator bench styles --sprite hero.png --facing right --out hero_styles.png
"""


@click.command("styles", epilog=_STYLES_EPILOG)
@click.option(
    "--sprite", type=click.Path(path_type=Path), help="A still of yours; some of ours when not given."
)
@click.option("--facing", type=click.Choice(list(Direction)), help="Direction the still is drawn in.")
@click.option("--archetype", type=click.Choice(list(Archetype)), help="Its body plan.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("bench-output/styles.png"),
    show_default=True,
    help="The labelled contact sheet.",
)
@json_option
def _styles(
    sprite: Path | None,
    facing: Direction | None,
    archetype: Archetype | None,
    out: Path,
    json_file: Path | None,
) -> int:
    """Plain, tired, angry, sneaky, proud and scared walks: a contact sheet and how far their poses differ."""
    from neonworks_daemon.local.looking import show_styles

    return show_styles(
        sprite,
        out,
        facing=None if facing is None else Direction(facing),
        archetype=None if archetype is None else Archetype(archetype),
        json_file=json_file,
    )


_BLIND_EPILOG = """\b
Writes into --out:
  blind.html  plays all clips, takes your answers, counts them when you open the key
  blind.png   the same clips as rows of frames
  key.json    what each clip is; nothing else tells

\b
Example:
  neonworks-animator bench blind --cases path/to/cases --out blind
CASES/CASE/ref_DIRECTION.png is a still, CASES/CASE/ACTION_DIRECTION.png beside it the artist's strip.
"""


@click.command("blind", epilog=_BLIND_EPILOG)
@click.option("--cases", type=click.Path(path_type=Path), required=True, help="Folder of artists' strips.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("bench-output/blind"),
    show_default=True,
    help="Folder to write to.",
)
@click.option("--clips", type=click.IntRange(2, 400), default=40, show_default=True, help="Half are ours.")
@click.option("--seed", type=int, default=1, show_default=True, help="Other seeds, other clips and order.")
@json_option
def _blind(cases: Path, out: Path, clips: int, seed: int, json_file: Path | None) -> int:
    """Artists' clips and ours, unlabelled and shuffled, to be told apart by eye."""
    from neonworks_daemon.local.looking import show_blind

    return show_blind(cases, out, clips=clips, seed=seed, json_file=json_file)


@click.command("foreign")
@click.option("--figures", type=click.IntRange(1, 500), default=24, show_default=True, help="Of each format.")
@json_option
def _foreign(figures: int, json_file: Path | None) -> int:
    """Walks of chibi, tall, tiny and middle-sized figures that our own code draws, against true frames."""
    from neonworks_daemon.local.looking import show_foreign

    return show_foreign(figures, json_file)


COMMANDS: Mapping[str, click.Command] = MappingProxyType(
    {"styles": _styles, "blind": _blind, "foreign": _foreign}
)
