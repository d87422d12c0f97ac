"""What is the same in every format that comes as JSON: only some of its properties are read."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema


class Given(Schema):
    """An object of which properties that are not read may be anything."""

    class Meta:
        """Unknown properties are passed over."""

        unknown = EXCLUDE

    error_messages = {"type": "Must be an object."}  # noqa: RUF012
