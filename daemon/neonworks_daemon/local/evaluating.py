"""``interpret --eval``: every installed interpreter on one file of labelled requests, side by side."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from neonworks_models.intent.evaluation import Mistake, Report, evaluate
from neonworks_models.intent.marking import FIELDS, LabelledLine
from neonworks_models.intent.registry import DEFAULT_ENTRIES, InterpreterEntry, installed
from neonworks_protocol.errors import BadRequest
from rich.table import Table

from neonworks_daemon.cli.console import note, results
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.lines import TextLine, read_lines

__all__ = ["evaluate_file"]

_SHOWN = 20
"""Mistakes that are listed; the worst come last, where the eye is when the command ends."""
_TEXT = 100


def evaluate_file(file: Path, entries: tuple[InterpreterEntry, ...] = DEFAULT_ENTRIES) -> ExitCode:
    """Score the interpreters of ``entries`` on ``file``. Raises ``BadRequest`` for a line of another form."""
    lines = [_line(line) for line in read_lines(file)]
    for entry in entries:
        if (missing := entry.missing()) is not None:
            note(f"{entry.name}: not installed: {missing}")
    reports = [evaluate(entry, lines) for entry in installed(entries)]
    results().print(_table(reports, len(lines)))
    for report in reports:
        if report.sureness:
            results().print(_reliability(report))
    for report in reports:
        _show_mistakes(report)
    return ExitCode.OK


def _line(line: TextLine) -> LabelledLine:
    try:
        return msgspec.json.decode(line.text, type=LabelledLine)
    except msgspec.DecodeError as error:
        raise BadRequest(f'line {line.number} is not {{"id", "text", "labels"}}: {error}') from None


def _table(reports: Sequence[Report], count: int) -> Table:
    table = Table(title=f"{count} requests", title_justify="left")
    table.add_column("field")
    table.add_column("scored", justify="right")
    for report in reports:
        table.add_column(report.name, justify="right")
    for field in (*FIELDS, "all fields"):
        scored = [report.scores[field][1] for report in reports if field in report.scores]
        if scored:
            shares = [f"{report.scores[field][0] / report.scores[field][1]:.3f}" for report in reports]
            table.add_row(field, str(scored[0]), *shares)
    table.add_section()
    for label, share in (("median ms", 0.5), ("95 % within ms", 0.95)):
        table.add_row(label, "", *(f"{report.time_ms(share):.2f}" for report in reports))
    table.add_row("load ms", "", *(f"{report.load_ms:.0f}" for report in reports))
    return table


def _reliability(report: Report) -> Table:
    """How often fields were right, by how sure the interpreter was of them."""
    table = Table(title=f"{report.name}: how sure, how often right", title_justify="left")
    for name in ("confidence", "fields", "mean", "right"):
        table.add_column(name, justify="left" if name == "confidence" else "right")
    for band in report.reliability():
        table.add_row(
            f"{band.low:.2f} to {band.high:.2f}", str(band.count), f"{band.said:.2f}", f"{band.right:.2f}"
        )
    return table


def _show_mistakes(report: Report) -> None:
    hidden = max(0, len(report.mistakes) - _SHOWN)
    more = f", the worst {_SHOWN} of them, the worst last" if hidden else ", the worst last"
    note(f"{report.name}: {len(report.mistakes)} requests read wrongly{more if report.mistakes else ''}")
    for mistake in report.mistakes[hidden:]:
        note(f"  {mistake.line.id}: {mistake.line.text[:_TEXT]}")
        note(f"    {', '.join(_told(mistake, field) for field in mistake.wrong)}")


def _told(mistake: Mistake, field: str) -> str:
    if field == "understood":
        return "understood, but asks for nothing" if mistake.heard.understood else "not understood"
    named = {"speed": "speed_multiplier"}.get(field, field)
    got = getattr(mistake.heard.spec, named)
    wanted = getattr(mistake.line.labels, field)
    if wanted is None:
        wanted = f"none of {', '.join(map(str, getattr(mistake.line.labels, f'{field}_not')))}"
    return f"{field} {got if got is not None else '-'} for {wanted}"
