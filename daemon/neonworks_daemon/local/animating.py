"""``animate`` for one sprite: prepare, draw, write, tell."""

from collections.abc import Iterable, Sequence

from neonworks_daemon.cli.console import meter, note, print_json
from neonworks_daemon.cli.exits import ExitCode
from neonworks_daemon.local.choose import open_artist
from neonworks_daemon.local.delivery import Delivery, deliver
from neonworks_daemon.local.job import FinishedClip, Job
from neonworks_daemon.local.options import JobOptions
from neonworks_daemon.local.second_reading import tell_second
from neonworks_daemon.local.workshop import Workshop

__all__ = ["animate_one", "deliver_all", "job_record", "tell"]


def animate_one(options: JobOptions, *, as_json: bool, reader: str | None = None) -> ExitCode:
    """Exit code 1 when some clips of the job could not be drawn. Raises ``AnimatorError`` when none could.

    ``reader`` is the larger language model that reads the sentence too; None: the settings' own.
    """
    workshop = Workshop.configured()
    with meter("reading") as shown:
        job = workshop.prepare(options)
        for text in job.notes:
            note(f"note: {text}")
        with open_artist(workshop) as (artist, remark):
            note(remark)
            deliveries = deliver_all(job, artist.draw(job, shown))
    if as_json:
        print_json(job_record(job, deliveries))
    else:
        tell(deliveries)
    tell_second(job, reader)
    return ExitCode.SOME_FAILED if job.refused else ExitCode.OK


def deliver_all(job: Job, clips: Iterable[FinishedClip]) -> list[Delivery]:
    """Write each clip of ``job`` as it comes."""
    return [deliver(job, clip) for clip in clips]


def job_record(
    job: Job, deliveries: Sequence[Delivery], *, more_notes: Sequence[str] = ()
) -> dict[str, object]:
    """Plain values for JSON."""
    return {
        "sprite": str(job.options.sprite),
        "text": job.options.text,
        "understood": job.heard.understood,
        "facing": job.analysis.facing,
        "archetype": job.analysis.archetype,
        "seed": job.options.seed,
        "clips": [delivery.record() for delivery in deliveries],
        "refused": [
            {"label": label, "code": error.code, "message": error.message} for label, error in job.refused
        ],
        "notes": [*job.notes, *(text for delivery in deliveries for text in delivery.notes), *more_notes],
    }


def tell(deliveries: Sequence[Delivery]) -> None:
    """For people: a remark on each clip, and its files on standard output."""
    for delivery in deliveries:
        clip = delivery.clip
        for text in delivery.notes:
            note(f"note: {text}")
        kept = "contract kept" if clip.passed else "contract broken, see the sidecar"
        planned = clip.planned
        size = f"{planned.plan.width}x{planned.plan.height}"
        drawn = f"{len(clip.frames)} frames of {size} in {clip.elapsed_ms:.0f} ms by {planned.generator.name}"
        note(f"{planned.label}: {drawn}, {kept}")
        for path in delivery.paths:
            print(path)
