"""Networks of our own: what they read, how they are built, how their answers become pixels."""
