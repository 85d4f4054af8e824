"""What the editor costs, measured through the real panel and a real daemon."""
