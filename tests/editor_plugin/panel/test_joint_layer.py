"""Joints move on half pixels and stay on the still."""

import pygame
from neonworks_editor.panel.joint_layer import JointLayer
from neonworks_editor.ui.layout import Column

from tests.fakes.ui_bench import UiBench

JOINTS = {"neck": (10.0, 10.0), "chest": (10.0, 14.0)}


def _layer() -> tuple[JointLayer, list[tuple[str, tuple[float, float]]]]:
    moved: list[tuple[str, tuple[float, float]]] = []
    return JointLayer(lambda name, point: moved.append((name, point))), moved


def test_a_held_joint_follows_on_half_pixels_and_inside() -> None:
    layer, moved = _layer()
    layer.press("neck")
    layer.drag((10.3, -4.0), (64, 48))
    layer.drag((99.0, 47.8), (64, 48))
    assert moved == [("neck", (10.5, 0.0)), ("neck", (64.0, 48.0))]


def test_beside_all_joints_nothing_is_held() -> None:
    layer, moved = _layer()
    layer.press(None)
    layer.drag((1.0, 1.0), (64, 64))
    assert not layer.nudge(JOINTS, (1, 0), (64, 64))
    assert (layer.held, moved) == (False, [])


def test_keys_choose_round_and_nudge_half_a_pixel() -> None:
    layer, moved = _layer()
    for wanted in ("chest", "neck", "chest"):
        layer.choose(JOINTS, 1)
        assert layer.chosen == wanted
    assert layer.nudge(JOINTS, (0, -1), (64, 64))
    assert moved == [("chest", (10.0, 13.5))]


def test_the_chosen_joint_is_white() -> None:
    bench = UiBench(Column([]), (64, 64))
    layer, _ = _layer()
    layer.press("neck")
    surface = pygame.Surface((64, 64))
    layer.draw(surface, bench.root, {"neck": (20, 20), "chest": (40, 40)})
    assert tuple(surface.get_at((20, 20)))[:3] == (255, 255, 255)
    assert tuple(surface.get_at((40, 40)))[:3] != (255, 255, 255)
    assert tuple(surface.get_at((30, 30)))[:3] != (0, 0, 0), "a bone"
