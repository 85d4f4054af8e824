"""``python -m neonworks_daemon.watch SETTINGS``: the watcher process that ``serve`` starts."""

import sys

import msgspec
from neonworks_protocol.errors import AnimatorError

from neonworks_daemon.settings import Settings
from neonworks_daemon.watch.running import give_way, run_child

if __name__ == "__main__":
    give_way()
    try:
        run_child(msgspec.json.decode(sys.argv[1], type=Settings))
    except AnimatorError as error:
        print(f"error: {error.message}", file=sys.stderr)
        sys.exit(1)
