"""Models and memory: what the daemon says, and what can be done with each model."""

import pytest
from neonworks_editor.client.states import ClientState
from neonworks_editor.panel.panel import Page
from neonworks_protocol.messages import GetStatus, ModelsCatalog, ModelsInstall
from neonworks_protocol.records import ModelRecord
from neonworks_protocol.vocabulary import ModelState

from tests.fakes.panel_lab import PanelLab


@pytest.fixture
def models(lab: PanelLab) -> PanelLab:
    lab.app.panel.page = Page.MODELS
    lab.frames(4)
    return lab


def test_the_daemon_is_described(models: PanelLab) -> None:
    texts = models.texts()
    for said in ("208 MB", "1 of 2 busy", "draft-biped", "still_reader", "the download was cut: try again"):
        assert any(said in text for text in texts), said


def test_it_is_asked_every_two_seconds_while_it_is_shown(models: PanelLab) -> None:
    def asked() -> int:
        return sum(isinstance(question, GetStatus) for question in models.daemon.asked)

    before = asked()
    models.frames(60, every_s=0.1)
    assert 2 <= asked() - before <= 4
    models.app.panel.page = Page.ANIMATE
    before = asked()
    models.frames(60, every_s=0.1)
    assert asked() == before


def test_what_can_be_done_depends_on_the_state(models: PanelLab) -> None:
    assert not models.shown("do-still_reader")
    models.click("do-large-language")
    assert models.daemon.asked[-1].name == "large-language"  # type: ignore[union-attr]
    assert isinstance(models.daemon.asked[-1], ModelsInstall)
    models.frames(2)
    assert any("No net on paper" in text for text in models.texts())


def test_news_of_a_model_change_its_entry(models: PanelLab) -> None:
    loading = ModelRecord(
        name="large-language", kind="language", state=ModelState.LOADING, size_bytes=1, fraction=0.5
    )
    models.daemon.tell(ModelsCatalog(models=(loading,)))
    models.frames(2)
    assert not models.shown("do-large-language")
    assert any(text == "loading" for text in models.texts())


def test_without_a_daemon_it_says_so(models: PanelLab) -> None:
    models.daemon.go(ClientState.RETRYING, "the daemon does not answer")
    models.frames(3)
    assert any("does not answer" in text for text in models.texts())
