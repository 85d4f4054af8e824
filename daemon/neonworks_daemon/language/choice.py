"""Which larger language model the settings mean, and what it lacks: looked up without loading anything."""

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

import psutil
from neonworks_models.catalog.pins import PINS
from neonworks_protocol.limits import MAX_ID_CHARS

from neonworks_daemon.settings import Settings

__all__ = [
    "INSTALL_LLM",
    "INSTALL_TRANSFORMERS",
    "TINY",
    "TINY_FILE",
    "Lacking",
    "ReaderKind",
    "ReaderPlan",
    "choose_reader",
    "gguf_files",
    "has_package",
    "tiny_path",
]

TINY = "tiny"
"""What the settings call the model that comes with the program."""
TINY_FILE = "tiny-reader.gguf"
"""Its file, in the weights of ``neonworks_models``."""
INSTALL_LLM = "pip install 'neonworks-animator[llm]'"
INSTALL_TRANSFORMERS = "pip install 'neonworks-animator[transformers]'"
_FITS = 2
"""A model is chosen by itself only where its file takes at most half of the memory."""
_NOT_PATHS = ("off", "auto", "tiny", "openai", "transformers")


class ReaderKind(StrEnum):
    """What runs the model."""

    LLAMA = "llama.cpp"
    OPENAI = "openai"
    TRANSFORMERS = "transformers"


@dataclass(frozen=True)
class ReaderPlan:
    """A model that can be tried. ``name`` is what people are told; ``path`` a GGUF file or a checkpoint's
    folder, None where a server has the model."""

    name: str
    kind: ReaderKind
    path: Path | None = None


@dataclass(frozen=True)
class Lacking:
    """There is no larger model: ``why`` in one line, and the one command or setting that mends it (empty
    where it was switched off)."""

    why: str
    mend: str = ""

    @property
    def line(self) -> str:
        """Both, for people."""
        return f"{self.why}: {self.mend}" if self.mend else self.why


def has_package(name: str) -> bool:
    """Whether a package could be imported; nothing is."""
    return importlib.util.find_spec(name) is not None


def choose_reader(
    settings: Settings,
    *,
    has: Callable[[str], bool] = has_package,
    memory_bytes: Callable[[], int] = lambda: int(psutil.virtual_memory().total),
) -> ReaderPlan | Lacking:
    """The model that ``settings.reader`` means; ``has`` tells of packages, ``memory_bytes`` of the machine.

    ``auto`` takes the user's own models only: the one that comes with the program reads no better than the
    embedded interpreter, and two answers where one is right are a nuisance.
    """
    match settings.reader:
        case "off":
            return Lacking('no larger language model is set up (reader = "off")')
        case "auto":
            return _chosen_by_itself(settings, has, memory_bytes())
        case "tiny":
            return _llama(TINY, tiny_path(), has)
        case "openai":
            return ReaderPlan(_short(settings.llm.model or "openai"), ReaderKind.OPENAI)
        case "transformers":
            return _checkpoint(settings, has)
    return _llama("", Path(settings.reader).expanduser(), has)


def tiny_path() -> Path:
    """Where the model of the program lies, if this version comes with it."""
    return Path(str(files("neonworks_models") / "weights" / TINY_FILE))


def gguf_files(folder: Path) -> Sequence[Path]:
    """The user's own models, the largest first; none where there is no such folder."""
    try:
        found = [path for path in folder.glob("*.gguf") if path.is_file()]
        return sorted(found, key=lambda path: (-path.stat().st_size, path.name))
    except OSError:
        return ()


def _chosen_by_itself(
    settings: Settings, has: Callable[[str], bool], memory_bytes: int
) -> ReaderPlan | Lacking:
    folder = settings.models_path
    fitting = [path for path in gguf_files(folder) if path.stat().st_size * _FITS <= memory_bytes]
    if fitting:
        return _llama("", fitting[0], has)
    return Lacking(
        f"no larger language model is set up (there is no GGUF file in {folder})",
        "put one there, or try the small one: neonworks-animator config set reader tiny",
    )


def _llama(name: str, path: Path, has: Callable[[str], bool]) -> ReaderPlan | Lacking:
    if not path.is_file():
        if name and TINY_FILE not in PINS:
            return Lacking("this version comes without the tiny model", "set reader to a GGUF file")
        mend = "neonworks-animator config set reader PATH, or one of " + ", ".join(_NOT_PATHS)
        return Lacking(f"there is no model file {path}", mend)
    if not has("llama_cpp"):
        return Lacking(f"{name or path.name} needs llama-cpp-python", INSTALL_LLM)
    return ReaderPlan(_short(name or path.stem), ReaderKind.LLAMA, path)


def _checkpoint(settings: Settings, has: Callable[[str], bool]) -> ReaderPlan | Lacking:
    folder = Path(settings.llm.model).expanduser() if settings.llm.model else None
    if folder is None or not folder.is_dir():
        mend = "neonworks-animator config set llm.model FOLDER, one with config.json and safetensors"
        return Lacking(f"reader is transformers and there is no checkpoint at {folder or 'llm.model'}", mend)
    missing = [name for name in ("transformers", "torch") if not has(name)]
    if missing:
        return Lacking(f"{folder.name} needs {' and '.join(missing)}", INSTALL_TRANSFORMERS)
    return ReaderPlan(_short(folder.name), ReaderKind.TRANSFORMERS, folder)


def _short(name: str) -> str:
    return name[:MAX_ID_CHARS]
