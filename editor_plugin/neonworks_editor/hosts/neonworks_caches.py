"""Pictures that changed on disk reach every cache of the engine, and only those pictures.

Where the size stayed, the new pixels go into the surface that is there, so that whoever holds it shows them;
else the entries are replaced. ``AssetManager.remove_sprite`` is of no use: it removes whatever contains the
name (``hero`` takes ``hero_mage`` along) and leaves the renderer's cache as it is.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import pygame

from neonworks_editor.hosts.neonworks_contract import RendererLike
from neonworks_editor.hosts.neonworks_places import Places
from neonworks_editor.hosts.neonworks_textures import PrivateTexture

__all__ = ["load_picture", "refresh_caches"]

_SPRITE_KEY = re.compile(r"(?P<path>.*)_(?:None|\(.*\))_(?:True|False)", re.DOTALL)
"""``f"{path}_{color_key}_{alpha}"``, rendering/assets.py."""
_SHEET_KEY = re.compile(r"(?P<path>.*)_\d+_\d+_(?:None|\(.*\))", re.DOTALL)
"""``f"{path}_{tile_width}_{tile_height}_{color_key}"``."""
_THUMBNAIL_KEY = re.compile(r"(?P<id>.*)_\d+x\d+", re.DOTALL)


def load_picture(path: Path) -> pygame.Surface | None:
    """The picture in the window's format, None when the file cannot be read as one."""
    try:
        return pygame.image.load(str(path)).convert_alpha()
    except (pygame.error, OSError):
        return None


def refresh_caches(renderer: RendererLike, places: Places, paths: frozenset[Path]) -> None:
    """Take in the new content of ``paths`` (absolute, normalised); unreadable files change nothing."""
    fresh = {path: picture for path in paths if (picture := load_picture(path)) is not None}
    if not fresh:
        return
    assets = renderer.asset_manager
    _renew(assets._sprites, places, fresh, _SPRITE_KEY)
    _renew(renderer._sprite_cache, places, fresh, None)
    ids = set(places.asset_ids(fresh))
    for known in ids & assets._loaded_assets.keys():
        del assets._loaded_assets[known]
    _drop(assets._sprite_sheets, _SHEET_KEY, lambda name: places.file(name) in fresh)
    _drop(assets._thumbnails, _THUMBNAIL_KEY, ids.__contains__)


def _renew(
    cache: MutableMapping[str, pygame.Surface],
    places: Places,
    fresh: dict[Path, pygame.Surface],
    pattern: re.Pattern[str] | None,
) -> None:
    for key in list(cache):
        if isinstance(key, PrivateTexture):
            continue
        match = pattern.fullmatch(key) if pattern else None
        path = places.file(match["path"] if match else key)
        if path is not None and (picture := fresh.get(path)) is not None:
            cache[key] = _taken_in(cache[key], picture)


def _taken_in(held: pygame.Surface, picture: pygame.Surface) -> pygame.Surface:
    if held.get_size() != picture.get_size():
        return picture
    if held is not picture:
        held.fill((0, 0, 0, 0))
        held.blit(picture, (0, 0))
    return held


def _drop(cache: MutableMapping[str, Any], pattern: re.Pattern[str], wanted: Any) -> None:
    for key in list(cache):
        match = pattern.fullmatch(key)
        if match and wanted(match[1]):
            del cache[key]
