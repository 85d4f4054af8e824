from pathlib import Path

import msgspec
import pytest
from neonworks_daemon.local.choose import open_artist
from neonworks_daemon.local.remote import RemoteArtist
from neonworks_daemon.local.workshop import Workshop
from neonworks_daemon.ready import ReadyInfo, write_ready
from neonworks_daemon.settings import Settings


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return Workshop()


def _publish(home: Path, info: ReadyInfo) -> None:
    write_ready(Settings(state_dir=str(home)).ready_path, info)


def test_without_a_daemon_this_process_draws(workshop: Workshop) -> None:
    with open_artist(workshop) as (artist, remark):
        assert artist is workshop
        assert "no daemon is running" in remark


def test_a_daemon_of_this_build_draws(
    workshop: Workshop, real_daemon: tuple[Path, ReadyInfo], own_home: Path
) -> None:
    _publish(own_home, real_daemon[1])
    with open_artist(workshop) as (artist, remark):
        assert isinstance(artist, RemoteArtist)
        assert str(real_daemon[1].pid) in remark


def test_a_daemon_of_another_build_is_left_alone(
    workshop: Workshop, real_daemon: tuple[Path, ReadyInfo], own_home: Path
) -> None:
    _publish(own_home, msgspec.structs.replace(real_daemon[1], build="0" * 16))
    with open_artist(workshop) as (artist, remark):
        assert artist is workshop
        assert "another build" in remark


def test_a_dead_daemon_is_said(
    workshop: Workshop, real_daemon: tuple[Path, ReadyInfo], own_home: Path
) -> None:
    _publish(own_home, msgspec.structs.replace(real_daemon[1], port=1))
    with open_artist(workshop) as (artist, remark):
        assert artist is workshop
        assert "does not answer" in remark
