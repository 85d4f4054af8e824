"""Every page at every size: nothing overlaps or is cut, and it looks as it did when it was looked at."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from neonworks_editor.panel.panel import Page
from neonworks_editor.panel.settings import EditorSettings, ThemeChoice
from neonworks_editor.ui.flaws import Flaw, overlaps
from neonworks_editor.ui.focus import stops
from neonworks_editor.ui.theme import SCALES

from tests.fakes.panel_lab import PanelLab
from tests.fakes.panel_references import compare, read_reference, take_picture, write_reference
from tests.fakes.panel_scenes import STATES, fill, show_page

MakeLab = Callable[..., PanelLab]

REFERENCES = Path(__file__).with_name("references")
UPDATE = bool(os.environ.get("UPDATE_REFERENCES"))
"""Set to draw the references anew; look at every one before keeping it."""

_SHORTENED = ("Label(state ", "Label(label-", "Label(compare-name-", "Label(sprite-name ")
"""Labels of any length, which end in an ellipsis and say the rest in their tooltip."""

VIEWS = {
    "1280x720": ((1280, 720), 1.0),
    "1920x1080": ((1920, 1080), 1.0),
    "1280x720-200": ((1280, 720), 2.0),
}


def flaws(lab: PanelLab) -> list[Flaw]:
    """What is wrong with the layout now, texts of any length left out."""
    return [
        flaw
        for flaw in overlaps(lab.app.root)
        if not (flaw.what == "text is cut" and flaw.one.startswith(_SHORTENED))
    ]


def _lines(found: Mapping[object, Sequence[object]]) -> str:
    """Everything that was found, one line each."""
    return "\n".join(f"{key}: {what}" for key, whats in found.items() for what in whats)


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1280, 570), (900, 600)])
def test_nothing_overlaps_or_is_cut_on_any_page(make_lab: MakeLab, size: tuple[int, int]) -> None:
    lab = make_lab(size=size)
    fill(lab)
    found: dict[object, list[Flaw]] = {}
    for scale in SCALES:
        for filled in (True, False):
            lab.app.desk.keep(scale=scale, fill=filled, panel_width=0 if filled else 420)
            for page in Page:
                show_page(lab, page)
                found[scale, filled, page] = flaws(lab)
    assert _lines(found) == ""


@pytest.mark.parametrize("state", STATES)
def test_nothing_overlaps_or_is_cut_in_any_state(make_lab: MakeLab, state: str) -> None:
    lab = make_lab()
    fill(lab)
    STATES[state](lab)
    found: dict[object, list[Flaw]] = {}
    for scale, filled, theme in ((1.0, True, "dark"), (1.0, False, "light"), (2.0, True, "light")):
        lab.app.desk.keep(scale=scale, fill=filled, theme=ThemeChoice(theme))
        lab.frames(3)
        found[scale, filled] = flaws(lab)
    assert _lines(found) == ""


@pytest.mark.parametrize("view", VIEWS)
def test_pages_look_as_their_references(make_lab: MakeLab, view: str) -> None:
    size, scale = VIEWS[view]
    lab = make_lab(size=size, settings=EditorSettings(fill=True, scale=scale, seen_first_run=True))
    fill(lab)
    differences: dict[object, list[str]] = {}
    for page in Page:
        for theme in ThemeChoice:
            lab.app.desk.keep(theme=theme)
            show_page(lab, page)
            shown = take_picture(lab.app.root, lab.screen)
            path = REFERENCES / f"{page.value}-{view}-{theme.value}"
            if UPDATE:
                write_reference(path, shown)
            differences[path.name] = compare(read_reference(path), shown)
    assert _lines(differences) == ""


def test_a_moved_or_repainted_widget_is_noticed(make_lab: MakeLab) -> None:
    lab = make_lab()
    fill(lab)
    before = take_picture(lab.app.root, lab.screen)
    lab.app.studio.set_take_count(4)
    lab.frames(20)
    assert any("only in one" in line for line in compare(before, take_picture(lab.app.root, lab.screen)))
    lab.app.studio.set_take_count(1)
    lab.frames(20)
    lab.app.desk.keep(theme=ThemeChoice.LIGHT)
    lab.frames(2)
    assert any("differs by" in line for line in compare(before, take_picture(lab.app.root, lab.screen)))


def test_tab_reaches_everything_and_comes_round(make_lab: MakeLab) -> None:
    lab = make_lab()
    fill(lab)
    lab.click("prompt")
    lab.play([])
    reached = []
    for _ in range(len(stops(lab.app.root.content)) + 1):
        lab.press("tab")
        focused = lab.app.root.focused
        assert focused is not None
        reached.append(focused)
    assert set(reached) == set(stops(lab.app.root.content))
    assert reached[0] is reached[-1]


def test_what_has_the_focus_is_seen(make_lab: MakeLab) -> None:
    lab = make_lab(size=(1280, 720), settings=EditorSettings(fill=True, scale=2.0, seen_first_run=True))
    fill(lab)
    lab.click("prompt")
    for _ in range(len(stops(lab.app.root.content))):
        lab.press("tab")
        focused = lab.app.root.focused
        assert focused is not None
        ring = focused.focus_rect() or focused.rect
        assert lab.app.root.bounds.colliderect(ring), focused.name


def test_parts_are_taken_over_one_a_frame(lab: PanelLab) -> None:
    lab.frames(10)
    lab.app.studio.set_text("run angry, glowing")
    changed = []
    for _ in range(12):
        before = dict(lab.app.panel._seen)
        lab.frames()
        changed.append(sum(before.get(part) != seen for part, seen in lab.app.panel._seen.items()))
    assert max(changed) == 1
    assert sum(changed) >= 3
