"""Larger language models beside the embedded interpreter: what they are asked, what they may answer."""
