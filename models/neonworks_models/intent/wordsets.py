"""Short word lists in code, written as running text."""

__all__ = ["words"]


def words(text: str) -> frozenset[str]:
    """The words of ``text``, which are separated by white space."""
    return frozenset(text.split())
