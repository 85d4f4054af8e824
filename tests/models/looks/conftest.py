"""The shipped sprite VAE and stills whose analysis is known."""

import pytest
from neonworks_models.nets.vae_file import VaeFile
from neonworks_models.nets.vae_session import VaeSession


@pytest.fixture(scope="session")
def vae() -> VaeSession:
    return VaeFile().session()
