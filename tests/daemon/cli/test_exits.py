from neonworks_daemon.cli.exits import EXIT_TABLE, ExitCode, exit_code_of
from neonworks_protocol.errors import (
    AnimatorError,
    BadSprite,
    Busy,
    StorageFailed,
    Unavailable,
    UnsupportedDirection,
    error_classes,
)


def test_codes_of_the_usual_errors() -> None:
    assert exit_code_of(BadSprite("x")) is ExitCode.BAD_INPUT
    assert exit_code_of(UnsupportedDirection("x")) is ExitCode.BAD_INPUT
    assert exit_code_of(Unavailable("x")) is ExitCode.UNAVAILABLE
    assert exit_code_of(StorageFailed("x")) is ExitCode.STORAGE
    assert exit_code_of(Busy("x")) is ExitCode.DAEMON
    assert exit_code_of(AnimatorError("x")) is ExitCode.BUG


def test_no_error_ends_well() -> None:
    assert all(exit_code_of(kind("x")) is not ExitCode.OK for kind in error_classes().values())


def test_the_table_names_every_code() -> None:
    assert [int(line.split()[0]) for line in EXIT_TABLE.splitlines()] == [int(code) for code in ExitCode]
