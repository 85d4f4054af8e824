"""How it is drawn: directions, body plan, takes and seeds, quality, live or on demand."""

from neonworks_protocol.vocabulary import Archetype, Direction, Tier

from neonworks_editor.panel.desk import Desk
from neonworks_editor.panel.direction_pad import DirectionPad
from neonworks_editor.panel.words import ARCHETYPES, DIRECTIONS, TIERS
from neonworks_editor.studio.settings import MAX_TAKES
from neonworks_editor.ui.button import Button, ButtonKind
from neonworks_editor.ui.dropdown import Dropdown
from neonworks_editor.ui.icons import Icon
from neonworks_editor.ui.label import Label, TextSize
from neonworks_editor.ui.layout import Card, Column, Row, Spacer
from neonworks_editor.ui.list_view import ListItem
from neonworks_editor.ui.tabs import Option, Segments
from neonworks_editor.ui.text_field import TextField
from neonworks_editor.ui.toggle import Toggle
from neonworks_editor.ui.widget import Widget

__all__ = ["OptionsSection"]

_LABEL = 40
"""Logical pixels for the names of the rows."""
_GUESSED = ""


class OptionsSection:
    """``widget`` is the card; ``sync`` after settings, analysis or the daemon's abilities changed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._pad = DirectionPad(desk.studio.set_directions)
        self._body = Dropdown((), _GUESSED, self._set_body, name="archetype", tooltip="Body plan", grow=1)
        self._facing = Dropdown(
            (), _GUESSED, self._set_facing, name="facing", tooltip="Where the still looks", grow=1
        )
        self._takes = _Takes(desk)
        self._tier = Segments((), "", self._set_tier, name="tier", grow=1)
        self._live = Toggle(
            "Live",
            True,
            self._set_live,
            name="live",
            tooltip="Draw while you type and drag, without Generate",
        )
        self._generate = Button(
            "Generate",
            desk.studio.generate,
            icon=Icon.SPARK,
            kind=ButtonKind.PRIMARY,
            small=True,
            name="generate",
        )
        self._joints = _Joints(desk)
        self.widget = Card(
            [
                Row([Label("How", text_size=TextSize.STRONG), Spacer(), self._generate, self._live]),
                Row(
                    [
                        self._pad,
                        Column(
                            [
                                _caption("Body plan"),
                                self._body,
                                _caption("The still looks"),
                                self._facing,
                            ],
                            gap=2,
                            grow=1,
                        ),
                    ],
                    gap=12,
                ),
                self._joints.widget,
                _named("Tier", self._tier),
                *self._takes.rows,
            ],
            gap=8,
            pad=(10, 10),
            name="how",
        )
        self.sync()

    def sync(self) -> None:
        """Take over what changed in the studio."""
        studio, settings = self._desk.studio, self._desk.studio.settings
        self._pad.show(settings.directions)
        seen = studio.analysis
        guess = ARCHETYPES[seen.archetype].lower() if seen else "guessed"
        self._choices(self._body, f"Seen: {guess}", {a: ARCHETYPES[a] for a in Archetype}, settings.archetype)
        guess = DIRECTIONS[seen.facing].lower() if seen else "guessed"
        self._choices(self._facing, f"Seen: {guess}", {d: DIRECTIONS[d] for d in Direction}, settings.facing)
        self._body.enabled = self._facing.enabled = settings.sprite is not None
        self._show_tiers()
        self._live.on = studio.live
        self._generate.visible = not studio.live
        self._generate.enabled = settings.asks_for_something
        self._joints.sync()
        self._takes.sync()

    def _choices(
        self,
        box: Dropdown,
        guess: str,
        words: dict[Archetype, str] | dict[Direction, str],
        chosen: str | None,
    ) -> None:
        look = (guess, *words.values())
        if tuple(item.text for item in box.items) != look:
            items = [ListItem(key.value, word) for key, word in words.items()]
            box.items = (ListItem(_GUESSED, guess), *items)
        box.chosen = chosen or _GUESSED

    def _show_tiers(self) -> None:
        """Every tier has its place; those that the daemon cannot draw now say so."""
        welcome = self._desk.studio.welcome
        able = welcome.capabilities.tiers if welcome is not None else tuple(Tier)
        self._tier.options = [
            Option(t.value, TIERS[t], tooltip="" if t in able else f"{TIERS[t]} is not installed: see Models")
            for t in Tier
        ]
        self._tier.chosen = self._desk.studio.settings.tier.value

    def _set_body(self, key: str) -> None:
        self._desk.studio.set_archetype(Archetype(key) if key else None)

    def _set_facing(self, key: str) -> None:
        self._desk.studio.set_facing(Direction(key) if key else None)

    def _set_tier(self, key: str) -> None:
        self._desk.studio.set_tier(Tier(key))

    def _set_live(self, on: bool) -> None:
        self._desk.studio.set_live(on)
        self._desk.keep(live=on)


class _Joints:
    """What is done with the joints, while they are edited over the still."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._hint = Label("", text_size=TextSize.SMALL, role="muted", wrap=True)
        self._reset = Button("Reset joints", desk.studio.reset_joints, small=True, name="reset-joints")
        self._save = Button(
            "Keep beside the sprite",
            self._write,
            icon=Icon.SAVE,
            small=True,
            name="save-rig",
            tooltip="Writes a .rig.json file that every tool honours",
        )
        self.widget = Column([self._hint, Row([self._reset, self._save], gap=4)], gap=4, name="joint-tools")

    def sync(self) -> None:
        """Show the tools while joints are edited, or corrections were made."""
        settings = self._desk.studio.settings
        corrected = bool(settings.joints or settings.archetype or settings.facing)
        self.widget.visible = self._desk.looking.joints or corrected
        known = bool(self._desk.studio.joints)
        self._hint.visible = self._desk.looking.joints
        self._hint.text = (
            "Drag a joint; [ and ] choose one, arrows move it."
            if known
            else "This body plan has no joints."
            if self._desk.studio.analysis
            else "The joints are not known yet."
        )
        self._reset.enabled = bool(settings.joints)
        sprite = settings.sprite
        self._save.enabled = corrected and sprite is not None and sprite.path is not None

    def _write(self) -> None:
        self._desk.studio.save_corrections()


class _Takes:
    """One take or four, their seeds, and which one goes on."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._count = Segments(
            [Option("1", "One"), Option(str(MAX_TAKES), "Four side by side")],
            "1",
            lambda key: desk.studio.set_take_count(int(key)),
            name="take-count",
            grow=1,
        )
        self._seed = TextField(
            on_submit=self._typed,
            on_cancel=self.sync,
            limit=10,
            name="seed",
            tooltip="Same seed, same result",
            grow=1,
        )
        self._roll = Button(
            "",
            self._reroll,
            icon=Icon.DICE,
            name="reroll",
            tooltip="Other seeds for the takes that are not locked",
        )
        self._lock = Button(
            "", self._switch_lock, icon=Icon.UNLOCK, name="lock", tooltip="Keep this take's seed"
        )
        self._keep = Button(
            "Keep", self._keep_one, small=True, name="keep-take", tooltip="Go on with the chosen take alone"
        )
        row = Row([self._seed, self._roll, self._lock, self._keep], gap=4, grow=1)
        self.rows = (_named("Takes", self._count), _named("Seed", row))

    def sync(self) -> None:
        """Take over what changed in the studio."""
        studio, take = self._desk.studio, self._take
        several = studio.take_count > 1
        self._count.chosen = str(MAX_TAKES) if several else "1"
        if not (self._seed.attached and self._seed.focused):
            self._seed.text = str(studio.settings.seeds[take])
        locked = take in studio.settings.locked
        self._lock.icon = Icon.LOCK if locked else Icon.UNLOCK
        self._lock.chosen = locked
        self._lock.visible = self._keep.visible = several

    @property
    def _take(self) -> int:
        """The take whose seed this is; the larger model's reading is drawn with that of the first."""
        take = self._desk.take
        return take if take < self._desk.studio.take_count else 0

    def _typed(self, text: str) -> None:
        digits = "".join(c for c in text if c in "0123456789")
        if digits:
            self._desk.studio.set_seed(self._take, int(digits))
        self._seed.text = str(self._desk.studio.settings.seeds[self._take])

    def _reroll(self) -> None:
        self._desk.studio.reroll()

    def _switch_lock(self) -> None:
        take = self._take
        self._desk.studio.lock_take(take, take not in self._desk.studio.settings.locked)

    def _keep_one(self) -> None:
        self._desk.studio.keep_take(self._take)
        self._desk.look(take=0)


def _caption(text: str) -> Label:
    return Label(text, text_size=TextSize.SMALL, role="muted")


def _named(text: str, widget: Widget) -> Row:
    return Row([Label(text, size=(_LABEL, None)), widget], gap=4)
