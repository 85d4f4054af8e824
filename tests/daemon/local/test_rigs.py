from pathlib import Path

import pytest
from neonworks_daemon.local.rigs import Corrections, corrections_of, save_rig
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.decode import decode_sprite
from neonworks_models.sprites.rig import SpriteAnalysis
from neonworks_models.sprites.rigfile import Rig, analyse_with_rig, read_rig
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.errors import BadRequest, StorageFailed
from neonworks_protocol.vocabulary import Archetype, Direction

from tests.daemon.local.sprites import save_example


def test_without_a_file_only_options_count(tmp_path: Path) -> None:
    said = corrections_of(tmp_path / "hero.png", facing=Direction.UP)
    assert said == Corrections(Rig(facing=Direction.UP))
    assert said.notes() == ()


def test_each_option_wins_over_its_field(tmp_path: Path) -> None:
    (tmp_path / "hero.rig.json").write_text('{"version": 1, "archetype": "prop", "facing": "left"}')
    said = corrections_of(tmp_path / "hero.png", archetype=Archetype.BLOB)
    assert said.rig == Rig(Archetype.BLOB, Direction.LEFT)
    assert said.notes() == ("body as hero.rig.json says",)


def test_the_file_is_named_only_where_it_is_to_blame(tmp_path: Path) -> None:
    def refusing(sprite: Sprite, rig: Rig) -> SpriteAnalysis:
        raise BadRequest("joints.neck is odd")

    sprite = decode_sprite(save_example(tmp_path).read_bytes())
    with pytest.raises(BadRequest, match=r"^joints.neck is odd$"):
        Corrections(Rig()).read(sprite, refusing)
    with pytest.raises(BadRequest, match=r"^hero.rig.json: joints.neck is odd$"):
        Corrections(Rig(), Path("hero.rig.json")).read(sprite, refusing)


def test_what_is_saved_reads_back_the_same(tmp_path: Path) -> None:
    path = save_example(tmp_path, "mage_right")
    sprite = decode_sprite(path.read_bytes())
    file = save_rig(path, analyse(sprite, archetype=Archetype.BIPED), force=False)
    stored = read_rig(file)
    assert stored is not None
    saved = analyse_with_rig(sprite, stored)
    assert save_rig(path, saved, force=False) == file
    with pytest.raises(StorageFailed, match="edited"):
        save_rig(path, analyse(sprite, archetype=Archetype.PROP), force=False)
    save_rig(path, analyse(sprite, archetype=Archetype.PROP), force=True)
    assert corrections_of(path).rig.archetype is Archetype.PROP


def test_a_folder_in_its_place_is_an_error(tmp_path: Path) -> None:
    path = save_example(tmp_path)
    (tmp_path / "slime.rig.json").mkdir()
    sprite = decode_sprite(path.read_bytes())
    with pytest.raises(StorageFailed):
        save_rig(path, analyse(sprite), force=False)
    with pytest.raises(StorageFailed):
        save_rig(path, analyse(sprite), force=True)
    with pytest.raises(BadRequest, match="cannot be read"):
        corrections_of(path)
