"""The stage: preview with its tools, time line, frame strip, and the takes side by side."""

from collections.abc import Callable
from dataclasses import replace

from neonworks_editor.panel.desk import Desk
from neonworks_editor.panel.frame_strip import FrameStrip
from neonworks_editor.panel.page_layout import StageColumn
from neonworks_editor.panel.preview_view import PreviewView
from neonworks_editor.panel.scrubber import Scrubber
from neonworks_editor.panel.shots import Backdrop
from neonworks_editor.panel.take_tile import TakeRow, TakeTile
from neonworks_editor.panel.views import Lens, still_view, strip_cells, strip_view
from neonworks_editor.panel.words import ACTIONS, DIRECTIONS
from neonworks_editor.studio.settings import MAX_TAKES
from neonworks_editor.studio.strip import Strip
from neonworks_editor.ui.button import Button, ButtonKind
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.label import Label, TextSize
from neonworks_editor.ui.layout import Flow, Row, Spacer

__all__ = ["StageSection"]

_OLD_S = 0.15
"""Seconds that pictures of an earlier change stand before they are marked: live drafts come sooner."""
_SCENE_S = 0.5
"""Seconds between two looks at the scene behind the preview."""
_MAX_ONION = 2


class StageSection:
    """``widget`` is the column; ``tick`` once a frame plays, ``sync`` after the studio changed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.preview = PreviewView(desk.store, on_joint=self._move_joint, on_zoom=self._show_zoom)
        self.strip = FrameStrip(desk.store, self._go)
        self.scrubber = Scrubber(self._go)
        self._tools = _Tools(desk, self)
        self._tiles = [self._tile(number) for number in range(MAX_TAKES)]
        self._takes = TakeRow(self._tiles)
        self._clips = Flow(gap=4, name="clips")
        self._labels: tuple[str, ...] = ()
        self._old_since: float | None = None
        self._marked = False
        self._scene_at = 0.0
        self.widget = StageColumn(
            [self._tools.widget, self._clips, self.preview, self._takes, self.scrubber, self.strip],
            takes=self._takes,
            preview=self.preview,
            line=self.scrubber,
        )
        self.sync()

    # What the tools and keys call

    def play_or_pause(self) -> None:
        """Stop or go on, in all takes."""
        strips, now = self._desk.together(), self._desk.clock()
        playing = any(strip.playback.playing for strip in strips)
        for strip in strips:
            (strip.playback.pause if playing else strip.playback.play)(now)
        self._tools.show(self)

    def step(self, by: int) -> None:
        """Stop ``by`` frames further, in all takes."""
        for strip in self._desk.together():
            strip.playback.step(by, self._desk.clock())
        self._tools.show(self)

    def next_backdrop(self) -> None:
        """Another background."""
        order = list(Backdrop)
        following = order[(order.index(self.preview.backdrop) + 1) % len(order)]
        scene = self._desk.host.background() if following is Backdrop.SCENE else None
        if following is Backdrop.SCENE and scene is None:
            following = Backdrop.CHECKER
        self.preview.set_backdrop(following, scene)
        self._tools.show(self)

    def switch_onion(self) -> None:
        """No onion skin, one frame to each side, two."""
        self._desk.look(onion=(self._desk.looking.onion + 1) % (_MAX_ONION + 1))
        self._tools.show(self)

    def switch_joints(self) -> None:
        """Edit the joints over the still, or go back to the animation."""
        self._desk.look(joints=not self._desk.looking.joints)
        self._tools.show(self)

    @property
    def playing(self) -> bool:
        """Whether anything plays."""
        strip = self._desk.strip
        return strip is not None and strip.playback.playing

    # Once a frame, and after changes

    def tick(self, now: float) -> None:
        """Show the pictures that are due."""
        desk, strip = self._desk, self._desk.strip
        if desk.looking.joints:
            joints = dict(desk.studio.joints)
            self.preview.show(still_view(desk.studio.settings.sprite, desk.store, joints))
        elif strip is None or strip.clip is None:
            self.preview.show(still_view(desk.studio.settings.sprite, desk.store))
        else:
            self._play(strip, now)
        self._play_takes(now)
        self._renew_scene(now)

    def sync(self) -> None:
        """Take over what changed in the studio."""
        studio, strip = self._desk.studio, self._desk.strip
        several = studio.take_count > 1
        self._takes.visible = several
        for take, tile in enumerate(self._tiles):
            tile.visible = take < studio.take_count
            tile.mark(chosen=take == self._desk.take, locked=take in studio.settings.locked)
        self._show_clips()
        self._show_cells(strip, self._desk.clock())
        self._tools.show(self)

    def _show_cells(self, strip: Strip | None, now: float) -> None:
        if strip is None:
            self.strip.show((), 0)
            return
        self._marked = self._is_old(strip, now)
        cells = strip_cells(strip, self._desk.store, mark_old=self._marked)
        self.strip.show(cells, strip.playback.index(now))

    def _play(self, strip: Strip, now: float) -> None:
        view = strip_view(strip, self._desk.store, now, Lens(self._desk.looking.onion))
        old = self._is_old(strip, now)
        if old is not self._marked:
            self._show_cells(strip, now)
        badge = f"as {self._desk.studio.second.name} reads it" if self._desk.second else ""
        self.preview.show(replace(view, old=old, badge=badge))
        playback = strip.playback
        self.strip.mark(playback.index(now))
        clip = strip.clip
        if clip is not None:
            self.scrubber.show(clip.durations, playback.position_s(now) / max(playback.total_s, 1e-6))

    def _play_takes(self, now: float) -> None:
        if self._takes.visible:
            for tile, strip in zip(self._tiles, self._desk.together(), strict=False):
                tile.show(strip_view(strip, self._desk.store, now, Lens()))

    def _is_old(self, strip: Strip, now: float) -> bool:
        if not strip.superseded:
            self._old_since = None
            return False
        if self._old_since is None:
            self._old_since = now
        return now - self._old_since >= _OLD_S

    def _renew_scene(self, now: float) -> None:
        if self.preview.backdrop is Backdrop.SCENE and now >= self._scene_at:
            self._scene_at = now + _SCENE_S
            self.preview.set_backdrop(Backdrop.SCENE, self._desk.host.background())

    def _show_clips(self) -> None:
        """A button for each clip, where there are several."""
        clips = [strip.clip for strip in self._desk.strips]
        labels = tuple(f"{ACTIONS[c.action]} {DIRECTIONS[c.direction].lower()}" if c else "…" for c in clips)
        self._clips.visible = len(labels) > 1
        if len(labels) < 2:
            return
        if labels != self._labels:
            self._labels = labels
            self._clips.clear()
            for number, label in enumerate(labels):
                self._clips.add(Button(label, self._looker(number), small=True, name=f"clip-{number}"))
        for number, button in enumerate(self._clips.children):
            if isinstance(button, Button):
                button.chosen = number == min(self._desk.looking.clip, len(labels) - 1)

    def _looker(self, clip: int) -> Callable[[], None]:
        return lambda: self._desk.look(clip=clip)

    def _tile(self, take: int) -> TakeTile:
        tooltip = f"Take {take + 1}: the same motion with another seed ({take + 1})"
        choose = lambda: self._desk.look(take=take)  # noqa: E731
        return TakeTile(self._desk.store, str(take + 1), choose, name=f"take-{take + 1}", tooltip=tooltip)

    def _go(self, index: int) -> None:
        for strip in self._desk.together():
            strip.playback.scrub(index, self._desk.clock())
        self._tools.show(self)

    def _move_joint(self, name: str, point: tuple[float, float]) -> None:
        self._desk.studio.move_joint(name, *point)

    def _show_zoom(self) -> None:
        self._tools.zoom.text = f"{self.preview.camera.zoom:g}x"


class _Tools:
    """The row of buttons over the preview."""

    def __init__(self, desk: Desk, stage: StageSection) -> None:
        self._desk = desk
        self.play = _tool(Icon.PAUSE, stage.play_or_pause, "play", "Play or pause (Space)")
        self.zoom = Label("", text_size=TextSize.SMALL, role="muted", align=0.5, size=(42, None), name="zoom")
        self.backdrop = _tool(Icon.GRID, stage.next_backdrop, "backdrop", "")
        self.onion = _tool(Icon.LAYERS, stage.switch_onion, "onion", "")
        self.joints = _tool(Icon.TARGET, stage.switch_joints, "joints", "Edit the joints over the still (J)")
        preview = stage.preview
        self.widget = Row(
            [
                self.play,
                _tool(Icon.STEP_BACK, lambda: stage.step(-1), "step-back", "One frame back (,)"),
                _tool(Icon.STEP, lambda: stage.step(1), "step-on", "One frame on (.)"),
                Spacer(),
                _tool(Icon.MINUS, lambda: preview.zoom(-1), "zoom-out", "Zoom out (-)"),
                self.zoom,
                _tool(Icon.PLUS, lambda: preview.zoom(1), "zoom-in", "Zoom in (+)"),
                _tool(Icon.FIT, preview.fit, "fit", "Fit the whole canvas (0)"),
                Spacer(),
                self.backdrop,
                self.onion,
                self.joints,
            ],
            gap=2,
            name="tools",
        )

    def show(self, stage: StageSection) -> None:
        """Icons and tooltips as things are now."""
        looking = self._desk.looking
        self.play.icon = Icon.PAUSE if stage.playing else Icon.PLAY
        self.backdrop.tooltip = f"Background: {stage.preview.backdrop.value.lower()}"
        self.onion.chosen = looking.onion > 0
        reach = ("off", "one frame to each side", "two frames to each side")[looking.onion]
        self.onion.tooltip = f"Onion skin: {reach} (O)"
        self.joints.chosen = looking.joints
        self.joints.enabled = self._desk.studio.settings.sprite is not None


def _tool(icon: Icon, press: Callable[[], None], name: str, tooltip: str) -> Button:
    return Button("", press, icon=icon, kind=ButtonKind.QUIET, small=True, name=name, tooltip=tooltip)
