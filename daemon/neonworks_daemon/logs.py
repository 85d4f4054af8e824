"""Structured logs: one line an event, ``time level logger event key=value ...``."""

import json
import logging
import sys
import time
from collections.abc import Mapping
from typing import TextIO

__all__ = ["KeyValueFormatter", "configure_logs", "fields"]

_FIELDS = "neonworks_fields"


def fields(**values: object) -> Mapping[str, object]:
    """Key/value pairs for one record: ``logger.info("worker_ready", extra=fields(pid=7))``."""
    return {_FIELDS: values}


def _text(value: object) -> str:
    plain = str(value)
    bare = plain != "" and plain.isprintable() and not any(c in plain for c in ' "=')
    return plain if bare else json.dumps(plain)


class KeyValueFormatter(logging.Formatter):
    """UTC time in milliseconds, level, logger and event, then the fields; values are quoted where needed.

    Line breaks inside a value are escaped, so a hostile text cannot forge a line.
    """

    def format(self, record: logging.LogRecord) -> str:
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z"
        line = f"{stamp} {record.levelname.lower()} {record.name} {_text(record.getMessage())}"
        for key, value in getattr(record, _FIELDS, {}).items():
            line += f" {key}={_text(value)}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def configure_logs(level: str, stream: TextIO | None = None) -> None:
    """Send the records of this process to ``stream`` (standard error by default)."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(KeyValueFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    logging.getLogger("websockets").setLevel(max(logging.WARNING, root.level))
