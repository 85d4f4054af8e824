"""What a ``submit`` asks for, checked against what can be made here, as work for a worker."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from neonworks_protocol.errors import BadRequest, Unavailable
from neonworks_protocol.messages import Submit
from neonworks_protocol.records import Capabilities, UnavailableTier
from neonworks_protocol.vocabulary import Encoding, Tier

from neonworks_daemon.worker.messages import AnimateWork

__all__ = ["Admission", "admit", "admit_again", "work_key"]


@dataclass(frozen=True)
class Admission:
    """``tiers`` will be delivered, ``unavailable`` were wanted and will not."""

    tiers: tuple[Tier, ...] = ()
    unavailable: tuple[UnavailableTier, ...] = ()
    notes: tuple[str, ...] = ()


def admit(
    submit: Submit, generators: Sequence[Capabilities], encoding: Encoding
) -> tuple[AnimateWork, Admission]:
    """Raises ``BadRequest`` where nothing is asked for, ``Unavailable`` where nothing of it exists here."""
    if not (submit.text.strip() or submit.spec or submit.actions or submit.motion):
        raise BadRequest("say what the sprite should do: give a text, a spec, an action or a motion")
    if submit.keyframes:
        raise BadRequest("no generator draws between given keyframes yet; leave the keyframes out")
    _check_generator(submit.generator, generators)
    wanted = [tier for tier in Tier if tier.rank <= submit.tier.rank]
    if submit.only_tier:
        wanted = [submit.tier]
    present = {record.tier for record in generators if submit.generator in (None, record.name)}
    tiers = tuple(tier for tier in wanted if tier in present)
    missing = tuple(UnavailableTier(tier=t, reason=_reason(t, present)) for t in wanted if t not in present)
    if not tiers:
        raise Unavailable(missing[-1].reason if missing else "no generator is available here")
    notes = tuple(item.reason for item in missing)
    return _work(submit, tiers[-1], encoding), Admission(tiers, missing, notes)


def admit_again(
    work: AnimateWork, generators: Sequence[Capabilities], encoding: Encoding
) -> tuple[AnimateWork, Admission]:
    """Work that was let in before, perhaps by an earlier daemon. Raises ``Unavailable`` where it cannot be
    made any more."""
    _check_generator(work.generator, generators)
    present = {record.tier for record in generators if work.generator in (None, record.name)}
    if work.tier not in present:
        raise Unavailable(_reason(work.tier, present))
    tiers = tuple(tier for tier in Tier if tier in present and tier.rank <= work.tier.rank)
    admission = Admission((work.tier,) if work.only_tier else tiers)
    return msgspec.structs.replace(work, png=encoding is Encoding.PNG), admission


def work_key(work: AnimateWork, build: str) -> str:
    """Hex digest of everything that decides the answer to ``work``."""
    return hashlib.sha256(build.encode() + b"\n" + msgspec.msgpack.encode(work)).hexdigest()


def _check_generator(wanted: str | None, generators: Sequence[Capabilities]) -> None:
    names = [record.name for record in generators]
    if wanted is not None and wanted not in names:
        raise Unavailable(f"there is no generator {wanted!r}; choose one of {', '.join(names)}")


def _reason(tier: Tier, present: set[Tier]) -> str:
    here = ", ".join(t.value for t in Tier if t in present) or "none"
    return f"tier {tier.value} is not available here; available: {here}"


def _work(submit: Submit, tier: Tier, encoding: Encoding) -> AnimateWork:
    return AnimateWork(
        sprite=submit.sprite,
        text=submit.text,
        name=submit.name,
        spec=submit.spec,
        previous=submit.previous,
        actions=submit.actions,
        directions=submit.directions,
        facing=submit.facing,
        archetype=submit.archetype,
        joints=submit.joints,
        tier=tier,
        only_tier=submit.only_tier,
        generator=submit.generator,
        motion=submit.motion,
        seed=submit.seed,
        png=encoding is Encoding.PNG,
    )
