from neonworks_models.catalog.cards import CARDS, VAE_DECODER, VAE_ENCODER
from neonworks_models.nets.vae_file import VaeFile


def test_the_nets_are_loaded_once_and_known_by_both_checksums() -> None:
    file = VaeFile()
    assert file.session() is file.session()
    assert file.sha256 == f"{CARDS[VAE_ENCODER].sha256}:{CARDS[VAE_DECODER].sha256}"


def test_both_together_are_small() -> None:
    assert CARDS[VAE_ENCODER].size_bytes + CARDS[VAE_DECODER].size_bytes <= 3_000_000
