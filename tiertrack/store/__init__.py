"""Ring 5: the register in SQLite, PostgreSQL or memory: tables, migrations, chains, adapters, importing, seeding."""
