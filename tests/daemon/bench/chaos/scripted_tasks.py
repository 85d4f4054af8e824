"""Tasks that scripted workers draw, and what must come of them."""

from neonworks_daemon.bench.chaos.workload import Size, Task, drawn_undisturbed
from neonworks_daemon.ready import ReadyInfo

from tests.fakes.daemons import SPRITE, client_of

__all__ = ["LONG", "SHORT", "scripted_tasks"]

SHORT = "clip 4; frames 4"
LONG = "clip 8; frames 2; sleep 0.4; frames 6; clip 8; frames 8; sleep 0.2; clip 2; frames 2"
"""Three clips with time to be disturbed in, inside a clip and between two."""
_LARGE = "clip 2 300; frames 2"
"""360,000 bytes a frame: two chunks."""


async def scripted_tasks(info: ReadyInfo) -> tuple[Task, ...]:
    """One of each size, with references."""
    scripts = {Size.SMALL: SHORT, Size.SEVERAL: LONG, Size.LARGE: _LARGE}
    async with client_of(info) as client:
        return tuple(
            [
                await drawn_undisturbed(client, Task(size.name, size, {"sprite": SPRITE, "text": text}))
                for size, text in scripts.items()
            ]
        )
