"""Model libraries kept from drawing bars and printing notes while they load: standard error is for our own log."""

from __future__ import annotations


def hush_transformers() -> None:
    """No loading bars, and no notes but errors, from transformers (whose logging is not typed)."""
    from transformers.utils import logging

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
