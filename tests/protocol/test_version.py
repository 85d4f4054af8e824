"""Version choice."""

import pytest
from neonworks_protocol.version import PROTOCOL_VERSION, SUPPORTED_VERSIONS, choose_version


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [((1,), 1), ((1, 1, 99), 1), ((99, 0), None), ((), None)],
)
def test_the_highest_common_version_is_chosen(offered: tuple[int, ...], chosen: int | None) -> None:
    assert choose_version(offered) == chosen


def test_the_newest_version_is_supported() -> None:
    assert max(SUPPORTED_VERSIONS) == PROTOCOL_VERSION
