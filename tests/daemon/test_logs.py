"""One line an event, whatever is in it."""

import io
import logging
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_daemon.logs import KeyValueFormatter, configure_logs, fields


def _line(message: str, **values: object) -> str:
    record = logging.LogRecord("neonworks.test", logging.INFO, "", 0, message, (), None)
    record.__dict__.update(fields(**values))
    return KeyValueFormatter().format(record)


def test_the_shape_of_a_line() -> None:
    line = _line("job_ended", job="a1", text="walk slowly", count=3)
    stamp = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
    assert re.fullmatch(stamp + r' info neonworks.test job_ended job=a1 text="walk slowly" count=3', line)


@given(st.text())
def test_no_text_can_forge_a_line_or_a_field(text: str) -> None:
    line = _line("event", text=text, last="end")
    assert len(line.splitlines()) == 1
    assert line.endswith(" last=end")


@pytest.fixture
def _restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    quiet = logging.getLogger("websockets").level
    yield
    root.handlers[:], root.level = handlers, level
    logging.getLogger("websockets").setLevel(quiet)


@pytest.mark.usefixtures("_restored")
def test_configured_logs_respect_the_level_and_show_tracebacks() -> None:
    out = io.StringIO()
    configure_logs("warning", out)
    logger = logging.getLogger("neonworks.sample")
    logger.info("quiet")
    try:
        raise ValueError("boom")
    except ValueError:
        logger.exception("bug", extra=fields(job=1))
    assert "quiet" not in out.getvalue()
    assert "bug job=1\nTraceback" in out.getvalue()
