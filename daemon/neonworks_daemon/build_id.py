"""``build_id``: one short hash of everything that can change a pixel or a message.

A command uses a running daemon only when both have the same id; otherwise an old daemon would draw with old
code. It covers the installed versions of the packages below and the contents of our own packages.
"""

import hashlib
import importlib.util
import sys
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

__all__ = ["OWN_PACKAGES", "THIRD_PARTY", "build_id"]

OWN_PACKAGES = ("neonworks_daemon", "neonworks_models", "neonworks_protocol")
THIRD_PARTY = ("msgspec", "numpy", "onnxruntime", "opencv-python-headless", "pillow", "websockets")

_HASHED_SUFFIXES = frozenset({".json", ".py", ".toml"})
"""Files whose content is hashed; weights are named by the digests in our json manifests."""


def build_id(own: Sequence[str] = OWN_PACKAGES, third_party: Sequence[str] = THIRD_PARTY) -> str:
    """16 hex digits; equal for equal installations of the same sources. Imports none of the packages."""
    digest = hashlib.sha256(sys.version.encode())
    for name in sorted(third_party):
        digest.update(f"\n{name}={_version(name)}".encode())
    for name in sorted(own):
        for root in _roots(name):
            for file in _files(root):
                digest.update(f"\n{name}/{file.relative_to(root).as_posix()}\n".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "absent"


def _roots(name: str) -> list[Path]:
    spec = importlib.util.find_spec(name)
    return [Path(place) for place in (spec.submodule_search_locations or ())] if spec else []


def _files(root: Path) -> Iterator[Path]:
    found = (path for path in root.rglob("*") if path.suffix in _HASHED_SUFFIXES and path.is_file())
    yield from sorted(found)
