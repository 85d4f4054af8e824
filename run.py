#!/usr/bin/env python3
"""One command from a fresh clone: makes ``.venv``, installs the project into it, then does what was asked.

Standard library only; Linux, macOS and Windows; Python 3.11 or newer.

    python3 run.py demo                 watch example sprites being animated by a real daemon
    python3 run.py test [PYTEST ARGS]   the core tests
    python3 run.py test --all [...]     with the slow tests and the optional parts of this machine
    python3 run.py check                format, lint, types, import contracts, layout and all tests
    python3 run.py setup                only install
    python3 run.py COMMAND ...          any command of neonworks-animator: animate, interpret, serve, ...

Exit codes: those of the command; 4 when the installation failed, 130 when interrupted.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import queue
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["PARTS", "Part", "SetupFailed", "main"]

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "neonworks-setup.stamp"
LOG = VENV / "neonworks-setup.log"
EXTRAS = "all,dev"
EXIT_UNAVAILABLE = 4
EXIT_INTERRUPTED = 130


class SetupFailed(Exception):
    """The environment could not be made; the text is one line that says what to do."""


@dataclass(frozen=True)
class Part:
    """Tests that ``test`` leaves out and ``test --all`` adds, and what they need on this machine.

    ``requirements`` are pip requirements with exact versions (``torch==2.13.0``, never a range: weights and
    numbers in tests depend on it). ``compiler``: installing them builds C or C++. ``display``: the tests open
    windows, so a virtual display is started where the machine has none.
    """

    marker: str
    requirements: tuple[str, ...] = ()
    compiler: bool = False
    display: bool = False


PARTS = (
    Part("slow"),
    Part("llm", requirements=("llama-cpp-python==0.3.36", "gguf==0.19.0"), compiler=True),
)


def venv_python() -> Path:
    """The environment's interpreter."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def wanted_stamp() -> str:
    """Digest of all that decides what is installed: project file, Python version, folder of the checkout."""
    parts = (
        (ROOT / "pyproject.toml").read_bytes(),
        repr((sys.version_info[:2], sys.platform, EXTRAS)).encode(),
        os.fsencode(ROOT),
    )
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_ready() -> bool:
    """Whether the last installation was completed and nothing that decides it has changed since."""
    try:
        return STAMP.read_text() == wanted_stamp() and venv_python().exists()
    except OSError:
        return False


def ensure_environment() -> None:
    """Make or complete ``.venv``; returns at once when it is up to date. Raises ``SetupFailed``."""
    if is_ready():
        return
    with _one_setup_at_a_time():
        if is_ready():
            return
        started = time.monotonic()
        try:
            STAMP.unlink(missing_ok=True)
            _make_venv()
            _pip_install(["--editable", f"{ROOT}[{EXTRAS}]"], "neonworks-animator and its packages")
            STAMP.write_text(wanted_stamp())
        except OSError as error:
            raise SetupFailed(_disk_advice(error)) from error
        _say(f"ready after {time.monotonic() - started:.0f} s")


def _disk_advice(error: OSError) -> str:
    return f"cannot write {VENV} ({error.strerror or error}): free some space or make the folder writable"


@contextlib.contextmanager
def _one_setup_at_a_time() -> Iterator[None]:
    """Hold a lock that the operating system drops with the process, so that none is ever left behind."""
    name = hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:16]
    path = Path(tempfile.gettempdir()) / f"neonworks-setup-{name}.lock"
    with path.open("a+b") as handle:
        if sys.platform == "win32":
            import msvcrt

            handle.seek(0)
            while True:
                with contextlib.suppress(OSError):
                    msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _make_venv() -> None:
    """A working environment of this Python version: kept when there is one, made anew when it is broken."""
    if _venv_works():
        return
    if VENV.exists() and any(VENV.iterdir()) and not (VENV / "pyvenv.cfg").exists():
        raise SetupFailed(f"{VENV} is not a virtual environment: move it away and run this again")
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        version = ".".join(map(str, sys.version_info[:2]))
        raise SetupFailed(
            f"this Python has no {missing[0]} module: install it (Debian: apt install python{version}-venv)"
        )
    _say(f"making {VENV} with Python {sys.version.split()[0]}")
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        raise SetupFailed(f"venv failed: {_advice(made.stdout + made.stderr)}")


def _venv_works() -> bool:
    if not venv_python().exists():
        return False
    question = "import pip, sys; print(sys.version_info[:2] == " + repr(tuple(sys.version_info[:2])) + ")"
    try:
        answer = subprocess.run(
            [str(venv_python()), "-c", question], capture_output=True, text=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.stdout.strip() == "True"


def _pip_install(what: Sequence[str], label: str) -> None:
    """Run pip with one moving status line; its whole output is kept in ``LOG``."""
    command = [str(venv_python()), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    # Bytecode is made where it is first needed: most modules of large packages never are.
    command += ["--no-compile", "--progress-bar", "off", *what]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    try:
        output = _follow(process, label)
    except BaseException:
        process.terminate()
        raise
    finally:
        process.wait()
    LOG.write_text(output, encoding="utf-8")
    if process.returncode != 0:
        raise SetupFailed(f"{_advice(output)} (whole output: {LOG})")


def _follow(process: subprocess.Popen[str], label: str) -> str:
    """Show what pip is doing, with the seconds, until it ends; returns all it wrote."""
    lines: queue.Queue[str | None] = queue.Queue(maxsize=1000)
    assert process.stdout is not None
    threading.Thread(target=_pump, args=(process.stdout, lines), daemon=True).start()
    started, status, seen = time.monotonic(), "starting pip", 0
    output: list[str] = []
    line = _StatusLine(label)
    while True:
        with contextlib.suppress(queue.Empty):
            text = lines.get(timeout=0.5)
            if text is None:
                line.close()
                return "".join(output)
            output.append(text)
            seen += text.startswith("Collecting ")
            status = _status(text, seen) or status
        line.show(status, time.monotonic() - started)


def _pump(stream: Iterator[str], lines: queue.Queue[str | None]) -> None:
    for line in stream:
        lines.put(line)
    lines.put(None)


def _status(text: str, seen: int) -> str | None:
    """What a line of pip's output means to a user; None for lines that mean nothing."""
    if found := re.match(r"\s*(Collecting|Downloading) ([^\s]+)(?: .*?(\([\d.]+ [kM]B\)))?", text):
        name = re.split(r"[<>=!~;\[-]", found[2].rsplit("/", 1)[-1])[0]
        return f"package {seen}: {name} {found[3] or ''}".rstrip()
    if found := re.match(r"\s*Building wheel for ([^\s]+) ", text):
        return f"building {found[1]}"
    if text.startswith("Installing collected packages:"):
        return f"unpacking {text.count(',') + 1} packages"
    if "Retrying (" in text:
        return "no answer from the package index, trying again"
    return None


class _StatusLine:
    """A line that is written over on a terminal, and a line every few seconds anywhere else."""

    def __init__(self, label: str) -> None:
        self._terminal = sys.stderr.isatty()
        self._last = -10.0
        _say(f"installing {label}")

    def show(self, status: str, seconds: float) -> None:
        if self._terminal:
            width = shutil.get_terminal_size().columns - 1
            print(
                "\r" + f"  {seconds:4.0f} s  {status}"[:width].ljust(width),
                end="",
                file=sys.stderr,
                flush=True,
            )
        elif seconds - self._last >= 5:
            self._last = seconds
            print(f"  {seconds:4.0f} s  {status}", file=sys.stderr, flush=True)

    def close(self) -> None:
        if self._terminal:
            print(file=sys.stderr, flush=True)


_ADVICE = (
    ("No space left on device", "the disk is full: free some space and run this again"),
    ("ensurepip is not available", "install the venv package (Debian: apt install python3-venv)"),
    ("Permission denied", "no write permission: make the checkout writable, or clone it somewhere else"),
    ("name resolution", "no network: packages are downloaded once; connect and run this again"),
    ("getaddrinfo failed", "no network: packages are downloaded once; connect and run this again"),
    ("NewConnectionError", "no network: packages are downloaded once; connect and run this again"),
    ("ProxyError", "the proxy refused: check HTTPS_PROXY and run this again"),
    ("Read timed out", "the network is too slow or down: run this again, it goes on where it stopped"),
    ("CERTIFICATE_VERIFY_FAILED", "the certificate was refused: check the clock, or set PIP_CERT"),
    (
        "Failed building wheel for llama",
        "llama.cpp did not build: it needs a C++17 compiler and 2 GB of memory",
    ),
    ("error: command 'gcc' failed", "a package has no wheel for this Python: use Python 3.11 to 3.13"),
    ("Failed to build", "a package has no wheel for this Python: use Python 3.11 to 3.13"),
)


def _advice(output: str) -> str:
    """One line for people out of a tool's whole output."""
    for sign, advice in _ADVICE:
        if sign in output:
            return advice
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.upper().startswith("ERROR")]
    return (errors or lines or ["it said nothing"])[-1]


def _child_environment() -> dict[str, str]:
    environment = dict(os.environ)
    # Windows consoles default to a code page without the characters that progress bars are drawn with.
    environment.setdefault("PYTHONUTF8", "1")
    environment.pop("PYTHONHOME", None)
    return environment


def _call(arguments: Sequence[str], *, cwd: Path | None = None, prefix: Sequence[str] = ()) -> int:
    """Run the environment's Python and return its exit code."""
    command = [*prefix, str(venv_python()), *arguments]
    process = subprocess.Popen(command, cwd=cwd, env=_child_environment())
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # The terminal sends Ctrl-C to the child too: it ends in its own way, we report its code.
            continue


def run_tool(arguments: Sequence[str]) -> int:
    """Become ``neonworks-animator`` with these arguments."""
    command = [str(venv_python()), "-P", "-m", "neonworks_daemon.cli", *arguments]
    if os.name == "nt":
        return _call(command[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(command[0], command, _child_environment())


def run_tests(arguments: Sequence[str]) -> int:
    """The core tests, or with ``--all`` those of every part that this machine can prepare."""
    everything = "--all" in arguments
    rest = [argument for argument in arguments if argument != "--all"]
    left_out = [part.marker for part in PARTS if not (everything and _prepare(part))]
    marks = ["-m", " and ".join(f"not {marker}" for marker in left_out)] if left_out else []
    display = everything and any(part.display for part in PARTS if part.marker not in left_out)
    return _call(["-m", "pytest", *marks, *rest], cwd=ROOT, prefix=_virtual_display() if display else ())


def _prepare(part: Part) -> bool:
    """Install what a part needs; False, with the reason said, when this machine cannot run it."""
    if part.compiler and not any(map(shutil.which, ("c++", "g++", "clang++", "cl"))):
        _say(f"tests marked {part.marker} are left out: no C++ compiler (Debian: apt install g++ cmake)")
        return False
    if not part.requirements:
        return True
    minutes = " (builds C++, which takes minutes the first time)" if part.compiler else ""
    try:
        _pip_install(part.requirements, f"what tests marked {part.marker} need{minutes}")
    except SetupFailed as error:
        _say(f"tests marked {part.marker} are left out: {error}")
        return False
    return True


def _virtual_display() -> list[str]:
    """Command prefix that gives a Linux machine without a screen one in memory."""
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return []
    if shutil.which("xvfb-run") is None:
        raise SetupFailed("window tests need a display: install xvfb (Debian: apt install xvfb)")
    return ["xvfb-run", "--auto-servernum"]


def run_checks() -> int:
    """All checks, the later ones also when an earlier one fails; 1 if any failed."""
    steps = (
        ("format", ["-m", "ruff", "format", "--check", "--quiet", "."]),
        ("lint", ["-m", "ruff", "check", "--quiet", "."]),
        ("types", ["-m", "mypy", "--no-error-summary"]),
        ("import contracts", ["-c", "from importlinter.cli import lint_imports_command as c; c()"]),
        ("layout", ["-m", "pytest", "tests/repo/test_layout.py"]),
    )
    results = []
    for name, arguments in steps:
        _say(name)
        results.append((name, _call(arguments, cwd=ROOT)))
    _say("tests")
    results.append(("tests", run_tests(["--all"])))
    for name, code in results:
        print(f"{'ok    ' if code == 0 else 'FAILED'} {name}")
    return 1 if any(code for _, code in results) else 0


def _say(text: str) -> None:
    print(f"[run.py] {text}", file=sys.stderr, flush=True)


def _too_old() -> str:
    mine = ".".join(map(str, sys.version_info[:3]))
    newer = next((name for minor in (13, 12, 11) if shutil.which(name := f"python3.{minor}")), None)
    advice = f"use {newer} run.py" if newer else "install it from python.org or your package manager"
    return f"Python 3.11 or newer is needed, this is {mine}: {advice}"


def main(arguments: Sequence[str]) -> int:
    """Do one command; returns the exit code."""
    if sys.version_info < OLDEST:
        _say(_too_old())
        return EXIT_UNAVAILABLE
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print((__doc__ or "").strip())
        return 0
    command, rest = arguments[0], list(arguments[1:])
    try:
        ensure_environment()
        if command == "setup":
            _say(f"{VENV} is up to date")
            return 0
        if command == "test":
            return run_tests(rest)
        if command == "check":
            return run_checks()
        return run_tool([command, *rest])
    except SetupFailed as error:
        _say(f"error: {error}")
        return EXIT_UNAVAILABLE
    except KeyboardInterrupt:
        _say("interrupted: the same command goes on where this one stopped")
        return EXIT_INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
