"""Variations: other characters like the sprite, to be looked at, kept as files, or animated in its place."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from neonworks_protocol.errors import StorageFailed

from neonworks_editor.panel.desk import Desk
from neonworks_editor.panel.look_tile import LookTile
from neonworks_editor.studio.look_files import keep_look, look_name
from neonworks_editor.studio.looks import LOOK_COUNT, Change, Look, LookState, LookWish
from neonworks_editor.ui.button import Button, ButtonKind
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.label import Label, TextSize
from neonworks_editor.ui.layout import Card, Flow, Row, Spacer
from neonworks_editor.ui.progress import ProgressBar
from neonworks_editor.ui.scroll import ScrollArea
from neonworks_editor.ui.tabs import Option, Segments

__all__ = ["VariationsCard"]

_CHANGES: Mapping[Change, str] = MappingProxyType(
    {Change.BOTH: "Both", Change.COLOURS: "Colours", Change.BUILD: "Build"}
)
_STRENGTHS: Mapping[str, float] = MappingProxyType({"A little": 0.25, "Some": 0.5, "A lot": 0.85})


class VariationsCard(Card):
    """A popup that asks for looks when it is shown. ``tick`` once a frame; ``on_close`` takes it away."""

    def __init__(self, desk: Desk, on_close: Callable[[], None]) -> None:
        self._desk, self._close = desk, on_close
        self._looks = desk.studio.looks
        self._chosen = 0
        self._kept: dict[str, Path] = {}
        self._seen: object = None
        self._seed = desk.studio.settings.seeds[0]
        self._change = Segments(
            [Option(change.value or "both", word) for change, word in _CHANGES.items()],
            "both",
            lambda _: self.make(),
            name="look-change",
            grow=1,
        )
        self._strength = Segments(
            [Option(word, word) for word in _STRENGTHS],
            "Some",
            lambda _: self.make(),
            name="look-strength",
            grow=1,
        )
        self._tiles = [self._tile(number) for number in range(LOOK_COUNT)]
        self._note = Label("", text_size=TextSize.SMALL, role="muted", wrap=True, grow=1, name="look-note")
        self._bar = ProgressBar(0.0, name="look-progress", grow=0)
        self._stop = Button("Stop", self._looks.stop, small=True, name="look-stop")
        self._others = Button(
            "Others",
            self._roll,
            icon=Icon.DICE,
            small=True,
            name="look-others",
            tooltip="Six other ones",
        )
        self._keep = Button(
            "Keep as a file",
            self._keep_one,
            icon=Icon.SAVE,
            small=True,
            name="look-keep",
            tooltip="A picture of its own beside the sprite, to be chosen like any other",
        )
        self._use = Button(
            "Animate this one",
            self._animate,
            kind=ButtonKind.PRIMARY,
            small=True,
            name="look-use",
            tooltip="It takes the sprite's place in the panel; Ctrl+Z brings the sprite back",
        )
        close = Button(
            "", on_close, icon=Icon.CROSS, kind=ButtonKind.QUIET, name="look-close", tooltip="Close (Esc)"
        )
        title = Label(f"Variations of {desk.sprite_name}", text_size=TextSize.TITLE, shrink=True, grow=1)
        super().__init__(
            [
                Row([title, close]),
                Row([self._change, self._strength], gap=8),
                ScrollArea(Flow(self._tiles, gap=8, name="look-tiles"), name="look-scroll"),
                Row([self._note, self._bar, self._stop], size=(None, 36), name="look-state"),
                Row([self._others, Spacer(), self._keep, self._use], gap=8),
            ],
            name="variations",
            size=(464, 474),
        )

    def make(self) -> None:
        """Ask for looks as it is set; what is there goes."""
        wish = LookWish(
            Change("" if self._change.chosen == "both" else self._change.chosen),
            _STRENGTHS[self._strength.chosen],
            self._seed,
        )
        self._chosen = 0
        self._kept.clear()
        self._looks.make(self._desk.studio.settings, wish)
        self.tick()

    def tick(self) -> None:
        """Show what was made since."""
        look = (self._looks.revision, self._chosen, len(self._kept))
        if look != self._seen:
            self._seen = look
            self._show()

    def _show(self) -> None:
        looks, pictures = self._looks, self._looks.pictures
        for number, tile in enumerate(self._tiles):
            look = pictures[number] if number < len(pictures) else None
            kept = look is not None and look.sha256 in self._kept
            tile.show(look, chosen=look is not None and number == self._chosen, kept=kept)
        making = looks.state is LookState.MAKING
        self._bar.visible = self._stop.visible = making
        self._bar.value = looks.fraction
        problem = looks.problem
        self._note.role = "bad" if problem else "muted"
        self._note.text = f"{problem.text}: {problem.advice}" if problem else self._words()
        self._use.enabled = self._look is not None
        self._keep.enabled = self._look is not None and self._look.sha256 not in self._kept

    def _words(self) -> str:
        count = len(self._looks.pictures)
        match self._looks.state:
            case LookState.MAKING:
                return f"Drawing {count + 1} of {LOOK_COUNT}"
            case LookState.STOPPED:
                return f"Stopped after {count}"
        return "Choose one: it can be kept, or animated at once"

    @property
    def _look(self) -> Look | None:
        """The one that the buttons are about."""
        pictures = self._looks.pictures
        return pictures[self._chosen] if self._chosen < len(pictures) else None

    def _tile(self, number: int) -> LookTile:
        return LookTile(self._desk.store, lambda: self._choose(number), name=f"look-{number + 1}")

    def _choose(self, number: int) -> None:
        self._chosen = number
        self.tick()

    def _roll(self) -> None:
        self._seed = (self._seed + LOOK_COUNT) % 2**32
        self.make()

    def _keep_one(self) -> None:
        look = self._look
        studio = self._desk.studio
        sprite = studio.settings.sprite
        if look is None or sprite is None:
            return
        try:
            path = keep_look(look.data, sprite.name, self._folder(), studio.corrections)
        except StorageFailed as error:
            self._say(f"{error.message}; make the folder writable and keep it again", bad=True)
            return
        self._kept[look.sha256] = path
        self._desk.host.refresh([path])
        self._say(f"Kept as {path.name}")

    def _animate(self) -> None:
        look, studio = self._look, self._desk.studio
        sprite = studio.settings.sprite
        if look is None or sprite is None:
            return
        path = self._kept.get(look.sha256)
        taken = (
            studio.open_sprite(path)
            if path is not None
            else studio.swap_look(look.data, look_name(sprite.name, self._chosen + 1))
        )
        if taken:
            self._close()

    def _say(self, text: str, *, bad: bool = False) -> None:
        """In the card: a toast would lie over its buttons."""
        self.tick()
        self._note.text, self._note.role = text, "bad" if bad else "muted"

    def _folder(self) -> Path:
        """Beside the sprite; where that is in no file, with the project's pictures."""
        sprite, place = self._desk.studio.settings.sprite, self._desk.host.project()
        if sprite is not None and sprite.path is not None:
            return sprite.path.parent
        return place.assets if place is not None else Path.cwd()
