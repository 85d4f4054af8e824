"""``python -m neonworks_daemon.worker``: started by the daemon, never by hand."""

import sys

from neonworks_daemon.worker.process import run_worker

__all__: list[str] = []


def _main() -> int:
    from neonworks_daemon.worker.pipeline_runner import PipelineRunner

    return run_worker(PipelineRunner())


if __name__ == "__main__":
    sys.exit(_main())
