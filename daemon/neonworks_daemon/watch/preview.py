"""``--dry-run``: what would be drawn from which sprite, and where it would be written; nothing is drawn."""

from neonworks_models.generators.registry import default_registry
from neonworks_protocol.errors import AnimatorError
from rich.console import Console
from rich.table import Table

from neonworks_daemon.cli.console import note, results
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.watch.book import RecipeBook
from neonworks_daemon.watch.link import maker_of
from neonworks_daemon.watch.planning import Plan, PlannedSprite, Planner
from neonworks_daemon.watch.reading import Foreign, Reader, Subject, Unstable, Unusable
from neonworks_daemon.watch.root import RootOptions
from neonworks_daemon.watch.tree import Tree

__all__ = ["preview"]


def preview(options: RootOptions, console: Console | None = None) -> ExitCode:
    """Print one row a clip; exit code 1 when a sprite would be left alone."""
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
        elif planned is not None:
            for plan in planned.plans:
                spec = plan.clip.request.spec
                table.add_row(
                    path, plan.clip.label, spec.animation_type, plan.clip.request.direction, _files(plan)
                )
    if not table.row_count and not left_alone:
        note(f"no sprites in {options.folder}")
    else:
        (console or results()).print(table)
    return ExitCode.SOME_FAILED if left_alone else ExitCode.OK


def _planned(path: str, reader: Reader, planner: Planner) -> PlannedSprite | str | None:
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
            return None


def _files(plan: Plan) -> str:
    return f"{plan.folder or '.'}/…  ({', '.join(plan.job.options.formats)})"
