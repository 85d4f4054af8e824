"""Files in the user's project: applying, undoing, and seeing what changed. No pygame here."""
