"""Verbs: pure calculation over news. No web, database, disk, clock, environment or torch."""
