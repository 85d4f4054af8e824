"""The editor's side of NeonWorks Animator: one connection, one panel, and the hosts it lives in."""
