"""Every message of the protocol; ``protocol/SPEC.md`` is the authority on their meaning."""

from typing import get_args

from msgspec import Struct

from neonworks_protocol.messages_client import (
    Analyse,
    Cancel,
    ClientMessage,
    Consult,
    Credit,
    Export,
    GetResult,
    GetStatus,
    GetWatch,
    Hello,
    Interpolate,
    Interpret,
    ListJobs,
    ModelsInstall,
    ModelsList,
    ModelsLoad,
    ModelsUnload,
    Pin,
    Publish,
    RequestMessage,
    Retry,
    Submit,
    Variations,
    WatchReport,
)
from neonworks_protocol.messages_server import (
    Accepted,
    Analysis,
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
    Gap,
    Interrupted,
    Jobs,
    ModelsCatalog,
    PayloadMessage,
    Progress,
    Published,
    Reading,
    ServerMessage,
    Spec,
    Status,
    Superseded,
    TakenOver,
    WatchStatus,
    Welcome,
)

__all__ = [
    "Accepted",
    "Analyse",
    "Analysis",
    "AssetChanged",
    "Blob",
    "Cancel",
    "Cancelled",
    "ClientMessage",
    "Clip",
    "ClipDone",
    "Consult",
    "Credit",
    "Done",
    "EndMessage",
    "Error",
    "Export",
    "Failed",
    "Frame",
    "FrameChunk",
    "Gap",
    "GetResult",
    "GetStatus",
    "GetWatch",
    "Hello",
    "Interpolate",
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
    "Pin",
    "Progress",
    "Publish",
    "Published",
    "Reading",
    "RequestMessage",
    "Retry",
    "ServerMessage",
    "Spec",
    "Status",
    "Submit",
    "Superseded",
    "TakenOver",
    "Variations",
    "WatchReport",
    "WatchStatus",
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
