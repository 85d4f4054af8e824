"""Other looks of a sprite: variations of one, steps from one to another."""
