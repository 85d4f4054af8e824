"""Nothing in the repository knows the machine that it was written on."""

import re

from tests.repo.tree import ROOT, tracked_files

# The patterns are put together here so that this file does not match itself.
_FORBIDDEN = (
    "/" + r"work/",
    "/" + r"tmp/lab",
    r"(?<!\w)/" + r"(?:home|Users)/\w+/",
    r"[A-Z]:" + r"\\Users\\",
    r"pypi\." + r"org",
    r"python" + r"hosted",
)
_PATTERN = re.compile("|".join(_FORBIDDEN))
_BINARY = {".png", ".gif", ".webp", ".onnx", ".safetensors", ".npz", ".gguf"}


def test_no_machine_paths_or_registry_addresses() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in tracked_files()
        if path.suffix not in _BINARY
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if _PATTERN.search(line)
    ]
    assert found == []


def test_weights_hold_no_trace_of_the_machine_that_exported_them() -> None:
    """Exporters note the files of their own run in the graph."""
    traces = re.compile(rb'File "|site-packages|/' + rb"work/|/" + rb"tmp/")
    weights = [path for path in tracked_files() if path.suffix in (".onnx", ".gguf", ".safetensors")]
    assert weights
    assert [path.name for path in weights if traces.search(path.read_bytes())] == []


def test_no_generated_files() -> None:
    generated = {"__pycache__", ".venv", "demo-output", "bench-output", ".hypothesis"}
    assert [path for path in tracked_files() if generated & set(path.relative_to(ROOT).parts)] == []
