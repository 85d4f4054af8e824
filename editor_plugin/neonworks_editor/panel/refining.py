"""The refine box, and the refinements made so far."""

from collections.abc import Callable

from neonworks_editor.panel.desk import Desk
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.chip import Chip
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.layout import Column, Flow, Row
from neonworks_editor.ui.text_field import TextField

__all__ = ["Refining"]


class Refining:
    """``widget`` is the box under the refinements; ``place`` says which action of a sequence is meant."""

    def __init__(self, desk: Desk, place: Callable[[], int]) -> None:
        self._desk, self._where = desk, place
        self._field = TextField(
            on_submit=self._submitted,
            placeholder="Refine: slower, without the glow",
            limit=200,
            name="refine",
            tooltip="Change what is there in words; Enter takes it",
            grow=1,
        )
        self._made = Flow(gap=4, name="refinements")
        self._look: tuple[str, ...] = ()
        send = Button(
            "", lambda: self._submitted(self._field.text), icon=Icon.CHECK, name="refine-go", tooltip="Refine"
        )
        self.widget = Column([self._made, Row([self._field, send], gap=4)], gap=6)

    def sync(self) -> None:
        """Show the refinements that are set."""
        texts = tuple(r.text for r in self._desk.studio.settings.refinements)
        self._made.visible = bool(texts)
        if texts != self._look:
            self._look = texts
            self._made.clear()
            for number, text in enumerate(texts):
                self._made.add(Chip(text, on_remove=self._remover(number), name=f"refinement-{number + 1}"))

    def _remover(self, number: int) -> Callable[[], None]:
        return lambda: self._desk.studio.remove_refinement(number)

    def _submitted(self, text: str) -> None:
        if text.strip():
            self._desk.studio.refine(text, self._where())
            self._field.text = ""
