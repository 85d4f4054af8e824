"""``.bin``, ``.ckpt``, ``.pt`` and ``.pth`` to safetensors, read in a limited process of its own."""

import contextlib
import hashlib
import os
import secrets
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import msgspec
from neonworks_protocol.errors import BadRequest, StorageFailed

from neonworks_models.catalog.convert_child import Limits
from neonworks_models.catalog.kinds import HEAD_BYTES, is_checkpoint, kind_of
from neonworks_models.catalog.weights import WeightsReport, inspect_weights

__all__ = ["Converted", "convert_weights"]

_BASE_MEMORY = 1 << 30
"""Address space of an interpreter with numpy; most of it is reserved, not used."""
_COPIES = 4
"""The archive's record, the storage, the tensor made contiguous, and its bytes."""
_SECONDS_BASE, _BYTES_PER_SECOND = 30, 20 << 20
_HEADER_ROOM = 16 << 20
_MAX_SOURCE = 16 << 30
_COMMAND = (sys.executable, "-I", "-m", "neonworks_models.catalog.convert_child")


@dataclass(frozen=True)
class Converted:
    """``report`` is of the new file; ``dropped`` values of the old one were no tensors."""

    report: WeightsReport
    source_sha256: str
    dropped: int


class _Answer(msgspec.Struct, frozen=True):
    tensors: int = 0
    dropped: int = 0
    error: str | None = None


def convert_weights(source: Path, target: Path) -> Converted:
    """Write the tensors of ``source`` to ``target``, which appears complete and checked or not at all.

    Raises ``BadRequest`` for a source that is no checkpoint or asks for more than tensors, ``StorageFailed``
    where the target cannot be written.
    """
    if target.suffix != ".safetensors":
        raise BadRequest(f"{target.name} would hold safetensors: call it {target.stem}.safetensors")
    limits = _limits(source)
    temporary = target.parent / f".writing-{secrets.token_hex(8)}"
    try:
        try:
            with temporary.open("xb") as output:
                answer = _run(source, output.fileno(), limits)
            report = inspect_weights(temporary)
            temporary.replace(target)
        except OSError as error:
            raise StorageFailed(
                f"cannot write {target} ({error.strerror}): free some space or choose another folder"
            ) from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return Converted(report, limits.source_sha256, answer.dropped)


def _limits(source: Path) -> Limits:
    try:
        if not source.is_file():
            raise BadRequest(f"there is no file {source}: check its name")
        size = source.stat().st_size
        with source.open("rb") as file:
            _check_head(source.name, file.read(HEAD_BYTES))
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise BadRequest(f"cannot read {source} ({error.strerror}): name a file that you may read") from None
    if size > _MAX_SOURCE:
        raise BadRequest(f"{source.name} is larger than {_MAX_SOURCE >> 30} GiB: convert it in parts")
    return Limits(
        memory_bytes=_BASE_MEMORY + _COPIES * size,
        seconds=_SECONDS_BASE + size // _BYTES_PER_SECOND,
        output_bytes=size + _HEADER_ROOM,
        source_sha256=digest,
    )


def _check_head(name: str, head: bytes) -> None:
    """Raises ``BadRequest`` with what to do with a file that is no checkpoint."""
    if is_checkpoint(head):
        return
    try:
        kind = kind_of(head)
    except BadRequest as error:
        what = error.message.partition(":")[0]
        raise BadRequest(f"{name}: {what}: name a checkpoint that torch.save has written") from None
    raise BadRequest(f"{name} is {kind} already: there is nothing to convert, use it as it is")


def _run(source: Path, output: int, limits: Limits) -> _Answer:
    try:
        with source.open("rb") as file:
            done = subprocess.run(
                [*_COMMAND, msgspec.json.encode(limits).decode()],
                stdin=file,
                stdout=output,
                stderr=subprocess.PIPE,
                timeout=2 * limits.seconds,
                env=_environment(),
                check=False,
            )
        answer = msgspec.json.decode(done.stderr.rstrip().rpartition(b"\n")[2], type=_Answer)
    except (subprocess.TimeoutExpired, msgspec.DecodeError):
        raise BadRequest(
            f"{source.name} used more memory or time than its size allows: do not trust it"
        ) from None
    if answer.error is not None:
        raise BadRequest(f"{source.name}: {answer.error}")
    return answer


def _environment() -> dict[str, str]:
    """One thread each: a limit of address space is met by many threads' stacks."""
    return {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
