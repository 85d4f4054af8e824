"""``python -m neonworks_daemon.language``: started by the daemon, never by hand."""

import sys

from neonworks_daemon.worker.process import run_worker

__all__: list[str] = []


def _main() -> int:
    from neonworks_daemon.language.process import settings_here
    from neonworks_daemon.worker.language_runner import LanguageRunner
    from neonworks_daemon.worker.readers import load_reader

    settings = settings_here()
    return run_worker(LanguageRunner(lambda: load_reader(settings)), streams=True)


if __name__ == "__main__":
    sys.exit(_main())
