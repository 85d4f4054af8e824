"""The words for formats, and how many files each makes."""

import pytest
from neonworks_models.export import formats
from neonworks_models.export.formats import encode_clip
from neonworks_models.export.kinds import ExportFormat, file_count

from tests.models.export.clips import make_clip, walking_square


def test_every_word_can_be_written() -> None:
    assert set(formats._ENCODERS) == set(ExportFormat)


@pytest.mark.parametrize("fmt", ExportFormat)
@pytest.mark.parametrize("frames", [1, 4])
def test_files_are_counted_before_they_are_made(fmt: ExportFormat, frames: int) -> None:
    assert file_count(fmt, frames) == len(encode_clip(make_clip(walking_square(frames)), fmt))
