"""Storage of the register in SQLite, PostgreSQL or memory: tables, rows, chains, sessions, the runner of migrations."""
