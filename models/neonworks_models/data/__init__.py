"""Readers of artists' sprite sets, stills drawn by code, and the samples made of both."""
