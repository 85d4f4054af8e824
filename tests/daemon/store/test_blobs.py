"""Frames and sprites by content."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neonworks_daemon.store.blobs import Blobs, Form
from neonworks_daemon.store.database import Database

PIXELS = bytes(range(256)) * 64
NAME = hashlib.sha256(PIXELS).digest()


def _blobs() -> tuple[Blobs, Database]:
    database = Database(None)
    database.open()
    return Blobs(database), database


def _count(database: Database) -> int:
    count: int = database.value("SELECT count(*) FROM blobs")
    return count


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(Form), st.binary(max_size=3000))
def test_what_was_kept_comes_back(form: Form, data: bytes) -> None:
    blobs, database = _blobs()
    name = b"n" * 32 if form is Form.PNG else hashlib.sha256(data).digest()
    blob = blobs.keep(name, form, data)
    assert blobs.fetch(name, form) == data
    assert blobs.name_of(blob) == name
    others = [blobs.fetch(name, other) for other in Form if other is not form]
    assert others == [None, None]
    database.close()


def test_large_pixels_are_kept_as_they_are() -> None:
    blobs, database = _blobs()
    data = bytes(2 << 20)
    blobs.keep(hashlib.sha256(data).digest(), Form.RAW, data)
    assert database.value("SELECT size FROM blobs") == len(data)
    blobs.keep(NAME, Form.RAW, PIXELS)
    assert database.value("SELECT size FROM blobs WHERE name = ?", (NAME,)) < len(PIXELS) / 8
    assert blobs.fetch(NAME, Form.RAW) == PIXELS
    database.close()


def test_equal_content_is_kept_once_until_nobody_refers_to_it() -> None:
    blobs, database = _blobs()
    first = blobs.keep(NAME, Form.RAW, PIXELS)
    assert blobs.keep(NAME, Form.RAW, PIXELS) == first
    assert _count(database) == 1
    blobs.release([first])
    assert blobs.fetch(NAME, Form.RAW) == PIXELS
    blobs.release([first])
    assert blobs.fetch(NAME, Form.RAW) is None
    assert _count(database) == 0
    database.close()


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("damage", [b"\x78\x01junk", b"", b"\0" * 40])
def test_damage_is_never_shown_and_repaired_by_the_next_one(form: Form, damage: bytes) -> None:
    blobs, database = _blobs()
    blobs.keep(NAME, form, PIXELS)
    database.run("UPDATE blobs SET data = ?", (damage,))
    assert blobs.fetch(NAME, form) is None
    assert blobs.fetch(NAME, form) is None
    blobs.keep(NAME, form, PIXELS)
    assert blobs.fetch(NAME, form) == PIXELS
    database.close()


def test_pixels_under_a_wrong_name_are_not_shown() -> None:
    blobs, database = _blobs()
    blobs.keep(b"x" * 32, Form.RAW, PIXELS)
    assert blobs.fetch(b"x" * 32, Form.RAW) is None
    database.close()
