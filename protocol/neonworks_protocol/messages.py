"""Every message of the protocol; ``protocol/SPEC.md`` is the authority on their meaning."""

from typing import get_args

from msgspec import Struct

from neonworks_protocol.messages_client import (
    Cancel,
    ClientMessage,
    Credit,
    Export,
    GetResult,
    GetStatus,
    Hello,
    Interpret,
    ListJobs,
    ModelsInstall,
    ModelsList,
    ModelsLoad,
    ModelsUnload,
    RequestMessage,
    Submit,
    Variations,
)
from neonworks_protocol.messages_server import (
    Accepted,
    AssetChanged,
    Blob,
    Cancelled,
    Clip,
    ClipDone,
    Done,
    EndMessage,
    Error,
    Failed,
    Frame,
    FrameChunk,
    Interrupted,
    Jobs,
    ModelsCatalog,
    PayloadMessage,
    Progress,
    ServerMessage,
    Spec,
    Status,
    Superseded,
    Welcome,
)

__all__ = [
    "Accepted",
    "AssetChanged",
    "Blob",
    "Cancel",
    "Cancelled",
    "ClientMessage",
    "Clip",
    "ClipDone",
    "Credit",
    "Done",
    "EndMessage",
    "Error",
    "Export",
    "Failed",
    "Frame",
    "FrameChunk",
    "GetResult",
    "GetStatus",
    "Hello",
    "Interpret",
    "Interrupted",
    "Jobs",
    "ListJobs",
    "ModelsCatalog",
    "ModelsInstall",
    "ModelsList",
    "ModelsLoad",
    "ModelsUnload",
    "PayloadMessage",
    "Progress",
    "RequestMessage",
    "ServerMessage",
    "Spec",
    "Status",
    "Submit",
    "Superseded",
    "Variations",
    "Welcome",
    "client_message_types",
    "server_message_types",
]


def client_message_types() -> dict[str, type[ClientMessage]]:
    """``type`` on the wire -> class, of what a client sends."""
    return {_tag(cls): cls for cls in get_args(ClientMessage)}


def server_message_types() -> dict[str, type[ServerMessage]]:
    """``type`` on the wire -> class, of what a server sends."""
    return {_tag(cls): cls for cls in get_args(ServerMessage)}


def _tag(cls: type[Struct]) -> str:
    return str(cls.__struct_config__.tag)
