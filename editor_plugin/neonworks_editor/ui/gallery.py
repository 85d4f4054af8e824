"""Shows every widget in both themes: ``python -m neonworks_editor.ui.gallery``.

For who writes or changes widgets. ``--screenshot FILE`` draws one picture and ends (``SDL_VIDEODRIVER=dummy``
where there is no screen); ``--scale`` and ``--theme`` choose what is seen first, F2 and F3 change them.
"""

import argparse
import sys
from collections.abc import Sequence

import pygame

from neonworks_editor.ui.button import Button, ButtonKind
from neonworks_editor.ui.chip import Chip
from neonworks_editor.ui.dialog import Dialog
from neonworks_editor.ui.dropdown import Dropdown
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.image_view import ImageView
from neonworks_editor.ui.label import Label, TextSize
from neonworks_editor.ui.layout import Card, Column, Flow, Grid, Row, Separator, Spacer
from neonworks_editor.ui.list_view import ListItem, ListView
from neonworks_editor.ui.progress import ProgressBar
from neonworks_editor.ui.root import Root
from neonworks_editor.ui.scroll import ScrollArea
from neonworks_editor.ui.slider import Slider
from neonworks_editor.ui.splitter import Splitter
from neonworks_editor.ui.tabs import Option, Segments, Tabs
from neonworks_editor.ui.text_field import TextField
from neonworks_editor.ui.theme import PALETTES, SCALES, Theme
from neonworks_editor.ui.toasts import Level
from neonworks_editor.ui.toggle import CheckBox, Toggle
from neonworks_editor.ui.widget import Widget

__all__ = ["Gallery", "main"]

_SIZE = (1120, 760)
"""Of the window, in logical pixels."""
_SCRIPTS = "Latin é · Ελληνικά · Русский · 中文 · ひらがな · 한국어 · العربية · עברית · ไทย · हिन्दी · 🙂"


class Gallery:
    """The pages of the gallery, in a root of their own."""

    def __init__(self, theme: Theme) -> None:
        pages = (
            (Option("controls", "Controls", Icon.GRID), self._controls()),
            (Option("text", "Text", Icon.FILE), self._texts()),
            (Option("lists", "Lists", Icon.LAYERS), self._lists()),
            (Option("icons", "Icons", Icon.IMAGE), self._icons()),
        )
        self.tabs = Tabs(pages, gap=12)
        self.root = Root(Column([self.tabs], pad=(16, 8)), theme=theme)

    def fill(self) -> None:
        """Opens what is usually not there: toasts."""
        root = self.root
        root.toast("Walk was applied to hero", Level.GOOD, "Undo", lambda: root.toast("Undone"))
        root.toast("The animator stopped and was started again. Nothing was lost.", Level.WARNING)

    def _controls(self) -> Widget:
        return ScrollArea(
            Grid(2, [Column([_buttons(), self._choices()], gap=12), Column([_numbers(), self._popups()],
            gap=12)],
                 gap=12)
        )  # fmt: skip

    def _choices(self) -> Widget:
        tiers = [Option("draft", "Draft"), Option("sprite", "Sprite"), Option("diffusion", "Diffusion")]
        kinds = [
            ListItem(k, k.title(), icon=Icon.PERSON) for k in ("biped", "quadruped", "blob", "flyer", "prop")
        ]
        off = Toggle("Not available", True)
        off.enabled = False
        return _group(
            "Choices",
            Flow([Toggle("Live preview", True), Toggle("Onion skin"), off], gap=16),
            Flow([CheckBox("walk", True), CheckBox("run"), CheckBox("jump", True)], gap=16),
            Segments(tiers, "sprite", tooltip="How good the frames become"),
            Dropdown(kinds, "biped", tooltip="What kind of character it is"),
            Flow(
                [
                    Chip("slow", on_remove=lambda: None),
                    Chip("tired", on_remove=lambda: None, chosen=True),
                    Chip("up to date", icon=Icon.CHECK, role="good"),
                    Chip("offline", icon=Icon.WARNING, role="warning"),
                ]
            ),
        )

    def _popups(self) -> Widget:
        answers = (
            ("Cancel", ButtonKind.NORMAL, lambda: None),
            ("Replace", ButtonKind.PRIMARY, lambda: self.root.toast("Replaced", Level.GOOD)),
        )
        text = "hero_walk exists already. Its 8 files are kept for undo."
        return _group(
            "Popups",
            Flow(
                [
                    Button("Dialog", lambda: Dialog("Replace the animation?", text, answers).open(self.root)),
                    Button("Toast", lambda: self.root.toast("Saved 8 frames to assets/hero")),
                    Button("Warning", self.fill),
                ]
            ),
        )

    def _texts(self) -> Widget:
        prompt = TextField(
            "Walk slowly, tired, with a limp", placeholder="What should it do?", lines=3, most_lines=8
        )
        off = TextField("Cannot be edited")
        off.enabled = False
        return ScrollArea(
            Grid(2, [
                _group("Fields", TextField(placeholder="Name of the animation"), prompt, off,
                       TextField("Walk 10 - a=b? s0 é")),
                _group("Labels", Label("A title", text_size=TextSize.TITLE), Label("Strong",
                text_size=TextSize.STRONG),
                       Label("Secondary text", role="muted"), Label("Small", text_size=TextSize.SMALL),
                       Label("A line that is too long for the room that it has and ends early, as it must",
                       shrink=True), Separator(), Label(_SCRIPTS, wrap=True)),
            ], gap=12)
        )  # fmt: skip

    def _lists(self) -> Widget:
        rows = [
            ListItem(str(i), f"walk, take {i}", f"8 frames, {80 + i} ms", image=_dot_image(i))
            for i in range(1, 25)
        ]
        plain = [
            ListItem(f"f{i}", name, icon=Icon.FOLDER)
            for i, name in enumerate(("assets", "characters", "tiles"))
        ]
        grow = Card([ScrollArea(ListView(rows, chosen="2", thumb=36))], pad=(4, 4), grow=1)
        side = Card([ScrollArea(ListView(plain, chosen="f1"))], pad=(4, 4), grow=1)
        images = Row([ImageView(_dot_image(i), size=(96, 96)) for i in range(3)])
        return Splitter(grow, Column([images, side], gap=12), share=0.6)

    def _icons(self) -> Widget:
        buttons = [Button(icon=icon, kind=ButtonKind.QUIET, tooltip=icon.value) for icon in Icon]
        named = [Chip(icon.value, icon=icon) for icon in Icon]
        return ScrollArea(Column([Flow(buttons, gap=4), Separator(), Flow(named)], gap=12))


def _group(title: str, *widgets: Widget) -> Widget:
    return Card([Label(title, text_size=TextSize.STRONG), *widgets], gap=10)


def _buttons() -> Widget:
    off = Button("Disabled", icon=Icon.DOWNLOAD)
    off.enabled = False
    bar = [
        Button(icon=Icon.FIRST, kind=ButtonKind.QUIET, tooltip="First frame"),
        Button(icon=Icon.STEP_BACK, kind=ButtonKind.QUIET, tooltip="One frame back"),
        Button(icon=Icon.PLAY, tooltip="Play"),
        Button(icon=Icon.STEP, kind=ButtonKind.QUIET, tooltip="One frame on"),
        Spacer(),
        Button(icon=Icon.LOOP, chosen=True, tooltip="Loop"),
    ]
    return _group(
        "Buttons",
        Flow(
            [
                Button("Apply", icon=Icon.CHECK, kind=ButtonKind.PRIMARY),
                Button("Export…", icon=Icon.DOWNLOAD),
                Button("Remove", icon=Icon.TRASH, kind=ButtonKind.DANGER),
                off,
            ]
        ),
        Row(bar, gap=4),
        Flow([Button(word, small=True, chosen=word == "walk") for word in ("idle", "walk", "run", "attack")]),
    )


def _numbers() -> Widget:
    low = Slider(0, 1, 0.35)
    low.enabled = False
    rows = (
        ("Speed", Slider(0.1, 3, 1, origin=1)),
        ("Intensity", Slider(0, 1, 0.6)),
        ("Frames", Slider(2, 32, 8, step=1)),
        ("Off", low),
    )
    lines = [Row([Label(name, size=(72, None), role="muted"), slider]) for name, slider in rows]
    return _group("Numbers", *lines, ProgressBar(0.4), ProgressBar(None))


def _dot_image(seed: int) -> pygame.Surface:
    """A small figure to look at: a body with a head."""
    image = pygame.Surface((16, 16), pygame.SRCALPHA)
    color = (90 + seed * 37 % 140, 90 + seed * 71 % 140, 90 + seed * 113 % 140)
    image.fill(color, (5, 6, 6, 7))
    image.fill((236, 200, 170), (6, 2, 4, 4))
    image.fill((40, 40, 48), (5, 13, 2, 2))
    image.fill((40, 40, 48), (9, 13, 2, 2))
    return image


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m neonworks_editor.ui.gallery", description="All widgets.")
    parser.add_argument("--theme", choices=sorted(PALETTES), default="dark")
    parser.add_argument("--scale", type=float, choices=SCALES, default=1.0)
    parser.add_argument("--page", choices=("controls", "text", "lists", "icons"), default="controls")
    parser.add_argument("--toasts", action="store_true", help="with two toasts")
    parser.add_argument("--screenshot", metavar="FILE", help="write a PNG and end")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the gallery; the exit status."""
    options = _parser().parse_args(arguments)
    pygame.display.init()
    theme = Theme(PALETTES[options.theme], options.scale)
    screen = pygame.display.set_mode((theme.px(_SIZE[0]), theme.px(_SIZE[1])), pygame.RESIZABLE)
    pygame.display.set_caption("Widgets")
    pygame.key.set_repeat(400, 35)
    gallery = Gallery(theme)
    gallery.tabs.chosen = options.page
    gallery.root.text.fonts.start()
    gallery.root.area = screen.get_rect()
    if options.toasts:
        gallery.fill()
    if options.screenshot:
        gallery.root.text.fonts.wait()
        gallery.root.render(screen)
        pygame.image.save(screen, options.screenshot)
    else:
        _loop(gallery.root)
    pygame.display.quit()
    return 0


def _loop(root: Root) -> None:
    clock = pygame.time.Clock()
    while True:
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                return
            if not root.handle(event) and event.type == pygame.KEYDOWN:
                _shortcut(root, event.key)
        screen = pygame.display.get_surface()
        root.area = screen.get_rect()
        root.render(screen)
        pygame.display.flip()
        clock.tick(60)


def _shortcut(root: Root, key: int) -> None:
    """F2 the other theme, F3 the next scale."""
    palettes = list(PALETTES.values())
    if key == pygame.K_F2:
        other = palettes[(palettes.index(root.theme.palette) + 1) % len(palettes)]
        root.theme = Theme(other, root.theme.scale)
    elif key == pygame.K_F3:
        place = SCALES.index(root.theme.scale) if root.theme.scale in SCALES else 0
        root.theme = Theme(root.theme.palette, SCALES[(place + 1) % len(SCALES)])


if __name__ == "__main__":
    sys.exit(main())
