"""The policy itself, as Chinese text, tables and diagrams: editions, what they count, the machine of titles."""
