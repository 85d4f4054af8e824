"""The editor without a screen, with a real daemon."""

import time
from collections.abc import Iterator, Sequence

import pygame
import pytest
from neonworks_editor.bench.editor import FPS, BenchEditor, Timed, typed_keys
from neonworks_editor.bench.home import BenchHome
from neonworks_editor.bench.work import Work
from neonworks_editor.client.states import ClientState
from neonworks_protocol.errors import Unavailable


@pytest.fixture(scope="module")
def editor(home: BenchHome, work: Work) -> Iterator[BenchEditor]:
    opened = BenchEditor(home, work.items[0].path, (960, 640))
    opened.start()
    yield opened
    opened.stop()


def test_it_is_online_and_draws(editor: BenchEditor) -> None:
    assert editor.client.state is ClientState.ONLINE
    assert pygame.display.get_surface().get_size() == (960, 640)
    assert pygame.display.get_driver() == "dummy"
    assert editor.app.visible
    editor.costs.clear()
    editor.run(0.3)
    assert 2 <= len(editor.costs) <= 0.3 * FPS + 2
    assert all(cost.wall_ms > 0 and cost.pump_ms >= 0 and cost.panel_ms > 0 for cost in editor.costs)


def test_keys_reach_the_prompt_and_their_pictures_the_preview(editor: BenchEditor) -> None:
    editor.app.panel.focus_prompt()
    handled: list[Timed] = []
    keys = typed_keys("a tired walk", time.perf_counter() + 0.05, [0.03] * 20)
    frames: list[float] = []

    def seen(ended: float, new: Sequence[Timed]) -> None:
        frames.append(ended)
        handled.extend(new)
        assert all(key.at <= ended for key in new)

    editor.run(keys[-1].at - time.perf_counter() + 0.1, keys, seen)
    assert editor.studio.settings.text == "a tired walk"
    assert handled == keys and frames == sorted(frames)
    editor.run_until(lambda: editor.shown_order >= editor.wanted_order > 0, 20.0, "no picture")
    before = editor.wanted_order
    editor.studio.set_text("a tired walk, slowly")
    editor.run(1 / FPS)
    assert editor.wanted_order > before
    editor.run_until(lambda: editor.shown_order >= editor.wanted_order, 20.0, "no picture")


def test_what_never_comes_is_said(editor: BenchEditor) -> None:
    with pytest.raises(Unavailable, match=r"no rain within 0\.1 s: the panel is"):
        editor.run_until(lambda: False, 0.1, "no rain")


def test_keys_come_a_gap_apart() -> None:
    keys = typed_keys("a B", 10.0, iter([0.5, 0.25, 9.0]))
    assert [key.at for key in keys] == [10.0, 10.5, 10.75]
    assert [event.type for event in keys[1].events] == [pygame.KEYDOWN, pygame.TEXTINPUT]
    assert [key.events[0].key for key in keys] == [pygame.K_a, pygame.K_SPACE, pygame.K_b]
    assert "".join(key.events[1].text for key in keys) == "a B"
