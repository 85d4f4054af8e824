import msgspec
from neonworks_models.catalog.cards import CARDS, VAE_DECODER, VAE_ENCODER
from neonworks_models.export.look_record import LookRecord, look_record

from tests.fakes.stills import example


def test_a_record_names_sprites_wish_weights_and_pictures() -> None:
    sprite = example("slime").sprite
    files = look_record(
        "slime_variations", "variations", {"slime.png": sprite}, {"seed": 3}, [sprite.rgba], ["a.png"]
    )
    ((name, data),) = files.items()
    record = msgspec.json.decode(data, type=LookRecord)
    assert name == "slime_variations.animator.json"
    assert record.sprites[0].sha256 == sprite.sha256 and record.wish == {"seed": 3}
    assert [model.name for model in record.models] == [VAE_ENCODER, VAE_DECODER]
    assert record.models[0].sha256 == CARDS[VAE_ENCODER].sha256
    assert record.files == ("a.png",) and len(record.pictures[0]) == 64
    again = look_record(
        "slime_variations", "variations", {"slime.png": sprite}, {"seed": 3}, [sprite.rgba], ["a.png"]
    )
    assert again == files
