"""``config``: what is set, and setting it, in the user's ``config.toml``; comments and order stay."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from neonworks_models.export.files import write_file
from neonworks_protocol.errors import BadRequest

from neonworks_daemon.cli.console import note, print_json
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.words import nearest
from neonworks_daemon.settings import Settings, default_config_path, load_settings

__all__ = ["list_settings", "set_setting", "show_setting", "unset_setting"]

_HEADER = re.compile(r"^\s*\[")
_WORDS = {"true": True, "false": False}


def list_settings(*, as_json: bool) -> ExitCode:
    """Print every setting; those of the file are marked. Raises ``BadRequest`` for a bad file."""
    values, own = dict(_flat(msgspec.to_builtins(load_settings()))), dict(_flat(_own()))
    if as_json:
        print_json(values)
        return ExitCode.OK
    for name, value in values.items():
        print(f"{name} = {_written(value)}{'   # set in the file' if name in own else ''}")
    note(f"file: {default_config_path()}")
    return ExitCode.OK


def show_setting(name: str) -> ExitCode:
    """Print one value. Raises ``BadRequest`` for an unknown name."""
    _check_name(name)
    print(_written(dict(_flat(msgspec.to_builtins(load_settings())))[name]))
    return ExitCode.OK


def set_setting(name: str, text: str) -> ExitCode:
    """Write one value into the file. Raises ``BadRequest`` where the name is unknown or the value is not fit;
    the file is then as it was."""
    _check_name(name)
    _change(name, _written(_value(text)))
    note(f"{name} is set in {default_config_path()}; a daemon that runs takes it up at its next start")
    return ExitCode.OK


def unset_setting(name: str) -> ExitCode:
    """Take one value out of the file: its default holds again."""
    _check_name(name)
    if name not in dict(_flat(_own())):
        note(f"{name} is not set in {default_config_path()}: its default holds")
        return ExitCode.OK
    _change(name, None)
    note(f"{name} is no longer set; a daemon that runs takes it up at its next start")
    return ExitCode.OK


def _change(name: str, written: str | None) -> None:
    file = default_config_path()
    before = file.read_text(encoding="utf-8") if file.is_file() else ""
    write_file(file, _with(before, name, written).encode())
    try:
        load_settings()
    except BadRequest as error:
        write_file(file, before.encode())
        raise BadRequest(f"{name} was not changed: {error.message}") from error


def _with(text: str, name: str, written: str | None) -> str:
    """``text`` with one value replaced, added at the end of its table, or (None) taken out."""
    table, _, key = name.rpartition(".")
    lines = text.splitlines()
    start, end = _table(lines, table)
    if start is None:
        lines += [*([""] if lines else []), f"[{table}]"]
        start = end = len(lines)
    pattern = re.compile(rf"^\s*{re.escape(key)}\s*=")
    found = [at for at in range(start, end) if pattern.match(lines[at])]
    if found and not _is_whole(lines[found[0]]):
        raise BadRequest(f"{name} takes several lines: edit {default_config_path()} by hand")
    if found:
        lines[found[0] : found[0] + 1] = [] if written is None else [f"{key} = {written}"]
    elif written is not None:
        while end > start and not lines[end - 1].strip():
            end -= 1
        lines.insert(end, f"{key} = {written}")
    return "\n".join(lines) + "\n"


def _table(lines: list[str], table: str) -> tuple[int | None, int]:
    """Where the lines of a table begin and end; "" is the top. None where there is no such table."""
    headers = [at for at, line in enumerate(lines) if _HEADER.match(line)]
    if not table:
        return 0, headers[0] if headers else len(lines)
    for at in headers:
        if lines[at].split("#")[0].strip() == f"[{table}]":
            return at + 1, next((other for other in headers if other > at), len(lines))
    return None, 0


def _is_whole(line: str) -> bool:
    try:
        tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _own() -> dict[str, Any]:
    """What the file says. Raises ``BadRequest`` as reading the settings does."""
    load_settings()
    file = default_config_path()
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


def _flat(values: Mapping[str, Any], table: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{table}{key}.")
        else:
            yield f"{table}{key}", value


def _check_name(name: str) -> None:
    known = dict(_flat(msgspec.to_builtins(Settings())))
    if name not in known:
        close = nearest(name, known)
        hint = f"did you mean {close!r}?" if close else "neonworks-animator config list shows them all"
        raise BadRequest(f"there is no setting {name[:60]!r}: {hint}")


def _value(text: str) -> object:
    """A number, true, false, or the text itself."""
    if text in _WORDS:
        return _WORDS[text]
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _written(value: object) -> str:
    """As TOML writes it; JSON's strings, numbers and lists are TOML's too."""
    return msgspec.json.encode(value).decode() if value is not None else "(its default)"
