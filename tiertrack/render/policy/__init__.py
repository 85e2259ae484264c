"""The policy itself, as Chinese text and as plain data: editions, their changes, and what they count."""
