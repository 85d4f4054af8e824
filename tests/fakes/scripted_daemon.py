"""A daemon process whose workers follow scripts (``scripted_worker``); takes what ``serve_process`` takes."""

import sys
from pathlib import Path

from neonworks_daemon import serve_process
from neonworks_daemon.supervisor import WorkerCommand

__all__ = ["SCRIPTED_WORKER"]

SCRIPTED_WORKER = WorkerCommand(
    argv=(sys.executable, "-P", str(Path(__file__).with_name("scripted_worker.py")))
)

if __name__ == "__main__":
    sys.exit(serve_process.main(sys.argv[1:], worker_command=SCRIPTED_WORKER))
