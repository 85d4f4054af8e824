"""Exit codes, one meaning each; the same table stands in ``--help`` and in the README."""

from enum import IntEnum

from neonworks_protocol.errors import (
    AccessDenied,
    AnimatorError,
    BadRequest,
    BadSprite,
    Busy,
    JobCancelled,
    NotFound,
    ProtocolError,
    StorageFailed,
    Unavailable,
    WorkerFailed,
)

__all__ = ["EXIT_TABLE", "ExitCode", "exit_code_of"]


class ExitCode(IntEnum):
    """What a command ended with."""

    OK = 0
    SOME_FAILED = 1
    USAGE = 2
    BAD_INPUT = 3
    UNAVAILABLE = 4
    DAEMON = 5
    STORAGE = 6
    BUG = 70
    """As ``EX_SOFTWARE`` of sysexits.h."""
    INTERRUPTED = 130


_MEANINGS = {
    ExitCode.OK: "done",
    ExitCode.SOME_FAILED: "some jobs of a batch failed, or a check or bench target was missed",
    ExitCode.USAGE: "unknown option, word or value",
    ExitCode.BAD_INPUT: "the sprite or the request cannot be used",
    ExitCode.UNAVAILABLE: "a tier, generator or extra is not available here",
    ExitCode.DAEMON: "the daemon cannot be reached, refused or failed",
    ExitCode.STORAGE: "files could not be written",
    ExitCode.BUG: "a fault in this program",
    ExitCode.INTERRUPTED: "stopped with Ctrl-C",
}

EXIT_TABLE = "\n".join(f"  {code.value:<5}{meaning}" for code, meaning in _MEANINGS.items())
"""One line a code."""

_CODES: tuple[tuple[type[AnimatorError], ExitCode], ...] = (
    (BadSprite, ExitCode.BAD_INPUT),
    (BadRequest, ExitCode.BAD_INPUT),
    (NotFound, ExitCode.BAD_INPUT),
    (Unavailable, ExitCode.UNAVAILABLE),
    (StorageFailed, ExitCode.STORAGE),
    (JobCancelled, ExitCode.INTERRUPTED),
    (Busy, ExitCode.DAEMON),
    (AccessDenied, ExitCode.DAEMON),
    (WorkerFailed, ExitCode.DAEMON),
    (ProtocolError, ExitCode.DAEMON),
)


def exit_code_of(error: AnimatorError) -> ExitCode:
    """The code a command ends with when ``error`` reaches its top."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), ExitCode.BUG)
