"""Moving like another figure: a sheet is chosen, named, and taken away again."""

from pathlib import Path

from neonworks_editor.panel.desk import Desk
from neonworks_editor.panel.sprite_picker import PickSource, SpritePicker
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.chip import Chip
from neonworks_editor.ui.layout import Flow

__all__ = ["MotionPicking"]

_SOURCES = (PickSource.PROJECT, PickSource.FILES)


class MotionPicking:
    """``widget`` is a button, or the name of the sheet with a cross; ``sync`` after the settings changed,
    ``tick`` once a frame."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._picker: SpritePicker | None = None
        self._choose = Button(
            "Move like another figure",
            self.open,
            small=True,
            name="motion-choose",
            tooltip="Choose a sheet of its frames: its steps and swings, by this sprite's proportions",
        )
        self._named = Chip(
            "",
            on_press=self.open,
            on_remove=lambda: desk.studio.set_motion(None),
            chosen=True,
            name="motion-sheet",
        )
        self.widget = Flow([self._choose, self._named], gap=4, name="motion-from")
        self.sync()

    def sync(self) -> None:
        """Take over what changed in the studio."""
        sheet = self._desk.studio.settings.motion
        self._choose.visible, self._named.visible = sheet is None, sheet is not None
        if sheet is not None:
            self._named.text = f"Moves like {sheet.name}"
            self._named.tooltip = (
                f"{sheet.name}: press for another sheet, the cross for the motion of the words"
            )

    def tick(self) -> None:
        """Read the pictures of the open picker."""
        if self._picker is not None:
            self._picker.tick()

    def open(self) -> None:
        """Show the picker; choosing closes it."""
        if self._picker is not None:
            return
        stage = self.widget.stage
        picker = SpritePicker(
            self._desk,
            self._chosen,
            lambda: stage.close_popup(picker),
            title="Choose a sheet of frames to move like",
            sources=_SOURCES,
        )
        self._picker = picker
        stage.open_popup(picker, on_close=self._closed, modal=True)
        picker.show(PickSource.FILES)

    def _chosen(self, path: Path, entity: str | None) -> None:
        if self._picker is not None:
            self.widget.stage.close_popup(self._picker)
        self._desk.studio.move_like(path)

    def _closed(self) -> None:
        self._picker = None
