"""The answers of the register, as Chinese text and as plain data: standing, duties, records, achievements,
indicators."""
