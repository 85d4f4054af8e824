"""What was asked and made: the history of jobs, their frames, and the ledger of requests."""

from neonworks_daemon.store.memory import MemoryStore, Recording, ResultStore

__all__ = ["MemoryStore", "Recording", "ResultStore"]
