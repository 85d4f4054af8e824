"""What picture files are made of: structure and sizes checked, and one still taken out, before decoding."""
