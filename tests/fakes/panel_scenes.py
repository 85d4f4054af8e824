"""The panel in the states that it is looked at: what the references and the checks of layouts show."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from neonworks_editor.client.states import ClientState
from neonworks_editor.panel.hotkeys import Command
from neonworks_editor.panel.panel import Page
from neonworks_editor.panel.recording import clicked
from neonworks_editor.studio.state import StudioState
from neonworks_protocol.vocabulary import Direction

from tests.fakes.panel_lab import PanelLab

__all__ = ["PAGES", "STATES", "show_page"]

TEXT = "walk slowly, tired"


def show_page(lab: PanelLab, page: Page) -> None:
    """Turn to a page that has something to show, and let it come to rest."""
    lab.app.panel.page = page
    lab.frames(3)


def fill(lab: PanelLab) -> None:
    """Two results in the history, the second one shown; nothing focused, toasts gone."""
    lab.app.take(lab.root_folder / "adventurer_down.png")
    for text in ("run angry", TEXT):
        lab.app.studio.set_text(text)
        lab.until(lambda: lab.app.studio.line.state is StudioState.UP_TO_DATE)
        lab.clock.pass_(1.2)
        lab.frames(3)
    lab.app.root.focus(None)
    lab.clock.pass_(30)
    lab.frames(3)


def _takes(lab: PanelLab) -> None:
    lab.app.take(lab.root_folder / "adventurer_right.png")
    lab.app.studio.set_take_count(4)
    lab.app.studio.set_directions((Direction.LEFT, Direction.RIGHT))
    lab.frames(20)


def _sequence(lab: PanelLab) -> None:
    lab.app.studio.set_text("attack with a heavy slash, angry, glowing, then walk away")
    lab.frames(20)
    lab.app.studio.refine("slower")
    lab.frames(20)


def _doubt(lab: PanelLab) -> None:
    lab.app.studio.set_text("he does the thing with the frobnicator")
    lab.frames(20)


def _joints(lab: PanelLab) -> None:
    lab.app.panel.do(Command.JOINTS)
    lab.app.studio.move_joint("left_wrist", 40.0, 30.0)
    lab.frames(20)


def _picker(lab: PanelLab) -> None:
    lab.app.panel.do(Command.FIND)
    lab.frames(20)


def _variations(lab: PanelLab) -> None:
    lab.click("variations-open")
    lab.frames(20)
    lab.click("look-3")
    lab.click("look-keep")


def _motion_sheet(lab: PanelLab) -> None:
    lab.app.studio.set_text("")
    lab.app.studio.move_like(lab.root_folder / "knight_down.png")
    lab.frames(20)


def _export(lab: PanelLab) -> None:
    lab.app.panel.do(Command.EXPORT)
    lab.frames(4)


def _offline(lab: PanelLab) -> None:
    lab.daemon.go(ClientState.RETRYING, "the daemon does not answer; it is started again")
    lab.frames(20)


def _on_demand(lab: PanelLab) -> None:
    lab.app.studio.set_live(False)
    lab.app.studio.set_text("jump high")
    lab.frames(20)


def _empty(lab: PanelLab) -> None:
    lab.app.studio.close_sprite()
    lab.app.studio.set_text("")
    lab.frames(20)


def _comparison(lab: PanelLab) -> None:
    lab.app.panel.page = Page.HISTORY
    newest, earlier = lab.app.studio.history.entries[:2]
    lab.app.studio.compare(newest.number, earlier.number)
    lab.frames(4)


def _all_sliders(lab: PanelLab) -> None:
    if lab.shown("all-sliders"):
        lab.play(clicked("all-sliders"))


PAGES = tuple(Page)
STATES: Mapping[str, Callable[[PanelLab], None]] = MappingProxyType(
    {
        "takes": _takes,
        "sequence": _sequence,
        "doubt": _doubt,
        "joints": _joints,
        "picker": _picker,
        "variations": _variations,
        "motion-sheet": _motion_sheet,
        "export": _export,
        "offline": _offline,
        "on-demand": _on_demand,
        "empty": _empty,
        "comparison": _comparison,
        "all-sliders": _all_sliders,
    }
)
"""Name -> brings a filled panel there."""
