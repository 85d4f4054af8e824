"""Clips as files: frames, sheets, GIF, APNG, WebP, sidecars and contact sheets. Start at ``formats``."""
