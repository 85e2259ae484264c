"""Programs of editions as plain data: the rules with the words that are shown beside them, and vectors to check by."""
