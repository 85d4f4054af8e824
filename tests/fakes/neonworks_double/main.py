"""A double of the NeonWorks engine, written from what it offers to a plugin and from its traps.

It has the same module and attribute names where our host looks them up, and nothing else of the engine; every
trap that our host has to survive is in here, so that a test fails when we fall into one. The same tests run
against the engine itself where ``NEONWORKS_ENGINE`` names a checkout.

``GameApplication`` builds everything; the level builder is open and raises at the first frame.
"""

import sys

from tests.fakes.neonworks_double.core.game_loop import GameEngine
from tests.fakes.neonworks_double.core.project import load_project
from tests.fakes.neonworks_double.data.saves import SaveGameManager
from tests.fakes.neonworks_double.rendering.renderer import Renderer
from tests.fakes.neonworks_double.ui.master import MasterUIManager

__all__ = ["GameApplication"]


class GameApplication:
    def __init__(self, project_name: str, mode: str = "run") -> None:
        self.project = load_project(project_name)
        if self.project is None:
            print(f"Project {project_name!r} not found!")
            sys.exit(1)
        self.engine = GameEngine()
        self.renderer = Renderer(1280, 720)
        self.ui_manager: MasterUIManager | None = None
        if mode == "edit":
            self.ui_manager = MasterUIManager(self.renderer.screen, self.engine.world, self.renderer)
            self.engine.attach_ui_manager(self.ui_manager, lambda: (0.0, 0.0))
            self.ui_manager.toggle_level_builder()
        self.save_manager = SaveGameManager(self.project)

    def run(self) -> None:
        self.engine.start()
