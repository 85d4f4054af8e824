from pathlib import Path

from neonworks_editor.project.place import ManifestKind, ProjectPlace


def test_the_manifest_lies_in_the_assets() -> None:
    place = ProjectPlace(Path("game"), Path("game/assets"), "game", ManifestKind.NEONWORKS)
    assert place.manifest_path == Path("game/assets/asset_manifest.json")
