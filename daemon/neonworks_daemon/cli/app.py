"""The command group: commands are imported when they run, errors become one line and an exit code."""

import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from types import MappingProxyType

import click
from neonworks_protocol.errors import AnimatorError

from neonworks_daemon.cli.exits import EXIT_TABLE, ExitCode, exit_code_of
from neonworks_daemon.local.words import nearest

__all__ = ["DEBUG_VARIABLE", "LazyGroup", "cli", "run"]

DEBUG_VARIABLE = "NEONWORKS_ANIMATOR_DEBUG"
"""Environment variable: when set, a fault shows where it happened."""

_COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "demo": "Watch example sprites being animated by a real daemon.",
        "animate": "Animate a sprite from a sentence or options, or a whole batch.",
        "interpolate": "Draw the way from one sprite to another.",
        "interpret": "Show what a sentence means, without drawing.",
        "analyse": "Show what is seen in a sprite: facing, body plan, joints.",
        "edit": "Open the editor: type, watch the sprite move, apply it to your game.",
        "serve": "Run the daemon that editors connect to.",
        "watch": "Animate a folder's sprites whenever they change.",
        "models": "List models; check and convert files with learned weights.",
        "config": "See and change the settings.",
        "doctor": "Check this installation and say how to fix what is wrong.",
        "bench": "Measure speed, memory and the sprite contract.",
    }
)
"""Command -> its line in ``--help``; the module of the same name defines ``command``."""


class LazyGroup(click.Group):
    """Knows its commands by name; ``--help`` imports none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command = importlib.import_module(f"neonworks_daemon.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS:
            close = nearest(args[0], _COMMANDS)
            hint = f"did you mean {close!r}?" if close else f"choose from {', '.join(_COMMANDS)}"
            raise click.UsageError(f"unknown command {args[0][:40]!r}: {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


_EPILOG = f"""\b
Examples:
  neonworks-animator demo
  neonworks-animator animate hero.png "a tired walk to the left" --format gif
  neonworks-animator animate hero.png --action attack --variant slash --frames 6
  neonworks-animator animate --batch jobs.jsonl
  neonworks-animator interpret "run twice as fast, glowing"

\b
Exit codes:
{EXIT_TABLE}
"""


@click.group(
    cls=LazyGroup,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(version("neonworks-animator"), prog_name="neonworks-animator")
def cli() -> None:
    """One still sprite and one sentence become a moving character, on your own machine."""


def run(arguments: Sequence[str]) -> int:
    """Run one command line; every error is one line on stderr. Returns the exit code."""
    try:
        result = cli.main(list(arguments), prog_name="neonworks-animator", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        print(error.format_message())
        return ExitCode.OK
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "neonworks-animator"
        return _fail(f"{error.format_message()} (see {path} --help)", ExitCode.USAGE)
    except click.ClickException as error:
        return _fail(error.format_message(), ExitCode.BAD_INPUT)
    except AnimatorError as error:
        return _fail(error.message, exit_code_of(error))
    except (KeyboardInterrupt, click.Abort):
        return _fail("stopped", ExitCode.INTERRUPTED)
    except ModuleNotFoundError as error:
        advice = f"{error.name} is not installed: pip install 'neonworks-animator[daemon]'"
        return _fail(advice, ExitCode.UNAVAILABLE)
    except Exception as error:
        if os.environ.get(DEBUG_VARIABLE):
            raise
        text = (
            f"a fault in this program ({type(error).__name__}: {error}); set {DEBUG_VARIABLE}=1 and report it"
        )
        return _fail(text, ExitCode.BUG)
    return result if isinstance(result, int) else ExitCode.OK


def _fail(message: str, code: ExitCode) -> int:
    print(f"error: {' '.join(message.split())}", file=sys.stderr)
    return int(code)
