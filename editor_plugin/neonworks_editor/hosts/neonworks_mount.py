"""``Mount``: everything that we put into a running editor, and how each piece comes out again.

The editor looks every attribute up by name at each use, so putting an object in is enough; nothing of its
code is changed. What goes in: our panel in the slot of its own animator, a system that is called at each
step, a hotkey, a button in the toolbar, and a first look at every event.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pygame

from neonworks_editor.hosts.neonworks_contract import MasterUi, SlotLike, WorldLike
from neonworks_editor.panel.hotkeys import parse_keys

__all__ = ["ACTION", "TOOL_ID", "Heart", "Mount"]

ACTION = "toggle_neonworks_animator"
"""Name of our hotkey's action and of the method that the toolbar's button calls."""
TOOL_ID = "neonworks_animator"
_WORKSPACE = "content_creation"
_FIRST = -1000
"""Before the engine's own systems: they see the pictures of this step."""


@dataclass(frozen=True, slots=True)
class _Tool:
    """``ui.workspace_system.ToolDefinition`` by duck type; the toolbar's font has no pictures."""

    hotkey: str
    id: str = TOOL_ID
    name: str = "Animator"
    description: str = "Animate a sprite by describing the motion"
    icon: str = ">"
    toggle_method: str = ACTION


class Heart:
    """A system of the engine's world, by duck type: ``beat`` at each fixed step, panel open or not.

    The stock editor updates its world twice a step and catches up after a stall, so ``beat`` must measure
    time by itself.
    """

    def __init__(self, beat: Callable[[], None]) -> None:
        self._beat = beat
        self.enabled = True
        self.priority = _FIRST

    def update(self, world: object, delta_time: float) -> None:
        """One step of the world; its length says nothing about real time."""
        self._beat()

    def on_entity_added(self, entity: object) -> None:
        """The adapter looks entities up when it needs them."""

    def on_entity_removed(self, entity: object) -> None:
        """The adapter notices at its next beat."""


class Mount:
    """Puts our pieces in when it is made and takes them out with ``remove``, the last one first.

    ``first_look`` gets every event before the editor's hotkeys and says whether it used it up.
    """

    def __init__(
        self,
        ui: MasterUi,
        slot: SlotLike,
        heart: Heart,
        first_look: Callable[[pygame.event.Event], bool] | None,
        open_key: str,
    ) -> None:
        self._ui = ui
        self._slot = slot
        self._heart = heart
        self._open_key = open_key
        self._world: WorldLike | None = None
        self._hotkey: Any = None
        self.looks_first = False
        """Whether events come to ``first_look``; else the slot gets what is left of them."""
        self._undo = contextlib.ExitStack()
        try:
            self._put_slot()
            self._put_hotkey()
            self._put_tool()
            if first_look is not None:
                self._put_first_look(first_look)
            self._put_heart()
        except BaseException:
            self._undo.close()
            raise

    def remove(self) -> None:
        """Take everything out; a second call does nothing."""
        self._undo.close()

    def keep(self) -> None:
        """Put back what the editor drops by itself: ``world.clear()`` the system, a reset the hotkey."""
        if self._world is not self._ui.world or self._heart not in getattr(self._world, "_systems", ()):
            self._take_heart()
            self._give_heart()
        if not any(known is self._hotkey for known in self._ui.hotkey_manager.hotkeys):
            self._hotkey = self._registered()

    def _put_slot(self) -> None:
        stock = self._ui.ai_animator
        was_open = bool(stock.visible)
        stock.visible = False
        self._ui.ai_animator = self._slot
        self._undo.callback(self._give_slot_back, stock, was_open)

    def _give_slot_back(self, stock: Any, was_open: bool) -> None:
        if self._ui.ai_animator is self._slot:
            self._ui.ai_animator = stock
        stock.visible = was_open

    def _put_heart(self) -> None:
        self._give_heart()
        self._undo.callback(self._take_heart)

    def _give_heart(self) -> None:
        self._world = self._ui.world
        self._world.add_system(self._heart)

    def _take_heart(self) -> None:
        if self._world is not None:
            self._world.remove_system(self._heart)

    def _put_hotkey(self) -> None:
        self._hotkey = self._registered()
        self._undo.callback(self._remove_hotkey)

    def _registered(self) -> Any:
        keys = parse_keys(self._open_key)
        return self._ui.hotkey_manager.register(
            keys.key,
            ACTION,
            self._slot.toggle,
            set(keys.modifiers),
            description="NeonWorks Animator",
            category="UI",
        )

    def _remove_hotkey(self) -> None:
        """Only ours, and the conflicts it was noted with: another plugin may use the same action."""
        manager, ours = self._ui.hotkey_manager, self._hotkey
        manager.hotkeys[:] = [known for known in manager.hotkeys if known is not ours]
        manager.conflicts[:] = [pair for pair in manager.conflicts if not any(one is ours for one in pair)]

    def _put_tool(self) -> None:
        """A button beside the stock tools of the workspace for content."""
        workspaces = self._ui.workspace_manager.workspaces
        found = (space for kind, space in workspaces.items() if kind.value == _WORKSPACE)
        workspace = next(found, None)
        if workspace is None:
            return
        tool = _Tool(hotkey=self._open_key.title())
        workspace.add_tool(tool)
        setattr(self._ui, ACTION, self._slot.toggle)
        self._undo.callback(self._remove_tool, workspace, tool)

    def _remove_tool(self, workspace: Any, tool: Any) -> None:
        workspace.tools[:] = [known for known in workspace.tools if known is not tool]
        vars(self._ui).pop(ACTION, None)

    def _put_first_look(self, first_look: Callable[[pygame.event.Event], bool]) -> None:
        """The toolbar is asked about each event before hotkeys and other panels are; we stand before it."""
        toolbar = self._ui.workspace_toolbar
        stock = getattr(toolbar, "handle_event", None)
        if stock is None:
            return
        self.looks_first = True

        def ours(event: pygame.event.Event) -> bool:
            return first_look(event) or bool(stock(event))

        toolbar.handle_event = ours
        self._undo.callback(self._remove_first_look, toolbar, ours)

    @staticmethod
    def _remove_first_look(toolbar: Any, ours: object) -> None:
        if vars(toolbar).get("handle_event") is ours:
            del toolbar.handle_event
