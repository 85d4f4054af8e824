"""Records mirror the values they stand for."""

import dataclasses

import msgspec
import pytest
from neonworks_protocol.records import Capabilities, ClientInfo, JobRecord, ModelRecord

from tests.protocol.samples import CAPABILITIES


def test_capabilities_are_built_from_any_object_with_the_same_attributes() -> None:
    original = CAPABILITIES.generators[0]
    fields = [(name, type(getattr(original, name))) for name in original.__struct_fields__]
    plain = dataclasses.make_dataclass("Plain", fields, frozen=True)
    value = plain(**msgspec.structs.asdict(original))
    assert msgspec.convert(value, Capabilities, from_attributes=True) == original


@pytest.mark.parametrize(
    ("cls", "bad"),
    [
        (ClientInfo, {"id": "", "name": "cli"}),
        (ClientInfo, {"id": "c", "name": "n" * 65}),
        (JobRecord, {"job_id": "j", "request_id": "r", "client": "c", "state": "lost", "created_s": 1.0}),
        (ModelRecord, {"name": "m", "kind": "k", "state": "absent", "size_bytes": -1}),
    ],
)
def test_bad_records_are_refused(cls: type[msgspec.Struct], bad: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(bad, cls)
