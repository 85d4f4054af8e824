"""``interpret``: one sentence as a table, many as JSON lines."""

import sys
import time
from pathlib import Path

import msgspec
from neonworks_models.export.files import write_file
from neonworks_models.generators.timing import default_loop
from neonworks_models.intent.confidence import UNSURE
from neonworks_models.intent.context import SpriteContext
from neonworks_models.intent.interpreter import EmbeddedInterpreter
from neonworks_models.intent.suggestions import suggest
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.vocabulary import Action
from rich.table import Table

from neonworks_daemon.cli.console import meter, note, print_json, results
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.lines import TextLine, read_lines

__all__ = ["interpret_batch", "interpret_one", "suggest_for"]


class _Line(msgspec.Struct, frozen=True):
    id: str | int
    text: str


def interpret_one(text: str, *, as_json: bool, about: SpriteContext | None = None) -> ExitCode:
    """Show the reading of one sentence, for the sprite ``about``. Raises ``BadRequest`` for empty or endless
    text."""
    interpreter = EmbeddedInterpreter()
    started = time.perf_counter()
    heard = interpreter.interpret(text, context=about)
    elapsed_ms = (time.perf_counter() - started) * 1000
    if as_json:
        print_json(heard)
    else:
        _show(heard, elapsed_ms)
    return ExitCode.OK


def suggest_for(about: SpriteContext) -> ExitCode:
    """List the sentences that such a sprite is worth animating by, the most needed first."""
    hints = EmbeddedInterpreter().hints(about.name)
    table = Table(title=f"what to animate of {about.name or f'a {about.archetype}'}", title_justify="left")
    for column in ("action", "say"):
        table.add_column(column)
    for each in suggest(about.archetype, (), hints, most=len(Action)):
        kind = f" ({each.variant})" if each.variant else ""
        table.add_row(f"{each.action}{kind}", each.text)
    results().print(table)
    return ExitCode.OK


def interpret_batch(file: Path, out: Path | None) -> ExitCode:
    """One result line a request, in order; exit code 1 when a line could not be read."""
    lines, interpreter = read_lines(file), EmbeddedInterpreter()
    made: list[bytes] = []
    failed = 0
    with meter("reading", len(lines)) as shown:
        for line in lines:
            try:
                made.append(_answer(line, interpreter))
            except BadRequest as error:
                failed += 1
                note(f"line {line.number}: {error.message}")
            shown.step()
    data = b"".join(answer + b"\n" for answer in made)
    if out is None:
        sys.stdout.write(data.decode())
    else:
        write_file(out, data)
    note(f"{len(lines)} sentences: {len(made)} read, {failed} failed")
    return ExitCode.SOME_FAILED if failed else ExitCode.OK


def _answer(line: TextLine, interpreter: EmbeddedInterpreter) -> bytes:
    try:
        asked = msgspec.json.decode(line.text, type=_Line)
    except msgspec.DecodeError as error:
        raise BadRequest(f'not of the form {{"id": ..., "text": ...}}: {error}') from error
    heard = interpreter.interpret(asked.text)
    return msgspec.json.encode({"id": asked.id, "understood": heard.understood, **_fields(heard.spec)})


def _fields(spec: MotionSpec) -> dict[str, object]:
    """The first action; a loop that was not said is what the action does by itself."""
    return {
        "animation_type": spec.animation_type,
        "variant": spec.variant,
        "direction": spec.direction,
        "speed_multiplier": spec.speed_multiplier,
        "intensity": spec.intensity,
        "frame_count": spec.frame_count,
        "special_effects": spec.special_effects,
        "loop": default_loop(spec.animation_type) if spec.loop is None else spec.loop,
        "confidence": spec.confidence,
    }


def _show(heard: Interpretation, elapsed_ms: float) -> None:
    table = Table(
        title=f"{'understood' if heard.understood else 'not understood, best guess'}", title_justify="left"
    )
    table.add_column("")
    specs = [*heard.sequence, *heard.alternatives]
    for index in range(len(specs)):
        then = "" if len(heard.sequence) == 1 else f" {index + 1}"
        table.add_column(f"action{then}" if index < len(heard.sequence) else "or")
    rows = [{**_fields(spec), **_manner(spec)} for spec in specs]
    for key in rows[0]:
        table.add_row(key, *(_text(row[key]) for row in rows))
    results().print(table)
    for text in heard.notes:
        note(f"note: {text}")
    unsure = {name: sure for name, sure in heard.field_confidence.items() if sure < UNSURE}
    if unsure:
        told = ", ".join(f"{name} ({sure:.2f})" for name, sure in sorted(unsure.items(), key=lambda i: i[1]))
        note(f"not sure of: {told}")
    note(f"read in {elapsed_ms:.1f} ms by the {heard.interpreter} interpreter")


def _manner(spec: MotionSpec) -> dict[str, object]:
    neutral = type(spec.parameters)()
    changed = [
        f"{name} {getattr(spec.parameters, name):g}"
        for name in spec.parameters.__struct_fields__
        if getattr(spec.parameters, name) != getattr(neutral, name)
    ]
    return {"styles": spec.style_modifiers, "pose": changed}


def _text(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value)) or "-"
    return str(value)
