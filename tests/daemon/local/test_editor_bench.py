"""The editor's bench as a process: what it is given, what it gives back."""

import json
import sys
from pathlib import Path

import pytest
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local import editor_bench
from neonworks_daemon.local.editor_bench import run_editor_bench
from neonworks_models.sprites.decode import decode_sprite
from neonworks_protocol.errors import ProtocolError, Unavailable, WorkerFailed

REPORT = {
    "name": "editor keys",
    "title": "Key press to picture",
    "columns": ["while", "p95"],
    "rows": [["typing", 80.5], ["single", None]],
    "checks": [{"name": "p95", "measured": 80.5, "target": 120.0, "unit": "ms"}],
    "notes": ["a note"],
    "details": {"keys": [1]},
}
_SCRIPT = """
import json, pathlib, sys
arguments = sys.argv[1:]
work = json.loads(pathlib.Path(arguments[arguments.index("--work") + 1]).read_text())
folder = pathlib.Path(arguments[arguments.index("--work") + 1]).parent
pathlib.Path({seen!r}).write_text(json.dumps([arguments, work]))
pathlib.Path({seen!r}).with_suffix(".png").write_bytes((folder / work["items"][0]["sprite"]).read_bytes())
{body}
"""
_WRITES = "pathlib.Path(arguments[arguments.index('--out') + 1]).write_text({text!r})"


def _command(folder: Path, body: str) -> tuple[str, ...]:
    return (sys.executable, "-c", _SCRIPT.format(seen=str(folder / "seen.json"), body=body))


def test_stills_go_out_and_numbers_come_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = _command(tmp_path, _WRITES.format(text=json.dumps([REPORT])))
    numbers = tmp_path / "numbers.json"
    code = run_editor_bench(("keys", "kill"), stills=5, seed=9, json_file=numbers, command=command)
    assert code is ExitCode.OK
    arguments, work = json.loads((tmp_path / "seen.json").read_text())
    assert arguments[4:] == ["--only", "keys", "--only", "kill"]
    assert work["seed"] == 9 and len(work["items"]) == 5
    assert all("(" not in item["text"] and item["text"].strip() for item in work["items"])
    sprite = decode_sprite((tmp_path / "seen.png").read_bytes())
    assert (sprite.width, sprite.height) == (64, 64)
    shown = capsys.readouterr()
    assert "p95: 80.5 ms (target <= 120 ms): met" in shown.out and "a note" in shown.out
    assert "seed 9" in shown.err
    (written,) = json.loads(numbers.read_text())
    assert written["rows"] == [{"while": "typing", "p95": 80.5}, {"while": "single", "p95": None}]
    assert written["details"] == {"keys": [1]}


@pytest.mark.parametrize("measured", [130.0, None])
def test_a_missed_target_is_exit_code_1(tmp_path: Path, measured: float | None) -> None:
    report = {**REPORT, "checks": [{"name": "p95", "measured": measured, "target": 120.0, "unit": "ms"}]}
    command = _command(tmp_path, _WRITES.format(text=json.dumps([report])))
    assert run_editor_bench(("keys",), stills=4, seed=1, command=command) is ExitCode.SOME_FAILED


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("sys.exit(3)", WorkerFailed),
        ("pass", ProtocolError),
        (_WRITES.format(text='{"x": 1}'), ProtocolError),
        (_WRITES.format(text="no numbers"), ProtocolError),
    ],
)
def test_a_bench_that_fails_is_one_line(tmp_path: Path, body: str, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        run_editor_bench(("keys",), stills=4, seed=1, command=_command(tmp_path, body))
    assert "\n" not in str(caught.value)


def test_without_pygame_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editor_bench, "_NEEDS", ("no_such_package",))
    with pytest.raises(Unavailable, match=r"pip install 'neonworks-animator\[editor\]'"):
        run_editor_bench(("keys",), stills=4, seed=1)
