"""What was asked and made: the history of jobs, their frames, and the ledger of requests."""
