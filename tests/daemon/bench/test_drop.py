from pathlib import Path

import pytest
from neonworks_daemon.bench import drop
from neonworks_daemon.bench.drop import DropRun, bench_drop, run_drop
from neonworks_daemon.settings import Settings


def _run(**changes: object) -> DropRun:
    values = {
        "before": 30.0,
        "after": 20.0,
        "workers": 2,
        "took_s": 2.0,
        "first_ms": [10.0, 20.0],
        "done_ms": [30.0, 40.0],
    }
    return DropRun(30, 90, **(values | changes))  # type: ignore[arg-type]


def test_share_is_of_the_generator_times_the_workers() -> None:
    assert _run().rate == 45.0 and _run().share == pytest.approx(0.9)
    assert _run().alone == 25.0 and _run(after=0.0).alone == 30.0, "the mean of what was measured"


@pytest.mark.parametrize(
    ("changes", "met"),
    [({}, [True, True]), ({"took_s": 3.0}, [False, True]), ({"first_ms": [200.0]}, [True, False])],
)
def test_targets(changes: dict[str, object], met: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    async def made(_folder: Path, **_options: object) -> DropRun:
        return _run(**changes)

    monkeypatch.setattr(drop, "run_drop", made)
    assert [check.met for check in bench_drop(sprites=30).checks] == met


@pytest.mark.slow
async def test_ten_sprites_are_published_while_somebody_edits(tmp_path: Path) -> None:
    """The short version of the bench, with a real daemon and watcher."""
    heard: list[int] = []
    run = await run_drop(tmp_path, sprites=10, actions=2, seed=4, step=heard.append)
    assert (
        run.clips == 20
        and run.took_s > 0
        and min(run.before, run.after, run.beside) > 0
        and run.workers == Settings().background
    )
    assert len(list((tmp_path / "art" / "animations").rglob("*.animations.json"))) == 10
    assert len(list((tmp_path / "art" / "animations").rglob("*.animator.json"))) == 20
    assert len(run.first_ms) == len(run.done_ms) >= 1 and max(run.done_ms) > 0
    assert run.cpu_s["watcher"] > 0 and heard == sorted(heard)
