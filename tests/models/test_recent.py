import pytest
from neonworks_models.recent import Recent


def test_what_is_kept_is_made_once() -> None:
    made: list[str] = []
    recent: Recent[str, int] = Recent(2)

    def make(key: str) -> int:
        made.append(key)
        return len(made)

    assert [recent.get(key, lambda key=key: make(key)) for key in "aba"] == [1, 2, 1]  # type: ignore[misc]
    assert made == ["a", "b"]


def test_what_was_used_longest_ago_leaves_first() -> None:
    recent: Recent[str, str] = Recent(2)
    recent.put("a", "first")
    recent.put("b", "second")
    assert recent.get("a", lambda: "again") == "first"
    recent.put("c", "third")
    assert recent.get("b", lambda: "made anew") == "made anew"
    assert recent.get("c", lambda: "again") == "third"


def test_a_value_that_cannot_be_made_is_not_kept() -> None:
    recent: Recent[int, int] = Recent(2)
    with pytest.raises(ZeroDivisionError):
        recent.get(0, lambda: 1 // 0)
    assert recent.get(0, lambda: 7) == 7


def test_a_later_value_takes_the_place_of_an_earlier_one() -> None:
    recent: Recent[str, int] = Recent(2)
    recent.put("a", 1)
    recent.put("a", 2)
    assert recent.get("a", lambda: 3) == 2
