"""The editor's side of NeonWorks Animator. The panel is not there yet; DESIGN.md says what belongs here."""
