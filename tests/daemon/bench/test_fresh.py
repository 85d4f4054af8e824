import itertools

import numpy as np
from neonworks_daemon.bench.fresh import fresh_requests
from neonworks_models.sprites.analysis import analyse
from neonworks_models.sprites.decode import decode_sprite


def test_requests_never_repeat_and_follow_their_seed() -> None:
    made = list(itertools.islice(fresh_requests(5), 30))
    assert len({request.png for request in made}) == len(made)
    assert len({request.text for request in made}) == len(made)
    again = list(itertools.islice(fresh_requests(5), 30))
    assert [r.png for r in again] == [r.png for r in made]
    assert next(fresh_requests(6)).png != made[0].png


def test_every_still_is_a_whole_character_of_64_by_64() -> None:
    for request in itertools.islice(fresh_requests(9), 30):
        sprite = decode_sprite(request.png)
        assert np.array_equal(sprite.rgba, request.rgba)
        assert sprite.rgba.shape == (64, 64, 4)
        assert 30 <= analyse(sprite).box.height <= 63
