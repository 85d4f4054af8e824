"""Limits fit each other and the messages."""

import pytest
from neonworks_protocol import Limits, encode
from neonworks_protocol.limits import (
    CHUNK_BYTES,
    MAX_FRAME_PARTS,
    MAX_JOBS_LISTED,
    MAX_KEYFRAMES,
    MAX_SPRITE_BYTES,
    MAX_SPRITE_PIXELS,
    MAX_TEXT_CHARS,
)
from neonworks_protocol.messages import Frame, Jobs, client_message_types, server_message_types

from tests.protocol.samples import SERVER_SAMPLES, frame

LIMITS = Limits()


def test_a_full_frame_fits() -> None:
    assert len(encode(frame(clip_id="c" * 64, data=bytes(CHUNK_BYTES)))) <= LIMITS.message_bytes("frame")


def test_the_largest_raw_frame_fits_into_its_parts_and_the_first_credit() -> None:
    assert 4 * MAX_SPRITE_PIXELS <= MAX_FRAME_PARTS * CHUNK_BYTES
    assert MAX_FRAME_PARTS <= LIMITS.credit_initial <= LIMITS.credit_max


def test_a_full_job_list_fits() -> None:
    (jobs,) = (m for m in SERVER_SAMPLES if isinstance(m, Jobs))
    record = jobs.jobs[0].__class__(
        job_id="j" * 64,
        request_id="r" * 64,
        client="c" * 64,
        state=jobs.jobs[0].state,
        created_s=1.5,
        text="t" * 400,
    )
    full = Jobs(request_id="q1", jobs=(record,) * MAX_JOBS_LISTED)
    assert len(encode(full)) <= LIMITS.message_bytes("jobs")


def test_a_sprite_and_its_text_fit_into_submit() -> None:
    assert LIMITS.message_bytes("submit") > MAX_SPRITE_BYTES + 4 * MAX_TEXT_CHARS
    assert LIMITS.keyframes == MAX_KEYFRAMES


@pytest.mark.parametrize("tag", [*client_message_types(), *server_message_types()])
def test_every_message_has_a_size(tag: str) -> None:
    assert 0 < LIMITS.message_bytes(tag) <= LIMITS.largest_message


def test_frames_are_the_samples_chunk_bound() -> None:
    assert all(len(m.data) <= LIMITS.chunk_bytes for m in SERVER_SAMPLES if isinstance(m, Frame))
