"""``python -m neonworks_editor [SPRITE|FOLDER]`` and ``--neonworks PATH``: the editor as a process.

``neonworks-animator edit`` starts it with the right Python and prepares what it needs.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from neonworks_protocol.errors import AnimatorError, StorageFailed, Unavailable


def main(arguments: Sequence[str]) -> int:
    """Open the editor and stay until it is closed; returns the exit code, as the README lists them."""
    options = _parser().parse_args(arguments)
    try:
        if options.neonworks is not None:
            return _in_neonworks(options)
        _alone(options)
    except ModuleNotFoundError as error:
        if error.name != "pygame":
            raise
        return _fail("pygame is not installed: pip install 'neonworks-animator[editor]'", 4)
    except AnimatorError as error:
        code = 6 if isinstance(error, StorageFailed) else 4 if isinstance(error, Unavailable) else 3
        return _fail(error.message, code)
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m neonworks_editor", description="Animate sprites.")
    parser.add_argument("path", nargs="?", type=Path, default=Path(), metavar="SPRITE|FOLDER")
    parser.add_argument("--neonworks", type=Path, metavar="PATH", help="run inside this NeonWorks checkout")
    parser.add_argument("--python", metavar="EXE", help="the Python that runs NeonWorks")
    parser.add_argument("--project", metavar="NAME", help="project to open there")
    parser.add_argument("--size", default="1280x720", metavar="WxH", help="size of the window in pixels")
    parser.add_argument("--scale", type=float, help="size of text and buttons, 1.0 to 2.0")
    parser.add_argument("--daemon-python", default="", metavar="EXE", help="Python that starts the daemon")
    parser.add_argument("--screenshot", type=Path, metavar="FILE", help="write a PNG of the window, then end")
    parser.add_argument("--after", type=float, default=3.0, metavar="SECONDS", help="when to write it")
    parser.add_argument("--events", type=Path, metavar="FILE", help="play recorded input (JSON lines)")
    return parser


def _alone(options: argparse.Namespace) -> None:
    # Here, not above: --help needs no pygame, and a missing pygame is one line.
    from neonworks_editor.hosts.standalone_start import StartOptions, start

    start(
        StartOptions(
            path=options.path,
            size=options.size,
            scale=options.scale,
            daemon_python=options.daemon_python,
            screenshot=options.screenshot,
            after=options.after,
            events=options.events,
        )
    )


def _in_neonworks(options: argparse.Namespace) -> int:
    from neonworks_editor.hosts.neonworks_launcher import launch

    extra = ["--after", str(options.after)]
    for name, path in (("--screenshot", options.screenshot), ("--events", options.events)):
        if path is not None:
            extra += [name, str(path.absolute())]
    return launch(
        options.neonworks,
        options.project,
        options.python,
        daemon_python=options.daemon_python,
        extra=extra,
    )


def _fail(message: str, code: int) -> int:
    print(f"error: {' '.join(message.split())}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
