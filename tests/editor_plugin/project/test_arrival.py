import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from neonworks_editor.project.arrival import check_arrival, plain_name
from neonworks_protocol.errors import AnimatorError
from neonworks_protocol.paths import relative_name

from tests.fakes.exports import clip_message, export_files
from tests.fakes.pngs import png

CLIP = clip_message()
Files = dict[str, bytes]


def _both() -> tuple[Files, Files]:
    return export_files(CLIP, "hero", "frames"), export_files(CLIP, "hero", "sheet")


def test_both_exports_become_one_set_of_files() -> None:
    frames, sheet = _both()
    arrived = check_arrival(CLIP, "hero", frames, sheet)
    assert (arrived.stem, arrived.animation) == ("hero_walk", "walk")
    assert arrived.frames == ("hero_walk_01.png", "hero_walk_02.png", "hero_walk_03.png")
    assert set(arrived.files) == set(frames) | set(sheet)
    listed = json.loads(arrived.files["hero_walk.animator.json"])["files"]
    assert listed == [*arrived.frames, "hero_walk.png", "hero_walk.json"]


def test_a_daemon_without_sidecars_will_do() -> None:
    frames, sheet = _both()
    del frames["hero_walk.animator.json"], sheet["hero_walk.animator.json"]
    assert "hero_walk.animator.json" not in check_arrival(CLIP, "hero", frames, sheet).files


@pytest.mark.parametrize(
    "spoil",
    [
        lambda f, s: f.pop("hero_walk_02.png"),
        lambda f, s: f.update({"hero_walk_04.png": png(4, 6)}),
        lambda f, s: f.update({"../hero_walk_04.png": png(4, 6)}),
        lambda f, s: f.update({"/etc/x.png": b""}),
        lambda f, s: s.update({"a/b.png": b""}),
        lambda f, s: s.update({"run.exe": b""}),
        lambda f, s: s.update({"nul.png": b""}),
        lambda f, s: f.update({"hero_walk_01.png": f["hero_walk_01.png"][:-1]}),
        lambda f, s: f.update({"hero_walk_01.png": png(5, 6)}),
        lambda f, s: s.pop("hero_walk.png"),
        lambda f, s: s.update({"hero_walk.png": png(4, 6)}),
        lambda f, s: f.update({"hero_walk.animator.json": b"{"}),
        lambda f, s: f.clear(),
    ],
)
def test_what_a_project_must_not_get_is_refused(spoil: Callable[[Files, Files], object]) -> None:
    frames, sheet = _both()
    spoil(frames, sheet)
    with pytest.raises(AnimatorError) as caught:
        check_arrival(CLIP, "hero", frames, sheet)
    assert "\n" not in caught.value.message


def test_files_of_another_name_are_refused() -> None:
    frames, sheet = _both()
    with pytest.raises(AnimatorError, match="named the frames"):
        check_arrival(CLIP, "villager", frames, sheet)


@given(st.text(max_size=80))
def test_any_text_becomes_a_plain_name(text: str) -> None:
    name = plain_name(text)
    assert len(name) <= 40
    assert str(relative_name(f"{name}.png")) == f"{name}.png"


# Text is slow to make on a busy machine.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.text(max_size=20), st.binary(max_size=20), max_size=4))
def test_no_files_raise_anything_else(extra: Files) -> None:
    frames, sheet = _both()
    try:
        check_arrival(CLIP, "hero", {**frames, **extra}, sheet)
    except AnimatorError:
        return
    assert all(name.endswith((".png", ".json")) for name in extra)
