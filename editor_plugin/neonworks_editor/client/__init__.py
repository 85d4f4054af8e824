"""One connection to the daemon, pumped from a frame loop: see ``client.EditorClient``. No pygame in here."""
