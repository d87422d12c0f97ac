"""What can go wrong in scoring, in the field's words; HTTP numbers belong to the web.

ScoringError
├── NothingToCompare      a claim has no words that can be compared
├── TooManyClaims         the articles hold more claims than one request may
├── UnknownLanguage       a text in a language that is not read yet
└── NotReady              models are still being loaded
ArtefactError             a file in models/ or seeds/ is missing, altered or malformed
"""


class ScoringError(Exception):
    """A request that is well formed but cannot be scored.

    ``slug`` names the problem type in the API, ``title`` says it in one sentence.
    """

    slug = "scoring"
    title = "The request could not be scored."


class NothingToCompare(ScoringError):
    """A text given for comparison makes no statement."""

    slug = "nothing-to-compare"
    title = "There is nothing here to compare."


class TooManyClaims(ScoringError):
    """The articles of one request hold more claims than the stated limit."""

    slug = "too-many-claims"
    title = "The articles hold more claims than one request may."


class UnknownLanguage(ScoringError):
    """A text given for comparison is in a language that is not read yet."""

    slug = "unknown-language"
    title = "The text is in a language that is not read yet."


class NotReady(ScoringError):
    """Models are still being loaded."""

    slug = "not-ready"
    title = "The models are still being loaded."


class ArtefactError(Exception):
    """A trained artefact or seed file is missing, altered or malformed."""
