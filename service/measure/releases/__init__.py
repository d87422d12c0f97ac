"""Public releases of corpora, read into the common formats: one module for each form that a release has."""
