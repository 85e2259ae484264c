"""Ring 2: criteria, editions and rulebooks: selecting, assessing, checking and comparing them."""
