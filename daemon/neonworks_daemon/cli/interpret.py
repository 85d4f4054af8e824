"""``interpret``: what a sentence means, for people, scripts and benches."""

from pathlib import Path

import click
from neonworks_protocol.vocabulary import Archetype, Direction

__all__ = ["command"]

_EPILOG = """\b
Examples:
  neonworks-animator interpret "a tired walk to the left, 8 frames"
  neonworks-animator interpret "jump, then slash" --json
  neonworks-animator interpret "attack, then turn around" --name goblin_archer.png --facing left
  neonworks-animator interpret --suggest --name old_mage.png
  neonworks-animator interpret --batch in.jsonl --out out.jsonl
  neonworks-animator interpret --eval labelled.jsonl

\b
Batch lines are {"id": ..., "text": ...}; each gives one line with id, understood, animation_type,
variant, direction, speed_multiplier, intensity, frame_count, special_effects, loop, confidence.
Labelled lines are {"id": ..., "text": ..., "labels": {...}}; without labels, nothing should be understood.
"""


@click.command("interpret", epilog=_EPILOG, short_help="Show what a sentence means.")
@click.argument("text", nargs=-1)
@click.option(
    "--batch", type=click.Path(path_type=Path, allow_dash=True), help="Read every line of this JSONL file."
)
@click.option(
    "--eval",
    "labelled",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Score every installed interpreter on this JSONL file of labelled requests.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Write the batch's results here, not to stdout.")
@click.option("--name", default="", help="What the sprite is called: an archer's attack is a shot.")
@click.option("--facing", type=click.Choice([each.value for each in Direction]), help="Where it looks.")
@click.option("--body", type=click.Choice([each.value for each in Archetype]), help="Its body plan.")
@click.option("--suggest", is_flag=True, help="List what such a sprite is worth animating by.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole reading as JSON.")
def command(
    text: tuple[str, ...],
    batch: Path | None,
    labelled: Path | None,
    out: Path | None,
    name: str,
    facing: str | None,
    body: str | None,
    suggest: bool,
    as_json: bool,
) -> int:
    """Read TEXT and show the motion it stands for; nothing is drawn."""
    from neonworks_models.intent.context import SpriteContext

    from neonworks_daemon.local.evaluating import evaluate_file
    from neonworks_daemon.local.interpreting import interpret_batch, interpret_one, suggest_for

    known = bool(name or facing or body or suggest)
    about = SpriteContext(name, Archetype(body or Archetype.BIPED), Direction(facing) if facing else None)
    if suggest:
        if text or batch is not None or labelled is not None:
            raise click.UsageError("--suggest goes with --name and --body alone")
        return suggest_for(about)

    if labelled is not None:
        if text or batch is not None or out is not None:
            raise click.UsageError("--eval goes alone: name only the file")
        return evaluate_file(labelled)
    if batch is not None:
        if text:
            raise click.UsageError("give a sentence or --batch, not both")
        return interpret_batch(batch, out)
    if not text:
        raise click.UsageError('give a sentence: interpret "walk slowly to the left"')
    if out is not None:
        raise click.UsageError("--out belongs to --batch")
    return interpret_one(" ".join(text), as_json=as_json, about=about if known else None)
