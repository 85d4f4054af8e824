"""``python -m neonworks_daemon.cli``."""

import sys

from neonworks_daemon.cli import main

if __name__ == "__main__":
    sys.exit(main())
