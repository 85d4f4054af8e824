"""``animate --variations``: other characters of one sprite, each written as a still and animated."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from neonworks_models.export.files import ensure_folder, write_files
from neonworks_models.export.frames import encode_png
from neonworks_models.export.look_record import look_record
from neonworks_models.export.names import safe_name
from neonworks_models.export.sheets import compose_sheet
from neonworks_models.looks.names import variation_name
from neonworks_models.looks.variation import Variation, Wish, vary
from neonworks_models.nets.vae_file import VaeFile
from neonworks_models.sprites.decode import decode_sprite
from neonworks_models.sprites.rig import SpriteAnalysis
from neonworks_models.sprites.rigfile import Rig, analyse_with_rig, rig_path, write_rig
from neonworks_models.sprites.sprite import Sprite

from neonworks_daemon.cli.console import meter, note, print_json
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.animating import deliver_all, job_record, tell
from neonworks_daemon.local.choose import open_artist
from neonworks_daemon.local.options import JobOptions
from neonworks_daemon.local.rigs import Corrections, corrections_of
from neonworks_daemon.local.workshop import Workshop, read_sprite_file

__all__ = ["animate_variations"]


@dataclass(frozen=True, eq=False)
class _Cast:
    """A sprite, what is known of it, and its variations."""

    sprite: Sprite
    said: Corrections
    analysis: SpriteAnalysis
    looks: tuple[Variation, ...]


def animate_variations(options: JobOptions, wish: Wish, *, as_json: bool) -> ExitCode:
    """Write each variation and what it does. Exit code 1 when some clips could not be drawn.

    Raises ``AnimatorError`` when there is no variation, or none can be drawn.
    """
    workshop = Workshop.configured()
    with meter("varying", wish.count) as shown:
        cast = _cast(options, wish, shown.step)
        stills = _write_stills(options, wish, cast, as_json=as_json)
        records: list[dict[str, object]] = []
        refused = False
        with open_artist(workshop) as (artist, remark):
            note(remark)
            for path, look in zip(stills, cast.looks, strict=True):
                own = replace(
                    options, sprite=path, facing=cast.analysis.facing, archetype=cast.analysis.archetype
                )
                job = workshop.prepare(own, data=path.read_bytes(), sprite=look.sprite)
                deliveries = deliver_all(job, artist.draw(job, shown))
                records.append(job_record(job, deliveries))
                refused = refused or bool(job.refused)
                if not as_json:
                    tell(deliveries)
    if as_json:
        print_json({"sprite": str(options.sprite), "variations": records})
    return ExitCode.SOME_FAILED if refused else ExitCode.OK


def _cast(options: JobOptions, wish: Wish, step: Callable[[], None]) -> _Cast:
    sprite = decode_sprite(read_sprite_file(options.sprite))
    said = corrections_of(options.sprite, facing=options.facing, archetype=options.archetype)
    for text in said.notes():
        note(f"note: {text}")
    analysis = said.read(sprite, analyse_with_rig)
    looks = []
    for look in vary(VaeFile().session(), sprite, analysis, wish):
        looks.append(look)
        step()
    return _Cast(sprite, said, analysis, tuple(looks))


def _write_stills(options: JobOptions, wish: Wish, cast: _Cast, *, as_json: bool) -> list[Path]:
    """Stills, their sheet (the sprite itself first) and record; rig files where the sprite has one."""
    stem, folder = safe_name(options.sprite.stem), ensure_folder(options.out)
    names = [variation_name(index, wish.count, stem) for index in range(wish.count)]
    pictures = [look.sprite.rgba for look in cast.looks]
    files = {name: encode_png(picture) for name, picture in zip(names, pictures, strict=True)}
    sheet = f"{stem}_variations.png"
    files[sheet] = encode_png(compose_sheet((cast.sprite.rgba, *pictures), len(pictures) + 1))
    said: dict[str, int | float | str] = {
        "count": wish.count,
        "seed": wish.seed,
        "strength": wish.strength,
        "change": wish.change.word,
    }
    files |= look_record(
        f"{stem}_variations",
        "variations",
        {options.sprite.name: cast.sprite},
        said,
        pictures,
        tuple(files),
    )
    paths = write_files(folder, files)
    stills = paths[: wish.count]
    for path, look in zip(stills, cast.looks, strict=True):
        if cast.said.rig.joints is not None:
            write_rig(rig_path(path), Rig(cast.analysis.archetype, cast.analysis.facing, look.joints))
    if not as_json:
        for path in paths:
            print(path)
    return stills
