"""The watched folder: a process of its own and a client of the daemon; see ``daemon/DESIGN.md``."""
