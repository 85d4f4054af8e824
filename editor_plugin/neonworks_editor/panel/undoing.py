"""One Undo for everything: changes of the settings and applied animations, in the order they were made."""

from collections import deque

from neonworks_editor.project.applier import ApplyOutcome, ApplyRequest, Told
from neonworks_editor.project.files import ProjectFiles
from neonworks_editor.studio.settings import Settings
from neonworks_editor.studio.studio import Studio

__all__ = ["Undoing"]

_REMEMBERED = 64


class Undoing:
    """Applies and takes back. An Apply is undone while the settings are those it was made with; before that
    come the changes made since, after it the earlier ones."""

    def __init__(self, studio: Studio, files: ProjectFiles) -> None:
        self._studio, self._files = studio, files
        self._applied: deque[Settings] = deque(maxlen=_REMEMBERED)
        self._undone: deque[Settings] = deque(maxlen=_REMEMBERED)

    @property
    def undo_text(self) -> str:
        """What undo would take back, in words; empty when there is nothing."""
        if self._files.undo_label and (self._at(self._applied) or not self._studio.can_undo):
            return self._files.undo_label
        return "the last change" if self._studio.can_undo else ""

    @property
    def redo_text(self) -> str:
        """What redo would put again, in words; empty when there is nothing."""
        if self._files.redo_label and (self._at(self._undone) or not self._studio.can_redo):
            return self._files.redo_label
        return "the last undone change" if self._studio.can_redo else ""

    def apply(self, request: ApplyRequest, told: Told) -> None:
        """Put the clips into the project; the step is remembered once it is done."""
        settings = self._studio.settings

        def heard(outcome: ApplyOutcome) -> None:
            if outcome.done:
                self._applied.append(settings)
                self._undone.clear()
            told(outcome)

        self._files.apply(request, heard)

    def undo(self, told: Told) -> None:
        """Take back the newest step; ``told`` hears when it was a step of files, or when there is none."""
        if self._files.undo_label and (self._at(self._applied) or not self._studio.can_undo):
            if not self._files.busy and self._at(self._applied):
                self._undone.append(self._applied.pop())
            self._files.undo(told)
        elif self._studio.can_undo:
            self._studio.undo()
        else:
            told(ApplyOutcome(False, "There is nothing to undo."))

    def redo(self, told: Told) -> None:
        """Put the step again that was taken back last."""
        if self._files.redo_label and (self._at(self._undone) or not self._studio.can_redo):
            if not self._files.busy and self._at(self._undone):
                self._applied.append(self._undone.pop())
            self._files.redo(told)
        elif self._studio.can_redo:
            self._studio.redo()
        else:
            told(ApplyOutcome(False, "There is nothing to redo."))

    def _at(self, steps: deque[Settings]) -> bool:
        """Whether the newest of the steps was made with the settings as they are now."""
        return bool(steps) and steps[-1] == self._studio.settings
