"""Looks that are kept: under a number that is free, with the corrections of their sprite."""

from pathlib import Path

import pytest
from neonworks_editor.studio.corrections import Corrections, read_rig, rig_path
from neonworks_editor.studio.look_files import keep_look, look_name
from neonworks_protocol.errors import StorageFailed
from neonworks_protocol.vocabulary import Archetype


def test_numbers_go_on_and_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "guard_variation_01.png").write_bytes(b"mine")
    rig_path(tmp_path / "guard_variation_02.png").write_bytes(b"mine, too")
    path = keep_look(b"look", "guard.png", tmp_path, Corrections())
    assert path.name == look_name("guard.png", 3) == "guard_variation_03.png"
    assert path.read_bytes() == b"look" and not rig_path(path).exists()
    assert (tmp_path / "guard_variation_01.png").read_bytes() == b"mine"


def test_corrections_go_with_it(tmp_path: Path) -> None:
    corrections = Corrections(Archetype.BIPED, None, (("head", (3.0, 4.5)),))
    path = keep_look(b"look", "guard.png", tmp_path, corrections)
    assert read_rig(rig_path(path)) == corrections


def test_a_folder_that_is_gone_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed, match=r"guard_variation_01\.png cannot be written"):
        keep_look(b"look", "guard.png", tmp_path / "gone", Corrections())
