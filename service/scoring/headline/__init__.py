"""A headline held against a body: what is measured between them, and what the body says of the headline."""
