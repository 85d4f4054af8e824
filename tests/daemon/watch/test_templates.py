"""Where results go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neonworks_daemon.watch.templates import check_template, clip_folder, own_folder, sprite_folder
from neonworks_protocol.errors import BadRequest


@pytest.mark.parametrize(
    ("template", "path", "folder", "of_sprite"),
    [
        ("animations/{folder}/{sprite}", "hero.png", "animations/hero", "animations/hero"),
        ("animations/{folder}/{sprite}", "a/b/hero.png", "animations/a/b/hero", "animations/a/b/hero"),
        ("{folder}", "a/hero.png", "a", "a"),
        ("{folder}", "hero.png", "", ""),
        ("out/{sprite}/{animation}", "hero.png", "out/hero/walk", "out/hero"),
        ("out/{animation}/{direction}/{sprite}", "hero.png", "out/walk/left/hero", "out"),
        ("{animation}", "a/hero.png", "walk", "a"),
        ("x", "{sprite}.png", "x", "x"),
        ("{sprite}", "{folder}.png", "{folder}", "{folder}"),
    ],
)
def test_places(template: str, path: str, folder: str, of_sprite: str) -> None:
    assert clip_folder(template, path, "walk", "left") == folder
    assert sprite_folder(template, path) == of_sprite


@pytest.mark.parametrize(
    "template",
    [
        "../{sprite}",
        "/etc/{sprite}",
        "C:/x",
        "a\\b",
        "~/x",
        "{sprites}",
        "a/../../b",
        "con/{sprite}",
        "a\0b",
        "//srv/x",
    ],
)
def test_places_outside_are_refused(template: str) -> None:
    with pytest.raises(BadRequest, match="out"):
        clip_folder(template, "hero.png", "walk", "left")


@given(st.text(max_size=60), st.from_regex(r"[^/\0]{1,20}(/[^/\0]{1,20}){0,2}", fullmatch=True))
def test_no_template_leads_out(template: str, path: str) -> None:
    try:
        folder = clip_folder(template, path, "walk", "left")
    except BadRequest:
        return
    assert not folder.startswith("/") and ".." not in folder.split("/")


@pytest.mark.parametrize("template", ["{sprites}", "{sprite", "sprite}/x", "a/{}", "../x"])
def test_a_template_is_wrong_whatever_the_sprite(template: str) -> None:
    with pytest.raises(BadRequest, match="out"):
        check_template(template)


@pytest.mark.parametrize(
    ("template", "folder"),
    [
        ("animations/{folder}/{sprite}", "animations"),
        ("a/b/{sprite}", "a/b"),
        ("a/b-{sprite}/c", "a"),
        ("{folder}/{sprite}_frames", ""),
        ("made", "made"),
        ("", ""),
    ],
)
def test_the_folder_that_all_results_go_below(template: str, folder: str) -> None:
    assert own_folder(template) == folder
