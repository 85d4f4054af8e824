"""What a still is, what is known of it, and how that is found out."""
