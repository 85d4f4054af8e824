"""Which model the settings mean, without loading any."""

from pathlib import Path

import pytest
from neonworks_daemon.language.choice import (
    INSTALL_LLM,
    INSTALL_TRANSFORMERS,
    Lacking,
    ReaderKind,
    ReaderPlan,
    choose_reader,
    gguf_files,
    has_package,
    tiny_path,
)
from neonworks_daemon.settings import LlmSettings, Settings


def everything(_: str) -> bool:
    return True


def nothing(_: str) -> bool:
    return False


def settings(tmp_path: Path, reader: str, **llm: object) -> Settings:
    return Settings(state_dir=str(tmp_path), reader=reader, llm=LlmSettings(**llm))  # type: ignore[arg-type]


def put(folder: Path, name: str, size: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(bytes(size))
    return folder / name


def test_off_is_off(tmp_path: Path) -> None:
    found = choose_reader(settings(tmp_path, "off"), has=everything)
    assert isinstance(found, Lacking) and "off" in found.line


def test_by_itself_it_takes_the_largest_model_that_fits(tmp_path: Path) -> None:
    wanted = settings(tmp_path, "auto")
    empty = choose_reader(wanted, has=everything)
    assert isinstance(empty, Lacking) and "config set reader tiny" in empty.mend
    put(wanted.models_path, "small.gguf", 10)
    middle = put(wanted.models_path, "middle.gguf", 40)
    put(wanted.models_path, "huge.gguf", 90)
    found = choose_reader(wanted, has=everything, memory_bytes=lambda: 100)
    assert found == ReaderPlan("middle", ReaderKind.LLAMA, middle)
    assert [path.name for path in gguf_files(wanted.models_path)] == [
        "huge.gguf",
        "middle.gguf",
        "small.gguf",
    ]


def test_a_missing_extra_is_one_command(tmp_path: Path) -> None:
    model = put(tmp_path, "own.gguf", 4)
    found = choose_reader(settings(tmp_path, str(model)), has=nothing)
    assert isinstance(found, Lacking) and found.mend == INSTALL_LLM and "own.gguf" in found.why


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    found = choose_reader(settings(tmp_path, str(tmp_path / "gone.gguf")), has=everything)
    assert isinstance(found, Lacking) and "gone.gguf" in found.why and "config set reader" in found.mend


def test_the_tiny_one_comes_with_the_program(tmp_path: Path) -> None:
    found = choose_reader(settings(tmp_path, "tiny"), has=everything)
    assert found == ReaderPlan("tiny", ReaderKind.LLAMA, tiny_path())


def test_servers_and_checkpoints(tmp_path: Path) -> None:
    assert choose_reader(settings(tmp_path, "openai"), has=nothing) == ReaderPlan("openai", ReaderKind.OPENAI)
    named = choose_reader(settings(tmp_path, "openai", model="qwen2.5:3b"), has=nothing)
    assert named == ReaderPlan("qwen2.5:3b", ReaderKind.OPENAI)
    assert isinstance(choose_reader(settings(tmp_path, "transformers"), has=everything), Lacking)
    folder = tmp_path / "phi"
    folder.mkdir()
    wanted = settings(tmp_path, "transformers", model=str(folder))
    assert choose_reader(wanted, has=everything) == ReaderPlan("phi", ReaderKind.TRANSFORMERS, folder)
    lacking = choose_reader(wanted, has=nothing)
    assert isinstance(lacking, Lacking) and lacking.mend == INSTALL_TRANSFORMERS


@pytest.mark.parametrize(("name", "there"), [("json", True), ("no_such_package_at_all", False)])
def test_packages_are_looked_up(name: str, there: bool) -> None:
    assert has_package(name) is there
