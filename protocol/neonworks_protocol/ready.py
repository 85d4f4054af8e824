"""The ready file: how a client of this machine finds the daemon.

The daemon writes it (JSON) when it can draw, and removes it when it ends; after a crash it stays and names a
daemon that does not answer any more. It holds the token, so only its own user may read it, and a reader takes
only a file that no other user can have written and that names a loopback address: nobody else gets sprites.
"""

import ipaddress
import os
import tomllib
from pathlib import Path
from typing import Annotated

import msgspec
import platformdirs

from neonworks_protocol.private import read_private

__all__ = [
    "ALREADY_RUNS",
    "APP",
    "HOME_VARIABLE",
    "READY_NAME",
    "TAKEN",
    "ReadyInfo",
    "default_config_path",
    "default_state_dir",
    "home_folder",
    "is_loopback",
    "read_ready",
    "user_state_dir",
]

APP = "neonworks-animator"
"""Name of the program in the folders of the system."""
HOME_VARIABLE = "NEONWORKS_ANIMATOR_HOME"
"""Environment variable that moves configuration, state and data into one folder of the user's choice."""
READY_NAME = "daemon.json"
"""Name of the ready file in the state folder."""
TAKEN = 3
"""Exit code of a daemon process that found another one in its state folder."""
ALREADY_RUNS = "a daemon already runs for"
"""What a daemon process says, before its state folder, when it found another one there."""
_MAX_BYTES = 64 * 1024
"""A ready file has about 200 bytes."""


class ReadyInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What a client needs to connect, and what it needs to decide whether it wants to."""

    host: str
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)]
    token: str
    pid: Annotated[int, msgspec.Meta(ge=1)]
    build: str
    versions: tuple[int, ...]
    """Protocol versions spoken, best first."""

    @property
    def uri(self) -> str:
        """WebSocket address; an IPv6 host is bracketed."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"ws://{host}:{self.port}/"


def home_folder() -> Path | None:
    """The folder that ``HOME_VARIABLE`` names, None where it is not set."""
    value = os.environ.get(HOME_VARIABLE)
    return Path(value).expanduser() if value else None


def default_config_path() -> Path:
    """Where the configuration file is looked for; it need not exist."""
    return (home_folder() or Path(platformdirs.user_config_dir(APP, appauthor=False))) / "config.toml"


def default_state_dir() -> Path:
    """The folder of the ready file, the instance lock and the log of a daemon started in the background."""
    return home_folder() or Path(platformdirs.user_state_dir(APP, appauthor=False))


def user_state_dir() -> Path:
    """The state folder that the user's configuration file names, else the default one.

    A file that cannot be read names none: the daemon says what is wrong with it.
    """
    try:
        named = tomllib.loads(default_config_path().read_text(encoding="utf-8")).get("state_dir")
    except (OSError, ValueError):
        named = None
    return Path(named).expanduser() if named and isinstance(named, str) else default_state_dir()


def read_ready(path: Path) -> ReadyInfo | None:
    """The published daemon, or None when there is no file or it is not one of ours.

    Not one of ours is also a file that another user wrote or could have, and one that names another machine.
    """
    try:
        info = msgspec.json.decode(read_private(path, _MAX_BYTES), type=ReadyInfo)
    except (OSError, msgspec.DecodeError):
        return None
    return info if is_loopback(info.host) or info.host == "::1" else None


def is_loopback(host: str) -> bool:
    """Whether this is loopback as text: ``localhost``, 127.0.0.0/8 in dotted decimal, ``[::1]``."""
    host = host.lower()
    if host == "localhost":
        return True
    try:
        if host.startswith("["):
            return ipaddress.IPv6Address(host[1:-1]) == ipaddress.IPv6Address(1)
        return ipaddress.IPv4Address(host).is_loopback
    except ValueError:
        return False
