"""The chaos kit: what disturbs a daemon, and what counts the harm. Used short by tests, long by benches."""
