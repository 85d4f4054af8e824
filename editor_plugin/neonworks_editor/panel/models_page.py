"""Models and memory: what the daemon is, what it can draw, and which models are there or loaded."""

from collections.abc import Callable
from functools import partial

from neonworks_protocol.messages import (
    Error,
    GetStatus,
    ModelsCatalog,
    ModelsInstall,
    ModelsList,
    ModelsLoad,
    ModelsUnload,
    ServerMessage,
    Status,
)
from neonworks_protocol.records import ModelRecord, ServerCapabilities
from neonworks_protocol.vocabulary import ModelState

from neonworks_editor.client.states import ClientState
from neonworks_editor.panel.desk import Desk
from neonworks_editor.panel.page_layout import Sheet
from neonworks_editor.panel.words import ARCHETYPES, TIERS, duration, megabytes
from neonworks_editor.studio.notices import Level
from neonworks_editor.ui.button import Button
from neonworks_editor.ui.chip import Chip
from neonworks_editor.ui.label import Label, TextSize
from neonworks_editor.ui.layout import Card, Column, Row, Spacer
from neonworks_editor.ui.progress import ProgressBar
from neonworks_editor.ui.scroll import ScrollArea
from neonworks_editor.ui.theme import Role

__all__ = ["ModelsPage"]

_EVERY_S = 2.0
"""Seconds between two questions while the page is shown."""

_BUILT_IN = "built-in"
"""Kind of the models that are a part of the program: nothing can be done with them."""

_DOES: dict[ModelState, tuple[str, type[ModelsInstall] | type[ModelsLoad] | type[ModelsUnload]]] = {
    ModelState.ABSENT: ("Install", ModelsInstall),
    ModelState.INSTALLED: ("Load", ModelsLoad),
    ModelState.LOADED: ("Unload", ModelsUnload),
    ModelState.FAILED: ("Try again", ModelsInstall),
}


class ModelsPage:
    """``widget`` is the page; ``tick`` once a frame while it is shown, ``heard`` gets news of models."""

    def __init__(self, desk: Desk, new_id: Callable[[], str]) -> None:
        self._desk, self._new_id = desk, new_id
        self._next = 0.0
        self._models: dict[str, ModelRecord] = {}
        self._look: object = None
        self._able: object = None
        self._facts = Column([], gap=4, name="daemon-facts")
        self._generators = Column([], gap=6, name="generators")
        self._list = Column([], gap=6, name="model-list")
        self._none = Label("No other models: what the program needs came with it.", role="muted", wrap=True)
        self.widget = ScrollArea(
            Sheet(
                Column(
                    [
                        Label("Models and memory", text_size=TextSize.TITLE),
                        Card([Label("Daemon", text_size=TextSize.STRONG), self._facts]),
                        Card([Label("What draws", text_size=TextSize.STRONG), self._generators]),
                        Card([Label("Models", text_size=TextSize.STRONG), self._none, self._list]),
                    ],
                    gap=10,
                    pad=(10, 10),
                )
            ),
            name="models",
        )
        self._say([("State", "not connected")])

    def tick(self, now: float) -> None:
        """Ask again when it is time."""
        client = self._desk.client
        if client.state is not ClientState.ONLINE:
            self._say([("State", client.problem or client.state.value)])
            self._next = now
            return
        if client.welcome is not None:
            self._show_generators(client.welcome.capabilities)
        if now >= self._next:
            self._next = now + _EVERY_S
            client.ask(GetStatus(request_id=self._new_id()), self._answered)
            client.ask(ModelsList(request_id=self._new_id()), self._answered)

    def heard(self, news: ModelsCatalog) -> None:
        """Entries that changed, told unasked."""
        self._models.update({model.name: model for model in news.models})
        self._show_models()

    def _answered(self, answer: ServerMessage) -> None:
        match answer:
            case Status():
                self._say(_status_facts(answer))
            case ModelsCatalog():
                self.heard(answer)
            case Error():
                self._desk.tell(answer.message, Level.WARNING)

    def _say(self, facts: list[tuple[str, str]]) -> None:
        if facts == self._look:
            return
        rows = self._facts.children
        self._look = facts
        if len(rows) != len(facts):
            self._facts.clear()
            for name, _ in facts:
                value = Label("", wrap=True, grow=1, name=f"fact-{name}")
                self._facts.add(Row([Label(name, role="muted", size=(96, None)), value], cross="start"))
        for row, (_, text) in zip(self._facts.children, facts, strict=True):
            label = row.children[1]
            if isinstance(label, Label):
                label.text = text

    def _show_generators(self, able: ServerCapabilities) -> None:
        if able is self._able:
            return
        self._able = able
        self._generators.clear()
        for generator in able.generators:
            bodies = ", ".join(ARCHETYPES[a].lower() for a in generator.archetypes)
            turn = "turns the character" if generator.can_turn else "keeps the side that is drawn"
            lines = f"{bodies}; {turn}; {generator.min_size} to {generator.max_size} pixels"
            name = Label(generator.name, text_size=TextSize.STRONG, shrink=True)
            chip = Chip(TIERS[generator.tier], role="accent_text")
            about = Label(lines, role="muted", wrap=True)
            self._generators.add(Column([Row([name, chip, Spacer()]), about], gap=2))

    def _show_models(self) -> None:
        self._list.clear()
        for model in self._models.values():
            self._list.add(self._model(model))
        self._none.visible = not self._models

    def _model(self, model: ModelRecord) -> Column:
        about = f"{model.kind} · {megabytes(model.size_bytes)}"
        if model.memory_bytes:
            about += f" · {megabytes(model.memory_bytes)} in memory"
        role: Role = "bad" if model.state is ModelState.FAILED else "text"
        state = Chip(model.state.value, role="good" if model.state is ModelState.LOADED else role)
        row = Row([Label(model.name, text_size=TextSize.STRONG, shrink=True), state, Spacer()])
        does = _DOES.get(model.state) if model.kind != _BUILT_IN else None
        if does is not None:
            row.add(
                Button(does[0], partial(self._do, does[1], model.name), small=True, name=f"do-{model.name}")
            )
        lines = [row, Label(about, text_size=TextSize.SMALL, role="muted", wrap=True)]
        if model.state in (ModelState.INSTALLING, ModelState.LOADING):
            lines.append(Row([ProgressBar(model.fraction)]))
        if model.note:
            lines.append(Label(model.note, text_size=TextSize.SMALL, role=role, wrap=True))
        return Column(lines, gap=2, name=f"model-{model.name}")

    def _do(self, what: type[ModelsInstall] | type[ModelsLoad] | type[ModelsUnload], name: str) -> None:
        self._desk.client.ask(what(request_id=self._new_id(), name=name), self._answered)


def _status_facts(status: Status) -> list[tuple[str, str]]:
    """What the daemon says of itself, in words."""
    limit = f" of {megabytes(status.stored_limit)}" if status.stored_limit else ""
    facts = [
        ("Running for", duration(status.uptime_s)),
        ("Memory", megabytes(status.memory_bytes)),
        ("Workers", f"{status.workers_busy} of {status.workers} busy"),
        ("Jobs", f"{status.running} running, {status.queued} waiting"),
        ("Editors", f"{status.clients} connected"),
        ("Kept frames", f"{megabytes(status.stored_bytes)}{limit}"),
        ("Loaded", ", ".join(status.models) or "no model"),
    ]
    facts.extend(
        (f"Worker {worker.number}", f"{worker.state.value}, {megabytes(worker.memory_bytes)}")
        for worker in status.processes
    )
    return facts
