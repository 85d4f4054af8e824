"""The state line says what goes on, calmly, with progress, time left, Cancel and Try again."""

from neonworks_editor.ui.label import Label
from neonworks_editor.ui.progress import ProgressBar
from neonworks_protocol.jobs import JobState
from neonworks_protocol.messages import Progress

from tests.fakes.panel_lab import PanelLab


def _word(lab: PanelLab) -> str:
    return lab.find("state-word", Label).text


def test_quick_work_is_not_announced(lab: PanelLab) -> None:
    words = set()
    for text in ("walk", "walk s", "walk sl"):
        lab.app.studio.set_text(text)
        for _ in range(6):
            lab.frames()
            words.add(_word(lab))
    assert "Computing" not in words and "Up to date" in words


def test_long_work_shows_progress_time_left_and_cancel(lab: PanelLab) -> None:
    lab.daemon.held = True
    lab.enter("walk")
    lab.frames(20)
    assert _word(lab) == "Computing"
    flight = lab.app.studio._lanes[0].flight
    assert flight is not None
    flight.message(
        Progress(request_id=flight.request_id, state=JobState.RUNNING, fraction=0.4, eta_ms=12_000.0)
    )
    lab.frames(3)
    assert lab.find("progress", ProgressBar).value == 0.4
    assert lab.find("eta", Label).text == "12 s left"
    before = lab.app.locate("eta")
    flight.message(
        Progress(request_id=flight.request_id, state=JobState.RUNNING, fraction=0.5, eta_ms=3_540_000.0)
    )
    lab.frames(3)
    assert lab.find("eta", Label).text == "59 min left" and lab.find("eta", Label).fits()
    assert lab.app.locate("eta") == before, "nothing moves while the time runs"
    lab.click("cancel")
    assert lab.daemon.cancelled == [flight.request_id]


def test_a_failure_is_told_with_what_to_do(lab: PanelLab) -> None:
    lab.daemon.refusal = ("unsupported_direction", "the draft tier cannot turn this still")
    lab.enter("walk")
    lab.frames(20)
    assert _word(lab) == "Failed"
    assert "choose another direction" in lab.find("state", Label).text
    lab.daemon.refusal = None
    lab.click("try-again")
    lab.frames(20)
    assert _word(lab) == "Up to date"
    assert lab.find("state", Label).text == "", "it is not said twice"


def test_without_live_what_is_shown_is_called_superseded(lab: PanelLab) -> None:
    lab.enter("walk")
    lab.frames(20)
    lab.app.studio.set_live(False)
    lab.app.studio.set_text("run")
    lab.frames(10)
    assert _word(lab) == "Superseded"
