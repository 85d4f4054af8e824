"""Our panel inside a running NeonWorks editor: ``attach(ui) -> handle``, ``handle.detach()``.

::

    from neonworks_editor.hosts.neonworks import attach

    handle = attach(ui_manager)        # any MasterUIManager with a renderer
    ...
    handle.detach()                    # nothing of ours is left

The panel opens with Ctrl+K, Shift+F7 or the toolbar. For an editor that shows its window and survives its
own panels use ``neonworks_launcher.launch``; it calls this.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pygame
from neonworks_protocol.errors import BadRequest, Unavailable

from neonworks_editor.hosts.neonworks_adapter import NeonWorksAdapter
from neonworks_editor.hosts.neonworks_app import App, AppMaker, make_animator
from neonworks_editor.hosts.neonworks_contract import Engine, MasterUi
from neonworks_editor.hosts.neonworks_guard import Guard
from neonworks_editor.hosts.neonworks_mount import Heart, Mount
from neonworks_editor.hosts.neonworks_slot import Slot

__all__ = ["Attached", "attach"]

_SHORTEST_S = 0.004
"""Two beats closer than this are one: the editor steps its world several times a frame."""
_KEEP_S = 1.0
_MANY = 30
"""Errors while drawing or ticking after which the panel is closed; half a second of frames."""


class Attached:
    """Our side of one attachment; made by ``attach``."""

    def __init__(
        self,
        ui: MasterUi,
        make_app: AppMaker,
        *,
        shell: bool,
        clock: Callable[[], float],
        notify: Callable[[str], None] | None,
        changed: Callable[[], None],
    ) -> None:
        if ui.renderer is None:
            raise Unavailable("This NeonWorks editor has no renderer: make the MasterUIManager with one.")
        self._clock = clock
        self._shell = shell
        self._last_beat = self._last_keep = float("-inf")
        self.adapter = NeonWorksAdapter(ui, ui.renderer, Engine.of(ui.world), changed=changed, clock=clock)
        self._guard = Guard(notify or self.adapter.say, self._after_error)
        self._running = make_app(self.adapter)
        self.slot = Slot(self)
        try:
            first_look = None if shell else self.event
            self._mount = Mount(ui, self.slot, Heart(self.beat), first_look, self._running.open_key)
            self.slot.saw_first = shell or self._mount.looks_first
        except BaseException:
            self._running.stop()
            raise
        self.attached = True

    @property
    def app(self) -> App:
        """The panel."""
        return self._running.app

    def locate(self, name: str) -> pygame.Rect:
        """Where a named widget of the panel is in the window; empty when it is not shown."""
        return self._running.locate(name)

    @property
    def visible(self) -> bool:
        """Whether the panel is open."""
        return self.attached and self.app.visible

    def open(self) -> None:
        """Show the panel."""
        if not self.attached:
            return
        with self._guard("opening the panel"):
            self._mount.keep()
            self.app.open()

    def close(self) -> None:
        """Hide the panel; the keyboard is the editor's again."""
        if self.attached:
            with self._guard("closing the panel"):
                self.app.close()
        self.adapter.keys.release()

    def toggle(self) -> None:
        """Open or close the panel."""
        if self.visible:
            self.close()
        else:
            self.open()

    def event(self, event: pygame.event.Event) -> bool:
        """Every event, before the editor sees it; whether the panel used it up.

        The event that closes the window is never used up, and the panel hides for it: a visible slot would
        swallow it.
        """
        if event.type == pygame.QUIT:
            self.close()
            return False
        if not self.attached:
            return False
        with self._guard("handling an event"):
            if self.app.handle_event(event):
                return True
            if not self._shell and self.app.visible:
                self.pick(event)
        return False

    def pick(self, event: pygame.event.Event) -> None:
        """A click on the map that nobody used picks the entity there, or none."""
        if event.type != pygame.MOUSEBUTTONDOWN or event.button != 1:
            return
        if pygame.Rect(*self.adapter.panel_area()).collidepoint(event.pos):
            view = self.adapter.entity_at(event.pos)
            self.adapter.select(view.id if view else None)

    def beat(self) -> None:
        """Once a frame or more often: the connection, the animations on the map, the panel."""
        now = self._clock()
        if not self.attached or now - self._last_beat < _SHORTEST_S:
            return
        self._last_beat = now
        with self._guard("playing animations"):
            self.adapter.beat()
        with self._guard("updating the panel"):
            self.app.tick(now)
        if now - self._last_keep >= _KEEP_S:
            self._last_keep = now
            with self._guard("checking the editor"):
                self._mount.keep()

    def draw(self, screen: pygame.Surface) -> None:
        """The panel over the editor."""
        with self._guard("drawing the panel"):
            self.app.render(screen)

    def detach(self) -> None:
        """Take everything of ours out of the editor and end the connection; a second call does nothing.

        Animations that were applied stay: they are the user's, in files of the project.
        """
        if not self.attached:
            return
        self.close()
        self.attached = False
        self._mount.remove()
        with self._guard("giving the map back"):
            self.adapter.leave()
        with self._guard("closing the connection"):
            self._running.stop()

    def _after_error(self) -> None:
        """What must not stay taken after an error, and an end to errors in every frame."""
        self.adapter.keys.release()
        if self._guard.failures % _MANY == 0 and self.app.visible:
            self.app.close()


def attach(
    ui: MasterUi,
    *,
    make_app: AppMaker = make_animator,
    shell: bool = False,
    clock: Callable[[], float] = time.monotonic,
    notify: Callable[[str], None] | None = None,
    changed: Callable[[], None] = lambda: None,
) -> Attached:
    """Put the panel into a ``MasterUIManager``. Attaching again gives the attachment that is there.

    ``shell``: the caller shows every event to ``Attached.event`` first, calls ``beat`` and ``draw`` itself.
    ``notify`` says one line to the user, by default in the status bar; ``changed`` hears that the look of an
    entity changed. Raises ``BadRequest`` for what is no ``MasterUIManager`` and ``Unavailable`` for one that
    cannot be used, with what to do.
    """
    slot = getattr(ui, "ai_animator", None)
    if slot is None:
        raise BadRequest(f"{type(ui).__name__} has no ai_animator: attach to a MasterUIManager of NeonWorks.")
    if isinstance(slot, Slot) and isinstance(slot.guest, Attached):
        return slot.guest
    return Attached(ui, make_app, shell=shell, clock=clock, notify=notify, changed=changed)
