"""``python -m neonworks_editor.bench``, which ``neonworks-animator bench editor`` starts and reads."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
from neonworks_protocol.errors import AnimatorError

__all__: list[str] = []

_PARTS = ("keys", "cost", "swap", "kill")


def _main(arguments: Sequence[str]) -> int:
    # Before pygame is loaded, which says hello on standard output.
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    from neonworks_editor.bench.measuring import measure
    from neonworks_editor.bench.work import read_work

    options = _parser().parse_args(arguments)
    try:
        work = read_work(options.work)
        reports = [measure(part, work).to_dict() for part in options.only or _PARTS if _tell(part)]
    except AnimatorError as error:
        print(f"error: {' '.join(error.message.split())}", file=sys.stderr)
        return 1
    options.out.write_bytes(msgspec.json.encode(reports))
    return 0


def _tell(part: str) -> bool:
    print(f"measuring {part}", file=sys.stderr, flush=True)
    return True


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m neonworks_editor.bench")
    parser.add_argument("--work", type=Path, required=True, help="list of stills and sentences (JSON)")
    parser.add_argument("--out", type=Path, required=True, help="where the numbers go (JSON)")
    parser.add_argument("--only", action="append", choices=_PARTS, help="measure this only; may be repeated")
    return parser


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
