"""How the process of a larger language model is started, and what it is told of the settings."""

import os
import sys

import msgspec

from neonworks_daemon.settings import Settings
from neonworks_daemon.supervisor import WorkerCommand

__all__ = ["READER_COMMAND", "SETTINGS_VARIABLE", "reader_command", "settings_here"]

SETTINGS_VARIABLE = "NEONWORKS_READER_SETTINGS"
"""The daemon's ``Settings`` as JSON."""

# Threads are the model's own business: the environment would say one.
READER_COMMAND = WorkerCommand(argv=(sys.executable, "-P", "-m", "neonworks_daemon.language"), env={})


def reader_command(settings: Settings, base: WorkerCommand = READER_COMMAND) -> WorkerCommand:
    """``base`` with ``settings`` for the process to read."""
    text = msgspec.json.encode(settings).decode()
    return WorkerCommand(argv=base.argv, env={**base.env, SETTINGS_VARIABLE: text})


def settings_here() -> Settings:
    """In that process: what it was given; defaults where it was started by hand."""
    return msgspec.json.decode(os.environ.get(SETTINGS_VARIABLE, "{}"), type=Settings)
