"""Small figures drawn for the contract tests, and clips of them that keep the contract."""

from dataclasses import dataclass, replace

import numpy as np
from neonworks_models.contract.checker import check_clip
from neonworks_models.contract.report import ContractReport
from neonworks_models.requests import ClipPlan
from neonworks_models.sprites.rig import AlphaKind, Box, SpriteAnalysis
from neonworks_models.sprites.sprite import RGBA, Sprite
from neonworks_protocol.motion import MotionSpec
from neonworks_protocol.vocabulary import Action, Archetype, Direction

SIZE = 64
TOP, FOOT = 12, 60
SKIN, HAIR, COAT, TRIM, LEGS, SHOE = (
    (224, 172, 120, 255),
    (90, 50, 20, 255),
    (40, 90, 170, 255),
    (230, 210, 60, 255),
    (70, 60, 80, 255),
    (30, 24, 24, 255),
)


@dataclass(frozen=True)
class Pose:
    """Offsets in pixels: of head and torso, of each foot (x) and how far it is lifted."""

    head: int = 0
    torso: int = 0
    bob: int = 0
    left_foot: int = 0
    right_foot: int = 0
    left_lift: int = 0
    right_lift: int = 0
    arm: int = 0


def draw(pose: Pose) -> RGBA:
    """A figure of 48 px in front view on a canvas of 64×64."""
    out = np.zeros((SIZE, SIZE, 4), dtype=np.uint8)
    up = pose.bob
    _leg(out, 25 + pose.left_foot, pose.left_lift)
    _leg(out, 33 + pose.right_foot, pose.right_lift)
    x = 24 + pose.torso
    out[30 - up : 46, x : x + 16] = COAT
    out[30 - up : 46, x + 7 : x + 9] = TRIM
    out[40:42, x : x + 16] = SHOE
    for side in (x - 5, x + 17):
        out[31 - up - pose.arm : 44 - up - pose.arm, side : side + 4] = SKIN
    x = 25 + pose.head
    out[TOP - up : 30 - up, x : x + 14] = SKIN
    out[TOP - up : 18 - up, x : x + 14] = HAIR
    out[22 - up : 24 - up, x + 3 : x + 5] = SHOE
    out[22 - up : 24 - up, x + 9 : x + 11] = SHOE
    return out


def _leg(out: RGBA, x: int, lift: int) -> None:
    out[46 : FOOT - 3 - lift, x : x + 6] = LEGS
    out[FOOT - 3 - lift : FOOT - lift, x : x + 6] = SHOE


def analysed(rgba: RGBA, archetype: Archetype = Archetype.BIPED) -> tuple[Sprite, SpriteAnalysis]:
    """The sprite and the truth about it."""
    sprite = Sprite.from_rgba(rgba)
    ys, xs = np.nonzero(sprite.opaque)
    box = Box(int(xs.min()), int(ys.min()), int(xs.max()) + 1, int(ys.max()) + 1)
    colours = np.unique(sprite.rgba[sprite.opaque][:, :3], axis=0)
    soft = bool(((sprite.rgba[..., 3] > 0) & (sprite.rgba[..., 3] < 255)).any())
    return sprite, SpriteAnalysis(
        box=box,
        foot_line=box.y1,
        core_x=(box.x0 + box.x1) / 2,
        palette=tuple((int(r), int(g), int(b)) for r, g, b in colours),
        alpha=AlphaKind.SOFT if soft else AlphaKind.BINARY,
        outline=None,
        symmetry=1.0,
        facing=Direction.DOWN,
        facing_confidence=1.0,
        archetype=archetype,
        archetype_confidence=1.0,
        joints=None,
    )


@dataclass(frozen=True, eq=False)
class Clip:
    """All arguments of ``check_clip``."""

    still: Sprite
    analysis: SpriteAnalysis
    spec: MotionSpec
    plan: ClipPlan
    frames: tuple[RGBA, ...]
    effects: tuple[tuple[int, int, int], ...] = ()

    def check(self) -> ContractReport:
        return check_clip(
            self.still, self.analysis, self.spec, self.plan, self.frames, extra_palette=self.effects
        )

    def with_frame(self, index: int, frame: RGBA) -> "Clip":
        frames = list(self.frames)
        frames[index] = frame
        return replace(self, frames=tuple(frames))


def clip(action: Action, poses: tuple[Pose, ...], *, archetype: Archetype = Archetype.BIPED) -> Clip:
    """A clip of ``poses`` with its plan; idle, walk and run loop."""
    still, analysis = analysed(draw(Pose()), archetype)
    loop = action in (Action.IDLE, Action.WALK, Action.RUN)
    spec = MotionSpec(animation_type=action, frame_count=len(poses), loop=loop)
    plan = ClipPlan(SIZE, SIZE, 0, 0, (32.0, float(FOOT)), (100,) * len(poses), loop)
    return Clip(still, analysis, spec, plan, tuple(draw(pose) for pose in poses))


def idle() -> Clip:
    return clip(Action.IDLE, tuple(Pose(bob=b, arm=-b) for b in (0, 0, 1, 2, 2, 1)))


def walk() -> Clip:
    lifts = ((0, 0), (2, 0), (4, 0), (2, 0), (0, 0), (0, 2), (0, 4), (0, 2))
    return clip(
        Action.WALK,
        tuple(Pose(left_lift=a, right_lift=b, arm=(a - b) // 2, bob=(a + b) // 3) for a, b in lifts),
    )


def jump() -> Clip:
    frames = tuple(np.roll(draw(Pose()), -up, axis=0) for up in (0, 3, 7, 8, 4, 0))
    return replace(clip(Action.JUMP, (Pose(),) * 6), frames=frames)


def attack() -> Clip:
    return clip(
        Action.ATTACK,
        (
            Pose(),
            Pose(head=-2, torso=-1, arm=4),
            Pose(head=-2, torso=-1, arm=8),
            Pose(head=4, torso=2, right_foot=3, arm=3),
            Pose(head=2, torso=1, right_foot=3),
            Pose(),
        ),
    )


def hurt() -> Clip:
    return clip(Action.HURT, (Pose(), Pose(head=-5, torso=-3), Pose(head=-3, torso=-2), Pose(head=-1)))


def all_clips() -> tuple[Clip, ...]:
    return idle(), walk(), jump(), attack(), hurt()
