"""Room that is held for the moment when there is none."""

from pathlib import Path

from neonworks_daemon.store.reserve import RESERVE_BYTES, Reserve, free_bytes, reserve_bytes


class Disk:
    """Free bytes as the test says."""

    def __init__(self, free: int) -> None:
        self.free = free

    def __call__(self, folder: Path) -> int:
        return self.free


def test_the_room_is_really_taken_and_given_up(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path / "reserve", 1 << 20)
    assert not reserve.held
    assert reserve.hold() and reserve.held
    entry = (tmp_path / "reserve").stat()
    assert entry.st_size == 1 << 20
    assert getattr(entry, "st_blocks", 2048) * 512 >= 1 << 20
    reserve.spend()
    assert not reserve.held
    assert list(tmp_path.iterdir()) == []


def test_a_disk_with_little_room_is_not_filled_by_it(tmp_path: Path) -> None:
    disk = Disk(199)
    reserve = Reserve(tmp_path / "reserve", 100, disk)
    assert not reserve.hold()
    assert not reserve.low
    disk.free = 99
    assert reserve.low
    disk.free = 200
    assert reserve.hold()


def test_a_reserve_of_the_last_daemon_is_taken_over(tmp_path: Path) -> None:
    assert Reserve(tmp_path / "reserve", 100, Disk(1000)).hold()
    assert Reserve(tmp_path / "reserve", 100, Disk(0)).hold()
    assert not Reserve(tmp_path / "reserve", 300, Disk(0)).hold()


def test_a_place_that_cannot_be_written_has_no_room(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    reserve = Reserve(tmp_path / "file" / "reserve", 100, Disk(1000))
    assert not reserve.hold()
    reserve.spend()
    assert not Reserve(tmp_path / "absent" / "reserve", 100).low


def test_its_size_fits_the_disk(tmp_path: Path) -> None:
    assert 0 < reserve_bytes(tmp_path) <= RESERVE_BYTES
    assert free_bytes(tmp_path) > 0
