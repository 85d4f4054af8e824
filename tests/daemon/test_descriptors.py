"""Limits of open files, in processes that have them."""

import subprocess
import sys

import pytest
from neonworks_daemon.descriptors import descriptors_needed
from neonworks_daemon.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")

SCRIPT = """
import resource, sys
from neonworks_daemon.descriptors import ensure_descriptors
from neonworks_protocol.errors import BadRequest
soft, hard, needed = map(int, sys.argv[1:])
resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
try:
    ensure_descriptors(needed)
    print("raised to", resource.getrlimit(resource.RLIMIT_NOFILE)[0])
except BadRequest as error:
    print("refused:", error.message)
"""


def _ensured(soft: int, hard: int, needed: int) -> str:
    argv = [sys.executable, "-P", "-c", SCRIPT, str(soft), str(hard), str(needed)]
    return subprocess.run(argv, capture_output=True, text=True, check=True, timeout=30).stdout.strip()


def test_a_low_limit_is_raised_and_a_high_one_left() -> None:
    assert _ensured(100, 400, 200) == "raised to 200"
    assert _ensured(300, 400, 200) == "raised to 300"


def test_where_it_may_not_be_raised_the_reason_says_what_to_do() -> None:
    text = _ensured(100, 150, 200)
    assert text.startswith("refused: this process may open 100 files and the daemon may need 200")
    assert "ulimit -n 200" in text


def test_more_clients_and_workers_need_more() -> None:
    few = descriptors_needed(Settings(workers=1, client_limit=1))
    assert descriptors_needed(Settings(workers=1, client_limit=11)) == few + 10
    assert descriptors_needed(Settings(workers=2, client_limit=1)) > few
    assert descriptors_needed(Settings()) < 256
