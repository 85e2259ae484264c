"""What the register answers, as Chinese text and as plain data: standing, duties, records, achievements, indicators."""
