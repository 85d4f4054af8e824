"""What is done with the result: Undo, Redo, Export, Apply."""

from collections.abc import Callable

from neonworks_editor.panel.desk import Desk
from neonworks_editor.ui.button import Button, ButtonKind
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.layout import Row

__all__ = ["ActionSection"]


class ActionSection:
    """``widget`` is the row; call ``tick`` once a frame. ``on_export`` opens the export dialog."""

    def __init__(self, desk: Desk, on_export: Callable[[], None]) -> None:
        self._desk = desk
        self._undo = Button("", desk.undo, icon=Icon.UNDO, name="undo")
        self._redo = Button("", desk.redo, icon=Icon.REDO, name="redo")
        self._export = Button(
            "Export", on_export, icon=Icon.DOWNLOAD, name="export", tooltip="Save as files (Ctrl+E)"
        )
        self._apply = Button("Apply", desk.apply, icon=Icon.CHECK, kind=ButtonKind.PRIMARY, name="apply")
        self.widget = Row([self._undo, self._redo, self._export, self._apply], gap=6, name="actions")
        self.tick()

    def tick(self) -> None:
        """Enable what can be done, and say what it would do."""
        desk, undoing = self._desk, self._desk.undoing
        undo, redo = undoing.undo_text, undoing.redo_text
        self._undo.enabled, self._redo.enabled = bool(undo), bool(redo)
        self._undo.tooltip = f"Undo {undo} (Ctrl+Z)" if undo else "Nothing to undo (Ctrl+Z)"
        self._redo.tooltip = f"Redo {redo} (Ctrl+Y)" if redo else "Nothing to redo (Ctrl+Y)"
        ready = bool(desk.clips()) and not desk.when_drawn.waits
        self._apply.enabled = ready and not desk.files.busy and desk.host.project() is not None
        self._export.enabled = ready and not desk.exporter.busy
        self._apply.tooltip = self._explain()

    def _explain(self) -> str:
        if self._desk.host.project() is None:
            return "Open a project to apply animations to it"
        entity = self._desk.entity
        where = f" and on {entity.name}" if entity is not None else ""
        return f"Put the animation into the project's files{where} (Ctrl+Enter)"
