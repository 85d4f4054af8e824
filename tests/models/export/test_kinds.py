from neonworks_models.export import formats
from neonworks_models.export.kinds import ExportFormat


def test_every_word_can_be_written() -> None:
    assert set(formats._ENCODERS) == set(ExportFormat)
