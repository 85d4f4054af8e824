"""The sprite: which one is animated, and ways to another one."""

from pathlib import Path

from neonworks_editor.panel.desk import Desk
from neonworks_editor.panel.sprite_picker import PickSource, SpritePicker
from neonworks_editor.panel.variations import VariationsCard
from neonworks_editor.panel.views import still_shot
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.image_view import ImageView
from neonworks_editor.ui.label import Label, TextSize
from neonworks_editor.ui.layout import Card, Column, Flow, Row

__all__ = ["SpriteSection"]


class SpriteSection:
    """``widget`` is the card; ``sync`` after the settings changed, ``tick`` once a frame."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._picker: SpritePicker | None = None
        self._variations: VariationsCard | None = None
        self.picking = False
        """Whether the next click on the map chooses."""
        self._image = ImageView(None, size=(56, 56), name="sprite-image")
        self._name = Label("", text_size=TextSize.STRONG, shrink=True, name="sprite-name")
        self._facts = Label("", text_size=TextSize.SMALL, role="muted", shrink=True, name="sprite-facts")
        self._choose = Button(
            "Choose",
            self.open_picker,
            small=True,
            name="choose",
            tooltip="Choose a sprite (Ctrl+O)",
        )
        self._pick = Button(
            "On map",
            self._switch_picking,
            small=True,
            name="pick",
            tooltip="Then click somebody on the map",
        )
        self._vary = Button(
            "Variations",
            self.open_variations,
            small=True,
            name="variations-open",
            tooltip="Other characters like this one: other colours, another build",
        )
        self.widget = Card(
            [
                Row(
                    [
                        self._image,
                        Column(
                            [self._name, self._facts, Flow([self._choose, self._pick, self._vary], gap=4)],
                            gap=2,
                            grow=1,
                        ),
                    ],
                    gap=10,
                )
            ],
            pad=(10, 10),
            name="sprite",
        )
        self.sync()

    def sync(self) -> None:
        """Take over what changed in the studio."""
        sprite = self._desk.studio.settings.sprite
        shot = still_shot(sprite, self._desk.store) if sprite is not None else None
        self._image.image = shot.picture if shot is not None else None
        if sprite is None:
            self._name.text, self._facts.text = "No sprite", "Choose one, or drop a picture here"
        else:
            where = ", on the map" if sprite.entity else ""
            self._name.text = sprite.name
            self._facts.text = f"{sprite.size[0]} x {sprite.size[1]} pixels{where}"
        self._pick.chosen = self.picking
        self._vary.enabled = sprite is not None

    def tick(self) -> None:
        """What the open popup reads or waits for."""
        if self._picker is not None:
            self._picker.tick()
        if self._variations is not None:
            self._variations.tick()

    def open_variations(self) -> None:
        """Make other characters like the sprite, and show them."""
        if self._variations is not None or self._desk.studio.settings.sprite is None:
            return
        stage = self.widget.stage
        card = VariationsCard(self._desk, lambda: stage.close_popup(card))
        self._variations = card
        stage.open_popup(card, on_close=self._varied, modal=True)
        card.make()

    def _varied(self) -> None:
        """The popup has gone, and what it asked for with it."""
        self._variations = None
        self._desk.studio.looks.clear()

    def open_picker(self, source: PickSource = PickSource.PROJECT) -> None:
        """Show the picker; choosing closes it."""
        if self._picker is not None:
            return
        stage = self.widget.stage
        picker = SpritePicker(self._desk, self._chosen, lambda: stage.close_popup(picker))
        self._picker = picker
        stage.open_popup(picker, on_close=self._closed, modal=True)
        picker.show(source)

    def take(self, path: Path, entity: str | None = None) -> None:
        """Animate the picture in this file: it was chosen, dropped, or belongs to a clicked entity.

        Who shows it is picked, so that nobody else gets its animation.
        """
        if entity is None and (home := self._desk.host.bring(path)) is not None:
            path, entity = home.sprite_path or path, home.id
        self._desk.studio.open_sprite(path, entity)

    def clicked_map(self, point: tuple[int, int]) -> bool:
        """A click beside the panel; true when it chose somebody."""
        if not self.picking:
            return False
        found = self._desk.host.entity_at(point)
        if found is None or found.sprite_path is None:
            self._desk.tell("Nobody with a picture is there: click on a figure, or press Esc.")
            return True
        self.stop_picking()
        self._desk.host.select(found.id)
        self.take(found.sprite_path, found.id)
        return True

    def stop_picking(self) -> None:
        """Clicks on the map mean what they always do."""
        self.picking = False
        self._pick.chosen = False

    def _switch_picking(self) -> None:
        self.picking = not self.picking
        self._pick.chosen = self.picking

    def _chosen(self, path: Path, entity: str | None) -> None:
        if self._picker is not None:
            self.widget.stage.close_popup(self._picker)
        if entity is not None:
            self._desk.host.select(entity)
        self.take(path, entity)

    def _closed(self) -> None:
        self._picker = None
