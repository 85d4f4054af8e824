"""The sprite picker: the project's pictures, the things on the map, and any file by its path."""

from collections.abc import Callable, Sequence
from enum import Enum
from functools import partial
from pathlib import Path

from neonworks_editor.panel.desk import Desk
from neonworks_editor.panel.folders import PICTURES, PathEntry, list_path
from neonworks_editor.panel.sprite_tile import SpriteTile
from neonworks_editor.panel.thumbs import Thumbnails
from neonworks_editor.ui.button import Button, ButtonKind
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.label import Label, TextSize
from neonworks_editor.ui.layout import Card, Flow, Row, Spacer
from neonworks_editor.ui.scroll import ScrollArea
from neonworks_editor.ui.text_field import TextField

__all__ = ["PickSource", "SpritePicker"]

_MOST = 200
"""Tiles at once; typing narrows them."""


class PickSource(Enum):
    """Where sprites are chosen from."""

    PROJECT = "Project"
    MAP = "On the map"
    FILES = "Files"


_HINTS = {
    PickSource.PROJECT: "Type a part of a name",
    PickSource.MAP: "Type a part of a name",
    PickSource.FILES: "Type the path of a PNG, WebP or GIF",
}


class SpritePicker(Card):
    """A popup. ``on_choose`` hears the file and the id of the entity, where one was chosen."""

    def __init__(
        self,
        desk: Desk,
        on_choose: Callable[[Path, str | None], None],
        on_close: Callable[[], None],
        *,
        title: str = "Choose a sprite",
        sources: Sequence[PickSource] = tuple(PickSource),
    ) -> None:
        self._desk, self._on_choose = desk, on_choose
        self._source = PickSource.PROJECT
        self.thumbs = Thumbnails(desk.store, self._refresh)
        self._field = TextField(
            on_change=lambda _: self._list(), on_submit=self._submitted, limit=1024, name="pick-field"
        )
        self._sources = {source: self._button(source) for source in sources}
        self._tiles = Flow(gap=8, name="pick-tiles")
        self._note = Label("", role="muted", wrap=True, name="pick-note")
        close = Button(
            "", on_close, icon=Icon.CROSS, kind=ButtonKind.QUIET, name="pick-close", tooltip="Close (Esc)"
        )
        super().__init__(
            [
                Row([Label(title, text_size=TextSize.TITLE), Spacer(), close]),
                Row([*self._sources.values()], gap=4),
                self._field,
                self._note,
                ScrollArea(self._tiles, name="pick-scroll"),
            ],
            name="picker",
            size=(620, 460),
        )

    def show(self, source: PickSource) -> None:
        """List another source; typing narrows it at once."""
        self._source = source
        self.thumbs.forget()
        self._field.text = f"{self._base()}/" if source is PickSource.FILES else ""
        self._field.placeholder = _HINTS[source]
        for kind, button in self._sources.items():
            button.chosen = kind is source
        self._list()
        if self.attached:
            self.stage.focus(self._field)

    def tick(self) -> None:
        """Once a frame while it is open."""
        self.thumbs.tick()

    def _base(self) -> Path:
        place = self._desk.host.project()
        return place.root if place is not None else Path.home()

    def _button(self, source: PickSource) -> Button:
        return Button(
            source.value, partial(self.show, source), small=True, name=f"pick-{source.name.lower()}"
        )

    def _list(self) -> None:
        tiles, note = {
            PickSource.PROJECT: self._project,
            PickSource.MAP: self._map,
            PickSource.FILES: self._files,
        }[self._source]()
        self._tiles.clear()
        for tile in tiles[:_MOST]:
            self._tiles.add(tile)
        if len(tiles) > _MOST:
            note = f"{len(tiles) - _MOST} more: type a part of the name."
        self._note.text = note
        self._note.visible = bool(note)

    def _project(self) -> tuple[list[SpriteTile], str]:
        wanted = self._field.text.strip().lower()
        found = [choice for choice in self._desk.host.sprites() if wanted in choice.label.lower()]
        tiles = [
            self._tile(_plain(choice.label), choice.path, None, tooltip=str(choice.path)) for choice in found
        ]
        if tiles:
            return tiles, ""
        return (
            [],
            "No such picture in the project: try Files." if wanted else "The project has no pictures yet.",
        )

    def _map(self) -> tuple[list[SpriteTile], str]:
        wanted = self._field.text.strip().lower()
        tiles = [
            self._tile(entity.name, entity.sprite_path, entity.id)
            for entity in self._desk.host.entities()
            if entity.sprite_path is not None and wanted in entity.name.lower()
        ]
        return tiles, "" if tiles else "Nothing with a picture is on the map."

    def _files(self) -> tuple[list[SpriteTile], str]:
        listing = list_path(self._field.text, self._base())
        tiles = [self._entry(entry) for entry in listing.entries]
        return tiles, listing.problem or ("" if tiles else "No pictures here.")

    def _entry(self, entry: PathEntry) -> SpriteTile:
        if entry.folder:
            enter = partial(self._enter, entry.path)
            return SpriteTile(
                self._desk.store, self.thumbs, entry.label, None, enter, tooltip=str(entry.path)
            )
        return self._tile(_plain(entry.label), entry.path, None, tooltip=str(entry.path))

    def _tile(self, label: str, path: Path | None, entity: str | None, tooltip: str = "") -> SpriteTile:
        choose = partial(self._chosen, path, entity)
        return SpriteTile(self._desk.store, self.thumbs, label, path, choose, tooltip=tooltip)

    def _chosen(self, path: Path | None, entity: str | None) -> None:
        if path is not None:
            self._on_choose(path, entity)

    def _enter(self, folder: Path) -> None:
        self._field.text = f"{folder}/"
        self._list()

    def _submitted(self, text: str) -> None:
        """Enter takes the only tile, or the file whose path was typed, or opens the folder."""
        tiles = [tile for tile in self._tiles.children if isinstance(tile, SpriteTile)]
        if len(tiles) == 1 or (tiles and self._source is not PickSource.FILES):
            tiles[0].choose()
        elif self._source is PickSource.FILES and (self._base() / text.strip()).is_dir():
            self._enter(self._base() / text.strip().rstrip("/"))

    def _refresh(self) -> None:
        for tile in self._tiles.children:
            if isinstance(tile, SpriteTile):
                tile.refresh()


def _plain(label: str) -> str:
    """A file's name without its ending: the tiles are narrow."""
    name = Path(label)
    return str(name.with_suffix("")) if name.suffix.lower() in PICTURES else label
