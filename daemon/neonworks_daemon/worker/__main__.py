"""``python -m neonworks_daemon.worker``: started by the daemon, never by hand."""

import os
import sys

from neonworks_daemon.worker.process import NET_VARIABLE, run_worker

__all__: list[str] = []


def _main() -> int:
    from neonworks_models.catalog.cards import NetChoice

    from neonworks_daemon.worker.pipeline_runner import PipelineRunner

    choice = NetChoice(os.environ.get(NET_VARIABLE, NetChoice.SPRITE_NET))
    return run_worker(PipelineRunner(choice))


if __name__ == "__main__":
    sys.exit(_main())
