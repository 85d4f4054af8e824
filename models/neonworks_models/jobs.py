"""From a sentence and options to the specs of a job; options always win over the sentence.

Commands, batch files and recipes share this, so that an option means the same everywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from neonworks_protocol.errors import BadRequest
from neonworks_protocol.limits import MAX_TEXT_CHARS
from neonworks_protocol.motion import Interpretation, MotionSpec
from neonworks_protocol.vocabulary import Action, Effect, Variant

from neonworks_models.intent.styles import STYLES, Style, blend_styles

__all__ = ["MotionOptions", "apply_options", "understand"]


@dataclass(frozen=True)
class MotionOptions:
    """What was said about the motion outside the sentence. None and empty: not said.

    ``frames`` 2..32, ``speed`` 0.1..3 (1 = the action's own), ``intensity`` 0..1, ``styles`` words of
    ``intent.styles.STYLES``.
    """

    action: Action | None = None
    variant: Variant | None = None
    frames: int | None = None
    speed: float | None = None
    intensity: float | None = None
    styles: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()

    @property
    def wanted_action(self) -> Action | None:
        """The action that was named; a variant alone means an attack."""
        return Action.ATTACK if self.action is None and self.variant is not None else self.action


def understand(
    text: str | None, options: MotionOptions, interpret: Callable[[str], Interpretation]
) -> Interpretation:
    """What to draw. Raises ``BadRequest`` when nothing is asked for or the options contradict each other."""
    if text is None or not text.strip():
        return apply_options(_unspoken(options), options)
    if len(text) > MAX_TEXT_CHARS:
        raise BadRequest(f"the text has {len(text)} characters: say it in at most {MAX_TEXT_CHARS}")
    return apply_options(interpret(text), options)


def _unspoken(options: MotionOptions) -> Interpretation:
    action = options.wanted_action
    if action is None:
        raise BadRequest('say what it should do: a sentence ("a tired walk to the left") or an action')
    return Interpretation(
        understood=True, sequence=(MotionSpec(animation_type=action),), interpreter="options"
    )


def apply_options(heard: Interpretation, options: MotionOptions) -> Interpretation:
    """``heard`` with the options laid over it.

    A named action replaces all that the sentence asked for, done in the manner of its first action.
    """
    action = options.wanted_action
    if options.variant is not None and action is not Action.ATTACK:
        raise BadRequest(f"{action} has no variant: only attack has ({', '.join(Variant)})")
    sequence = heard.sequence if action is None else (_doing(heard.spec, action),)
    sequence = tuple(_adjusted(spec, options) for spec in sequence)
    if action is None:
        return msgspec.structs.replace(heard, sequence=sequence)
    return msgspec.structs.replace(heard, sequence=sequence, understood=True, alternatives=())


def _doing(manner: MotionSpec, action: Action) -> MotionSpec:
    """``action`` in the manner of a spec; what belongs to the spec's own action is dropped."""
    if action is manner.animation_type:
        return manner
    return msgspec.structs.replace(manner, animation_type=action, variant=None, frame_count=None, loop=None)


def _adjusted(spec: MotionSpec, options: MotionOptions) -> MotionSpec:
    styled = _styled(spec, tuple(STYLES[name] for name in options.styles if name not in spec.style_modifiers))
    effects = spec.special_effects + tuple(e for e in options.effects if e not in spec.special_effects)
    return msgspec.structs.replace(
        styled,
        variant=options.variant or spec.variant,
        frame_count=options.frames or spec.frame_count,
        speed_multiplier=styled.speed_multiplier if options.speed is None else options.speed,
        intensity=styled.intensity if options.intensity is None else options.intensity,
        special_effects=effects,
    )


def _styled(spec: MotionSpec, styles: tuple[Style, ...]) -> MotionSpec:
    """``spec`` with more styles: what it already is, is kept and blended with them."""
    if not styles:
        return spec
    own = Style("own", parameters=spec.parameters)
    tempo = spec.speed_multiplier
    for style in styles:
        tempo *= style.tempo
    return msgspec.structs.replace(
        spec,
        style_modifiers=spec.style_modifiers + tuple(style.name for style in styles),
        parameters=blend_styles((own, *styles)),
        speed_multiplier=round(min(3.0, max(0.1, tempo)), 3),
        intensity=sum(style.intensity for style in styles) / len(styles),
    )
