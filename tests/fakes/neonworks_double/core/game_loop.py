"""The main loop: fixed steps that catch up after a stall, the world updated twice a step, and no flip."""

import time
from collections.abc import Callable
from typing import Any

import pygame

from tests.fakes.neonworks_double.core.ecs import World

__all__ = ["GameEngine"]


class GameEngine:
    def __init__(self) -> None:
        self.world = World()
        self.running = False
        self.ui_manager: Any = None
        self.fixed_timestep = 1 / 60
        self._camera: Callable[[], tuple[float, float]] = lambda: (0.0, 0.0)
        self._last_time = 0.0
        self._accumulator = 0.0

    def attach_ui_manager(self, ui_manager: Any, camera: Callable[[], tuple[float, float]]) -> None:
        self.ui_manager = ui_manager
        self._camera = camera

    def start(self) -> None:
        self.running = True
        self._last_time = time.time()
        self.run()

    def stop(self) -> None:
        self.running = False

    def run(self) -> None:
        while self.running:
            begun = time.time()
            self._accumulator += begun - self._last_time
            self._last_time = begun
            steps = 0
            while self._accumulator >= self.fixed_timestep and steps < 5:
                self._fixed_update(self.fixed_timestep)
                self._accumulator -= self.fixed_timestep
                steps += 1
            self._render()
            time.sleep(max(0.0, self.fixed_timestep - (time.time() - begun)))

    def _fixed_update(self, step: float) -> None:
        for event in pygame.event.get():
            if self.ui_manager and self.ui_manager.handle_event(event):
                continue
            if event.type == pygame.QUIT:
                self.running = False
        if self.ui_manager:
            self.ui_manager.update(step, pygame.mouse.get_pos(), self._camera())
        self.world.update(step)
        self.world.update(step)

    def _render(self) -> None:
        if self.ui_manager:
            self.ui_manager.render(fps=60, camera_offset=self._camera())
