"""Files with learned weights: told apart by content, checked before use, never executed."""
