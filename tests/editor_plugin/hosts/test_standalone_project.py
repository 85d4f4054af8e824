from pathlib import Path

import pytest
from neonworks_editor.hosts.standalone_project import find_stills, open_place
from neonworks_editor.project.place import ManifestKind
from neonworks_protocol.errors import NotFound

from tests.fakes.pngs import png


def _touch(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(png(1, 1))


def test_a_sprite_opens_its_folder(tmp_path: Path) -> None:
    _touch(tmp_path, "art/hero.png")
    place, sprite = open_place(tmp_path / "art" / "hero.png")
    assert (place.root, place.assets, sprite) == (
        tmp_path / "art",
        tmp_path / "art",
        tmp_path / "art/hero.png",
    )
    assert place.manifest is ManifestKind.PLAIN
    assert open_place(tmp_path / "art")[1] is None


@pytest.mark.parametrize("inner", ["assets", "."])
def test_a_neonworks_project_keeps_its_manifest(tmp_path: Path, inner: str) -> None:
    (tmp_path / inner).mkdir(exist_ok=True)
    (tmp_path / inner / "asset_manifest.json").write_text("{}")
    place, _ = open_place(tmp_path)
    assert (place.manifest, place.assets) == (ManifestKind.NEONWORKS, (tmp_path / inner).resolve())


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("")
    for name in ("gone", "a.txt"):
        with pytest.raises(NotFound, match=name):
            open_place(tmp_path / name)


def test_stills_are_found_and_products_are_not(tmp_path: Path) -> None:
    _touch(
        tmp_path,
        *("hero.png", "npc/bob.webp", "npc/hero_01.png", "Big.GIF", ".git/x.png", "a/b/c/d/e/deep.png"),
        *("animations/hero/hero_walk_01.png", "out/bob_walk_01.png", "out/bob_walk.png", "sheets/old.png"),
    )
    (tmp_path / "out" / "bob_walk.animator.json").write_text("{}")
    (tmp_path / "sheets" / "old.json").write_text("{}")
    (tmp_path / "notes.txt").write_text("")
    found = [path.relative_to(tmp_path).as_posix() for path in find_stills(open_place(tmp_path)[0])]
    assert found == ["Big.GIF", "hero.png", "npc/bob.webp", "npc/hero_01.png"]
