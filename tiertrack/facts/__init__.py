"""What may be known of an enterprise: units, identifiers, the vocabulary of facts, and the dossier."""
