from pathlib import Path

import numpy as np
import pytest
from neonworks_models.data.net_composer import Kind, make_samples
from neonworks_models.data.net_samples import Source
from neonworks_models.nets.motions import MOTIONS


@pytest.mark.parametrize("kind", list(Kind))
def test_samples_of_every_kind_are_whole_and_the_same_for_a_seed(kind: Kind, lpc_root: Path) -> None:
    samples = make_samples(lpc_root, kind, 2, 5, holdout=False)
    again = make_samples(lpc_root, kind, 2, 5, holdout=False)
    assert np.array_equal(samples.frames, again.frames)
    assert np.array_equal(samples.drafts, again.drafts)
    count, views = len(samples.frames), len(samples.stills)
    assert samples.views.max() == views - 1
    assert 0 <= samples.actions.min() <= samples.actions.max() < len(MOTIONS)
    assert (samples.truth(np.arange(count)) <= samples.counts[samples.views][:, None, None]).all()
    assert (samples.stills > 0).any(axis=(1, 2)).all()
    # The fakes of the classic set have a colour for every frame, too many for a palette: they are left out,
    # but where stills are all that is looked at.
    wanted = {Kind.DRAWN: {Source.DRAWN}, Kind.TURNED: {Source.REVISED, Source.CLASSIC}}
    assert set(samples.sources.tolist()) == wanted.get(kind, {Source.REVISED})


def test_plain_characters_stand_still_at_their_first_idle_frame(lpc_root: Path) -> None:
    samples = make_samples(lpc_root, Kind.PLAIN, 1, 3, holdout=False)
    idle = np.flatnonzero((samples.actions == 0) & (samples.phases == 0))
    assert idle.size == 4
    assert np.array_equal(samples.truth(idle), samples.stills[samples.views[idle]])


def test_withheld_figures_are_others(lpc_root: Path) -> None:
    open_, held = (make_samples(lpc_root, Kind.DRAWN, 3, 1, holdout=holdout) for holdout in (False, True))
    assert open_.frames.shape != held.frames.shape or not np.array_equal(open_.frames, held.frames)
