"""``--dry-run``: what would be drawn from which sprite, and where it would be written; nothing is drawn."""

from neonworks_models.generators.registry import default_registry
from neonworks_protocol.errors import AnimatorError, NotFound
from rich.console import Console
from rich.table import Table

from neonworks_daemon.cli.console import note, results
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.words import counted, told_together
from neonworks_daemon.watch.book import RecipeBook
from neonworks_daemon.watch.link import maker_of
from neonworks_daemon.watch.planning import Plan, PlannedSprite, Planner
from neonworks_daemon.watch.reading import OWN_OUTPUT, Foreign, Reader, Subject, Unstable, Unusable
from neonworks_daemon.watch.root import RootOptions
from neonworks_daemon.watch.tree import SUFFIXES, Scan, Tree

__all__ = ["preview"]


def preview(options: RootOptions, console: Console | None = None) -> ExitCode:
    """Print one row a clip; exit code 1 when a sprite would be left alone. Raises ``NotFound``."""
    if not options.folder.is_dir():
        raise NotFound(f"there is no folder {options.folder}: check its name")
    book = RecipeBook(options.folder, base=options.recipe, formats=options.formats)
    tree = Tree(options.folder, book, lambda _path: False)
    maker = maker_of(default_registry().capabilities())
    reader, planner = Reader(options.folder, book, tree.look, maker), Planner(options.folder)
    table = Table("sprite", "animation", "what", "direction", "files", box=None, pad_edge=False)
    left_alone = 0
    scan = tree.scan()
    for path in sorted(scan.stamps):
        planned = _planned(path, reader, planner)
        if isinstance(planned, str):
            left_alone += 1
            note(f"{path}: {planned}")
        elif isinstance(planned, Foreign):
            if planned.note != OWN_OUTPUT:
                note(f"{path}: {planned.note}")
        else:
            for remark in planned.notes:
                note(f"{path}: {remark}")
            for plan in planned.plans:
                spec = plan.clip.request.spec
                table.add_row(
                    path, plan.clip.label, spec.animation_type, plan.clip.request.direction, _files(plan)
                )
    for line in told_together(scan.passed_over.items()):
        note(line)
    if table.row_count:
        (console or results()).print(table)
    else:
        note(_nothing(options, scan, left_alone))
    return ExitCode.SOME_FAILED if left_alone else ExitCode.OK


def _nothing(options: RootOptions, scan: Scan, left_alone: int) -> str:
    """Why the table would be empty."""
    if left_alone:
        return f"nothing would be drawn: {counted(left_alone, 'sprite')} would be left alone"
    reasons = [
        f"{counted(number, 'picture')} {why}"
        for number, why in (
            (len(scan.stamps) + scan.own, "known as an output of this program"),
            (scan.ignored, "left out by include or ignore in its recipes"),
            (len(scan.passed_over), "not readable as a file of this folder"),
        )
        if number
    ]
    if not reasons:
        reasons = [f"no {', '.join(SUFFIXES)} files"]
    return f"no sprites in {options.folder}: {', '.join(reasons)}"


def _planned(path: str, reader: Reader, planner: Planner) -> PlannedSprite | str | Foreign:
    found = reader.read(path)
    match found:
        case Subject():
            try:
                return planner.plan(found)
            except AnimatorError as error:
                return error.message
        case Unusable():
            return found.reason
        case Unstable():
            return "it changes while it is read: try again"
        case Foreign():
            return found


def _files(plan: Plan) -> str:
    return f"{plan.folder or '.'}/…  ({', '.join(plan.job.options.formats)})"
