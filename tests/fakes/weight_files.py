"""Weights files: good ones of every kind, ones that lie, and ones that would run code (``hostile``).

The two checkpoints were written by PyTorch 2.13 itself, in both of its formats.
"""

import base64
import io
import json
import pickle
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np

__all__ = [
    "GOOD",
    "LEGACY",
    "LIES",
    "PAYLOADS",
    "ZIPPED",
    "Touch",
    "checkpoint",
    "gguf",
    "hostile",
    "legacy",
    "onnx",
    "safetensors",
]


def _unpacked(text: bytes) -> bytes:
    return zlib.decompress(base64.b85decode(text))


ZIPPED = _unpacked(
    b"c-o~_%WoS+7$3i#ZQ?vABuz`8Ef1$8j^FFFX_7AKwy>pjwyk6$fwi$W@rsQ%pFK$hQl&_c0Jp-4142FY#vi~9RlRe_1#zeZQ"
    b"jrh`#GMl}vukH(O==RaygT;p{vO}VeBbAy5(pv`jiQcY2#p}EQK=c*`b<^BT4M7fQ<h?Ag*$fq_W{LA0s%C!hV^pQs9^9_Dw"
    b"b*L6>M1brf{oK)f;+si98X&KdC|>Uh)xu2Ehuph(w~ig$=VQlpFf$mSI-QSg$v&MtM6eKqwwBMHsu)(AISb+YmuEEe+qcZwe"
    b"4$gh_~&0%WXgZb6?C#vm*!NbxIyJvgBR6yF~7e_5jj1~9}_7-XPT7^)GGT8sF)X0Ek)huJGB7^yM77bssq@$bP&#YbshwE14"
    b"bFsj1X)_pit>LY;ihK@BlX)w;7pJp`Ma7OVpo2w;1m0g3EIbDfGl*+fYCm1LVuMllNhF4iEyKq+V?ZP=*_dJHzRCt}exCw6@"
    b"GMk%PLnDUth5&Eck~Mq2G7z`9Cmrq!l>054dkVv}3W+b+kD1RQsY0q0q+uBPJxFujZ&>y9w(kt%&O(-O3m9_CbjEfePcNd)U"
    b"BED_!bL{6W@_tjiJuC~GTU@>j4lV4ZL9N+)dgyG(WbkCK~mxEQkd?Oie_pJSaJfj&E(-KLHjVs1U)%vqpo4NuEIN|5P3o0v?"
    b"?`tR|zmnbqnjDuw|+laD&}5jV6ZoK7gBXZVE-XWiuD4FJft#UQ}D*HikPY+`YCKv{OpoN)(ky^t1OL#FAv6(zAGI{*9s&?fg"
    b"ruS&a=1m$&sslcba^MOtZ?qJ%&E{q$36hMtELjwA7a&`GDVW*Y1D4ZV(KDdS1)|8?ZE)WE_$_><0-|G5T+(L&q6>c?2OXkCz"
    b"{OUKb|9j1Y?sZ$TTm!F-Y8zB5#4>2^)RkfL<EM4rufX%wIKrV~qL(Uy?K3t@ZMj!m~)fjm&*2U2j?<gfpadZUzIif6~C3KZ)"
    b"{&V`LNB!hxe;3UHubGym?6GFy@dA2GbtB6w&*&}>cF|qrbu+Rw*UR#g_<tkwjjm7+kN&!Ofr>`Ec$nioWM!#<dRu=x^^lVR^"
    b"awbkllds*jA3VtIAhCTpEI&Je&7ADNWXW9Bg@B;lcnU5<M1)XAJ0E2b<f`z*=C$#UY6#2TD_H(kSp$i{U_7MSU<7X^`qKneq"
    b"B1-eg6)+Dp<P~_f)?!0#)DtZvAfe`JX`Pg96S%Z|V($RPawU`bVp5RAnh~L^H`kI$y|VMKP1hC$l+G6qCthPE2NUxxAQ~&1c"
    b"h@WLBIlu-ejh?%O!=5oa!aY^%3?x_jDChjZ`$NH5ymz(zUbP5>R&1-&HhCN$2G?7K-iI-i%v-AINx9yN$M8<-dFuKF<!{&Ns"
    b"{dXE?DuHHPh7V=<IUaY$U^Vp|eY}$);S56*#C+xvyI<T&4#bbZ*VzXYXyYBGVhY=4p=f%3K1&<wxda!vf)}8G<_8Tu&^kUt)"
    b"I>=#9_91U|=vZJ^3Qcg}uU+8(PVS--4o|g8L15Zd5c#p`^qzvyDy?DGZN48kXjMfe6t*!j_P+h@znzT-ZU"
)
LEGACY = _unpacked(
    b"c-nQ7*>2N76o$ukmex=xJ7q0<!V(h4*`Uz0bOU#FLGn#yxz4mUGI5SQ2?D87ZdwY@zy+5)MjwS+9s!99W^5;FA~UjQ<XQgjK"
    b"gVaf{5R40`+ech<oloN6S*$G@>`(&9-xdiju2{jE^$rQ(L31lZMO*=-Jp%p6~`vT!8&d>Y@-SMp(fHv@~MS&-~Nn!5cVLE(U"
    b"Nr1w_J}vQsFg$e%Va|DJ7vLn1<Wjg|w1rw|h(`;uC{ly<wXKIFqs+Y!Zt0#Wk;iJ=~b1D<be&6@-k&(E|n~OyYW`mDAhAc6?"
    b"Fy@OImF8alyE-}Us4BtkNi(b9ps>lwQkQsEJC!Ep_;8BU6j)=tqqHCd_^^3{@5DOd6`j0DEbRvSi@)G7gSLqQ6!2nTRN5ftt"
    b"KPJXqRoiPHZR5%@Y+J<q9BCQ@~$#8c1lrw{rQbo>J;j9&^pJVER!XLnSg=3Hlq54GvmsGgi-h&BklpfbVU}7{3V!)MP{c6DN"
    b"z%_;Q{cVkBCU)TZfQ#86+CsVS<i=3Er7CrDlRDw4lgS{?eYmA?`*1sSafiTN748MB7To_&-dl!eP<z-D;X!D?8qBO*DA%MaW"
    b"Fk^FB0XfJM<MAkfhQ{D4ug-UUm&kSA*h;;jX#1k5Z5v-q<&1r0aCG=FH17Wlq6D8X@li<AIhw&grq8gnhMVX@g2w5h3A7wb6"
    b"uw|J~b>}ElThr3gcxI#xx6~9*WNpm{sAGmSVMM8jj(?T$GYwqXoGl!93OCsMZ42%4S22MFLAIybf*?Zn>rfZxkW0+jI#ACHU"
    b"Ev4a?!JvV8(8Td<mmO?|N{Npc?6BF;MVOzm#4P7QgR1m3FfZn4hf7?a)4Ep|U+>XwTuAwKRN32{Fr5tq<pTxL>nVZ@fz2+pN"
    b"YzfGY!nniPHo{uJurqR){b=tbqw5!vHzFqqMsEcT@anab*5TY^45K2a4Pd6QnBhffIbe`)gCWi>ecOmqPx<NDl01N3!rv"
)


class Touch:
    """Unpickled, it would make the file ``canary``: where that is missing, nothing ran."""

    def __init__(self, canary: Path, how: Callable[..., object] = Path.touch) -> None:
        self._canary = canary
        self._how = how

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self._how, (self._canary,)


def safetensors(
    header: Mapping[str, object] | bytes, data: bytes = b"", *, length: int | None = None
) -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


def _f32(begin: int, end: int, *shape: int) -> dict[str, object]:
    return {"dtype": "F32", "shape": shape, "data_offsets": (begin, end)}


def _text(value: bytes) -> bytes:
    return struct.pack("<Q", len(value)) + value


def gguf(
    *,
    version: int = 3,
    tensors: int = 1,
    values: int = 1,
    metadata: bytes = _text(b"general.alignment") + struct.pack("<II", 4, 32),
    tensor: bytes = _text(b"w") + struct.pack("<IQQIQ", 2, 2, 4, 0, 0),
    data: bytes = bytes(32),
) -> bytes:
    head = b"GGUF" + struct.pack("<IQQ", version, tensors, values) + metadata + tensor
    return head + bytes(-len(head) % 32) + data


def _field(number: int, value: bytes | int) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    out = b""
    while value > 127:
        out, value = out + bytes([value & 127 | 128]), value >> 7
    return out + bytes([value])


_TENSOR = _field(1, 2) + _field(2, 1) + _field(8, b"w") + _field(9, bytes(8))
_NODE = _field(1, b"w") + _field(2, b"y") + _field(4, b"Relu")
_OPSET = _field(1, b"") + _field(2, 17)


def onnx(
    *,
    tensor: bytes = _TENSOR,
    node: bytes = _NODE,
    opset: bytes = _OPSET,
    graph: bytes = b"",
    after: bytes = b"",
) -> bytes:
    inner = _field(1, node) + _field(2, b"g") + _field(5, tensor) + graph
    return _field(1, 8) + _field(2, b"test") + _field(7, inner) + _field(8, opset) + after


def _external(location: bytes) -> bytes:
    entry = _field(1, b"location") + _field(2, location)
    return _field(1, 2) + _field(2, 1) + _field(8, b"w") + _field(13, entry) + _field(14, 1)


def _inside_a_branch(tensor: bytes) -> bytes:
    """A node whose attribute holds a graph whose node's attribute holds the tensor."""
    inner = _field(1, _field(4, b"Constant") + _field(5, _field(1, b"value") + _field(5, tensor)))
    return _field(4, b"If") + _field(5, _field(1, b"then_branch") + _field(6, inner))


def _nested(depth: int) -> bytes:
    graph = b""
    for _ in range(depth):
        graph = _field(1, _field(4, b"If") + _field(5, _field(6, graph)))
    return graph


GOOD: Mapping[str, bytes] = MappingProxyType(
    {
        "safetensors": safetensors({"__metadata__": {"format": "x"}, "w": _f32(0, 8, 2)}, bytes(8)),
        "gguf": gguf(),
        "onnx": onnx(),
    }
)

LIES: Mapping[str, bytes] = MappingProxyType(
    {
        "nothing": b"",
        "text": b"these are no weights\n",
        "git lfs pointer": b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n",
        "safetensors with a header of 2^60 bytes": safetensors(b"{}", length=2**60),
        "safetensors with a header of 2^64 - 1 bytes": safetensors(b"{}", length=2**64 - 1),
        "safetensors with a header longer than the file": safetensors(b"{}", length=4096),
        "safetensors with overlapping tensors": safetensors(
            {"a": _f32(0, 8, 2), "b": _f32(4, 12, 2)}, bytes(12)
        ),
        "safetensors with a gap": safetensors({"a": _f32(0, 4, 1), "b": _f32(8, 12, 1)}, bytes(12)),
        "safetensors with bytes behind its tensors": safetensors({"a": _f32(0, 4, 1)}, bytes(4) + b"PK\3\4"),
        "safetensors with tensors behind its end": safetensors({"a": _f32(0, 400, 100)}, bytes(4)),
        "safetensors with a shape of 2^62": safetensors({"a": _f32(0, 4, 2**62, 4)}, bytes(4)),
        "safetensors with a negative offset": safetensors({"a": _f32(-4, 0, 1)}, b""),
        "safetensors with a negative shape": safetensors({"a": _f32(0, 4, -1, -1)}, bytes(4)),
        "safetensors of an unknown type": safetensors(
            {"a": {"dtype": "PICKLE", "shape": [1], "data_offsets": [0, 4]}}, bytes(4)
        ),
        "safetensors with a broken header": safetensors(b'{"a": [', bytes(4)),
        "safetensors nested deep": safetensors(b'{"a":' * 100_000),
        "safetensors with other metadata": safetensors({"__metadata__": {"a": [1]}}),
        "GGUF of version 99": gguf(version=99),
        "GGUF with 2^63 tensors": gguf(tensors=2**63),
        "GGUF with 2^63 values": gguf(values=2**63),
        "GGUF with 65,000 tensors that are not there": gguf(tensors=65_000),
        "GGUF with a name of 2^63 bytes": gguf(metadata=struct.pack("<Q", 2**63) + b"a"),
        "GGUF with a list of 2^62 texts": gguf(metadata=_text(b"a") + struct.pack("<IIQ", 9, 8, 2**62)),
        "GGUF with a list of lists": gguf(metadata=_text(b"a") + struct.pack("<IIQ", 9, 9, 1)),
        "GGUF with a value of an unknown type": gguf(metadata=_text(b"a") + struct.pack("<I", 77)),
        "GGUF with an alignment of 0": gguf(metadata=_text(b"general.alignment") + struct.pack("<II", 4, 0)),
        "GGUF with a tensor of 2^40 x 2^40": gguf(
            tensor=_text(b"w") + struct.pack("<IQQIQ", 2, 2**40, 2**40, 0, 0)
        ),
        "GGUF with a tensor behind its end": gguf(
            tensor=_text(b"w") + struct.pack("<IQQIQ", 2, 2, 4, 0, 2**40)
        ),
        "GGUF with a tensor of an unknown type": gguf(
            tensor=_text(b"w") + struct.pack("<IQQIQ", 2, 2, 4, 999, 0)
        ),
        "GGUF with 2^31 dimensions": gguf(tensor=_text(b"w") + struct.pack("<I", 2**31)),
        "GGUF with bytes behind its tensors": gguf(data=bytes(64) + b"PK\3\4"),
        "GGUF cut off": gguf()[:40],
        "ONNX that reads ../../x": onnx(tensor=_external(b"../../x")),
        "ONNX that reads /etc/passwd": onnx(tensor=_external(b"/etc/passwd")),
        "ONNX that reads a file beside it": onnx(tensor=_external(b"weights.bin")),
        "ONNX that reads another file inside a branch": onnx(node=_inside_a_branch(_external(b"../../x"))),
        "ONNX that reads another file in a sparse tensor": onnx(
            graph=_field(15, _field(1, _external(b"../x")))
        ),
        "ONNX with operators of an unknown library": onnx(node=_NODE + _field(7, b"evil.ops")),
        "ONNX that imports an unknown library": onnx(opset=_field(1, b"evil.ops") + _field(2, 1)),
        "ONNX nested deep": onnx(graph=_nested(60)),
        "ONNX without a graph": _field(1, 8),
        "ONNX cut off": onnx()[:-5],
        "ONNX with a length of 2^60": _field(1, 8) + _varint(7 << 3 | 2) + _varint(2**60),
        "ONNX with a zip archive behind it": onnx(after=b"PK\3\4" + bytes(30)),
    }
)
"""None of these is loaded; each is refused in one line."""


def checkpoint(pickled: bytes, records: Mapping[str, bytes] | None = None, *, packed: bool = False) -> bytes:
    """A zip archive as torch.save writes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        archive.writestr("archive/data.pkl", pickled)
        archive.writestr("archive/version", b"3\n")
        for name, data in (records or {}).items():
            archive.writestr(f"archive/{name}", data)
    return out.getvalue()


def legacy(pickled: bytes) -> bytes:
    """A file as torch.save wrote it before 1.6."""
    system = {"protocol_version": 1001, "little_endian": True, "type_sizes": {}}
    parts = (0x1950A86A20F9469CFC6C, 1001, system)
    return b"".join(pickle.dumps(part, 2) for part in parts) + pickled + pickle.dumps([], 2)


def _global(module: str, name: str, argument: str) -> bytes:
    """A pickle that calls any importable thing with one text."""
    return (
        b"\x80\x02c"
        + f"{module}\n{name}\n".encode()
        + b"X"
        + struct.pack("<I", len(argument))
        + argument.encode()
        + b"\x85R."
    )


PAYLOADS: Mapping[str, Callable[[Path], bytes]] = MappingProxyType(
    {
        "a pickle": lambda canary: pickle.dumps(Touch(canary)),
        "a pickle of protocol 0": lambda canary: pickle.dumps(Touch(canary), 0),
        "a pickle of protocol 5": lambda canary: pickle.dumps({"w": [Touch(canary)]}, 5),
        "os.system": lambda canary: _global("os", "system", f"touch {canary}"),
        "posix.system": lambda canary: _global("posix", "system", f"touch {canary}"),
        "builtins.eval": lambda canary: _global("builtins", "eval", f"open({str(canary)!r}, 'w').close()"),
        "builtins.exec": lambda canary: _global("__builtin__", "exec", f"open({str(canary)!r}, 'w').close()"),
        "subprocess": lambda canary: _global("subprocess", "getoutput", f"touch {canary}"),
        "torch.hub": lambda canary: _global("torch.hub", "load", str(canary)),
        "torch.load": lambda canary: _global("torch.serialization", "load", str(canary)),
        "numpy": lambda canary: _global("numpy", "fromfile", str(canary)),
        "a dotted name": lambda canary: b"\x80\x04\x8c\x05torch\x8c\x12Size.__class__.mro\x93.",
    }
)
"""Pickles that would run something; most would touch the canary."""


def hostile(canary: Path) -> dict[str, bytes]:
    """Every payload in every wrapping that weights come in."""
    made: dict[str, bytes] = {}
    for name, payload in PAYLOADS.items():
        pickled = payload(canary)
        made |= {
            f"{name}, bare": pickled,
            f"{name}, in a torch archive": checkpoint(pickled),
            f"{name}, in an old torch file": legacy(pickled),
        }
    pickled = pickle.dumps(Touch(canary))
    made |= {
        "joblib, compressed": zlib.compress(pickled),
        "numpy objects": _numpy_objects(canary),
        "torchscript": checkpoint(pickled, {"constants.pkl": pickled, "code/__torch__.py": b"import os"}),
        "a compressed torch archive": checkpoint(pickled, packed=True),
        "a tar archive": _tar(pickled),
        "a zip archive behind a pickle": pickled + checkpoint(pickled),
        "an old torch file whose magic number runs": pickled,
    }
    return made


def _numpy_objects(canary: Path) -> bytes:
    out = io.BytesIO()
    np.save(out, np.array([Touch(canary)], dtype=object), allow_pickle=True)
    return out.getvalue()


def _tar(pickled: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        entry = tarfile.TarInfo("pickle")
        entry.size = len(pickled)
        archive.addfile(entry, io.BytesIO(pickled))
    return out.getvalue()
