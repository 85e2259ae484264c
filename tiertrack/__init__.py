"""tiertrack: which standard applied on a day, whether an enterprise meets it, exactly why, and what it still lacks."""

__version__ = "0.1.0"
