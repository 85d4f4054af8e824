"""``Blobs``: frames and sprites by content, each stored once, counted by its references.

They lie in the database itself. A 64 × 64 frame is 16 KiB raw and about 1 KiB packed; for such sizes a row
costs half of what a file of its own costs (create, write, rename: 90 µs against 60), it comes and goes in one
transaction with the event that names it, so that no crash leaves a torn file, an orphan or a wrong count.
"""

import hashlib
import logging
import zlib
from collections.abc import Iterable
from enum import IntEnum

from neonworks_daemon.logs import fields
from neonworks_daemon.store.database import Database

__all__ = ["Blobs", "Form"]

_PACK_EFFORT = 1
"""zlib level: 33 µs for a 64 × 64 frame, to a fifteenth; level 6 takes five times as long."""
_PACKED_UP_TO = 1 << 20
"""Larger data is stored as it is: packing 1 MiB takes 2 ms of the event loop."""

_logger = logging.getLogger(__name__)


class Form(IntEnum):
    """What the bytes of a blob are; its name is the SHA-256 of pixels, or of a file."""

    RAW = 0
    """RGBA rows; the name is their digest."""
    PNG = 1
    """A PNG; the name is the digest of its pixels."""
    FILE = 2
    """A file as a client sent it; the name is its digest."""


class Blobs:
    """Statements about blobs; transactions are the caller's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, name: bytes, form: Form, data: bytes) -> int:
        """Store ``data`` unless it is stored already, and count one more reference. Returns the blob's id."""
        row = self._database.one(
            "UPDATE blobs SET refs = refs + 1 WHERE name = ? AND form = ? RETURNING id, data IS NULL",
            (name, form),
        )
        if row is None:
            return self._insert(name, form, data)
        blob, lost = int(row[0]), bool(row[1])
        if lost:
            stored, packed, digest = _stored(form, data)
            self._database.run(
                "UPDATE blobs SET size = ?, packed = ?, digest = ?, data = ? WHERE id = ?",
                (len(stored), packed, digest, stored, blob),
            )
        return blob

    def fetch(self, name: bytes, form: Form) -> bytes | None:
        """The data, checked against its digest; None when it is not there or was damaged."""
        row = self._database.one(
            "SELECT id, packed, digest, data FROM blobs WHERE name = ? AND form = ?", (name, form)
        )
        if row is None or row[3] is None:
            return None
        data = _unpacked(row[3]) if row[1] else bytes(row[3])
        expected = name if row[2] is None else row[2]
        if data is None or hashlib.sha256(data).digest() != expected:
            _logger.error("blob_damaged", extra=fields(name=name.hex(), form=form.name))
            # Kept again, it is stored anew; until then nobody is shown the damage.
            self._database.run("UPDATE blobs SET data = NULL, size = 0 WHERE id = ?", (row[0],))
            return None
        return data

    def name_of(self, blob: int) -> bytes | None:
        """The name of blob number ``blob``."""
        name: bytes | None = self._database.value("SELECT name FROM blobs WHERE id = ?", (blob,))
        return name

    def release(self, blobs: Iterable[int]) -> None:
        """Count one reference less for each; a blob without any is deleted."""
        for blob in blobs:
            self._database.run("UPDATE blobs SET refs = refs - 1 WHERE id = ?", (blob,))
            self._database.run("DELETE FROM blobs WHERE id = ? AND refs <= 0", (blob,))

    def _insert(self, name: bytes, form: Form, data: bytes) -> int:
        stored, packed, digest = _stored(form, data)
        cursor = self._database.run(
            "INSERT INTO blobs (name, form, size, refs, packed, digest, data) VALUES (?, ?, ?, 1, ?, ?, ?)",
            (name, form, len(stored), packed, digest, stored),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid


def _stored(form: Form, data: bytes) -> tuple[bytes, bool, bytes | None]:
    """Bytes to store, whether they are packed, and the digest of ``data`` where its name is not that."""
    digest = hashlib.sha256(data).digest() if form is Form.PNG else None
    if form is Form.RAW and len(data) <= _PACKED_UP_TO:
        return zlib.compress(data, _PACK_EFFORT), True, digest
    return data, False, digest


def _unpacked(data: bytes) -> bytes | None:
    try:
        return zlib.decompress(data)
    except zlib.error:
        return None
