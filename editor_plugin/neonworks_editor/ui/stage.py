"""What a widget may ask of the root it lives in: measures, painters, focus, popups, time."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

import pygame

from neonworks_editor.ui.clipboard import Clipboard
from neonworks_editor.ui.icons import Icons
from neonworks_editor.ui.shapes import Shapes
from neonworks_editor.ui.text import TextPainter
from neonworks_editor.ui.theme import Theme

if TYPE_CHECKING:
    from neonworks_editor.ui.widget import Widget

__all__ = ["Stage"]


class Stage(Protocol):
    """What a widget may ask of the root that it lives in."""

    @property
    def theme(self) -> Theme: ...
    @property
    def text(self) -> TextPainter: ...
    @property
    def shapes(self) -> Shapes: ...
    @property
    def icons(self) -> Icons: ...
    @property
    def clipboard(self) -> Clipboard: ...
    @property
    def now(self) -> float:
        """Seconds of the root's clock, as of this frame."""

    @property
    def bounds(self) -> pygame.Rect:
        """The whole surface of the root."""

    @property
    def hover(self) -> "Widget | None":
        """The deepest widget under the pointer."""

    @property
    def pointer(self) -> tuple[int, int]:
        """Last known place of the mouse."""

    def damage(self, rect: pygame.Rect, urgent: bool = False) -> None:
        """``rect`` must be painted again, in the next picture where it is ``urgent`` or an event's doing, and
        within a few frames else."""

    def settle(self) -> None:
        """Arranges the tree now, if anything asked for it; places are true afterwards."""

    def request_layout(self) -> None:
        """The tree must be arranged again before the next picture."""

    def wake_at(self, widget: "Widget", when: float) -> None:
        """Calls ``widget.wake`` once the clock has reached ``when``; one time per widget, the last counts."""

    def is_focused(self, widget: "Widget") -> bool: ...
    def is_hovered(self, widget: "Widget") -> bool:
        """Whether the pointer is over the widget or a part of it."""

    def is_held(self, widget: "Widget") -> bool:
        """Whether the mouse button went down on the widget and was not let go."""

    def focus(self, widget: "Widget | None", shown: bool = True, reveal: bool = True) -> None: ...
    def open_popup(
        self,
        popup: "Widget",
        anchor: pygame.Rect | None = None,
        on_close: Callable[[], None] | None = None,
        modal: bool = False,
    ) -> None:
        """Shows ``popup`` under ``anchor`` (above, where there is no room), or in the middle without one."""

    def close_popup(self, popup: "Widget") -> None: ...
    def set_caret(self, rect: pygame.Rect) -> None:
        """Where text is being entered, for the system's input method."""
