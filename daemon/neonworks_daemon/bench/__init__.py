"""Benches: each measures the product beside a baseline in the same run. Tools, never loaded by the daemon."""
