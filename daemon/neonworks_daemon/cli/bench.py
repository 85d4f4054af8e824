"""``bench``: numbers beside their baselines, one command for each bench."""

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click

from neonworks_daemon.local.words import nearest

__all__ = ["BenchGroup", "command", "json_option"]

_SPEED: Mapping[str, str] = MappingProxyType(
    {
        "stream": "Frames per second between two processes, beside websockets and JSON.",
        "latency": "First frame, whole clip, cancel and supersede on unseen requests.",
        "daemon": "Start, memory of the process tree, idle processor.",
        "contract": "The sprite contract over our clips and over artists' strips.",
        "score": "Drawn frames against artists' strips.",
        "turn": "Front stills turned and animated, against artists' strips.",
        "joints": "Joints found in stills against an artist's guide lines.",
        "all": "Every bench of this list that can run here.",
    }
)
"""What is measured beside a baseline, defined here."""

_TRUST: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "disconnects": ("bench_chaos", "Connections cut under a mixed load: frames lost, repeated, wrong."),
        "kills": ("bench_chaos", "SIGKILL for worker and daemon at every moment of a job."),
        "soak": ("bench_chaos", "Many clients that do what they like: errors, memory, fairness."),
        "fuzz": ("bench_trust", "Broken input for codec, sessions and picture decoder."),
        "events": ("bench_trust", "A watched folder under fire, with kills: nothing lost or done twice."),
        "drop": ("bench_trust", "Hundreds of sprites dropped at once, while somebody edits live."),
    }
)
"""What must hold whatever happens: (module of this package, line); its ``COMMANDS`` has the command."""

_EDITOR: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"editor": ("bench_editor", "Key press to picture, cost per frame, file to pixels, a killed daemon.")}
)
"""What the panel costs and how long it makes its user wait."""
_LANGUAGE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"language": ("bench_language", "A larger language model: first field and tokens/s, beside itself.")}
)
"""What a larger language model costs through the daemon."""
_LOOKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "styles": ("bench_looks", "Moods told apart: a contact sheet, and how far poses differ."),
        "blind": ("bench_looks", "Artists' clips and ours, unlabelled: a page to judge, and its key."),
        "foreign": ("bench_looks", "Walks in four foreign formats, drawn by our own code."),
    }
)
"""What people judge by eye."""
_ELSEWHERE = MappingProxyType({**_LOOKS, **_TRUST, **_EDITOR, **_LANGUAGE})

_EPILOG = """\b
Examples:
  neonworks-animator bench stream
  neonworks-animator bench latency --trials 50 --json bench-output/latency.json
  neonworks-animator bench contract --cases path/to/cases
  neonworks-animator bench blind --cases path/to/cases --out blind
  neonworks-animator bench fuzz --inputs 10000
  neonworks-animator bench disconnects --count 1000
  neonworks-animator bench soak --clients 64 --minutes 10
  neonworks-animator bench editor

\b
Every command has its own --help. Exit code 1 when a target was missed.
"""


class BenchGroup(click.Group):
    """Knows its benches by name; those of other modules are imported when they run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*_SPEED, *_ELSEWHERE]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _ELSEWHERE:
            module = importlib.import_module(f"neonworks_daemon.cli.{_ELSEWHERE[cmd_name][0]}")
            found = module.COMMANDS[cmd_name]
            assert isinstance(found, click.Command)
            return found
        return _speed_command(cmd_name) if cmd_name in _SPEED else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = self.list_commands(ctx)
        if args and args[0] not in known:
            close = nearest(args[0], known)
            hint = f"did you mean {close!r}?" if close else f"choose from {', '.join(known)}"
            raise click.UsageError(f"unknown bench {args[0][:40]!r}: {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Speed and quality"):
            formatter.write_dl(list(_SPEED.items()))
        with formatter.section("Looks"):
            formatter.write_dl([(name, line) for name, (_, line) in _LOOKS.items()])
        with formatter.section("Trust"):
            formatter.write_dl([(name, line) for name, (_, line) in _TRUST.items()])
        with formatter.section("The editor"):
            formatter.write_dl([(name, line) for name, (_, line) in _EDITOR.items()])
        with formatter.section("Language"):
            formatter.write_dl([(name, line) for name, (_, line) in _LANGUAGE.items()])


@click.group(
    "bench",
    cls=BenchGroup,
    epilog=_EPILOG,
    short_help="Measure speed, memory and the contract.",
    invoke_without_command=True,
    no_args_is_help=False,
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Measure. Every row stands beside a baseline measured in the same run, or beside its target."""
    if ctx.invoked_subcommand is None:
        raise click.UsageError(f"name a bench: {', '.join(command.list_commands(ctx))}", ctx)


def json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--json FILE``, which every bench has."""
    return click.option(
        "--json", "json_file", type=click.Path(path_type=Path), help="Write the numbers here too."
    )(function)


_TRIALS = click.option("--trials", type=click.IntRange(1, 10_000), help="Trials; 200 when not given.")
_CASES = click.option("--cases", type=click.Path(path_type=Path), help="Folder of artists' strips.")
_SPRITES = click.option("--sprites", type=click.Path(path_type=Path), help="Folder of the layered sets.")

_OPTIONS: Mapping[str, tuple[Callable[..., Any], ...]] = MappingProxyType(
    {
        "latency": (_TRIALS,),
        "contract": (_CASES,),
        "score": (_CASES,),
        "turn": (_CASES,),
        "joints": (_SPRITES,),
        "all": (_TRIALS, _CASES, _SPRITES),
    }
)
_BESIDE = """

Artists' strips are read from --cases and layered sets from --sprites, or from ../shared/sprites beside a
checkout where that exists. Without them contract covers only our own sprites; score, turn and joints cannot
run, and all leaves them out.
"""


def _speed_command(name: str) -> click.Command:
    def run(json_file: Path | None, **options: Any) -> int:
        from neonworks_daemon.local.benching import run_benches

        return run_benches(name, json_file=json_file, **options)

    options = _OPTIONS.get(name, ())
    run.__doc__ = _SPEED[name] + (_BESIDE if _CASES in options or _SPRITES in options else "")
    for option in (json_option, *reversed(options)):
        run = option(run)
    return click.command(name, short_help=_SPEED[name])(run)
