"""The Chinese steps features are written with, for this package's features and for a district's own."""
