"""Criteria, editions and rulebooks: selecting, assessing, checking and comparing them."""
