"""The export form: format, name and folder."""

from pathlib import Path

from neonworks_editor.panel.desk import Desk
from neonworks_editor.panel.exporter import format_label
from neonworks_editor.ui.button import ButtonKind
from neonworks_editor.ui.dialog import Dialog
from neonworks_editor.ui.dropdown import Dropdown
from neonworks_editor.ui.label import Label
from neonworks_editor.ui.layout import Column
from neonworks_editor.ui.list_view import ListItem
from neonworks_editor.ui.stage import Stage
from neonworks_editor.ui.text_field import TextField

__all__ = ["ExportDialog"]

_MAX_NAME = 48


class ExportDialog:
    """Asks where to, then exports. The last format and folder are offered again."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._format = ""
        self._folder = ""

    def open(self, stage: Stage) -> None:
        """Show the form; without a daemon or a clip a toast says what to do."""
        welcome = self._desk.studio.welcome
        formats = welcome.capabilities.export_formats if welcome is not None else ()
        if not self._desk.clips():
            self._desk.tell("There is nothing to export yet: say what the sprite should do.")
        elif not formats:
            self._desk.tell("Exports need the animation daemon: wait until it is connected.")
        else:
            self._ask(stage, tuple(formats))

    def _ask(self, stage: Stage, formats: tuple[str, ...]) -> None:
        chosen = self._format if self._format in formats else formats[0]
        kind = Dropdown([ListItem(f, format_label(f)) for f in formats], chosen, name="export-format")
        name = TextField(self._desk.sprite_name, limit=_MAX_NAME, name="export-name")
        folder = TextField(self._folder or str(self._usual_folder()), limit=1024, name="export-folder")
        form = Column(
            [Label("Format"), kind, Label("Name"), name, Label("Folder"), folder],
            gap=6,
            pad=(3, 3),
            name="export-form",
        )

        def export() -> None:
            self._format, self._folder = kind.chosen, folder.text.strip()
            target = (self._base() / Path(self._folder or ".").expanduser()).resolve()
            take, chosen = self._desk.take, kind.chosen
            called = name.text.strip() or self._desk.sprite_name
            self._desk.when_drawn.do("Export", take, lambda: self._export(take, chosen, called, target))

        answers = (("Cancel", ButtonKind.NORMAL, _nothing), ("Export", ButtonKind.PRIMARY, export))
        dialog = Dialog("Export", form, answers, width=440, name="export-dialog")

        def submitted(text: str) -> None:
            """Enter in a field does what the button does."""
            stage.close_popup(dialog)
            export()

        name.on_submit = folder.on_submit = submitted
        dialog.open(stage)

    def _export(self, take: int, file_format: str, name: str, folder: Path) -> None:
        self._desk.studio.record(take)
        self._desk.exporter.export(take, file_format, name, folder)

    def _base(self) -> Path:
        place = self._desk.host.project()
        return place.root if place is not None else Path.home()

    def _usual_folder(self) -> Path:
        return self._base() / "exports"


def _nothing() -> None:
    """Cancel changes nothing."""
