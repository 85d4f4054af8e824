"""The status bar is lent."""

from neonworks_editor.hosts.neonworks_status import StatusLine

from tests.fakes.neonworks_editors import Editor


def test_what_stood_there_comes_back(editor: Editor) -> None:
    before = (editor.ui.status_message, editor.ui.status_color)
    status = StatusLine(editor.ui)
    status.say("one\nline")
    status.say("x" * 500)
    assert len(editor.ui.status_message) < 130
    editor.ui.render()
    status.give_back()
    assert (editor.ui.status_message, editor.ui.status_color) == before


def test_what_the_editor_said_since_stays(editor: Editor) -> None:
    status = StatusLine(editor.ui)
    status.say("ours")
    editor.ui.status_message = "Auto-saved"
    status.give_back()
    assert editor.ui.status_message == "Auto-saved"
