"""What the NeonWorks editor offers, as far as we use it: names that its own code keeps public or looks up.

Nothing here imports the engine. Its classes are found beside the class of the world that a running editor
already holds (``Engine.of``), so it works however the engine was started: as a package
(``neonworks.core.ecs``) or from inside its own folder (``core.ecs``).
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, MutableSequence, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from neonworks_protocol.errors import Unavailable

if TYPE_CHECKING:
    import pygame

__all__ = [
    "AnimationComponentLike",
    "AnimationLike",
    "AssetManagerLike",
    "AssetMetadataLike",
    "CameraLike",
    "Engine",
    "EntityLike",
    "FrameLike",
    "GridPositionLike",
    "HotkeyManagerLike",
    "MasterUi",
    "ProjectLike",
    "RendererLike",
    "SlotLike",
    "SpriteLike",
    "ToolbarLike",
    "TransformLike",
    "WorldLike",
]

_ECS = "core.ecs"


class SpriteLike(Protocol):
    """``core.ecs.Sprite``: the only thing of an entity's look that the engine saves."""

    texture: str
    width: int
    height: int
    visible: bool


class TransformLike(Protocol):
    """``core.ecs.Transform``: the sprite's centre in the world."""

    x: float
    y: float


class GridPositionLike(Protocol):
    """``core.ecs.GridPosition``: the sprite fills this cell."""

    grid_x: int
    grid_y: int
    layer: int


class FrameLike(Protocol):
    """``rendering.animation.AnimationFrame``; ``duration`` in seconds."""

    sprite: pygame.Surface
    duration: float


class AnimationLike(Protocol):
    """``rendering.animation.Animation``."""

    name: str
    frames: Sequence[FrameLike]
    loop: bool


class AnimationComponentLike(Protocol):
    """``rendering.animation.AnimationComponent``: saved by name only, gone after a reload."""

    current_animation: str | None
    animations: dict[str, AnimationLike]
    current_frame: int
    time_in_frame: float
    playing: bool
    speed: float


class EntityLike(Protocol):
    """``core.ecs.Entity``; components are found by their class."""

    id: str
    tags: set[str]

    def get_component(self, component_type: type[Any]) -> Any: ...
    def add_component(self, component: Any) -> object: ...
    def remove_component(self, component_type: type[Any]) -> object: ...
    def add_tag(self, tag: str) -> object: ...
    def remove_tag(self, tag: str) -> object: ...


class WorldLike(Protocol):
    """``core.ecs.World``."""

    def get_entity(self, entity_id: str) -> EntityLike | None: ...
    def get_entities_with_component(self, component_type: type[Any]) -> Sequence[EntityLike]: ...
    def create_entity(self) -> EntityLike: ...
    def add_entity(self, entity: Any) -> object: ...
    def add_system(self, system: Any) -> object: ...
    def remove_system(self, system: Any) -> object: ...


class CameraLike(Protocol):
    """``rendering.camera.Camera``."""

    def world_to_screen(self, world_x: float, world_y: float) -> tuple[int, int]: ...
    def grid_to_screen(self, grid_x: int, grid_y: int) -> tuple[int, int]: ...


class AssetMetadataLike(Protocol):
    """``rendering.assets.AssetMetadata``: an entry of the engine's manifest."""

    name: str
    category: str
    file_path: str


class AssetManagerLike(Protocol):
    """``rendering.assets.AssetManager``; the caches have no public door that refreshes them."""

    base_path: Path
    _sprites: MutableMapping[str, pygame.Surface]
    _sprite_sheets: MutableMapping[str, Any]
    _loaded_assets: MutableMapping[str, Any]
    _thumbnails: MutableMapping[str, pygame.Surface]
    _asset_metadata: MutableMapping[str, AssetMetadataLike]


class RendererLike(Protocol):
    """``rendering.renderer.Renderer``."""

    screen: pygame.Surface
    tile_size: int
    camera: CameraLike
    asset_manager: AssetManagerLike
    _sprite_cache: MutableMapping[str, pygame.Surface]

    def clear(self) -> None: ...
    def render_world(self, world: Any) -> None: ...
    def present(self) -> None: ...


class HotkeyManagerLike(Protocol):
    """``core.hotkey_manager.HotkeyManager``: one for the process."""

    enabled: bool
    hotkeys: MutableSequence[Any]
    conflicts: MutableSequence[tuple[Any, Any]]

    def register(
        self,
        key: int,
        action: str,
        callback: Callable[[], None] | None = None,
        modifiers: set[str] | None = None,
        *,
        description: str = "",
        category: str = "General",
    ) -> Any: ...


class SlotLike(Protocol):
    """What ``MasterUIManager`` asks of the object in ``ai_animator``, and nothing more."""

    visible: bool

    def toggle(self) -> None: ...
    def update(self, dt: float) -> None: ...
    def render(self, screen: pygame.Surface) -> None: ...
    def handle_event(self, event: pygame.event.Event) -> bool: ...


class ToolbarLike(Protocol):
    """``ui.workspace_toolbar.WorkspaceToolbar``: asked about every event before the hotkeys are."""

    handle_event: Callable[[pygame.event.Event], bool]

    def get_height(self) -> int: ...


class MasterUi(Protocol):
    """``ui.master_ui_manager.MasterUIManager``; the engine looks each attribute up anew at each use."""

    screen: pygame.Surface
    world: WorldLike
    renderer: RendererLike | None
    hotkey_manager: HotkeyManagerLike
    keybinds: dict[int, Callable[[], None]]
    ai_animator: Any
    workspace_toolbar: ToolbarLike
    workspace_manager: Any
    status_message: str
    status_color: tuple[int, int, int]

    def handle_event(self, event: pygame.event.Event) -> bool: ...
    def update(self, dt: float, mouse_pos: tuple[int, int], camera_offset: tuple[float, float]) -> None: ...
    def render(self, fps: float = 60.0, camera_offset: tuple[float, float] = (0, 0)) -> None: ...


class ProjectLike(Protocol):
    """``core.project.Project``; both folders relative to the working folder."""

    root_dir: Path
    assets_dir: Path


@dataclass(frozen=True, slots=True)
class Engine:
    """The engine's classes, as the running editor imported them."""

    sprite: type[Any]
    transform: type[Any]
    grid_position: type[Any]
    animation_component: type[Any]
    animation: Callable[..., AnimationLike]
    animation_frame: Callable[..., FrameLike]
    current_project: Callable[[], ProjectLike | None]

    @classmethod
    def of(cls, world: WorldLike) -> Engine:
        """The classes that belong to ``world``. Raises ``Unavailable`` when it is no NeonWorks world."""
        home = type(world).__module__
        if not (home == _ECS or home.endswith(f".{_ECS}")):
            raise Unavailable(
                f"This is not a NeonWorks world ({home}): attach to a MasterUIManager of NeonWorks."
            )
        prefix = home.removesuffix(_ECS)
        ecs = import_module(home)
        animation = import_module(f"{prefix}rendering.animation")
        project = import_module(f"{prefix}core.project")
        return cls(
            sprite=ecs.Sprite,
            transform=ecs.Transform,
            grid_position=ecs.GridPosition,
            animation_component=animation.AnimationComponent,
            animation=animation.Animation,
            animation_frame=animation.AnimationFrame,
            current_project=cast("Callable[[], ProjectLike | None]", project.get_current_project),
        )
