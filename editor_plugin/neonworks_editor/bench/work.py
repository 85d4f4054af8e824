"""What is measured with: stills and sentences that nobody has seen, made by whoever starts the bench."""

from pathlib import Path
from typing import Annotated

import msgspec
from neonworks_protocol.errors import BadRequest

__all__ = ["Work", "WorkItem", "read_work"]

_MOST_BYTES = 1 << 20


class WorkItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One still, as the name of a PNG file beside the list, and what it should do."""

    sprite: Annotated[str, msgspec.Meta(min_length=1)]
    text: Annotated[str, msgspec.Meta(min_length=1)]
    folder: Path = Path()
    """Where the list lies; not part of it."""

    @property
    def path(self) -> Path:
        """The still's file."""
        return self.folder / self.sprite

    def read(self) -> bytes:
        """The still. Raises ``BadRequest``."""
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise BadRequest(
                f"cannot read {self.path} ({error.strerror}): make the work list anew"
            ) from error


class Work(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``seed`` is what all of it was made from, and what is random in the bench."""

    seed: Annotated[int, msgspec.Meta(ge=0)]
    items: Annotated[tuple[WorkItem, ...], msgspec.Meta(min_length=4)]


def read_work(path: Path) -> Work:
    """The list in a JSON file: ``{"seed": 7, "items": [{"sprite": "0.png", "text": "walk"}, ...]}``.

    Raises ``BadRequest`` for anything else.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise BadRequest(f"{path} is no list of work: it has more than {_MOST_BYTES:,} bytes")
        work = msgspec.json.decode(path.read_bytes(), type=Work)
    except OSError as error:
        raise BadRequest(f"cannot read {path} ({error.strerror}): give --work a list of sprites") from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise BadRequest(f"{path} is no list of work: {error}") from error
    items = tuple(msgspec.structs.replace(item, folder=path.parent) for item in work.items)
    return msgspec.structs.replace(work, items=items)
