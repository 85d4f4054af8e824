from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_editor.studio.corrections import (
    Corrections,
    decode_rig,
    encode_rig,
    read_rig,
    rig_path,
    write_rig,
)
from neonworks_models.sprites import rigfile
from neonworks_models.sprites.rig import Joint
from neonworks_protocol.errors import BadRequest, StorageFailed
from neonworks_protocol.vocabulary import Archetype, Direction

JOINTS = tuple(sorted((joint.value, (1.25 * n, 2.0 * n)) for n, joint in enumerate(Joint)))
WHOLE = Corrections(Archetype.BIPED, Direction.LEFT, JOINTS)


def test_what_the_editor_writes_the_daemon_reads(tmp_path: Path) -> None:
    write_rig(tmp_path / "hero.rig.json", WHOLE)
    rig = rigfile.read_rig(tmp_path / "hero.rig.json")
    assert rig is not None
    assert (rig.archetype, rig.facing) == (WHOLE.archetype, WHOLE.facing)
    assert rig.joints == {Joint(name): point for name, point in JOINTS}
    assert [path.name for path in tmp_path.iterdir()] == ["hero.rig.json"]


def test_what_the_daemon_writes_the_editor_reads(tmp_path: Path) -> None:
    rig = rigfile.Rig(Archetype.BLOB, Direction.DOWN)
    rigfile.write_rig(tmp_path / "slime.rig.json", rig)
    assert read_rig(tmp_path / "slime.rig.json") == Corrections(Archetype.BLOB, Direction.DOWN)


def test_it_lies_beside_the_sprite() -> None:
    assert rig_path(Path("a/hero.old.png")) == rigfile.rig_path(Path("a/hero.old.png"))


def test_no_file_is_no_correction(tmp_path: Path) -> None:
    assert read_rig(tmp_path / "none.rig.json") is None


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b'{"version": 2}', b'{"version": 1, "facing": "north"}', b"x" * 70_000],
)
def test_a_bad_file_is_named_and_passed_over(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "hero.rig.json"
    path.write_bytes(data)
    with pytest.raises(BadRequest, match=r"hero\.rig\.json is passed over"):
        read_rig(path)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(StorageFailed, match="cannot be written"):
        write_rig(tmp_path / "gone" / "hero.rig.json", WHOLE)


@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_be_refused(data: bytes) -> None:
    try:
        decode_rig(data)
    except BadRequest:
        return


@given(
    st.builds(
        Corrections,
        st.none() | st.sampled_from(Archetype),
        st.none() | st.sampled_from(Direction),
        st.just(()) | st.just(JOINTS),
    )
)
def test_there_and_back(corrections: Corrections) -> None:
    assert decode_rig(encode_rig(corrections)) == corrections
