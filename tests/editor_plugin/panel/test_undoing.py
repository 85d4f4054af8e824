"""One undo for settings and files, in the order that things were done."""

from neonworks_editor.panel.undoing import Undoing
from neonworks_editor.project.applier import ApplyOutcome, ApplyRequest, Told
from neonworks_editor.studio.studio import Studio

from tests.fakes.editor_links import ManualClock, ScriptedLink


class Files:
    """Project files that succeed at once."""

    def __init__(self) -> None:
        self.busy = False
        self.undo_label = self.redo_label = ""
        self.done: list[str] = []
        self.succeed = True

    def apply(self, request: ApplyRequest, told: Told) -> None:
        if self.succeed:
            self.undo_label = "Walk applied"
        told(ApplyOutcome(self.succeed, "applied"))

    def undo(self, told: Told) -> None:
        self.done.append("undo")
        self.undo_label, self.redo_label = "", "Walk applied"
        told(ApplyOutcome(True, "undone"))

    def redo(self, told: Told) -> None:
        self.done.append("redo")
        self.undo_label, self.redo_label = "Walk applied", ""
        told(ApplyOutcome(True, "redone"))


REQUEST = ApplyRequest((), "hero")


def _made() -> tuple[Undoing, Studio, Files, list[ApplyOutcome]]:
    studio, files = Studio(ScriptedLink(), ManualClock()), Files()
    return Undoing(studio, files), studio, files, []  # type: ignore[arg-type]


def test_steps_come_back_in_the_order_they_were_made() -> None:
    undoing, studio, files, told = _made()
    studio.set_text("walk")
    studio.end_gesture()
    undoing.apply(REQUEST, told.append)
    studio.set_text("run")
    assert undoing.undo_text == "the last change"
    undoing.undo(told.append)
    assert (studio.settings.text, files.done) == ("walk", [])
    assert undoing.undo_text == "Walk applied"
    undoing.undo(told.append)
    assert (studio.settings.text, files.done) == ("walk", ["undo"])
    undoing.undo(told.append)
    assert studio.settings.text == ""
    undoing.redo(told.append)
    undoing.redo(told.append)
    undoing.redo(told.append)
    assert (studio.settings.text, files.done) == ("run", ["undo", "redo"])


def test_an_apply_that_failed_is_no_step() -> None:
    undoing, studio, files, told = _made()
    studio.set_text("walk")
    files.succeed = False
    undoing.apply(REQUEST, told.append)
    undoing.undo(told.append)
    assert (studio.settings.text, files.done) == ("", [])


def test_with_nothing_to_do_it_says_so() -> None:
    undoing, _, _, told = _made()
    undoing.undo(told.append)
    undoing.redo(told.append)
    assert [(o.done, o.text) for o in told] == [
        (False, "There is nothing to undo."),
        (False, "There is nothing to redo."),
    ]
    assert (undoing.undo_text, undoing.redo_text) == ("", "")


def test_what_an_earlier_session_applied_can_be_taken_back() -> None:
    undoing, _, files, told = _made()
    files.undo_label = "Walk applied"
    undoing.undo(told.append)
    assert files.done == ["undo"]
