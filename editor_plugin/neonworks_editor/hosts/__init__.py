"""What differs between the programs that the panel runs in: ``adapter`` is the seam, one module a host."""
