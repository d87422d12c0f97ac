"""Encoders, annotators and files behind scoring's ports."""
