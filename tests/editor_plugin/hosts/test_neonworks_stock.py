"""Which stock panel failed."""

import pytest
from neonworks_editor.hosts.neonworks_stock import close_failed

from tests.fakes.neonworks_editors import Editor


def failure(editor: Editor) -> Exception:
    with pytest.raises(Exception) as caught:
        editor.ui.render()
    return caught.value


def test_the_panel_that_raised_is_closed(editor: Editor) -> None:
    editor.ui.quest_editor.visible = True
    editor.ui.autotile_editor.visible = True
    line = close_failed(editor.ui, failure(editor))
    assert "quest editor" in line
    assert "TypeError" in line
    assert not editor.ui.quest_editor.visible
    assert editor.ui.autotile_editor.visible


def test_without_a_trail_all_open_panels_are_closed(editor: Editor) -> None:
    editor.ui.quest_editor.visible = editor.ui.autotile_editor.visible = True
    line = close_failed(editor.ui, ValueError("from nowhere"))
    assert "quest editor" in line
    assert not editor.ui.quest_editor.visible
    assert not editor.ui.autotile_editor.visible


def test_with_nothing_open_it_is_only_told(editor: Editor) -> None:
    for panel in vars(editor.ui).values():
        if getattr(panel, "visible", None) is True and panel is not editor.ui.workspace_toolbar:
            panel.visible = False
    assert close_failed(editor.ui, ValueError("a\nb")) == (
        "NeonWorks could not do that (ValueError: a b). The editor goes on."
    )
