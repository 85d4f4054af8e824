"""Error tree and wire codes."""

import inspect

from neonworks_protocol import errors
from neonworks_protocol.errors import AnimatorError, error_classes, from_wire


def test_every_class_has_its_own_code() -> None:
    classes = [
        cls for _, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, AnimatorError)
    ]
    codes = error_classes()
    assert len(codes) >= len(classes) >= 20
    assert all(codes[cls.code] is cls for cls in classes)


def test_codes_go_there_and_back() -> None:
    for code, cls in error_classes().items():
        error = from_wire(code, "say what to do")
        assert type(error) is cls and error.code == code and str(error) == error.message == "say what to do"


def test_an_unknown_code_is_the_root() -> None:
    assert type(from_wire("of_the_future", "x")) is AnimatorError


def test_the_tree_in_the_docstring_is_complete() -> None:
    for code, cls in error_classes().items():
        if cls.__module__ == errors.__name__:
            assert f"{cls.__name__} " in (errors.__doc__ or "") and f" {code}" in (errors.__doc__ or "")
