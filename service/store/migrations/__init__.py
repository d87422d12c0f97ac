"""How the tables came to be, step by step: alembic's environment and the steps in ``versions``."""
