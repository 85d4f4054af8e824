from neonworks_models.looks.names import step_name, variation_name


def test_names_sort_as_they_are_counted() -> None:
    assert [variation_name(i, 3, "hero") for i in (0, 2)] == [
        "hero_variation_01.png",
        "hero_variation_03.png",
    ]
    assert [step_name(i, 32) for i in (0, 32)] == ["step_00.png", "step_32.png"]
