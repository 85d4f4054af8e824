"""The studio over the editor's client and a daemon that really draws: typing, dragging, a killed daemon."""

import io
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from neonworks_daemon.settings import Settings
from neonworks_editor.client.client import EditorClient
from neonworks_editor.client.states import ClientState
from neonworks_editor.studio.exports import ExportTicket
from neonworks_editor.studio.looks import LOOK_COUNT, Change, LookState, LookWish
from neonworks_editor.studio.spec import SpecField
from neonworks_editor.studio.state import StudioState
from neonworks_editor.studio.studio import Studio
from neonworks_protocol.vocabulary import Action, Archetype
from PIL import Image

from tests.fakes.daemons import WAIT_S, ended_process, running_daemon
from tests.fakes.editor_clients import editor_client
from tests.fakes.stills import example

SENTENCES = {
    "walk slowly, tired": Action.WALK,
    "run fast and angry": Action.RUN,
    "jump high": Action.JUMP,
}


def knight() -> bytes:
    """A 64 x 64 biped as PNG."""
    file = io.BytesIO()
    Image.fromarray(example("knight_down").sprite.rgba).save(file, "PNG")
    return file.getvalue()


class Editor:
    """A frame loop without a window."""

    def __init__(self, client: EditorClient) -> None:
        self.client = client
        self.studio = Studio(client)
        self.states: list[StudioState] = []
        self.complete: list[int] = []

    def frame(self) -> None:
        self.client.pump()
        self.studio.tick()
        if self.studio.line.state not in self.states[-1:]:
            self.states.append(self.studio.line.state)
        for strip in self.studio.strips():
            whole = strip.drawn is not None and strip.drawn.complete_tier is not None
            if whole and strip.order not in self.complete[-1:]:
                self.complete.append(strip.order)

    def run(self, until: Callable[[], object], wait_s: float = WAIT_S) -> None:
        deadline = time.monotonic() + wait_s
        while not until():
            assert time.monotonic() < deadline, self.studio.line
            self.frame()
            time.sleep(0.002)

    def state(self) -> StudioState:
        return self.studio.line.state


@contextmanager
def editing(folder: Path) -> Iterator[Editor]:
    with editor_client(folder) as client:
        editor = Editor(client)
        assert editor.studio.load_sprite(knight(), "knight.png")
        editor.run(lambda: client.state is ClientState.ONLINE)
        yield editor


def test_complete_drafts_keep_appearing_while_the_user_types(tmp_path: Path) -> None:
    """Twelve changes a second for two seconds, never the same twice: what is complete is counted."""
    with (
        running_daemon(Settings(state_dir=str(tmp_path), cache=False), scripted=False),
        editing(tmp_path) as editor,
    ):
        editor.studio.set_text("walk")
        editor.run(lambda: editor.state() is StudioState.UP_TO_DATE)
        editor.complete.clear()
        begun, changes = time.monotonic(), 0
        while time.monotonic() - begun < 2.0:
            changes += 1
            sentence = tuple(SENTENCES)[changes // 8 % len(SENTENCES)]
            editor.studio.set_text(f"{sentence} {'!' * changes}")
            next_key = begun + changes / 12
            editor.run(lambda: time.monotonic() >= next_key)  # noqa: B023
            assert editor.studio.strips()[0].picture(time.monotonic()) is not None, "older pictures stay"
        appeared = len(editor.complete)
        assert changes >= 10
        assert appeared >= 3, f"{appeared} complete drafts in {changes} changes"
        assert editor.complete == sorted(editor.complete), "none older than the one before"
        editor.run(lambda: editor.state() is StudioState.UP_TO_DATE)
        assert not editor.studio.strips()[0].superseded
        assert editor.studio.records[0].spec.animation_type is SENTENCES[sentence]


def test_a_session_of_editing(tmp_path: Path) -> None:
    """Sentence, edit, refinement, takes, joints, export, another session that finds the jobs."""
    with running_daemon(Settings(state_dir=str(tmp_path)), scripted=False):
        with editing(tmp_path) as editor:
            studio = editor.studio
            studio.set_text("walk")
            editor.run(lambda: editor.state() is StudioState.UP_TO_DATE)
            plain = studio.strips()[0].cells
            studio.edit(SpecField.FRAME_COUNT, 5)
            editor.run(lambda: editor.state() is StudioState.UP_TO_DATE)
            assert len(studio.strips()[0].cells) == 5
            studio.reset_edits()
            assert [cell.frame for cell in studio.strips()[0].cells if cell] == [c.frame for c in plain if c]
            studio.refine("slower")
            editor.run(lambda: editor.state() is StudioState.UP_TO_DATE)
            assert studio.records[0].spec.speed_multiplier < 1.0
            studio.set_take_count(4)
            editor.run(lambda: editor.state() is StudioState.UP_TO_DATE)
            assert all(len(studio.strips(take)) == 1 for take in range(4))
            studio.set_take_count(1)
            editor.run(lambda: studio.joints)
            assert studio.analysis is not None
            assert studio.analysis.archetype is Archetype.BIPED
            x, y = dict(studio.joints)["left_wrist"]
            before = {cell.frame.sha256 for cell in studio.strips()[0].cells if cell}
            for step in range(1, 5):
                studio.move_joint("left_wrist", x - step, y - step)
                editor.frame()
            editor.run(lambda: editor.state() is StudioState.UP_TO_DATE)
            assert {cell.frame.sha256 for cell in studio.strips()[0].cells if cell} != before
            tickets: list[ExportTicket] = []
            assert studio.welcome is not None
            file_format = studio.welcome.capabilities.export_formats[0]
            studio.export_take(0, file_format, "knight", tickets.append)
            editor.run(lambda: tickets)
            assert tickets[0].problem is None
            assert all(tickets[0].files.values())
            assert StudioState.FAILED not in editor.states
        with editing(tmp_path) as later:
            later.studio.archive.refresh()
            later.run(lambda: later.studio.archive.jobs)
            done = next(job for job in later.studio.archive.jobs if job.state == "done")
            later.studio.archive.open(done.job_id)
            later.run(lambda: later.studio.history.entries)
            (entry,) = later.studio.history.entries
            assert entry.result.playable


def test_a_killed_daemon_loses_nothing_that_is_shown(tmp_path: Path) -> None:
    settings = Settings(state_dir=str(tmp_path), cache=False)
    with editor_client(tmp_path) as client:
        editor = Editor(client)
        studio = editor.studio
        assert studio.load_sprite(knight(), "knight.png")
        studio.set_text("walk")
        with running_daemon(settings, scripted=False) as first:
            editor.run(lambda: editor.state() is StudioState.UP_TO_DATE)
            studio.set_directions(())
            studio.set_text("walk, tired")
            editor.frame()
            os.kill(first.pid, signal.SIGKILL)
            ended_process(first.pid)
            editor.run(lambda: editor.state() is StudioState.OFFLINE)
            assert studio.line.text == client.problem
            assert studio.strips()[0].picture(time.monotonic()) is not None
            studio.set_text("walk, tired and slow")
            editor.frame()
        with running_daemon(settings, scripted=False):
            editor.run(lambda: editor.state() is StudioState.UP_TO_DATE)
            assert not studio.strips()[0].superseded
            assert "tired" in studio.records[0].spec.style_modifiers
        assert StudioState.FAILED not in editor.states


def test_other_characters_like_the_sprite_are_made_and_animated(tmp_path: Path) -> None:
    with running_daemon(Settings(state_dir=str(tmp_path)), scripted=False), editing(tmp_path) as editor:
        studio, looks = editor.studio, editor.studio.looks
        studio.set_text("walk")
        looks.make(studio.settings, LookWish(Change.COLOURS, 0.8, 3))
        editor.run(lambda: looks.state is not LookState.MAKING)
        assert looks.state is LookState.MADE, looks.problem
        assert len({look.sha256 for look in looks.pictures}) == LOOK_COUNT
        still = Image.open(io.BytesIO(knight()))
        assert all(Image.open(io.BytesIO(look.data)).size == still.size for look in looks.pictures)
        earlier = looks.pictures
        looks.make(studio.settings, LookWish(Change.COLOURS, 0.8, 3))
        editor.run(lambda: looks.state is not LookState.MAKING)
        assert looks.pictures == earlier, "the same seed makes the same ones"
        assert studio.swap_look(earlier[1].data, "knight_variation_02.png")
        editor.run(lambda: editor.state() is StudioState.UP_TO_DATE)
        assert studio.strips()[0].clip is not None


def test_a_sprite_moves_like_the_figure_on_a_sheet(tmp_path: Path) -> None:
    """The sheet is a walk that the daemon drew before, the frames side by side."""
    with running_daemon(Settings(state_dir=str(tmp_path)), scripted=False), editing(tmp_path) as editor:
        studio = editor.studio
        studio.set_text("walk")
        editor.run(lambda: editor.state() is StudioState.UP_TO_DATE)
        files: list[ExportTicket] = []
        studio.export_take(0, "sheet", "guard", files.append)
        editor.run(lambda: files)
        (tmp_path / "guard.png").write_bytes(
            next(data for name, data in files[0].files.items() if name.endswith(".png"))
        )
        walked = studio.strips()[0].clip
        assert walked is not None
        studio.set_text("")
        assert studio.move_like(tmp_path / "guard.png")
        editor.run(lambda: editor.state() is not StudioState.COMPUTING)
        assert editor.state() is StudioState.UP_TO_DATE, studio.line.problem
        moved = studio.strips()[0].clip
        assert moved is not None and moved.frame_count == walked.frame_count
        assert studio.records[0].spec.animation_type is moved.action, "the panel says what the daemon saw"
