"""The still: opened, read again when its file changes, corrected where the daemon sees it wrongly."""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from neonworks_protocol.errors import BadRequest, BadSprite, StorageFailed
from neonworks_protocol.limits import Limits
from neonworks_protocol.records import SpriteReading

from neonworks_editor.studio.analyst import Analyst
from neonworks_editor.studio.corrections import Corrections, Joints, read_rig, rig_path, write_rig
from neonworks_editor.studio.editing import Editing
from neonworks_editor.studio.motion_sheet import read_motion_sheet
from neonworks_editor.studio.notices import Level, NoticeAction, NoticeBoard
from neonworks_editor.studio.settings import Settings
from neonworks_editor.studio.sprite import Sprite, read_sprite, sprite_from_bytes
from neonworks_editor.studio.watching import FileWatch

__all__ = ["Stills"]


class Stills(Editing):
    """The part of the studio that knows about the sprite."""

    def __init__(
        self, clock: Callable[[], float], seed: Callable[[], int], analyst: Analyst, notices: NoticeBoard
    ) -> None:
        super().__init__(clock, seed)
        self._analyst = analyst
        self._notices = notices
        self._watch: FileWatch | None = None
        self._on_disk: Sprite | None = None

    @property
    @abstractmethod
    def limits(self) -> Limits:
        """What the daemon accepts."""

    @property
    def analysis(self) -> SpriteReading | None:
        """What is seen in the still, the user's facing and body plan taken as given; None until it is
        known."""
        return self._analyst.reading(self.settings)

    @property
    def joints(self) -> Joints:
        """Where the joints are, the user's before what is seen; empty while that is not known."""
        base = self.base_joints()
        return self.settings.joints or tuple(sorted((base or {}).items()))

    def base_joints(self) -> dict[str, tuple[float, float]] | None:
        """Where the joints are seen."""
        analysis = self.analysis
        return dict(analysis.joints) if analysis is not None and analysis.joints else None

    def open_sprite(self, path: Path, entity: str | None = None) -> bool:
        """Reads a picture and the corrections beside it; the sentence and all else stay. False, and a notice,
        when it cannot be animated."""
        try:
            sprite = read_sprite(path, self.limits, entity)
        except BadSprite as error:
            self._notices.say(Level.ERROR, error.message, NoticeAction.OPEN_SPRITE)
            return False
        self._take(sprite)
        return True

    def load_sprite(
        self, data: bytes, name: str, *, path: Path | None = None, entity: str | None = None
    ) -> bool:
        """As ``open_sprite``, with the encoded picture given; ``path`` is watched for changes."""
        try:
            sprite = sprite_from_bytes(data, name, self.limits, path=path, entity=entity)
        except BadSprite as error:
            self._notices.say(Level.ERROR, error.message, NoticeAction.OPEN_SPRITE)
            return False
        self._take(sprite)
        return True

    def swap_look(self, data: bytes, name: str) -> bool:
        """Another look of the sprite takes its place, in no file yet; all else stays, corrections too. One
        step of undo. False, and a notice, when it cannot be animated."""
        earlier = self.settings.sprite
        try:
            sprite = sprite_from_bytes(data, name, self.limits, entity=earlier.entity if earlier else None)
        except BadSprite as error:
            self._notices.say(Level.ERROR, error.message)
            return False
        self._on_disk = None
        self.apply_settings(replace(self.settings, sprite=sprite))
        return True

    @property
    def corrections(self) -> Corrections:
        """What the user says of the still."""
        return Corrections(self.settings.archetype, self.settings.facing, self.settings.joints)

    def move_like(self, path: Path) -> bool:
        """Reads a sheet of another figure's frames, to move like it. False, and a notice, when it is none."""
        try:
            sheet = read_motion_sheet(path, self.limits)
        except BadSprite as error:
            self._notices.say(Level.ERROR, error.message)
            return False
        self.set_motion(sheet)
        return True

    def close_sprite(self) -> None:
        """Back to nothing; the sentence stays."""
        self.apply_settings(_corrected(replace(self.settings, sprite=None), Corrections()))

    def save_corrections(self) -> bool:
        """Writes facing, body plan and joints beside the sprite's file, where the watched folder and the
        command read them, too. False, and a notice, when that is not possible."""
        sprite = self.settings.sprite
        if sprite is None or sprite.path is None:
            self._notices.say(Level.WARNING, "this picture is in no file; nothing can be kept beside it")
            return False
        try:
            write_rig(rig_path(sprite.path), self.corrections)
        except StorageFailed as error:
            self._notices.say(Level.ERROR, f"{error.message}; make the folder writable and save again")
            return False
        self._notices.say(Level.INFO, f"saved as {rig_path(sprite.path).name}")
        return True

    def undo(self) -> None:
        """Takes the last step back; the picture stays as its file is now."""
        self._undo.undo()
        self._keep_disk()
        self.settings_changed()

    def redo(self) -> None:
        """Takes the step again; the picture stays as its file is now."""
        self._undo.redo()
        self._keep_disk()
        self.settings_changed()

    def watch_sprite(self, now: float) -> None:
        """Once a frame: reads the file again when it changed, which is no step of undo."""
        sprite = self.settings.sprite
        if sprite is None or sprite.path is None:
            self._watch = None
            return
        if self._watch is None or self._watch.path != sprite.path:
            self._watch = FileWatch(sprite.path, now)
        if self._watch.changed(now):
            self._read_again(sprite)

    def _read_again(self, sprite: Sprite) -> None:
        assert sprite.path is not None
        try:
            fresh = read_sprite(sprite.path, self.limits, sprite.entity)
        except BadSprite as error:
            self._notices.say(Level.WARNING, f"{error.message}; the earlier picture is kept")
            return
        self._on_disk = fresh
        if fresh.sha256 != sprite.sha256:
            self._undo.amend(replace(self.settings, sprite=fresh))
            self._notices.say(Level.INFO, f"{sprite.name} changed on disk and was read again")
            self.settings_changed()

    def _take(self, sprite: Sprite) -> None:
        """Another picture brings its own corrections; a new content of the same file keeps the present
        ones."""
        settings = replace(self.settings, sprite=sprite)
        earlier = self.settings.sprite
        if earlier is None or earlier.path is None or earlier.path != sprite.path:
            settings = _corrected(settings, self._beside(sprite))
        self._on_disk = sprite if sprite.path is not None else None
        self.apply_settings(settings)

    def _beside(self, sprite: Sprite) -> Corrections:
        try:
            found = read_rig(rig_path(sprite.path)) if sprite.path is not None else None
        except BadRequest as error:
            self._notices.say(Level.WARNING, error.message)
            return Corrections()
        return found or Corrections()

    def _keep_disk(self) -> None:
        sprite, disk = self.settings.sprite, self._on_disk
        if sprite is not None and disk is not None and sprite.path == disk.path and sprite != disk:
            self._undo.amend(replace(self.settings, sprite=replace(disk, entity=sprite.entity)))


def _corrected(settings: Settings, corrections: Corrections) -> Settings:
    return replace(
        settings,
        facing=corrections.facing,
        archetype=corrections.archetype,
        joints=corrections.joints,
    )
