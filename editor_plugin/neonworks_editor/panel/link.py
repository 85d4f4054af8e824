"""What the panel needs of the connection: that of the studio, and how it is doing."""

from collections.abc import Callable
from typing import Protocol

from neonworks_editor.client.client import News
from neonworks_editor.client.states import ClientStatus
from neonworks_editor.studio.link import Link

__all__ = ["PanelLink"]


class PanelLink(Link, Protocol):
    """``EditorClient`` has all of it. Nothing here blocks."""

    @property
    def status(self) -> ClientStatus:
        """All that is told of the connection at one moment."""

    def pump(self) -> int:
        """Hands what has arrived to its listeners; once a frame."""

    def listen(self, heard: Callable[[News], object]) -> Callable[[], None]:
        """``heard`` gets news; returns a function that ends this."""

    def take_back(self) -> None:
        """Goes on here after another program took the session."""
