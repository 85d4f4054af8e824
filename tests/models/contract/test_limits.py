import pytest
from neonworks_models.contract.limits import Contact, ContractLimits, contact_of
from neonworks_protocol.vocabulary import Action, Archetype


@pytest.mark.parametrize("action", list(Action))
@pytest.mark.parametrize("archetype", list(Archetype))
def test_every_body_stands_somehow_in_every_action(action: Action, archetype: Archetype) -> None:
    assert isinstance(contact_of(action, archetype), Contact)


def test_bodies_without_legs_hop_and_flyers_hover_until_they_die() -> None:
    assert contact_of(Action.WALK, Archetype.BLOB) is Contact.LEAPING
    assert contact_of(Action.IDLE, Archetype.BLOB) is Contact.PLANTED
    assert contact_of(Action.WALK, Archetype.FLYER) is Contact.HOVERING
    assert contact_of(Action.DEATH, Archetype.FLYER) is Contact.FALLING
    assert contact_of(Action.WALK, Archetype.BIPED) is Contact.WALKING


def test_generated_clips_get_no_new_colours_and_people_some() -> None:
    assert ContractLimits().new_colours == 0.0
    assert 0.0 < ContractLimits.hand_drawn().new_colours <= 0.1
