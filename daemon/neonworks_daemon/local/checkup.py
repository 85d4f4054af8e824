"""``doctor``: one finding a check, each with a way to fix what is wrong."""

import os
import platform
import re
import secrets
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import psutil
from neonworks_protocol.errors import AnimatorError
from rich.markup import escape
from rich.table import Table

from neonworks_daemon.build_id import build_id
from neonworks_daemon.cli.console import print_json, results
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.finding import Finding, Health
from neonworks_daemon.local.reader_checkup import reader_findings
from neonworks_daemon.ready import ReadyInfo, read_ready
from neonworks_daemon.settings import Settings, load_settings

__all__ = ["examine", "findings"]

_DISTRIBUTION = "neonworks-animator"
_OLDEST = (3, 11)
_NEEDED_MB = 512
"""Free memory for a daemon with two workers (350 MB) and some room."""
_STYLES = {"ok": "green", "off": "yellow", "broken": "red"}


def examine(*, as_json: bool) -> ExitCode:
    """Show all findings; exit code 1 when something is broken."""
    found = list(findings())
    if as_json:
        print_json([asdict(finding) for finding in found])
    else:
        _show(found)
    broken = any(finding.health is Health.BROKEN for finding in found)
    return ExitCode.SOME_FAILED if broken else ExitCode.OK


def findings() -> Iterator[Finding]:
    """Every check, the quick ones first."""
    yield _python()
    yield from _packages()
    yield _processor()
    yield _memory()
    yield _writable("this folder", Path.cwd(), "give --out a folder that you may write to")
    yield _generators()
    try:
        settings = load_settings()
    except AnimatorError as error:
        yield Finding("settings", Health.BROKEN, error.message, "correct or remove the configuration file")
        return
    state = settings.state_path
    yield _writable("state folder", state, "make it writable or choose another with --state-dir")
    yield from reader_findings(settings)
    yield _daemon(settings)


def _show(found: Sequence[Finding]) -> None:
    table = Table(show_header=False, title=f"{_DISTRIBUTION} {version(_DISTRIBUTION)}", title_justify="left")
    for finding in found:
        style = _STYLES[finding.health]
        text = f"{finding.seen}\n→ {finding.fix}" if finding.fix else finding.seen
        # Names of extras stand in brackets, which are markup to rich.
        table.add_row(finding.what, f"[{style}]{finding.health}[/]", escape(text))
    results().print(table)


def _python() -> Finding:
    seen = f"{platform.python_version()} at {sys.executable}"
    if sys.version_info < _OLDEST:
        return Finding("Python", Health.BROKEN, seen, "install Python 3.11 or newer")
    return Finding("Python", Health.WELL, seen)


def _packages() -> Iterator[Finding]:
    """One finding an extra: the packages it asks for, against those that are installed."""
    asked = requires(_DISTRIBUTION) or []
    for extra, health in (("", Health.BROKEN), ("daemon", Health.BROKEN), ("editor", Health.OFF)):
        wanted = [found for line in asked if (found := _requirement(line, extra))]
        missing = [name for name, oldest in wanted if _too_old(name, oldest)]
        what = f"extra {extra}" if extra else "base packages"
        if missing:
            suffix = f"[{extra}]" if extra else ""
            fix = f"pip install --upgrade '{_DISTRIBUTION}{suffix}'"
            yield Finding(what, health, f"missing or too old: {', '.join(missing)}", fix)
        else:
            yield Finding(what, Health.WELL, ", ".join(f"{name} {version(name)}" for name, _ in wanted))


def _requirement(line: str, extra: str) -> tuple[str, tuple[int, ...]] | None:
    """Name and oldest version of a requirement of ``extra``, None for those of others."""
    found = re.match(r"([\w.-]+)\s*>=\s*([\d.]+)(?:\s*;\s*extra == ['\"](\w+)['\"])?$", line)
    if found is None or (found[3] or "") != extra:
        return None
    return found[1], _numbers(found[2])


def _too_old(name: str, oldest: tuple[int, ...]) -> bool:
    try:
        return _numbers(version(name)) < oldest
    except PackageNotFoundError:
        return True


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


def _processor() -> Finding:
    cores = os.cpu_count() or 1
    load = psutil.getloadavg()[0]
    seen = f"{cores} cores, load {load:.1f}, {platform.machine()}"
    if load > 2 * cores:
        return Finding("processor", Health.OFF, seen, "close other programs: drawing will be slow")
    return Finding("processor", Health.WELL, seen)


def _memory() -> Finding:
    memory = psutil.virtual_memory()
    seen = f"{memory.available >> 20} of {memory.total >> 20} MiB free"
    if memory.available >> 20 < _NEEDED_MB:
        return Finding("memory", Health.OFF, seen, "close other programs, or serve with --workers 1")
    return Finding("memory", Health.WELL, seen)


def _writable(what: str, folder: Path, fix: str) -> Finding:
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    probe = nearest / f".neonworks-{secrets.token_hex(6)}"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        return Finding(what, Health.BROKEN, f"{folder} cannot be written: {error.strerror}", fix)
    free = psutil.disk_usage(str(nearest)).free >> 20
    seen = f"{folder} ({free} MiB free)"
    if free < 100:
        return Finding(what, Health.OFF, seen, "free some space")
    return Finding(what, Health.WELL, seen)


def _generators() -> Finding:
    try:
        from neonworks_models.generators.registry import default_registry
        from neonworks_models.sprites.reader import StillReader

        records = default_registry().capabilities()
        StillReader.shipped()
    except (AnimatorError, ImportError, OSError) as error:
        fix = f"pip install --force-reinstall '{_DISTRIBUTION}[daemon]'"
        return Finding("generators", Health.BROKEN, " ".join(str(error).split()), fix)
    return Finding("generators", Health.WELL, ", ".join(f"{r.name} {r.version} ({r.tier})" for r in records))


def _daemon(settings: Settings) -> Finding:
    info = read_ready(settings.ready_path)
    if info is None:
        fix = "none needed for commands; editors need: neonworks-animator serve"
        return Finding("daemon", Health.OFF, f"not running (no ready file at {settings.ready_path})", fix)
    if not psutil.pid_exists(info.pid):
        fix = "start it again: neonworks-animator serve"
        return Finding("daemon", Health.OFF, f"ended without a word (process {info.pid})", fix)
    return _running(info)


def _running(info: ReadyInfo) -> Finding:
    seen = f"process {info.pid} at {info.host}:{info.port}"
    if info.build != build_id():
        fix = "stop it and start it again: commands draw by themselves until then"
        return Finding("daemon", Health.OFF, f"{seen}, another build than this command", fix)
    from neonworks_daemon.local.remote import RemoteArtist

    try:
        with RemoteArtist.connect(info) as remote:
            tiers = ", ".join(remote.capabilities.tiers)
    except (AnimatorError, OSError) as error:
        return Finding("daemon", Health.BROKEN, f"{seen} does not answer: {error}", f"end process {info.pid}")
    return Finding("daemon", Health.WELL, f"{seen}, tiers: {tiers}")
