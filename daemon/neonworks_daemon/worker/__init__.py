"""The worker process: runs one job at a time and talks to the daemon over its standard streams."""
