"""The user's own language models, as ``models list`` and ``show`` tell of them."""

import mmap
from collections.abc import Iterator
from pathlib import Path

from neonworks_models.catalog.gguf_file import gguf_texts
from neonworks_protocol.errors import BadRequest

from neonworks_daemon.language.choice import ReaderPlan, choose_reader, gguf_files
from neonworks_daemon.settings import Settings

__all__ = ["language_models"]

_UNKNOWN = "licence not told"
_OVERHEAD = 1.25
"""Memory that a model takes, as a multiple of its file."""


def language_models(settings: Settings) -> Iterator[dict[str, object]]:
    """One record for each GGUF file of the models folder, and for the one that the settings name."""
    plan = choose_reader(settings)
    used = plan.path if isinstance(plan, ReaderPlan) else None
    own = list(gguf_files(settings.models_path))
    named = Path(settings.reader).expanduser()
    if named.suffix == ".gguf" and named.is_file() and named not in own:
        own.append(named)
    for path in own:
        yield _record(path, in_use=path == used)


def _record(path: Path, *, in_use: bool) -> dict[str, object]:
    size = path.stat().st_size
    try:
        said = _texts(path)
        state = "in use" if in_use else "not in use"
    except (BadRequest, OSError, ValueError) as error:
        said, state = {}, f"damaged ({error})"
    return {
        "name": path.name,
        "state": state,
        "purpose": f"reads sentences beside the embedded interpreter; {said.get('general.name', path.stem)}",
        "licence": said.get("general.license", _UNKNOWN),
        "size_bytes": size,
        "memory_mb": int(size * _OVERHEAD) >> 20,
        "file": str(path),
    }


def _texts(path: Path) -> dict[str, str]:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        view = memoryview(mapped)
        try:
            return gguf_texts(view)
        finally:
            view.release()
