"""Bodies about versions of the model, and of what is asked of retraining."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from service.news.model import Models, ModelVersion, Origin
from service.web.answers import Answer, said
from service.web.bounds import MAX_REASON_CHARS
from service.web.fields import AtMost, Readable, StrictBoolean, UtcTime
from service.web.request_schemas import Asked

MOST_WEIGHT = 100


class ModelSchema(Answer):
    """A version of the model, without what makes it large."""

    id = fields.String(metadata=said("Its name, made of the SHA-256 of all that it holds."))
    head = fields.String(allow_none=True, metadata=said("The head's own name, with which `snapshot.model` begins."))
    active = fields.Boolean(metadata=said("Whether it is the one that answers."))
    usable = fields.Boolean(
        metadata=said("False where what is kept is not what it was made as; then all but its name and times is null.")
    )
    origin = fields.String(
        allow_none=True,
        validate=validate.OneOf([*Origin]),
        metadata=said("Whether it came with the program, or was learnt from labels here."),
    )
    reads_with = fields.String(
        allow_none=True, metadata=said("The pair model, the encoder and the annotator whose measurements it weighs.")
    )
    build = fields.String(allow_none=True, metadata=said("The version of the code that made it."))
    learnt_from = fields.String(
        allow_none=True,
        metadata=said("The digest of the rows that it learnt from; empty for what came with the program."),
    )
    figures = fields.Dict(
        keys=fields.String(),
        allow_none=True,
        metadata=said("Its figures, on the gates beside those it was tested against."),
    )
    made_at = UtcTime()
    made_by = fields.String(metadata=said("Who asked for it; `service` for what came with the program."))


class WholeModelSchema(ModelSchema):
    """A version of the model with its card and its weights."""

    card = fields.String(allow_none=True, metadata=said("What it is and what it was made of, in Markdown."))
    weights = fields.Dict(
        keys=fields.String(),
        allow_none=True,
        metadata=said("The head: bits per unit of each signal, and of each term of the wording learnt here."),
    )


class RetrainSchema(Asked):
    """What to learn from, and what is to come of it."""

    labels = StrictBoolean(load_default=True, metadata=said("Whether labels are learnt from, beside the seeds."))
    label_weight = fields.Integer(
        load_default=1,
        strict=True,
        validate=validate.Range(1, MOST_WEIGHT),
        metadata=said("How many pairs of the seeds a labelled pair weighs as much as."),
    )
    dry_run = StrictBoolean(load_default=False, metadata=said("Tell what would come of it, and change nothing."))
    force = StrictBoolean(
        load_default=False,
        metadata=said("Make what is learnt active whatever the gates say; takes a `reason`."),
    )
    reason = fields.String(
        validate=[AtMost(MAX_REASON_CHARS), Readable(prose=True)],
        metadata=said("Why, for the audit log."),
    )

    @validates_schema
    def check_reason(self, loaded: dict[str, Any], **_: object) -> None:
        """Raises ValidationError where force comes without a reason."""
        if loaded["force"] and "reason" not in loaded:
            raise ValidationError("Say why the gates are to be passed by.", "reason")


class ActivationSchema(Answer):
    """That a version was made the one that answers."""

    number = fields.Integer(metadata=said("Later ones have greater numbers."))
    version = fields.String()
    at = UtcTime()
    by = fields.String()
    reason = fields.String()


class ModelsSchema(Answer):
    """Versions and activations, newest first each."""

    items = fields.List(fields.Nested(ModelSchema))
    activations = fields.List(fields.Nested(ActivationSchema), metadata=said("The latest hundred."))


def shown(version: ModelVersion) -> dict[str, Any]:
    """The fields of WholeModelSchema."""
    model = version.model
    of_model = ("reads_with", "build", "origin", "learnt_from", "figures", "card")
    return {
        **{name: getattr(version, name) for name in ("id", "active", "made_at", "made_by")},
        "usable": model is not None,
        "head": model and model.head["version"],
        "weights": model and model.head,
        **{name: model and getattr(model, name) for name in of_model},
    }


def all_shown(models: Models) -> dict[str, Any]:
    """The fields of ModelsSchema."""
    return {"items": [shown(version) for version in models.versions], "activations": models.activations}
