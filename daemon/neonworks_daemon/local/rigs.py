"""What a user says of a sprite's body: options first, then the rig file beside the sprite."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
from neonworks_models.sprites.rig import SpriteAnalysis
from neonworks_models.sprites.rigfile import Rig, encode_rig, read_rig, rig_path, write_rig
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.errors import BadRequest, StorageFailed
from neonworks_protocol.limits import MAX_SPRITE_BYTES
from neonworks_protocol.vocabulary import Archetype, Direction

__all__ = ["Corrections", "corrections_of", "save_rig"]


@dataclass(frozen=True)
class Corrections:
    """``rig`` is what counts; ``file`` is the rig file that it was read from, None where there is none."""

    rig: Rig
    file: Path | None = None

    def read(self, sprite: Sprite, analyse: Callable[[Sprite, Rig], SpriteAnalysis]) -> SpriteAnalysis:
        """The corrected reading. Raises ``BadRequest``, naming the file where that is to blame."""
        try:
            return analyse(sprite, self.rig)
        except BadRequest as error:
            if self.file is None:
                raise
            raise BadRequest(f"{self.file}: {error.message}") from error

    def notes(self) -> tuple[str, ...]:
        """A line for people, so that a forgotten file surprises nobody."""
        return () if self.file is None else (f"body as {self.file.name} says",)


def corrections_of(
    sprite: Path, *, facing: Direction | None = None, archetype: Archetype | None = None
) -> Corrections:
    """Options and rig file of the sprite at ``sprite``, which must be a file's path.

    Raises ``BadRequest`` naming file and field when the rig file cannot be used.
    """
    given = Rig(archetype, facing)
    file = rig_path(sprite)
    stored = read_rig(file)
    if stored is None:
        return Corrections(given)
    return Corrections(
        msgspec.structs.replace(
            stored, archetype=archetype or stored.archetype, facing=facing or stored.facing
        ),
        file,
    )


def save_rig(sprite: Path, found: SpriteAnalysis, *, force: bool) -> Path:
    """Write the rig file of the sprite and return its path.

    Raises ``StorageFailed`` when it cannot be written, and, without ``force``, when there is one with other
    content: somebody may have corrected it by hand.
    """
    file, rig = rig_path(sprite), Rig.of(found)
    if not force and _content(file) not in (None, encode_rig(rig)):
        raise StorageFailed(f"{file} was edited, or saved of another reading: --force replaces it")
    write_rig(file, rig)
    return file


def _content(file: Path) -> bytes | None:
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_SPRITE_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StorageFailed(f"cannot read {file}: {error.strerror}") from error
