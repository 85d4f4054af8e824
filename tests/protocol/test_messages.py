"""Every message: its name, its kind, its envelope."""

from typing import get_args

import msgspec
import pytest
from neonworks_protocol import messages, messages_client, messages_server
from neonworks_protocol.messages import (
    ClientMessage,
    EndMessage,
    PayloadMessage,
    RequestMessage,
    ServerMessage,
    client_message_types,
    server_message_types,
)

PLANNED = {
    "hello welcome submit accepted interpret spec clip frame progress clip_done done failed cancel cancelled",
    "superseded get_result list_jobs variations export blob status asset_changed credit error interrupted",
    "gap taken_over retry pin publish published watch_report watch_status get_watch",
    "analyse analysis consult reading interpolate",
    "models.list models.install models.load models.unload models.catalog frame_chunk get_status jobs",
}


def test_the_protocol_has_every_planned_message() -> None:
    named = client_message_types() | server_message_types()
    assert set(named) == {tag for line in PLANNED for tag in line.split()}


def test_no_name_is_used_in_both_directions() -> None:
    assert not set(client_message_types()) & set(server_message_types())


@pytest.mark.parametrize("cls", [*get_args(ClientMessage), *get_args(ServerMessage)])
def test_messages_are_frozen_and_tagged(cls: type[msgspec.Struct]) -> None:
    config = cls.__struct_config__
    assert config.frozen and config.tag_field == "type" and not config.forbid_unknown_fields


def test_unions_hold_what_their_module_defines() -> None:
    for module, union in ((messages_client, ClientMessage), (messages_server, ServerMessage)):
        structs = {
            cls
            for name, cls in vars(module).items()
            if isinstance(cls, type) and issubclass(cls, msgspec.Struct) and cls.__module__ == module.__name__
            if not name.startswith("_")
        }
        assert set(get_args(union)) == structs


def test_kinds_are_parts_of_their_direction() -> None:
    assert set(get_args(RequestMessage)) <= set(get_args(ClientMessage))
    assert set(get_args(EndMessage)) | set(get_args(PayloadMessage)) <= set(get_args(ServerMessage))


def test_every_end_names_its_request() -> None:
    assert all("request_id" in cls.__struct_fields__ for cls in get_args(EndMessage))


def test_every_name_is_re_exported() -> None:
    own = {"client_message_types", "server_message_types"}
    assert set(messages.__all__) == set(messages_client.__all__) | set(messages_server.__all__) | own
