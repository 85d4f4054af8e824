from pathlib import Path

import pytest
from neonworks_daemon.local.demo import scene_options
from neonworks_daemon.local.scenes import SCENES, SHOWN, Scene
from neonworks_daemon.local.workshop import Workshop
from neonworks_models.examples.gallery import example_sprites
from neonworks_models.export.files import write_file
from neonworks_models.export.frames import encode_png
from neonworks_models.intent.interpreter import EmbeddedInterpreter
from neonworks_protocol.motion import Interpretation
from neonworks_protocol.vocabulary import Action, Archetype, Direction, Variant

_EXAMPLES = {example.name: example for example in example_sprites()}


def _heard() -> dict[Scene, Interpretation]:
    interpreter = EmbeddedInterpreter()
    return {scene: interpreter.interpret(scene[1]) for scene in SCENES}


def test_every_sentence_is_understood_as_one_clip() -> None:
    assert {name for name, _ in SCENES} <= set(_EXAMPLES)
    assert len(set(SCENES)) == len(SCENES)
    assert set(SHOWN) <= set(SCENES)
    for scene, heard in _heard().items():
        assert (heard.understood, heard.notes, len(heard.sequence)) == (True, (), 1), scene


def test_the_scenes_show_what_there_is() -> None:
    specs = [heard.spec for heard in _heard().values()]
    assert {spec.animation_type for spec in specs} == set(Action)
    assert {Variant.SLASH, Variant.PUNCH, Variant.KICK, Variant.SHOOT} <= {spec.variant for spec in specs}
    styles = {style for spec in specs for style in spec.style_modifiers}
    assert {"tired", "angry", "sneaky", "proud"} <= styles
    assert len({effect for spec in specs for effect in spec.special_effects}) >= 4
    shown = [_EXAMPLES[name] for name, _ in SCENES]
    assert {Direction.DOWN, Direction.RIGHT, Direction.UP} <= {example.facing for example in shown}
    assert {Archetype.BIPED, Archetype.BLOB, Archetype.FLYER} == {example.archetype for example in shown}
    assert any(spec.direction is Direction.LEFT for spec in specs)


@pytest.mark.parametrize("scene", SCENES, ids=" ".join)
def test_each_scene_is_drawn_as_the_gallery_says(scene: Scene, workshop: Workshop, tmp_path: Path) -> None:
    name, sentence = scene
    example = _EXAMPLES[name]
    write_file(tmp_path / "sprites" / f"{name}.png", encode_png(example.sprite.rgba))
    job = workshop.prepare(scene_options(example, sentence, tmp_path / "out", tmp_path))
    assert (job.analysis.facing, job.analysis.archetype) == (example.facing, example.archetype)
    assert (len(job.clips), job.refused, job.notes) == (1, (), ())


@pytest.fixture(scope="module")
def workshop() -> Workshop:
    return Workshop()
