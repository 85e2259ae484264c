"""JSON Schemas of every answer and of what comes back: written once, next to the door that writes the answers."""
