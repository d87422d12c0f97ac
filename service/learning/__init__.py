"""Labelled rows in, fitted parameters and figures out; returns values, writes nothing."""
