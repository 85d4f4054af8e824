"""``Settings``: one frozen object, read once from a TOML file plus command line overrides.

The file is ``config.toml`` in the user's configuration folder (``platformdirs``); the environment variable
``NEONWORKS_ANIMATOR_HOME`` moves configuration and state into one folder of the user's choice.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import platformdirs
from neonworks_models.catalog.cards import NetChoice
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.ready import (
    APP,
    HOME_VARIABLE,
    READY_NAME,
    default_config_path,
    default_state_dir,
    home_folder,
)

__all__ = [
    "HOME_VARIABLE",
    "LlmSettings",
    "Settings",
    "WatchSettings",
    "default_config_path",
    "default_data_dir",
    "default_state_dir",
    "load_settings",
]

_MEMORY_BYTES = 64 << 20
"""What is kept without history: five hundred clips."""

_Port = Annotated[int, msgspec.Meta(ge=0, le=65535)]
_Positive = Annotated[int, msgspec.Meta(ge=1)]
_Seconds = Annotated[float, msgspec.Meta(gt=0.0)]
_Share = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]


def default_data_dir() -> Path:
    """The folder of finished jobs and their frames."""
    home = home_folder()
    return home / "data" if home else Path(platformdirs.user_data_dir(APP, appauthor=False))


class WatchSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One ``[[watch]]`` entry: a folder whose sprites are animated whenever they change."""

    path: str
    """The folder, a whole path; ``~`` is the user's home."""
    name: Annotated[str, msgspec.Meta(max_length=64)] = ""
    """What clients call it; empty: the folder's own name."""
    recipe: str = ""
    """A recipe file that stands in place of the folder's ``neonworks.toml``."""
    formats: tuple[str, ...] = ()
    """File formats that win over all recipes."""
    settle_ms: Annotated[int, msgspec.Meta(ge=10, le=60_000)] = 300
    """Milliseconds that a file must hold still before it counts."""
    scan_s: Annotated[float, msgspec.Meta(ge=0.1, le=3600.0)] = 30.0
    """Seconds between full looks through the folder; events tell of most changes at once."""
    git_wait_s: Annotated[float, msgspec.Meta(ge=0.0, le=3600.0)] = 60.0
    """Longest wait, in seconds, for a git operation in the folder."""


class LlmSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``[llm]``: how a larger language model is run. None: what suits this machine and the model (``doctor``
    shows it)."""

    threads: Annotated[int, msgspec.Meta(ge=1, le=256)] | None = None
    """Threads that write one token after the other."""
    batch_threads: Annotated[int, msgspec.Meta(ge=1, le=256)] | None = None
    """Threads that read the prompt."""
    batch: Annotated[int, msgspec.Meta(ge=1, le=8192)] | None = None
    """Tokens of the prompt that are read at once."""
    context: Annotated[int, msgspec.Meta(ge=256, le=131_072)] | None = None
    """Tokens of prompt and answer together."""
    gpu_layers: Annotated[int, msgspec.Meta(ge=-1, le=1024)] | None = None
    """Layers on the graphics card: 0 none, -1 all."""
    mlock: bool | None = None
    """Keep the weights from being swapped out."""
    least_confidence: _Share = 0.4
    """Below it, for the action, the model's answer is set aside."""
    keep_alive: Annotated[float, msgspec.Meta(ge=-1.0)] = 300.0
    """Seconds without a sentence after which the model is unloaded; 0 at once, -1 never."""
    url: Annotated[str, msgspec.Meta(max_length=1000)] = "http://127.0.0.1:11434/v1"
    """Where an OpenAI-compatible server listens (``reader = "openai"``); Ollama's own address."""
    model: Annotated[str, msgspec.Meta(max_length=1000)] = ""
    """What that server calls the model, empty for its first one; for ``reader = "transformers"`` the folder
    of a checkpoint."""
    allow_remote: bool = False
    """Send sentences to a server on another machine."""


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that can be configured. Passed to constructors, never read from a global."""

    host: str = "127.0.0.1"
    """Address to listen on; only a literal loopback address is accepted."""
    port: _Port = 0
    """TCP port; 0 lets the system choose, clients read the choice from the ready file."""
    allowed_origins: tuple[str, ...] = ()
    """Web origins (``https://host[:port]``) that may connect; without entry every Origin is refused."""
    allowed_hosts: tuple[str, ...] = ()
    """Names that a ``Host`` header may carry beside loopback addresses; compared as text, never resolved."""
    workers: Annotated[int, msgspec.Meta(ge=1, le=16)] = 2
    """Worker processes. With two or more, one is always kept free for interactive work."""
    background_workers: Annotated[int, msgspec.Meta(ge=0, le=16)] | None = None
    """Further worker processes of low priority, started while folder jobs wait; None is as many as
    ``workers``, but one processor is left to everything else; 0 draws folder jobs on the workers."""
    background_idle: _Seconds = 30.0
    """Seconds without work after which a background worker ends and gives its memory back."""
    queue_limit: _Positive = 512
    """Requests waiting in the whole daemon."""
    client_queue_limit: _Positive = 256
    """Requests waiting from one client, so that a batch cannot fill the queue for everyone."""
    queue_bytes: _Positive = 256 << 20
    """Sprites waiting in the whole daemon; 500 usual ones are 5 MB, 16 of the largest reach it."""
    client_limit: _Positive = 96
    """Connections at the same time: 64 editors, and room for tools, watchers and observers beside them."""
    hello_timeout: _Seconds = 10.0
    """Seconds from connecting to ``hello``."""
    message_timeout: _Seconds = 30.0
    """Seconds that one message may take from its first byte to its last."""
    session_grace: _Seconds = 600.0
    """Seconds that a client which lost its connection may take to come back to its session."""
    detached_limit: Annotated[int, msgspec.Meta(ge=0)] = 64
    """Sessions without a connection; of more, the one that waits longest ends."""
    outbox_bytes: _Positive = 32 << 20
    """Undelivered bytes above which no further request of that client is started."""
    job_bytes: _Positive = 256 << 20
    """Frames that one request may make; 64 clips of 8 frames of 362 × 362 pixels reach it."""
    store_bytes: _Positive = 2 << 30
    """Jobs and frames kept on the disk; the least recently used leave first, pinned ones stay."""
    history: bool = True
    """Keep jobs and frames on the disk. Without it they are kept in memory (64 MiB at most) and end with the
    daemon."""
    cache: bool = True
    """Answer an equal request from the store. Benches switch it off."""
    sprite_net: NetChoice = NetChoice.SPRITE_NET
    """Which net draws the sprite tier: ``sprite-net`` (CC BY-SA 3.0), ``sprite-net-oga`` (OGA-BY 3.0, without
    what must be shared alike) or ``off``."""
    reader: Annotated[str, msgspec.Meta(min_length=1, max_length=4096)] = "auto"
    """The larger language model that reads sentences beside the embedded interpreter: ``off``, ``auto`` (the
    largest GGUF file in ``models_dir`` that suits this machine, if there is any), ``tiny`` (the one that
    comes with the program), a path to a GGUF file, ``openai`` or ``transformers``."""
    llm: LlmSettings = LlmSettings()
    """How it is run."""
    models_dir: str = ""
    """Folder of the user's own models; empty means ``models`` beside the data folder's content."""
    worker_start_timeout: _Seconds = 60.0
    """Seconds a worker may take from spawn to its ready message."""
    worker_stall: _Seconds = 60.0
    """Seconds without any sign of life during a job after which a worker is replaced."""
    worker_memory_mb: _Positive = 1024
    """Resident megabytes above which an idle worker is recycled and a running job is failed."""
    exit_when_idle: _Seconds | None = None
    """Seconds without any client after which the daemon exits; None stays."""
    state_dir: str = ""
    """Folder for ready file and lock; empty means the user's state folder."""
    data_dir: str = ""
    """Folder for jobs and frames; empty means ``data`` in ``state_dir`` where that is given, else the user's
    data folder."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    watch: Annotated[tuple[WatchSettings, ...], msgspec.Meta(max_length=32)] = ()
    """Folders that ``serve`` watches, by a process of its own."""

    @property
    def background(self) -> int:
        """``background_workers`` or its default."""
        if self.background_workers is not None:
            return self.background_workers
        return max(1, min(self.workers, (os.cpu_count() or 1) - 1))

    @property
    def state_path(self) -> Path:
        """``state_dir`` or its default."""
        return Path(self.state_dir).expanduser() if self.state_dir else default_state_dir()

    @property
    def data_path(self) -> Path:
        """``data_dir`` or its default."""
        if self.data_dir or self.state_dir:
            return Path(self.data_dir or Path(self.state_dir) / "data").expanduser()
        return default_data_dir()

    @property
    def models_path(self) -> Path:
        """``models_dir`` or its default."""
        return Path(self.models_dir).expanduser() if self.models_dir else self.data_path / "models"

    @property
    def kept_bytes(self) -> int:
        """Bytes of jobs and frames that are kept, on the disk or in memory."""
        return self.store_bytes if self.history else min(self.store_bytes, _MEMORY_BYTES)

    @property
    def ready_path(self) -> Path:
        """The file that tells clients where the daemon listens."""
        return self.state_path / READY_NAME


def load_settings(path: Path | None = None, overrides: Mapping[str, Any] | None = None) -> Settings:
    """Read ``path`` (default: the user's file, if any) and lay ``overrides`` that are not None over it.

    Raises ``BadRequest`` naming the file and the field for anything unknown, mistyped or out of range.
    """
    file = path or default_config_path()
    values = _read_toml(file, required=path is not None)
    values.update({name: value for name, value in (overrides or {}).items() if value is not None})
    try:
        return msgspec.convert(values, Settings, strict=True)
    except msgspec.ValidationError as error:
        raise BadRequest(f"settings ({file} and options): {error}") from error


def _read_toml(file: Path, *, required: bool) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        if required:
            raise BadRequest(f"no configuration file at {file}; create it or leave --config out") from error
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadRequest(f"cannot read {file}: {error}") from error
