"""Stills with a known analysis, for tests that draw: what is true of a sprite, without the reader's net."""

from neonworks_models.examples.gallery import ExampleSprite, example_sprites
from neonworks_models.generators.timing import resolve
from neonworks_models.requests import GenerationRequest
from neonworks_models.sprites.palette import outline_colour, palette_of
from neonworks_models.sprites.rig import Joints, SpriteAnalysis
from neonworks_models.sprites.silhouette import alpha_kind, core_x, figure_box, main_figure, symmetry
from neonworks_models.sprites.sprite import Sprite
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Archetype, Direction

__all__ = ["example", "known_analysis", "request_for"]


def example(name: str) -> ExampleSprite:
    """The example sprite of that name."""
    return next(e for e in example_sprites() if e.name == name)


def known_analysis(
    sprite: Sprite, facing: Direction, archetype: Archetype, joints: Joints | None = None
) -> SpriteAnalysis:
    """Measurements of the silhouette, with facing, archetype and joints as given."""
    figure = main_figure(sprite.opaque)
    box = figure_box(figure)
    axis = core_x(figure, box)
    return SpriteAnalysis(
        box=box,
        foot_line=box.y1,
        core_x=axis,
        palette=palette_of(sprite.rgba),
        alpha=alpha_kind(sprite.rgba),
        outline=outline_colour(sprite.rgba),
        symmetry=symmetry(figure, box, axis),
        facing=facing,
        facing_confidence=1.0,
        archetype=archetype,
        archetype_confidence=1.0,
        joints=joints,
    )


def request_for(
    still: ExampleSprite | str,
    spec: MotionSpec,
    *,
    direction: Direction | None = None,
    archetype: Archetype | None = None,
    seed: int = 0,
) -> GenerationRequest:
    """A resolved draft request for an example sprite (or its name)."""
    chosen = example(still) if isinstance(still, str) else still
    analysis = known_analysis(
        chosen.sprite,
        chosen.facing,
        archetype or chosen.archetype,
        chosen.joints if archetype is None else None,
    )
    resolved = resolve(spec, analysis)
    return GenerationRequest(chosen.sprite, analysis, resolved, direction or chosen.facing, seed=seed)
