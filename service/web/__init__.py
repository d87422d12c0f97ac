"""HTTP and nothing but: views, schemas, problems, OpenAPI, health, metrics."""
