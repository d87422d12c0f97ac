"""Logs as JSON lines, without any global configuration."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, TextIO, cast

import structlog

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger


def json_logger(stream: TextIO, level: str) -> FilteringBoundLogger:
    """A logger that writes one JSON object a line to ``stream``, from ``level`` (debug, info, warning, error) up."""
    logger = structlog.wrap_logger(
        structlog.WriteLogger(stream),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        context_class=dict,
    )
    return cast("FilteringBoundLogger", logger)
