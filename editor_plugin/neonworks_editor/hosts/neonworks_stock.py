"""Panels of NeonWorks that fail: which one it was, and closing it.

At the commit that we know, 12 of its 16 panels raise when they are opened, which ends the editor.
"""

from __future__ import annotations

from types import TracebackType

from neonworks_editor.hosts.neonworks_contract import MasterUi

__all__ = ["close_failed"]


def _open_panels(ui: MasterUi) -> dict[int, str]:
    """Identity of each open panel -> the name of its attribute. Our own panel's slot is not among them."""
    return {
        id(panel): name
        for name, panel in vars(ui).items()
        if name not in ("ai_animator", "workspace_toolbar") and getattr(panel, "visible", False) is True
    }


def _failed(ui: MasterUi, trace: TracebackType | None) -> list[str]:
    """The open panel in whose method the exception was raised; all open ones when it was in none."""
    panels = _open_panels(ui)
    while trace is not None:
        name = panels.get(id(trace.tb_frame.f_locals.get("self")))
        if name is not None:
            return [name]
        trace = trace.tb_next
    return list(panels.values())


def close_failed(ui: MasterUi, error: Exception) -> str:
    """Close the panel that raised ``error``; one line about it for the user."""
    names = _failed(ui, error.__traceback__)
    for name in names:
        getattr(ui, name).visible = False
    reason = f"{type(error).__name__}: {' '.join(str(error).split())}"[:120]
    if not names:
        return f"NeonWorks could not do that ({reason}). The editor goes on."
    titles = " and ".join(name.removesuffix("_ui").replace("_", " ") for name in names)
    return f"NeonWorks' {titles} failed and was closed ({reason})."
