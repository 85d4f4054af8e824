"""``bench contract``: the sprite contract over everything that we draw, and over what artists drew.

Ours: the example sprites × actions × attack variants × styles, through the same pipeline as the daemon's
workers. The artists' strips, where a folder of them is given, are the baseline: a rule that they do not keep
is a wrong rule.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from neonworks_models.contract.checker import check_clip
from neonworks_models.contract.limits import ContractLimits
from neonworks_models.contract.report import ContractReport, Rule
from neonworks_models.examples.gallery import ExampleSprite, example_sprites
from neonworks_models.generators.base import NullContext
from neonworks_models.generators.registry import default_registry
from neonworks_models.intent.styles import STYLES
from neonworks_models.pipeline import Pipeline, build_requests
from neonworks_models.requests import ClipPlan, GenerationRequest
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.sprite import RGBA
from neonworks_protocol.errors import UnsupportedAction
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Effect, Variant

from neonworks_daemon.bench.cases import read_strips
from neonworks_daemon.bench.faults import planted_faults
from neonworks_daemon.bench.result import BenchResult, Check, Value

__all__ = ["BENCH_STYLES", "bench_contract", "contract_requests"]

BENCH_STYLES = ("", "tired", "angry", "sneaky", "proud", "bouncy", "heavy", "robotic")
"""The empty style is the neutral performance; the others pull each motion parameter both ways."""
_COLUMNS = ("source", "clips", "passed", *(rule.value for rule in Rule))
_ARTISTS_TARGET = 0.95
_FOUND_TARGET = 0.95


@dataclass
class _Tally:
    """Counts over the clips of one source.

    ``worst`` is the largest number of each rule; ``planted`` says, for each fault planted into a good clip,
    whether the checker saw it.
    """

    name: str
    clips: int = 0
    passed: int = 0
    broken: dict[Rule, int] = field(default_factory=lambda: dict.fromkeys(Rule, 0))
    worst: dict[Rule, float] = field(default_factory=lambda: dict.fromkeys(Rule, 0.0))
    planted: dict[str, list[bool]] = field(default_factory=dict)
    examples: list[str] = field(default_factory=list)

    def add(self, label: str, report: ContractReport) -> None:
        self.clips += 1
        self.passed += report.passed
        for finding in report.findings:
            self.worst[finding.rule] = max(self.worst[finding.rule], finding.measured)
            if not finding.passed:
                self.broken[finding.rule] += 1
                self.examples.append(f"{label}: {finding.sentence()}")

    @property
    def share(self) -> float:
        return self.passed / max(1, self.clips)

    @property
    def found(self) -> float:
        """Share of the planted faults that were found; 1 where none was planted."""
        seen = [each for found in self.planted.values() for each in found]
        return sum(seen) / len(seen) if seen else 1.0

    def rows(self) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
        """The worst number per rule and, below it, how many clips broke the rule."""
        worst = tuple(round(self.worst[rule], 3) for rule in Rule)
        broken = tuple(self.broken[rule] for rule in Rule)
        return (
            (self.name, self.clips, f"{self.share:.1%}", *worst),
            ("  clips that break it", None, self.clips - self.passed, *broken),
        )


def bench_contract(
    *, cases: Path | None = None, sprites: tuple[str, ...] = (), styles: tuple[str, ...] = BENCH_STYLES
) -> BenchResult:
    """Pass rates and the worst number of each rule; ``sprites`` names examples (none: all of them)."""
    ours = _Tally("ours, draft tier")
    pipeline = Pipeline(default_registry())
    for label, request in contract_requests(sprites, styles):
        drawn = _drawn(pipeline, request)
        if drawn is None:
            continue
        plan, frames = drawn
        report = pipeline.report(request, plan, frames)
        ours.add(label, report)
        if report.passed and not request.spec.style_modifiers and not request.spec.special_effects:
            _plant(ours, pipeline, request, plan, frames)
    tallies = [ours]
    checks = [
        Check("our clips that keep the contract", ours.share, 1.0, True),
        Check("faults planted into good clips that are found", ours.found, _FOUND_TARGET, True),
    ]
    if cases is not None:
        artists = _artists(cases)
        tallies.append(artists)
        checks.append(Check("artists' strips that keep it", artists.share, _ARTISTS_TARGET, True))
    return BenchResult(
        "contract",
        "Sprite contract: worst number per rule",
        _COLUMNS,
        tuple(row for tally in tallies for row in tally.rows()),
        tuple(checks),
        _notes(tallies, cases),
        {
            "broken": {tally.name: tally.examples for tally in tallies},
            "planted": {name: [sum(seen), len(seen)] for name, seen in ours.planted.items()},
        },
    )


def contract_requests(
    sprites: Iterable[str] = (), styles: Iterable[str] = BENCH_STYLES
) -> Iterator[tuple[str, GenerationRequest]]:
    """A label and a request for every combination; effects are asked for one by one, in neutral style."""
    wanted = set(sprites)
    chosen = tuple(styles)
    for example in example_sprites():
        if wanted and example.name not in wanted:
            continue
        for label, spec in _specs(chosen):
            yield from ((f"{example.name} {label}", request) for request in _requests(example, spec))


def _requests(example: ExampleSprite, spec: MotionSpec) -> tuple[GenerationRequest, ...]:
    analysis = analyse(
        example.sprite, facing=example.facing, archetype=example.archetype, joints=example.joints
    )
    return build_requests(example.sprite, analysis, (spec,))


def _specs(styles: tuple[str, ...]) -> Iterator[tuple[str, MotionSpec]]:
    for action in Action:
        for variant in tuple(Variant) if action is Action.ATTACK else (None,):
            name = action.value if variant is None else f"{action.value}/{variant.value}"
            for style in styles:
                yield f"{name} {style or 'neutral'}", _styled(action, variant, style)
            for effect in Effect if variant in (None, Variant.SLASH) else ():
                yield (
                    f"{name} with {effect.value}",
                    MotionSpec(animation_type=action, variant=variant, special_effects=(effect,)),
                )


def _styled(action: Action, variant: Variant | None, style: str) -> MotionSpec:
    if not style:
        return MotionSpec(animation_type=action, variant=variant)
    chosen = STYLES[style]
    return MotionSpec(
        animation_type=action,
        variant=variant,
        style_modifiers=(style,),
        intensity=chosen.intensity,
        speed_multiplier=chosen.tempo,
        parameters=chosen.parameters,
    )


def _drawn(pipeline: Pipeline, request: GenerationRequest) -> tuple[ClipPlan, list[RGBA]] | None:
    """A freshly drawn clip; None where no generator performs this on such a body."""
    try:
        plan = pipeline.plan(request)
    except UnsupportedAction:
        return None
    frames = sorted(pipeline.render(request, plan, NullContext()), key=lambda frame: frame.index)
    return plan, [frame.rgba for frame in frames]


def _plant(
    tally: _Tally, pipeline: Pipeline, request: GenerationRequest, plan: ClipPlan, frames: list[RGBA]
) -> None:
    for fault in planted_faults(request, plan, frames):
        report = pipeline.report(request, plan, fault.frames)
        seen = any(not report[rule].passed for rule in fault.rules)
        tally.planted.setdefault(fault.name, []).append(seen)


def _artists(cases: Path) -> _Tally:
    tally = _Tally("artists' strips")
    limits = ContractLimits.hand_drawn()
    for strip in read_strips(cases):
        report = check_clip(strip.still, strip.analysis, strip.spec, strip.plan, strip.frames, limits=limits)
        tally.add(f"{strip.case}/{strip.name}_{strip.analysis.facing.value}", report)
    return tally


def _notes(tallies: list[_Tally], cases: Path | None) -> tuple[str, ...]:
    notes = [example for tally in tallies for example in tally.examples[:8]]
    planted = tallies[0].planted
    notes += [f"planted: {name}: found {sum(seen)} of {len(seen)}" for name, seen in planted.items()]
    if cases is None:
        return (*notes, "No artists' strips beside ours: give their folder with --cases.")
    hand, ours = ContractLimits.hand_drawn(), ContractLimits()
    return (
        *notes,
        f"Artists' strips may hold {hand.new_colours:.0%} of pixels in colours the still lacks: a person"
        " draws what it hides.",
        f"They may close a loop at {hand.seam} instead of {ours.seam}: a person may cut a cycle at its"
        " largest step. All other limits are the same.",
    )
