"""Checkpoints of PyTorch (.bin, .ckpt, .pt, .pth) read without PyTorch, and without running what is in them.

Such a file is a pickle: a program that may import and call anything. Here the program can name only what
``torch.load(weights_only=True)`` lets it name to rebuild tensors, and each of these names stands for a
function of this module that makes plain values, which cannot be changed once they were checked. Everything
else ends the reading before it is imported. The two formats are PyTorch's own (torch/serialization.py): a zip
archive since 1.6, and several pickles in a row before.
"""

import io
import math
import pickle
import pickletools
import struct
import zipfile
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, BinaryIO, Final, NamedTuple

from neonworks_protocol.errors import BadRequest

from neonworks_models.catalog.safetensors_file import BITS

__all__ = ["TorchTensor", "read_torch"]

_LEGACY_MAGIC: Final = 0x1950A86A20F9469CFC6C
_LEGACY_VERSION: Final = 1001
_MAX_DIMENSIONS = 16
_MAX_RECORDS = 100_000
_MEMO_PUTS = frozenset({"PUT", "BINPUT", "LONG_BINPUT"})

_STORAGES: Mapping[str, str] = MappingProxyType(
    {
        "FloatStorage": "F32",
        "DoubleStorage": "F64",
        "HalfStorage": "F16",
        "BFloat16Storage": "BF16",
        "LongStorage": "I64",
        "IntStorage": "I32",
        "ShortStorage": "I16",
        "CharStorage": "I8",
        "ByteStorage": "U8",
        "BoolStorage": "BOOL",
    }
)
_DTYPES: Mapping[str, str] = MappingProxyType(
    {
        "float32": "F32", "float64": "F64", "float16": "F16", "bfloat16": "BF16", "int64": "I64",
        "int32": "I32", "int16": "I16", "int8": "I8", "uint8": "U8", "bool": "BOOL",
    }
)  # fmt: skip


class _StorageType(NamedTuple):
    """Stands for ``torch.FloatStorage`` and the like; it can be named, not called."""

    dtype: str


class _Storage(NamedTuple):
    key: str
    dtype: str
    elements: int


class TorchTensor(NamedTuple):
    """A view into a storage; ``strides`` and ``offset`` count elements. It lies within its storage."""

    storage: _Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    @property
    def dtype(self) -> str:
        """As safetensors calls it."""
        return self.storage.dtype


class _Plain(dict[Any, Any]):
    """An ``OrderedDict`` of the file; what else a pickle wants to set on it is dropped."""

    __slots__ = ()

    def __setstate__(self, state: object) -> None:
        return None


class _Maker:
    """A function that a pickle may call. Nothing can be set on it: it cannot be made to do another thing."""

    __slots__ = ("_make",)
    _make: Callable[..., object]

    def __init__(self, make: Callable[..., object]) -> None:
        object.__setattr__(self, "_make", make)

    def __call__(self, *arguments: object) -> object:
        return self._make(*arguments)

    def __setattr__(self, name: str, value: object) -> None:
        raise BadRequest("the checkpoint changes what it is read with: do not trust it")

    def __setstate__(self, state: object) -> None:
        raise BadRequest("the checkpoint changes what it is read with: do not trust it")


def _whole(value: object) -> int:
    if not isinstance(value, int) or value < 0:
        raise BadRequest("the checkpoint is damaged: a size in it is no number")
    return value


def _sizes(value: object) -> tuple[int, ...]:
    if not isinstance(value, tuple) or len(value) > _MAX_DIMENSIONS:
        raise BadRequest("the checkpoint is damaged: a shape in it is none")
    return tuple(map(_whole, value))


def _tensor(storage: object, offset: object, shape: object, strides: object, *_: object) -> TorchTensor:
    if not isinstance(storage, _Storage):
        raise BadRequest("the checkpoint is damaged: a tensor has no storage")
    made = TorchTensor(storage, _whole(offset), _sizes(shape), _sizes(strides))
    if len(made.shape) != len(made.strides) or math.prod(made.shape) > max(1, storage.elements):
        raise BadRequest("the checkpoint is damaged: a tensor is larger than its storage")
    steps = sum((side - 1) * step for side, step in zip(made.shape, made.strides, strict=True))
    if math.prod(made.shape) and made.offset + steps >= storage.elements:
        raise BadRequest("the checkpoint is damaged: a tensor lies outside its storage")
    return made


def _first(tensor: object, *_: object) -> object:
    """A parameter is its tensor."""
    return tensor


def _dictionary(*arguments: object) -> _Plain:
    return _Plain(*arguments)


def _size(*arguments: object) -> tuple[int, ...]:
    return _sizes(arguments[0] if arguments else ())


def _allowed() -> Mapping[tuple[str, str], object]:
    names: dict[tuple[str, str], object] = {
        ("collections", "OrderedDict"): _Maker(_dictionary),
        ("torch._utils", "_rebuild_tensor"): _Maker(_tensor),
        ("torch._utils", "_rebuild_tensor_v2"): _Maker(_tensor),
        ("torch._utils", "_rebuild_parameter"): _Maker(_first),
        ("torch._utils", "_rebuild_parameter_with_state"): _Maker(_first),
        ("torch", "Size"): _Maker(_size),
        ("torch", "device"): _Maker(lambda *_: None),
    }
    names |= {("torch", name): _StorageType(dtype) for name, dtype in _STORAGES.items()}
    names |= {("torch", name): dtype for name, dtype in _DTYPES.items()}
    return MappingProxyType(names)


def _check_memo(file: BinaryIO) -> None:
    """Raise ``BadRequest`` where the pickle that begins here stores under a number that no writer comes to.

    pickle's memo is an array as long as the largest number in use: five bytes could ask for gigabytes.
    """
    start = file.tell()
    for count, (operation, argument, _) in enumerate(pickletools.genops(file)):
        if operation.name in _MEMO_PUTS and isinstance(argument, int) and argument > count:
            raise BadRequest("the checkpoint asks for memory that it does not need: do not trust it")
    file.seek(start)


class _Unpickler(pickle.Unpickler):
    """``find_class`` is the only way from a pickle to anything outside it."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file, encoding="utf-8")
        self._file, self._names = file, _allowed()

    def load(self) -> Any:
        _check_memo(self._file)
        return super().load()

    def find_class(self, module: str, name: str) -> Any:
        # __builtin__ and builtins are not here: not even print can be called.
        if (module, name) not in self._names:
            shown = ascii(f"{module}.{name}"[:80])
            raise BadRequest(f"the checkpoint asks for {shown}, which tensors do not need: do not trust it")
        return self._names[module, name]

    def persistent_load(self, pid: Any) -> Any:
        match pid:
            case ("storage", _StorageType() as kind, str(key), str(), int(elements), *view) if not any(view):
                return _Storage(key, kind.dtype, _whole(elements))
        raise BadRequest("the checkpoint is damaged: it refers to what is no storage")


def read_torch(file: BinaryIO) -> tuple[object, Mapping[str, bytes]]:
    """The unpickled content of a seekable file, and the bytes of each storage. Raises ``BadRequest``.

    The content is plain: dictionaries, lists, numbers, text and ``TorchTensor``.
    """
    file.seek(0)
    head = file.read(4)
    file.seek(0)
    try:
        return _read_zip(file) if head == b"PK\x03\x04" else _read_legacy(file)
    except BadRequest:
        raise
    # The C unpickler runs into nearly every exception on damaged input; none means more than that.
    except (pickle.UnpicklingError, EOFError, ValueError, TypeError, KeyError, IndexError, AttributeError,
            OverflowError, MemoryError, RecursionError, UnicodeError, struct.error, OSError,
            NotImplementedError, zipfile.BadZipFile, RuntimeError) as error:  # fmt: skip
        reason = ascii(str(error)[:80])
        raise BadRequest(
            f"the checkpoint is damaged ({type(error).__name__}: {reason}); get it again"
        ) from None


def _read_zip(file: BinaryIO) -> tuple[object, Mapping[str, bytes]]:
    with zipfile.ZipFile(file) as archive:
        records = {info.filename: info for info in archive.infolist()}
        if len(records) != len(archive.infolist()) or len(records) > _MAX_RECORDS:
            raise BadRequest("the checkpoint is damaged: names come twice in it, or too many")
        if sum(info.file_size for info in records.values()) > file.seek(0, io.SEEK_END):
            raise BadRequest("the checkpoint's parts are larger than its file: do not trust it")
        if any(info.compress_type != zipfile.ZIP_STORED for info in records.values()):
            raise BadRequest("the checkpoint is compressed, as torch.save never does: do not trust it")
        pickles = [name for name in records if name.count("/") == 1 and name.endswith("/data.pkl")]
        if len(pickles) != 1:
            raise BadRequest("this zip archive is no checkpoint of torch.save: name one that is")
        folder = pickles[0].removesuffix("data.pkl")
        if f"{folder}byteorder" in records and archive.read(f"{folder}byteorder") != b"little":
            raise BadRequest("the checkpoint was written on a big-endian machine: convert it there")
        unpickler = _Unpickler(io.BytesIO(archive.read(pickles[0])))
        content = unpickler.load()
        prefix = f"{folder}data/"
        names = [name for name in records if name.startswith(prefix)]
        return content, {name.removeprefix(prefix): archive.read(name) for name in names}


def _read_legacy(file: BinaryIO) -> tuple[object, Mapping[str, bytes]]:
    if _Unpickler(file).load() != _LEGACY_MAGIC or _Unpickler(file).load() != _LEGACY_VERSION:
        raise BadRequest("this pickle is no checkpoint of torch.save: name one that is")
    system = _Unpickler(file).load()
    if not isinstance(system, dict) or system.get("little_endian") is not True:
        raise BadRequest("the checkpoint was written on a big-endian machine: convert it there")
    unpickler = _Sized(file)
    content = unpickler.load()
    keys = _Unpickler(file).load()
    if not isinstance(keys, list) or len(keys) > _MAX_RECORDS:
        raise BadRequest("the checkpoint is damaged: it does not list its storages")
    storages: dict[str, bytes] = {}
    for key in keys:
        (elements,) = struct.unpack("<q", file.read(8))
        size = _whole(elements) * BITS[unpickler.dtypes[key]] // 8
        storages[key] = file.read(size)
    return content, storages


class _Sized(_Unpickler):
    """Remembers the type of each storage: here their bytes follow without one."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(file)
        self.dtypes: dict[str, str] = {}

    def persistent_load(self, pid: Any) -> Any:
        storage = super().persistent_load(pid)
        self.dtypes[storage.key] = storage.dtype
        return storage
