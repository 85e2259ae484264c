"""The policy handbook: a page for each edition, title, fact, document, place, day and feature, each linked."""
