import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from neonworks_daemon.bench.chaos.folder_check import (
    OUTPUTS,
    FolderReport,
    check_announcements,
    check_results,
)
from neonworks_daemon.bench.chaos.folder_truth import Content, FolderTruth
from neonworks_daemon.bench.chaos.observer import Heard
from neonworks_daemon.bench.chaos.sprite_stock import SpriteStock
from neonworks_daemon.bench.running import own_settings
from neonworks_daemon.launch import launch_daemon, stop_daemon
from neonworks_daemon.ready import ReadyInfo
from neonworks_daemon.watch.root import RootOptions
from neonworks_daemon.watch.service import WatchService
from neonworks_protocol.messages import AssetChanged


async def _watch_once(root: Path) -> None:
    with own_settings(workers=1) as settings:
        info = await launch_daemon(settings, timeout_s=60.0)

        async def find() -> ReadyInfo:
            return info

        try:
            options = RootOptions(root, "art", settle_s=0.05, scan_s=0.5)
            await asyncio.wait_for(WatchService([options], settings.state_path, find, once=True).run(), 60.0)
        finally:
            stop_daemon(info)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three sprites with their true results, made by a real watcher and daemon."""
    root = tmp_path_factory.mktemp("published") / "art"
    (root / "heroes").mkdir(parents=True)
    (root / "neonworks.toml").write_text('[animations]\nidle = { action = "idle", frames = 2 }\n')
    stock = SpriteStock(5, figures=3)
    for name in ("a.png", "heroes/b.png", "heroes/c.png"):
        (root / name).write_bytes(next(stock))
    asyncio.run(_watch_once(root))
    return root


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> tuple[Path, FolderTruth]:
    """A copy to break."""
    root = tmp_path / "art"
    shutil.copytree(published, root)
    truth = FolderTruth()
    for name in ("a.png", "heroes/b.png", "heroes/c.png"):
        truth.put(name, Content.of((root / name).read_bytes()))
    return root, truth


def test_a_kept_promise_has_no_fault(folder: tuple[Path, FolderTruth]) -> None:
    report = check_results(*folder, sample=3, seed=1)
    assert report.faults == [] and (report.results, report.compared) == (3, 3)


def _newer(root: Path, truth: FolderTruth) -> None:
    data = (root / "a.png").read_bytes() + b" "
    (root / "a.png").write_bytes(data)
    truth.put("a.png", Content.of(data))


def _other_pixels(root: Path, _truth: FolderTruth) -> None:
    """A sheet that is right for another sprite, with a manifest that agrees to it."""
    ours, theirs = root / OUTPUTS / "heroes" / "b", root / OUTPUTS / "heroes" / "c"
    sheet, other = next(ours.glob("*.png")), next(theirs.glob("*.png"))
    manifest = ours / "b.animations.json"
    old, new = Content.of(sheet.read_bytes()).sha256, Content.of(other.read_bytes()).sha256
    shutil.copy(other, sheet)
    manifest.write_text(manifest.read_text().replace(old, new))


def _recipe(root: Path, _truth: FolderTruth) -> None:
    (root / "heroes" / "neonworks.toml").write_text('[animations]\nidle = { action = "idle", frames = 3 }\n')


def _gone(root: Path, _truth: FolderTruth) -> None:
    next((root / OUTPUTS / "a").glob("*.png")).unlink()


def _no_result(root: Path, _truth: FolderTruth) -> None:
    shutil.rmtree(root / OUTPUTS / "a")


def _fed_back(root: Path, _truth: FolderTruth) -> None:
    place = root / OUTPUTS / "a" / "a.animations.json"
    again = place.with_name("again.animations.json")
    again.write_text(place.read_text().replace('"sprite": "a.png"', f'"sprite": "{OUTPUTS}/a/x.png"'))


@pytest.mark.parametrize(
    ("fault", "kind", "count"),
    [
        (_newer, "missing", 1),
        (_no_result, "missing", 1),
        (_other_pixels, "wrong", 1),
        (_recipe, "wrong", 2),
        (_gone, "wrong", 1),
        (_fed_back, "fed_back", 1),
    ],
)
def test_every_fault_is_found(
    fault: Callable[[Path, FolderTruth], None], kind: str, count: int, folder: tuple[Path, FolderTruth]
) -> None:
    fault(*folder)
    report = check_results(*folder, sample=3, seed=1)
    assert len(getattr(report, kind)) == count and len(report.faults) == count


def _heard(*events: tuple[float, str, str]) -> list[Heard]:
    return [
        Heard(at, AssetChanged(root="art", path=path, sha256=letter * 64, recipe="r" * 64, outputs=("x",)))
        for at, path, letter in events
    ]


def test_equal_announcements_in_a_row_are_double() -> None:
    now = [0.0]
    truth = FolderTruth(lambda: now[0])
    for path, letter in (("a", "1"), ("b", "1"), ("c", "1")):
        truth.put(path, Content(letter * 64, True))
    now[0] = 20.0
    truth.remove("b")
    now[0] = 21.0
    truth.put("b", Content("1" * 64, True))
    heard = _heard((1, "a", "1"), (2, "a", "1"), (3, "b", "1"), (22, "b", "1"), (4, "c", "2"), (5, "c", "1"))
    report = FolderReport()
    check_announcements(report, heard, [(0, 0.1)], truth, settle_s=0.1)
    assert report.doubled == ["a: announced again after 1.0 s"] and report.unheard == []


def test_what_nobody_announced_is_told_unless_nobody_could_hear() -> None:
    truth = FolderTruth()
    truth.put("a", Content("2" * 64, True))
    truth.put("broken", Content("3" * 64, False))
    for deaf, count in (([(0.0, 0.1)], 1), ([(0.0, 0.1), (5.0, 6.0)], 0)):
        report = FolderReport()
        check_announcements(report, _heard((1, "a", "1")), deaf, truth, settle_s=0.1)
        assert len(report.unheard) == count


def test_outputs_that_come_back_as_sprites_are_told() -> None:
    report = FolderReport()
    check_announcements(report, _heard((1, f"{OUTPUTS}/a/x.png", "1")), [(0, 0)], FolderTruth(), settle_s=0.1)
    assert len(report.fed_back) == 1
