"""The pinned checksums are those of the files that are shipped, and every shipped file has one."""

import hashlib
from importlib.resources import files

from neonworks_models.catalog.pins import PINS


def test_pins_and_files_agree() -> None:
    folder = files("neonworks_models") / "weights"
    weights = {entry.name: entry for entry in folder.iterdir() if not entry.name.endswith((".md", ".py"))}
    found = {
        name: hashlib.sha256(entry.read_bytes()).hexdigest()
        for name, entry in weights.items()
        if entry.is_file()
    }
    assert found == dict(PINS)
