"""A daemon process whose workers follow scripts (``scripted_worker``), and so does its larger language model
(``scripted_reader``, which gets the words of ``NEONWORKS_TEST_READER`` as arguments); takes what
``serve_process`` takes."""

import os
import sys
from pathlib import Path

from neonworks_daemon import serve_process
from neonworks_daemon.supervisor import WorkerCommand

__all__ = ["SCRIPTED_READER", "SCRIPTED_WORKER"]

SCRIPTED_WORKER = WorkerCommand(
    argv=(sys.executable, "-P", str(Path(__file__).with_name("scripted_worker.py")))
)
SCRIPTED_READER = WorkerCommand(
    argv=(
        sys.executable,
        "-P",
        str(Path(__file__).with_name("scripted_reader.py")),
        *os.environ.get("NEONWORKS_TEST_READER", "").split(),
    ),
    env={},
)

if __name__ == "__main__":
    code = serve_process.main(sys.argv[1:], worker_command=SCRIPTED_WORKER, reader_command=SCRIPTED_READER)
    sys.exit(code)
