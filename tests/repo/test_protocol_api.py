"""``import neonworks_protocol`` gives the public API, and nothing else."""

from types import ModuleType

import neonworks_protocol


def test_all_is_sorted_and_complete() -> None:
    public = {
        name
        for name, value in vars(neonworks_protocol).items()
        if not name.startswith("_") and not isinstance(value, ModuleType)
    }
    assert set(neonworks_protocol.__all__) == public
    constants_first = sorted(neonworks_protocol.__all__, key=lambda name: (not name.isupper(), name))
    by_kind = sorted(constants_first, key=lambda name: 0 if name.isupper() else 1 if name[0].isupper() else 2)
    assert neonworks_protocol.__all__ == by_kind


def test_the_version_is_public() -> None:
    assert neonworks_protocol.PROTOCOL_VERSION in neonworks_protocol.SUPPORTED_VERSIONS
