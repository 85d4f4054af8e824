"""Jobs of the commands: read, prepared, drawn in this process or by the daemon, and written as files."""
