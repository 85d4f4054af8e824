"""One home with a real daemon for all tests of the bench that need one; the display is a dummy."""

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec
import pytest
from neonworks_daemon.bench.fresh import fresh_requests
from neonworks_editor.bench.home import BenchHome, bench_home
from neonworks_editor.bench.work import Work, read_work

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

TEXTS = ("walk", "run", "jump", "idle")


@pytest.fixture(scope="session")
def home() -> Iterator[BenchHome]:
    """The first editor that opens here starts the daemon."""
    with bench_home() as made:
        yield made


@pytest.fixture(scope="session")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    """Four stills with a word each."""
    folder: Path = tmp_path_factory.mktemp("work")
    for number, request in enumerate(islice(fresh_requests(3), len(TEXTS))):
        (folder / f"{number}.png").write_bytes(request.png)
    items = [{"sprite": f"{number}.png", "text": text} for number, text in enumerate(TEXTS)]
    path = folder / "work.json"
    path.write_bytes(msgspec.json.encode({"seed": 3, "items": items}))
    return read_work(path)
