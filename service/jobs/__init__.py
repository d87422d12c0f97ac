"""Queued work: what takes longer than a request should, done by workers on the same database."""
