"""Pictures by name, relative to ``assets`` in the working folder, in caches that nothing refreshes."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pygame

__all__ = ["AssetManager", "AssetMetadata"]


@dataclass
class AssetMetadata:
    id: str
    name: str
    category: str
    file_path: str


class AssetManager:
    def __init__(self) -> None:
        self.base_path = Path("assets")
        self.manifest_path = self.base_path / "asset_manifest.json"
        self._sprites: dict[str, pygame.Surface] = {}
        self._sprite_sheets: dict[str, Any] = {}
        self._loaded_assets: dict[str, Any] = {}
        self._thumbnails: dict[str, pygame.Surface] = {}
        self._asset_metadata: dict[str, AssetMetadata] = {}
        self._read_manifest()

    def _read_manifest(self) -> None:
        try:
            categories = json.loads(self.manifest_path.read_text())["assets"]
        except OSError:
            return
        for category, entries in categories.items():
            for entry in entries:
                made = AssetMetadata(entry["id"], entry["name"], category, entry["file_path"])
                self._asset_metadata[made.id] = made

    def load_sprite(self, path: str) -> pygame.Surface:
        key = f"{path}_None_True"
        if key not in self._sprites:
            try:
                self._sprites[key] = pygame.image.load(str(self.base_path / path)).convert_alpha()
            except (pygame.error, FileNotFoundError):
                self._sprites[key] = pygame.Surface((32, 32))
                self._sprites[key].fill((200, 0, 200))
        return self._sprites[key]

    def load_asset(self, asset_id: str) -> pygame.Surface:
        if asset_id not in self._loaded_assets:
            path = self.base_path / self._asset_metadata[asset_id].file_path
            self._loaded_assets[asset_id] = pygame.image.load(str(path)).convert_alpha()
        loaded: pygame.Surface = self._loaded_assets[asset_id]
        return loaded

    def get_thumbnail(self, asset_id: str) -> pygame.Surface:
        key = f"{asset_id}_64x64"
        if key not in self._thumbnails:
            self._thumbnails[key] = pygame.transform.smoothscale(self.load_asset(asset_id), (64, 64))
        return self._thumbnails[key]

    def remove_sprite(self, path: str) -> None:
        """A substring decides: ``hero`` removes ``hero_mage`` too."""
        for key in [key for key in self._sprites if path in key]:
            del self._sprites[key]
