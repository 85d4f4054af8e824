"""The tables of the history file, as the steps that made them.

A step is never changed once it was released: a file of any earlier version is brought up to date by the steps
that it lacks. ``PRAGMA user_version`` counts the steps that a file has had.
"""

__all__ = ["CLOCK", "MIGRATIONS"]

CLOCK = "ledger_clock_s"
"""Name in ``facts`` of the seconds that daemons have run over this file."""

_HISTORY = (
    # A blob is named by what it shows. ``form`` is a ``blobs.Form``; ``size`` counts the stored bytes;
    # ``digest`` is the SHA-256 of the data where that is not its name; ``data`` is NULL once found damaged.
    """CREATE TABLE blobs (
        id INTEGER PRIMARY KEY,
        name BLOB NOT NULL,
        form INTEGER NOT NULL,
        size INTEGER NOT NULL,
        refs INTEGER NOT NULL,
        packed INTEGER NOT NULL,
        digest BLOB,
        data BLOB,
        UNIQUE (name, form))""",
    # ``id`` gives the order of jobs whatever the calendar did. ``used`` is a serial number, the highest for
    # the job that was used last. ``gone`` jobs are being removed and are seen by nobody.
    """CREATE TABLE jobs (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        job_id TEXT NOT NULL UNIQUE,
        client TEXT NOT NULL,
        request_id TEXT NOT NULL,
        channel TEXT,
        key TEXT NOT NULL,
        text TEXT NOT NULL,
        state TEXT NOT NULL,
        created_s REAL NOT NULL,
        work BLOB NOT NULL,
        sprite INTEGER NOT NULL,
        accepted BLOB NOT NULL,
        end BLOB,
        clips INTEGER NOT NULL DEFAULT 0,
        fraction REAL NOT NULL DEFAULT 0,
        used INTEGER NOT NULL DEFAULT 0,
        gone INTEGER NOT NULL DEFAULT 0)""",
    "CREATE INDEX jobs_by_key ON jobs (key) WHERE state = 'done'",
    "CREATE INDEX jobs_open ON jobs (id) WHERE end IS NULL",
    "CREATE INDEX jobs_gone ON jobs (id) WHERE gone = 1",
    "CREATE INDEX jobs_live ON jobs (client, id) WHERE channel IS NOT NULL",
    # ``mark`` says what the event is about, so that the same event is kept once; ``n`` gives the order.
    """CREATE TABLE events (
        job INTEGER NOT NULL,
        mark TEXT NOT NULL,
        n INTEGER NOT NULL,
        body BLOB NOT NULL,
        blob INTEGER,
        PRIMARY KEY (job, mark)) WITHOUT ROWID""",
)

_PINS = (
    # ``bytes`` is known for pinned jobs only: what they take of the disk does not count against the limit.
    "ALTER TABLE jobs ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE jobs ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE jobs ADD COLUMN retried INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX jobs_pinned ON jobs (bytes) WHERE pinned = 1",
    "CREATE INDEX jobs_by_use ON jobs (used) WHERE pinned = 0 AND end IS NOT NULL",
)

_REQUESTS = (
    """CREATE TABLE requests (
        client TEXT NOT NULL,
        request_id TEXT NOT NULL,
        digest TEXT NOT NULL,
        touched REAL NOT NULL,
        accepted BLOB,
        end BLOB,
        PRIMARY KEY (client, request_id)) WITHOUT ROWID""",
    "CREATE INDEX requests_ended ON requests (touched) WHERE end IS NOT NULL",
    "CREATE INDEX requests_open ON requests (client) WHERE end IS NULL",
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value REAL NOT NULL) WITHOUT ROWID",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_HISTORY, _PINS, _REQUESTS)
"""Step ``i`` makes version ``i + 1`` of version ``i``; each is one transaction."""
