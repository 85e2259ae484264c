"""What official reports count and plans aim at, beside what the register counts itself."""
