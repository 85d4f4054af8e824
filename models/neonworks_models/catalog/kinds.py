"""What a weights file is, told by its first bytes and never by its name."""

from enum import StrEnum

from neonworks_protocol.errors import BadRequest

__all__ = ["HEAD_BYTES", "WeightsKind", "is_checkpoint", "kind_of", "looks_like_safetensors"]

HEAD_BYTES = 512
"""Bytes from the start of a file that are enough to tell: a tar archive names itself at 257."""
_MAX_HEADER = 100 << 20
"""Longest header that safetensors itself reads."""


class WeightsKind(StrEnum):
    """The formats that are loaded; none of them can hold code."""

    SAFETENSORS = "safetensors"
    GGUF = "gguf"
    ONNX = "onnx"


_REFUSED = (
    (b"PK\x03\x04", "a zip archive, as torch.save and numpy's savez write"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\x89PNG", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"%PDF", "a document"),
    (b"\x93NUMPY", "a numpy file, which may hold pickled objects"),
    (b"\x89HDF", "an HDF5 file, which Keras lets hold code"),
    (b"\x1f\x8b", "compressed by gzip"),
    (b"BZh", "compressed by bzip2"),
    (b"\xfd7zXZ", "compressed by xz"),
    (b"\x04\x22\x4d\x18", "compressed by lz4"),
    (b"\x28\xb5\x2f\xfd", "compressed by zstd"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"ZF", "compressed by joblib"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"#!", "a script"),
    (b"version https://git-lfs", "only a pointer of Git LFS: fetch the file itself with git lfs pull"),
)
_LOADED = "safetensors, GGUF or ONNX"
_CONVERT = f"convert it with `neonworks-animator models convert`, or get it as {_LOADED}"
_GET = f"get it as {_LOADED}"
_OTHER = f"name a file of weights; they are read as {_LOADED}"
_TEXTS = (b"<!doc", b"<html", b"<?xml")
"""Of web pages and the like, in lower case."""


_NO_WEIGHTS = ("a picture", "a document", "a web page", "a program", "a script", "empty")
_PROTOCOLS = (b"\x01", b"\x02", b"\x03", b"\x04", b"\x05")
"""Of pickles."""


def kind_of(head: bytes) -> WeightsKind:
    """The format of a file that begins with ``head``; raises BadRequest naming what it is instead.

    A kind is only a guess to be checked by its own reader, which looks at the whole structure.
    """
    if looks_like_safetensors(head):
        return WeightsKind.SAFETENSORS
    if head.startswith(b"GGUF"):
        return WeightsKind.GGUF
    if (found := _refused(head)) is not None:
        advice = _CONVERT if is_checkpoint(head) else _OTHER if found in _NO_WEIGHTS else _GET
        raise BadRequest(f"this is {found}: {advice}")
    if head[:1] == b"\x08" and len(head) > 2:
        return WeightsKind.ONNX
    raise BadRequest(f"this is in no format that is known here: {_OTHER}")


def is_checkpoint(head: bytes) -> bool:
    """Whether it may be what ``torch.save`` writes: a zip archive, or a pickle in an older version."""
    return head.startswith(b"PK\x03\x04") or (head[:1] == b"\x80" and head[1:2] in _PROTOCOLS)


def looks_like_safetensors(head: bytes) -> bool:
    """Whether a plausible header length and the begin of a JSON object are there."""
    return head[8:9] == b"{" and 2 <= int.from_bytes(head[:8], "little") <= _MAX_HEADER


def _refused(head: bytes) -> str | None:
    if not head:
        return "empty"
    if head[8:9] == b"{":
        return "no safetensors: the header that it announces is too long"
    if head[:1] == b"\x80" and head[1:2] in _PROTOCOLS:
        return "a pickle, which runs code when it is loaded"
    if head[:1] in b"(]}lcd" and (b"\n" in head[:64] or head[:1] in b"]}"):
        return "a pickle in text form, which runs code when it is loaded"
    if head[:1] == b"\x78" and head[1:2] in b"\x01\x5e\x9c\xda":
        return "compressed by zlib, as joblib does with pickles"
    if head.lstrip().lower().startswith(_TEXTS):
        return "a web page"
    if head[257:262] == b"ustar":
        return "a tar archive, as old versions of torch write"
    return next((text for mark, text in _REFUSED if head.startswith(mark)), None)
