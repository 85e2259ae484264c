"""The self-check: one page that asks what a standard reads, judges while it is answered, and sends nothing anywhere."""
