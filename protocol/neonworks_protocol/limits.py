"""How large anything on the wire may be, with the reason for each number.

The server sends its ``Limits`` in ``welcome``; a client obeys them. The upper-case constants are the bounds
that both ends check while they decode a message.
"""

import msgspec

__all__ = [
    "CHUNK_BYTES",
    "MAX_CLIPS",
    "MAX_CREDIT",
    "MAX_FIELDS_READ",
    "MAX_FRAMES",
    "MAX_FRAME_PARTS",
    "MAX_FRAME_SIDE",
    "MAX_ID_CHARS",
    "MAX_JOBS_LISTED",
    "MAX_JOINTS",
    "MAX_KEYFRAMES",
    "MAX_OUTPUTS",
    "MAX_PATH_CHARS",
    "MAX_PROBLEMS",
    "MAX_PROBLEM_CHARS",
    "MAX_SEQUENCE",
    "MAX_SHEET_ROWS",
    "MAX_SPRITE_BYTES",
    "MAX_SPRITE_PIXELS",
    "MAX_TEXT_CHARS",
    "MAX_VARIATIONS",
    "MAX_WATCH_ROOTS",
    "Limits",
]

KIB = 1024
MIB = 1024 * KIB

CHUNK_BYTES = 256 * KIB
"""Payload of one ``frame``, ``frame_chunk`` or ``blob``: under 1 ms on loopback; little waits behind it."""
MAX_CLIPS = 64
"""8 actions × 4 directions × 2 takes."""
MAX_CREDIT = 1024
"""Payload messages a client may let the server send ahead: 256 MiB of buffers at the very worst."""
MAX_FIELDS_READ = 128
"""8 actions of 11 fields are 88."""
MAX_FRAMES = 32
"""Frames in one clip, as in ``MotionSpec.frame_count``."""
MAX_FRAME_PARTS = 64
"""A raw frame of the largest sprite (4 Mpx × 4 bytes = 16 MiB) in chunks."""
MAX_FRAME_SIDE = 512
"""Width or height of one frame on a sheet: that of the largest sprite that is drawn."""
MAX_ID_CHARS = 64
"""A UUID is 36; hex sha256 is 64."""
MAX_JOBS_LISTED = 500
"""About 150 KiB of records, inside one control message."""
MAX_JOINTS = 64
"""16 for a biped; room for other body plans."""
MAX_KEYFRAMES = 16
"""Half of the longest clip: every second frame drawn by hand."""
MAX_OUTPUTS = 2048
"""Files made of one sprite: 32 clips of 32 frames, a sheet and a sidecar each, with room."""
MAX_PATH_CHARS = 1024
"""A path relative to its root; file systems allow 255 bytes a part, 4,096 in all."""
MAX_PROBLEMS = 20
"""Problem lines in one watched root's record: a terminal page; the watcher's log has all."""
MAX_PROBLEM_CHARS = 300
"""One line that says what is wrong with which file."""
MAX_SEQUENCE = 8
"""Actions in one sentence: as many as there are actions."""
MAX_SHEET_ROWS = 64
"""Rows of frames on one sheet; the largest common ones have 54."""
MAX_SPRITE_BYTES = 8 * MIB
"""A noisy 2048 × 2048 RGBA PNG at half of its raw size."""
MAX_SPRITE_PIXELS = 4 * MIB
"""2048 × 2048: larger than any pixel-art still, 16 MiB decoded."""
MAX_TEXT_CHARS = 2000
"""A page of prose; an instruction for one sprite is a sentence or a few."""
MAX_VARIATIONS = 16
"""Looks in one request: a 4 × 4 picker."""
MAX_WATCH_ROOTS = 32
"""Watched folders in one report: 32 full records are 200 KiB, inside one control message."""

_SIZE_FIELDS = {
    "submit": "submit_bytes",
    "variations": "submit_bytes",
    "interpolate": "submit_bytes",
    "analyse": "submit_bytes",
    "frame": "payload_bytes",
    "frame_chunk": "payload_bytes",
    "blob": "payload_bytes",
}


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What one server accepts. Sizes are bytes of a whole WebSocket message unless said otherwise."""

    submit_bytes: int = 16 * MIB
    """``submit``, ``variations``, ``interpolate`` and ``analyse``: the largest sprite and as much again for
    other pictures."""
    payload_bytes: int = CHUNK_BYTES + 4 * KIB
    """``frame``, ``frame_chunk`` and ``blob``: one chunk and its envelope, which is below 1 KiB today."""
    control_bytes: int = 512 * KIB
    """Every other message: three times the largest, a full job list."""
    chunk_bytes: int = CHUNK_BYTES
    """Payload in one ``frame``, ``frame_chunk`` or ``blob``."""
    depth: int = 12
    """Nested maps and arrays: welcome uses 5, a contract report 7."""
    items: int = 65_536
    """Values in one message: bounds the memory (about 4 MiB) and time (10 ms) that reading one can cost."""
    text_chars: int = MAX_TEXT_CHARS
    """Characters of a sentence."""
    sprite_bytes: int = MAX_SPRITE_BYTES
    """An encoded sprite or keyframe."""
    sprite_pixels: int = MAX_SPRITE_PIXELS
    """Width × height of a sprite, a keyframe or a clip's canvas."""
    keyframes: int = MAX_KEYFRAMES
    """Keyframes in one request."""
    frames_per_clip: int = MAX_FRAMES
    """Frames in one clip."""
    clips_per_request: int = MAX_CLIPS
    """Clips of one request, takes included."""
    requests_open: int = 256
    """Requests of one session that have not ended: a batch of a whole cast, 4 MiB of ledger at most."""
    channels: int = 16
    """Live channels of one session: as many sprites as an editor shows at once."""
    queue: int = 512
    """Jobs that wait in the daemon, all clients together: two clients' batches; then ``busy``."""
    credit_initial: int = 128
    """Payload messages sent before the first ``credit``: 2 MiB of 64 × 64 frames, 32 MiB at worst."""
    credit_max: int = MAX_CREDIT
    """Most payload messages that may be granted and not yet used."""
    bad_messages: int = 64
    """Refused messages before the server closes the connection: a broken client, not a mistake."""

    @property
    def largest_message(self) -> int:
        """Bytes of the largest message of any type: the ``max_size`` of both sockets."""
        return max(self.submit_bytes, self.payload_bytes, self.control_bytes)

    def message_bytes(self, message_type: str) -> int:
        """Bytes that a message with this ``type`` may have."""
        size: int = getattr(self, _SIZE_FIELDS.get(message_type, "control_bytes"))
        return size
