"""The open project, one for the process; its folders are relative to the working folder."""

import json
from pathlib import Path

__all__ = ["Project", "get_current_project", "load_project"]

# One for the process, as the engine has it.
_open: dict[str, "Project"] = {}


class Project:
    def __init__(self, folder: Path) -> None:
        self.root_dir = folder
        self.assets_dir = folder / "assets"
        self.saves_dir = folder / "saves"
        for path in (self.assets_dir, self.saves_dir):
            path.mkdir(exist_ok=True)


def load_project(name: str) -> Project | None:
    folder = Path("projects") / name
    try:
        json.loads((folder / "project.json").read_text())["metadata"]
    except (OSError, KeyError, json.JSONDecodeError):
        return None
    _open["current"] = Project(folder)
    return _open["current"]


def get_current_project() -> Project | None:
    return _open.get("current")


def reset() -> None:
    _open.clear()
