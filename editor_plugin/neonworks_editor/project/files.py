"""``ProjectFiles``: all that the panel does with the user's files, in one object a frame loop can tick."""

import time
from collections.abc import Callable
from pathlib import Path

from neonworks_protocol.messages import AssetChanged

from neonworks_editor.hosts.adapter import HostAdapter
from neonworks_editor.project.applier import Applier, ApplyOutcome, ApplyRequest, ApplyState, Told
from neonworks_editor.project.exports import Ask
from neonworks_editor.project.steps import journal_folder
from neonworks_editor.project.swapper import Swapper

__all__ = ["ProjectFiles"]


class ProjectFiles:
    """Apply, undo, redo, and swaps after changes on disk, for one host.

    ``ask`` is ``EditorClient.ask``; hand ``heard`` every ``AssetChanged`` of ``EditorClient.listen``. All
    methods belong to the main thread and return at once; answers come from ``tick``.
    """

    def __init__(
        self,
        host: HostAdapter,
        ask: Ask,
        *,
        folder: Callable[[Path], Path] = journal_folder,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._applier = Applier(host, ask, folder=folder, clock=clock)
        self._swapper = Swapper(host, clock=clock)
        self._applier.prepare()

    @property
    def busy(self) -> bool:
        """Something is being written: Apply, Undo and Redo wait."""
        return self._applier.state is not ApplyState.IDLE

    @property
    def undo_label(self) -> str:
        """What undo would take back, empty when there is nothing."""
        return self._applier.undo_label

    @property
    def redo_label(self) -> str:
        """What redo would put again, empty when there is nothing."""
        return self._applier.redo_label

    @property
    def swaps(self) -> int:
        """Clips and stills that were swapped in after changes on disk."""
        return self._swapper.swaps

    def apply(self, request: ApplyRequest, told: Told) -> None:
        """Write the clips into the project and show them; ``told`` hears once how it went."""
        self._applier.apply(request, self._known(told))

    def undo(self, told: Told) -> None:
        """Take back the last step, whoever's entity it was."""
        self._applier.undo(self._known(told))

    def redo(self, told: Told) -> None:
        """Put the step again that was taken back last."""
        self._applier.redo(self._known(told))

    def heard(self, event: AssetChanged) -> None:
        """A watched folder has a new result."""
        self._swapper.heard(event)

    def tick(self) -> None:
        """Once a frame, panel open or not."""
        self._applier.tick()
        if not self.busy:
            self._swapper.tick()

    def close(self) -> None:
        """Finish what is being written and end the threads."""
        self._applier.close()
        self._swapper.close()

    def _known(self, told: Told) -> Told:
        def heard(outcome: ApplyOutcome) -> None:
            self._swapper.written(outcome.clips)
            told(outcome)

        return heard
