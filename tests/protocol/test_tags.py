"""Names on the wire."""

import pytest
from neonworks_protocol.tags import tag_of


@pytest.mark.parametrize(
    ("name", "tag"), [("Hello", "hello"), ("ClipDone", "clip_done"), ("GetResult", "get_result")]
)
def test_tag(name: str, tag: str) -> None:
    assert tag_of(name) == tag
