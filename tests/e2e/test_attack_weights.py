"""Weights that lie about what they are, or would run code: refused, and a canary proves that nothing ran."""

import hashlib
import io
import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from neonworks_daemon.cli.app import run
from neonworks_models.catalog.convert_child import Limits, convert
from neonworks_models.catalog.weights import inspect_weights, load_tensors
from neonworks_models.sprites import reader
from neonworks_models.sprites.nets import ConvNet
from neonworks_protocol.errors import BadRequest, Unavailable

from tests.fakes.weight_files import LIES, PAYLOADS, ZIPPED, Touch, hostile

NAMES = list(hostile(Path("canary")))
LIMITS = Limits(memory_bytes=1 << 30, seconds=30, output_bytes=1 << 20, source_sha256="0" * 64)


def test_the_canary_would_sing(tmp_path: Path) -> None:
    """Without our reader the same bytes do run: else the tests below could not fail."""
    for name in ("a pickle", "os.system", "builtins.eval"):
        canary = tmp_path / name.replace(" ", "-")
        pickle.loads(PAYLOADS[name](canary))
        assert canary.exists(), name


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("suffix", [".safetensors", ".bin"])
def test_a_pickle_is_refused_under_any_name_and_does_not_run(tmp_path: Path, name: str, suffix: str) -> None:
    canary = tmp_path / "canary"
    data = hostile(canary)[name]
    file = tmp_path / f"weights{suffix}"
    file.write_bytes(data)
    with pytest.raises(BadRequest) as caught:
        inspect_weights(file)
    assert caught.value.message.isprintable()
    with pytest.raises(BadRequest):
        load_tensors(file, hashlib.sha256(data).hexdigest())
    with pytest.raises(BadRequest):
        convert(io.BytesIO(data), io.BytesIO(), LIMITS)
    assert not canary.exists()


@pytest.mark.parametrize("name", LIES)
def test_a_lie_about_type_or_size_is_refused(tmp_path: Path, name: str) -> None:
    file = tmp_path / "weights.safetensors"
    file.write_bytes(LIES[name])
    with pytest.raises(BadRequest) as caught:
        inspect_weights(file)
    assert caught.value.message.isprintable()
    with pytest.raises(BadRequest):
        load_tensors(file, hashlib.sha256(LIES[name]).hexdigest())


def test_the_net_of_the_product_is_used_with_its_own_checksum_only(tmp_path: Path) -> None:
    from importlib.resources import files

    from neonworks_models.catalog.pins import PINS

    name = "still_reader.safetensors"
    whole = (files("neonworks_models") / "weights" / name).read_bytes()
    (tmp_path / name).write_bytes(whole)
    assert ConvNet.load(tmp_path / name, reader.FORMAT, PINS[name])
    (tmp_path / name).write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    with pytest.raises(Unavailable, match="checksum differs"):
        ConvNet.load(tmp_path / name, reader.FORMAT, PINS[name])
    canary = tmp_path / "canary"
    (tmp_path / name).write_bytes(pickle.dumps(Touch(canary)))
    with pytest.raises(Unavailable):
        ConvNet.load(tmp_path / name, reader.FORMAT, PINS[name])
    assert not canary.exists()


def test_convert_runs_nothing_of_what_it_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command itself, with its process."""
    canary = tmp_path / "canary"
    for name in ("os.system, in a torch archive", "a pickle, in an old torch file"):
        (tmp_path / "evil.ckpt").write_bytes(hostile(canary)[name])
        assert run(["models", "convert", str(tmp_path / "evil.ckpt"), str(tmp_path / "new.safetensors")]) == 3
        assert len(capsys.readouterr().err.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["evil.ckpt"]


_ESCAPES = """
import os, signal, socket, sys
from neonworks_models.catalog.convert_child import Limits, _close_doors
_close_doors(Limits(memory_bytes=1 << 30, seconds=1, output_bytes=1 << 16, source_sha256=""))
tried = {
    "read": lambda: open("/etc/hostname"),
    "write": lambda: open(sys.argv[1], "w"),
    "socket": lambda: socket.socket(),
    "memory": lambda: bytearray(2 << 30),
    "output": lambda: os.write(1, bytes(1 << 20)) == 1 << 20 or os.write(1, b"x"),
}
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
for name, act in tried.items():
    try:
        act()
    except (OSError, MemoryError):
        continue
    sys.stderr.write(name + " ")
sys.stderr.write("held")
sys.stderr.flush()
while True:
    pass
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limits; SECURITY.md says so")
def test_even_code_that_ran_in_the_converter_could_open_nothing(tmp_path: Path) -> None:
    """The second wall: in a process as limited as the converter no file, socket or memory is to be had."""
    with (tmp_path / "out").open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-I", "-c", _ESCAPES, str(tmp_path / "canary")],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert done.stderr == b"held"
    assert done.returncode < 0, "the limit of processor time ended it"
    assert not (tmp_path / "canary").exists()
    assert (tmp_path / "out").stat().st_size <= 1 << 16


def test_good_checkpoints_still_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Else refusing everything would pass all of the above."""
    (tmp_path / "old.ckpt").write_bytes(ZIPPED)
    assert run(["models", "convert", str(tmp_path / "old.ckpt"), str(tmp_path / "new.safetensors")]) == 0
    assert run(["models", "check", str(tmp_path / "new.safetensors")]) == 0
    assert "safetensors, 8 tensors" in capsys.readouterr().out
