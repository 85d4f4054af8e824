"""``animate``: one sprite, or a batch file."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Effect, Tier, Variant

if TYPE_CHECKING:
    from neonworks_daemon.local.options import JobOptions

__all__ = ["command"]

_EPILOG = """\b
Examples:
  neonworks-animator animate hero.png "a tired walk to the left"
  neonworks-animator animate hero.png --action attack --variant slash --frames 6 --format frames
  neonworks-animator animate hero.png "run" --direction left,right --style angry --effect glow
  neonworks-animator animate hero.png --motion-from knight_walk.png
  neonworks-animator animate guard.png "walk" --variations 6
  neonworks-animator animate slime.png "hops happily" --out art/slime --format gif,sheet-grid

\b
Batch: one JSON object a line; keys are the options without dashes, plus "sprite" and "text":
  {"sprite": "hero.png", "action": "walk", "frames": 8, "format": "frames", "out": "out/walk"}
  {"sprite": "hero.png", "text": "an angry kick to the right", "format": ["gif", "sheet"], "out": "out"}
  neonworks-animator animate --batch jobs.jsonl
Paths are relative to the current folder. A failed job stops no other; the exit code is then 1.

\b
Formats: frames, sheet, sheet-vertical, sheet-grid, sheet-array, gif, apng, webp. Sheets come with
Aseprite JSON. Beside them lies {sprite}_{clip}.animator.json: all that is needed to make the same again.
"""


def _words(kind: type[Action | Variant | Direction | Effect | Tier | Archetype]) -> str:
    return ", ".join(member.value for member in kind)


@click.command("animate", epilog=_EPILOG, short_help="Animate a sprite or a batch.")
@click.argument("sprite", required=False)
@click.argument("text", nargs=-1)
@click.option("--action", help=f"What it does: {_words(Action)}.")
@click.option("--variant", help=f"How an attack is made: {_words(Variant)}.")
@click.option(
    "--direction", multiple=True, help=f"Direction to draw: {_words(Direction)}; several with commas, or all."
)
@click.option("--facing", help="Direction the still is drawn in; guessed when not given.")
@click.option("--archetype", help=f"Body plan: {_words(Archetype)}; guessed when not given.")
@click.option("--motion-from", metavar="SHEET", help="Move like the figure on this sheet of frames.")
@click.option(
    "--motion-row", "--motion-rows", "motion_row", type=int, help="Row of the sheet, the top one is 1."
)
@click.option("--motion-direction", help="Direction that the sheet's figure faces; read when not given.")
@click.option("--motion-frames", help="Frames of the row: how many (8), or the first and the last (2-9).")
@click.option("--motion-size", help="Size of one frame of the sheet, such as 64x64; found when not given.")
@click.option("--frames", type=int, help="Number of frames, 2 to 32.")
@click.option("--speed", type=float, help="Factor on the speed, 0.1 to 3.")
@click.option("--intensity", type=float, help="How strongly, 0 to 1.")
@click.option(
    "--style", multiple=True, help="Manner such as tired, angry, sneaky, proud; several with commas."
)
@click.option("--effect", multiple=True, help=f"Overlays: {_words(Effect)}; several with commas.")
@click.option("--seed", type=int, help="Another seed, another variation of the same motion.")
@click.option(
    "--variations",
    metavar="N",
    type=click.IntRange(1, 16),
    help="Draw N other characters like SPRITE, and animate each.",
)
@click.option("--vary", help="What differs in them: colours, build or both, which is the default.")
@click.option("--strength", type=click.FloatRange(0, 1), help="How different they are, 0 to 1.")
@click.option("--tier", help=f"Highest quality wanted: {_words(Tier)}; the best available is drawn.")
@click.option("--only-tier", help="Draw this tier or fail.")
@click.option("--generator", help="Pin one generator by name (doctor lists them).")
@click.option("--out", help="Folder to write to; animations/SPRITE when not given.")
@click.option(
    "--format", "format_", multiple=True, help="File formats, several with commas; gif,sheet when not given."
)
@click.option(
    "--batch", type=click.Path(path_type=Path, allow_dash=True), help="Do every job of this JSONL file."
)
@click.option(
    "--reader",
    help="A larger language model that reads the sentence, too: off, tiny, a GGUF file (see config --help).",
)
@click.option("--json", "as_json", is_flag=True, help="Print results as JSON on standard output.")
def command(
    sprite: str | None,
    text: tuple[str, ...],
    batch: Path | None,
    as_json: bool,
    variations: int | None,
    vary: str | None,
    strength: float | None,
    reader: str | None,
    **options: object,
) -> int:
    """Draw what a sentence or options ask of SPRITE, and write it as files.

    TEXT says in plain words what the sprite should do. Options win over it.
    """
    options["format"] = options.pop("format_")
    given = {key: value for key, value in options.items() if value not in (None, ())}
    if batch is not None:
        if sprite is not None or given or variations is not None:
            raise click.UsageError(
                "--batch takes no sprite and no other options: write them into the jobs file"
            )
        from neonworks_daemon.local.batch import animate_batch

        return animate_batch(batch, as_json=as_json)
    if variations is None and (vary is not None or strength is not None):
        raise click.UsageError("--vary and --strength belong to --variations N")
    if sprite is None:
        raise click.UsageError('name a sprite: animate hero.png "walk slowly"')
    from neonworks_daemon.local.animating import animate_one
    from neonworks_daemon.local.options import read_options

    try:
        job = read_options({**given, "sprite": sprite, "text": " ".join(text) if text else None})
    except BadRequest as error:
        raise click.UsageError(error.message) from error
    if not ((job.text or "").strip() or job.motion.wanted_action or job.source):
        raise click.UsageError(
            f'say what {job.sprite.name} should do: animate {sprite} "walks slowly, tired", or --action walk'
        )
    if variations is None:
        return animate_one(job, as_json=as_json, reader=reader)
    return _vary(job, variations, vary, strength, as_json=as_json)


def _vary(job: "JobOptions", count: int, vary: str | None, strength: float | None, *, as_json: bool) -> int:
    from neonworks_models.looks.variation import Change, Wish

    from neonworks_daemon.local.varying import animate_variations

    try:
        change = Change.said(vary or "")
    except BadRequest as error:
        raise click.UsageError(error.message) from error
    wish = Wish(count, job.seed, 0.5 if strength is None else strength, change)
    return animate_variations(job, wish, as_json=as_json)
