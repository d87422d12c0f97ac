"""What is kept: PostgreSQL with pgvector, embedded or the newsroom's own; tables, migrations, repositories."""
