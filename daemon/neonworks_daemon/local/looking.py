"""``bench styles``, ``blind`` and ``foreign``: pictures for people to judge, with numbers beside them."""

from pathlib import Path

import cv2
import msgspec
from neonworks_models.export.contact import ContactRow, contact_sheet
from neonworks_models.export.files import write_file
from neonworks_models.generators.registry import default_registry
from neonworks_models.pipeline import Pipeline
from neonworks_models.sprites.decode import decode_sprite
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.vocabulary import Archetype, Direction

from neonworks_daemon.bench.blind import blind_clips, blind_key, blind_result
from neonworks_daemon.bench.blind_page import blind_page
from neonworks_daemon.bench.cases import read_strips
from neonworks_daemon.bench.foreign import FORMATS, bench_foreign
from neonworks_daemon.bench.styles import MOODS, Shown, bench_styles, shown_examples
from neonworks_daemon.cli.console import meter, note
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.benching import show_benches
from neonworks_daemon.local.rigs import corrections_of
from neonworks_daemon.local.workshop import read_sprite_file
from neonworks_daemon.settings import load_settings
from neonworks_daemon.worker.sprite_cache import SpriteCache

__all__ = ["show_blind", "show_foreign", "show_styles"]


def show_styles(
    sprite: Path | None,
    out: Path,
    *,
    facing: Direction | None = None,
    archetype: Archetype | None = None,
    json_file: Path | None = None,
) -> ExitCode:
    """Write ``out`` (PNG), print the matrix; exit code 1 where two moods are too much alike."""
    shown = shown_examples() if sprite is None else (_shown(sprite, facing, archetype),)
    with meter("styles", len(shown) * len(MOODS)) as progress:
        result, rows = bench_styles(shown, _pipeline(), progress.step)
    write_file(out, _png(contact_sheet(rows, 3)))
    note(f"the contact sheet: {out}")
    return show_benches([result], json_file)


def show_blind(cases: Path, out: Path, *, clips: int, seed: int, json_file: Path | None = None) -> ExitCode:
    """Write ``blind.png``, ``blind.html`` and ``key.json`` into ``out``. Raises ``BadRequest``."""
    if not cases.is_dir():
        raise BadRequest(f"there is no folder {cases}: give --cases a folder of artists' strips")
    strips = list(read_strips(cases))
    with meter("blind", clips) as progress:
        made = blind_clips(strips, clips, seed, _pipeline(), progress.step)
    rows = [ContactRow(f"#{clip.number}", clip.frames) for clip in made]
    key = msgspec.json.format(msgspec.json.encode(blind_key(made, seed)), indent=1) + b"\n"
    write_file(out / "blind.png", _png(contact_sheet(rows, 2)))
    write_file(out / "blind.html", blind_page(made).encode())
    write_file(out / "key.json", key)
    note(f"{clips} clips: look at {out / 'blind.html'} or {out / 'blind.png'}, then at {out / 'key.json'}")
    return show_benches([blind_result(made)], json_file)


def show_foreign(figures: int, json_file: Path | None = None) -> ExitCode:
    """Print the scores; exit code 1 where a format's gain is below that of a still."""
    with meter("foreign", figures * len(FORMATS)) as progress:
        result = bench_foreign(figures, _pipeline(), progress.step)
    return show_benches([result], json_file)


def _pipeline() -> Pipeline:
    # As everywhere: results do not depend on the number of cores.
    cv2.setNumThreads(1)
    return Pipeline(default_registry(load_settings().sprite_net))


def _shown(path: Path, facing: Direction | None, archetype: Archetype | None) -> Shown:
    sprite = decode_sprite(read_sprite_file(path))
    said = corrections_of(path, facing=facing, archetype=archetype)
    return Shown(path.stem, sprite, said.read(sprite, SpriteCache().analysis))


def _png(rgba: RGBA) -> bytes:
    _, packed = cv2.imencode(".png", cv2.cvtColor(rgba, cv2.COLOR_RGBA2BGR))
    return packed.tobytes()
