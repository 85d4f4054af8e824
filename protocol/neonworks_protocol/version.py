"""Which versions of the protocol this code speaks, and how two ends choose one."""

from collections.abc import Iterable

__all__ = ["PROTOCOL_VERSION", "SUPPORTED_VERSIONS", "choose_version"]

PROTOCOL_VERSION = 1
"""The newest version that this code speaks; ``protocol/SPEC.md`` says what changed in each."""

SUPPORTED_VERSIONS = (PROTOCOL_VERSION,)
"""All versions that this code speaks."""


def choose_version(offered: Iterable[int]) -> int | None:
    """The highest version that both ends speak."""
    return max(set(offered) & set(SUPPORTED_VERSIONS), default=None)
