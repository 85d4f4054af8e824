"""The preview: a picture on a backdrop with zoom, pan, onion skin, and joints that can be dragged.

It knows nothing of clips and time: the page shows it one picture after the other.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pygame

from neonworks_editor.panel.camera import Camera
from neonworks_editor.panel.joint_layer import JointLayer
from neonworks_editor.panel.joints import Joints, Point, joint_label, nearest_joint
from neonworks_editor.panel.pictures import PictureStore
from neonworks_editor.panel.shots import Backdrop, Shot, Tint, draw_shot
from neonworks_editor.ui.fonts import Style
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.shapes import clipped
from neonworks_editor.ui.widget import Widget, is_click

__all__ = ["PreviewView", "View"]

_REACH = 12
"""Logical pixels around a joint in which the pointer takes hold of it."""
_ARROWS = {
    pygame.K_LEFT: (-1, 0),
    pygame.K_RIGHT: (1, 0),
    pygame.K_UP: (0, -1),
    pygame.K_DOWN: (0, 1),
}
_PAN_STEP = 24
"""Logical pixels that an arrow key pans."""


@dataclass(frozen=True, eq=False)
class View:
    """What the preview shows. ``canvas`` and ``offset`` are the clip's: they hold for all of its pictures."""

    shot: Shot | None = None
    canvas: tuple[int, int] = (64, 64)
    offset: tuple[int, int] = (0, 0)
    before: tuple[Shot, ...] = ()
    """Onion skins of earlier frames, the nearest first."""
    after: tuple[Shot, ...] = ()
    joints: Joints | None = None
    """None: joints are not edited now."""
    hint: str = ""
    """What to do, where there is no picture."""
    old: bool = False
    """Of an earlier change: marked in the corner."""
    badge: str = ""
    """Whose reading it shows, where that is not the user's own; stands in the other corner."""

    def looks_like(self, other: "View") -> bool:
        """Whether both draw the same pixels."""
        return (
            _names(self) == _names(other)
            and (self.canvas, self.offset, self.hint) == (other.canvas, other.offset, other.hint)
            and (self.joints, self.old, self.badge) == (other.joints, other.old, other.badge)
        )


def _marks(view: View) -> tuple[object, ...]:
    """What is drawn beside pictures; a change of it may be anywhere."""
    return view.shot is None, view.joints, view.old, view.badge, view.hint


def _names(view: View) -> tuple[object, ...]:
    shots = (*view.before, None, *view.after, None, view.shot)
    return tuple((shot.key, shot.offset) if shot else None for shot in shots)


class PreviewView(Widget):
    """Wheel zooms at the pointer, dragging pans, + and - zoom, arrows pan, 0 fits.

    With joints, dragging one calls ``on_joint`` with its name and place in the still, ``[`` and ``]`` choose
    one and the arrow keys move it.
    """

    overlays = True
    urgent = True

    def __init__(
        self,
        store: PictureStore,
        *,
        on_joint: Callable[[str, Point], None],
        on_zoom: Callable[[], None] = lambda: None,
        name: str = "preview",
        grow: float = 1,
    ) -> None:
        super().__init__(name=name, focusable=True, grow=grow)
        self._store, self._on_zoom = store, on_zoom
        self._layer = JointLayer(on_joint)
        self.camera = Camera()
        self.backdrop = Backdrop.CHECKER
        self.scene: pygame.Surface | None = None
        self._view = View()
        self._drag: tuple[int, int] | None = None

    @property
    def view(self) -> View:
        """What is shown."""
        return self._view

    def show(self, view: View) -> None:
        """Show ``view``; only what looks different is painted again."""
        old, self._view = self._view, view
        if old.looks_like(view):
            return
        refit = self.camera.fitted and (old.canvas != view.canvas)
        if refit or _marks(old) != _marks(view):
            self._fit_if_wanted()
            self.invalidate(self.rect)
        else:
            self.invalidate(self._painted(old).union(self._painted(view)).clip(self.rect))

    def set_backdrop(self, backdrop: Backdrop, scene: pygame.Surface | None = None) -> None:
        """What stands behind the picture; ``scene`` is drawn by ``Backdrop.SCENE`` in its middle."""
        self.backdrop, self.scene = backdrop, scene
        self.invalidate(self.rect)

    def zoom(self, steps: int) -> None:
        """Zoom in (out below 0) about the middle."""
        self._look(self.camera.zoomed(steps))

    def fit(self) -> None:
        """Show the whole canvas, and keep doing so."""
        self._look(self.camera.fit(self._view.canvas, self.rect.size))

    def measure(self, width: int) -> tuple[int, int]:
        return min(width, self.stage.theme.px(320)), self.stage.theme.px(240)

    def least(self) -> int:
        return self.stage.theme.px(120)

    def least_height(self, width: int) -> int:
        return self.stage.theme.px(64)

    def arrange(self) -> None:
        self._fit_if_wanted()

    def tip(self) -> str:
        if self._view.joints is None:
            return ""
        under = self._joint_at(self.stage.pointer)
        return f"Drag: {joint_label(under)}" if under else ""

    def focus_rect(self) -> pygame.Rect | None:
        return self.rect

    # Drawing

    def draw(self, surface: pygame.Surface) -> None:
        with clipped(surface, self.rect) as seen:
            if not seen:
                return
            self._draw_backdrop(surface)
            view = self._view
            for shot in reversed(view.before):
                self._draw_shot(surface, shot, Tint.BEFORE)
            for shot in reversed(view.after):
                self._draw_shot(surface, shot, Tint.AFTER)
            if view.shot is not None:
                self._draw_shot(surface, view.shot, Tint.NONE)
            elif view.hint:
                self._draw_hint(surface)
            if view.old:
                self._draw_mark(surface)
            if view.badge:
                self._draw_badge(surface)
            if view.joints is not None:
                places = {name: self._to_screen(point) for name, point in view.joints.items()}
                self._layer.draw(surface, self.stage, places)

    def _draw_backdrop(self, surface: pygame.Surface) -> None:
        theme = self.stage.theme
        match self.backdrop:
            case Backdrop.DARK:
                surface.fill((20, 21, 24), self.rect)
            case Backdrop.LIGHT:
                surface.fill((236, 236, 238), self.rect)
            case Backdrop.SCENE if self.scene is not None:
                self._draw_scene(surface, self.scene)
            case _:
                one, other = theme.color("checker_a"), theme.color("checker_b")
                self.stage.shapes.checker(surface, self.rect, theme.px(10), one, other)

    def _draw_scene(self, surface: pygame.Surface, scene: pygame.Surface) -> None:
        """The scene's middle behind the picture, never smaller than the view."""
        share = max(self.rect.width / scene.get_width(), self.rect.height / scene.get_height(), 1.0)
        size = round(scene.get_width() * share), round(scene.get_height() * share)
        drawn = self._store.get(("scene", id(scene), size), lambda: pygame.transform.scale(scene, size))
        surface.blit(drawn, drawn.get_rect(center=self.rect.center))

    def _draw_shot(self, surface: pygame.Surface, shot: Shot, tint: Tint) -> None:
        draw_shot(
            surface,
            self.rect,
            shot,
            camera=self.camera,
            canvas=self._view.canvas,
            still_offset=self._view.offset,
            store=self._store,
            tint=tint,
        )

    def _draw_mark(self, surface: pygame.Surface) -> None:
        px = self.stage.theme.px
        plate = pygame.Rect(self.rect.right - px(32), self.rect.y + px(8), px(24), px(24))
        self.stage.shapes.box(surface, plate, px(6), self.stage.theme.color("surface"))
        color = self.stage.theme.color("warning")
        self.stage.icons.draw(surface, Icon.CLOCK, plate.inflate(-px(8), -px(8)), color)

    def _draw_badge(self, surface: pygame.Surface) -> None:
        theme, text = self.stage.theme, self.stage.text
        style = Style(theme.px(12), bold=True)
        wide, line = theme.px(10), text.line_height(style)
        shown = text.fit(self._view.badge, style, self.rect.width - theme.px(64))
        plate = pygame.Rect(0, 0, text.width(shown, style) + wide, line + theme.px(4))
        plate.topleft = (self.rect.x + theme.px(8), self.rect.y + theme.px(8))
        self.stage.shapes.box(surface, plate, theme.px(6), theme.color("accent"))
        place = (plate.x + wide // 2, plate.y + theme.px(2))
        text.draw(surface, shown, place, style, theme.color("on_accent"))

    def _draw_hint(self, surface: pygame.Surface) -> None:
        theme, text = self.stage.theme, self.stage.text
        style = Style(theme.px(15))
        room = min(self.rect.width - 4 * theme.gap, theme.px(420))
        lines = [self._view.hint[a:b].strip() for a, b in text.wrap(self._view.hint, style, room)]
        height = text.line_height(style)
        widest = max(text.width(line, style) for line in lines)
        plate = pygame.Rect(0, 0, widest, height * len(lines)).inflate(4 * theme.gap, 3 * theme.gap)
        plate.center = self.rect.center
        self.stage.shapes.box(surface, plate, theme.px(8), theme.color("surface"), theme.color("border"))
        top = plate.y + (plate.height - height * len(lines)) // 2
        for number, line in enumerate(lines):
            left = plate.centerx - text.width(line, style) // 2
            text.draw(surface, line, (left, top + number * height), style, theme.color("text"))

    # Places

    def _to_screen(self, point: Point) -> tuple[int, int]:
        x, y = point[0] + self._view.offset[0], point[1] + self._view.offset[1]
        seen = self.camera.to_view((x, y), self._view.canvas, self.rect.size)
        return self.rect.x + round(seen[0]), self.rect.y + round(seen[1])

    def _to_still(self, pos: tuple[int, int]) -> Point:
        local = pos[0] - self.rect.x, pos[1] - self.rect.y
        x, y = self.camera.to_canvas(local, self._view.canvas, self.rect.size)
        return x - self._view.offset[0], y - self._view.offset[1]

    def _joint_at(self, pos: tuple[int, int]) -> str | None:
        if self._view.joints is None or not self.rect.collidepoint(pos):
            return None
        reach = self.stage.theme.px(_REACH) / self.camera.zoom
        return nearest_joint(self._view.joints, self._to_still(pos), reach)

    def _painted(self, view: View) -> pygame.Rect:
        """Where the pictures of ``view`` lie, with a margin for rounding."""
        painted = pygame.Rect(self.rect.center, (0, 0))
        x, y = self.camera.origin(view.canvas, self.rect.size)
        for shot in (*view.before, *view.after, view.shot):
            if shot is not None:
                left = self.rect.x + x + round((view.offset[0] - shot.offset[0]) * self.camera.zoom)
                top = self.rect.y + y + round((view.offset[1] - shot.offset[1]) * self.camera.zoom)
                width, height = (round(side * self.camera.zoom) + 1 for side in shot.picture.get_size())
                painted.union_ip((left, top, width, height))
        return painted if view.joints is None else self.rect

    # Input

    def _look(self, camera: Camera) -> None:
        if camera != self.camera:
            self.camera = camera
            self.invalidate(self.rect)
            self._on_zoom()

    def _fit_if_wanted(self) -> None:
        if self.camera.fitted and self.rect.width:
            self._look(self.camera.fit(self._view.canvas, self.rect.size))

    def handle(self, event: pygame.event.Event) -> bool:
        match event.type:
            case pygame.MOUSEWHEEL:
                about = (
                    self.stage.pointer[0] - self.rect.centerx,
                    self.stage.pointer[1] - self.rect.centery,
                )
                self._look(self.camera.zoomed(max(-2, min(2, event.y)), about))
                return True
            case pygame.MOUSEBUTTONDOWN if is_click(event) or event.button == 2:
                return self._press(event)
            case pygame.MOUSEMOTION if self._drag is not None:
                return self._move(event.pos, self._drag)
            case pygame.MOUSEBUTTONUP if self._drag is not None:
                return self._release_drag()
            case pygame.KEYDOWN:
                return self._key(event)
        return False

    def _press(self, event: pygame.event.Event) -> bool:
        self._drag = event.pos
        self._layer.press(self._joint_at(event.pos) if event.button == 1 else None)
        self.invalidate(self.rect)
        return True

    def _move(self, pos: tuple[int, int], start: tuple[int, int]) -> bool:
        if self._layer.held:
            self._layer.drag(self._to_still(pos), self._still_size())
        else:
            by = (pos[0] - start[0], pos[1] - start[1])
            self._look(self.camera.panned(by, self._view.canvas, self.rect.size))
        self._drag = pos
        return True

    def _release_drag(self) -> bool:
        self._drag, self._layer.held = None, False
        return True

    def _still_size(self) -> tuple[int, int]:
        shot = self._view.shot
        return shot.picture.get_size() if shot is not None else self._view.canvas

    def _key(self, event: pygame.event.Event) -> bool:
        step, joints = _ARROWS.get(event.key), self._view.joints
        if step is not None and not event.mod & (pygame.KMOD_CTRL | pygame.KMOD_ALT):
            if joints is None or not self._layer.nudge(joints, step, self._still_size()):
                by = self.stage.theme.px(_PAN_STEP)
                pan = (-step[0] * by, -step[1] * by)
                self._look(self.camera.panned(pan, self._view.canvas, self.rect.size))
            return True
        if joints and event.key in (pygame.K_LEFTBRACKET, pygame.K_RIGHTBRACKET):
            self._layer.choose(joints, 1 if event.key == pygame.K_RIGHTBRACKET else -1)
            self.invalidate(self.rect)
            return True
        return False
