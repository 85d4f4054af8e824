import threading
from pathlib import Path

import numpy as np
import pytest
from neonworks_models.nets.indexed import COLOURS
from neonworks_models.nets.pixel_choice import CHOICES
from neonworks_models.nets.sprite_session import SpriteSession
from neonworks_protocol.errors import JobCancelled, Unavailable, WorkerFailed

from tests.fakes.nets import STILL_HERE, digest, graph, window


@pytest.fixture(scope="module")
def session() -> SpriteSession:
    return SpriteSession(graph())


@pytest.mark.parametrize("sides", [(64, 64), (64, 96), (8, 8)])
def test_one_window_of_any_size_is_answered_pixel_by_pixel(
    session: SpriteSession, sides: tuple[int, int]
) -> None:
    answer = session.answer(window(*sides))
    assert answer.shape == (1, *sides, CHOICES + COLOURS)
    assert (answer.argmax(axis=-1) == STILL_HERE).all()


def test_who_is_stopped_answers_nothing_until_it_is_wanted_again(session: SpriteSession) -> None:
    session.stop()
    with pytest.raises(JobCancelled):
        session.answer(window())
    session.resume()
    assert session.answer(window()).any()


def test_a_run_that_goes_on_is_ended_by_another_thread(session: SpriteSession) -> None:
    # A window of such a size takes far longer than the thread that ends the run.
    large = window(1024, 1024)
    stopping = threading.Timer(0.02, session.stop)
    stopping.start()
    with pytest.raises(JobCancelled):
        while True:
            session.answer(large)
    stopping.join()
    session.resume()


def test_a_window_that_is_none_fails_in_one_line(session: SpriteSession) -> None:
    given = window()
    del given["size"]
    with pytest.raises(WorkerFailed, match="the sprite net failed") as caught:
        session.answer(given)
    assert "\n" not in caught.value.message
    assert np.array_equal(session.answer(window()), session.answer(window()))


def test_only_the_pinned_file_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "net.onnx"
    path.write_bytes(graph())
    assert SpriteSession.load(path, digest(graph())).metadata["format"] == "sprite-net/1"
    with pytest.raises(Unavailable, match="checksum differs"):
        SpriteSession.load(path, digest(b"another"))
    with pytest.raises(Unavailable, match="reinstall"):
        SpriteSession.load(tmp_path / "none.onnx", digest(b""))


@pytest.mark.parametrize("data", [b"", b"no graph at all", graph()[:200]])
def test_what_is_no_graph_is_refused(data: bytes) -> None:
    with pytest.raises(Unavailable):
        SpriteSession(data)


def test_another_graph_is_refused() -> None:
    with pytest.raises(Unavailable, match="no sprite-net/1"):
        SpriteSession(graph(named="sprite-net/9"))
