"""Ring 5: the register in SQLite or PostgreSQL: tables, migrations, the adapter, importing and seeding."""
