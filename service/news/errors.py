"""What can go wrong in scoring, keeping and letting in, in the field's words; HTTP numbers belong to the web.

ScoringError
├── NothingToCompare      a claim has no words that can be compared
├── TooManyClaims         the articles hold more claims than one request may
├── UnknownLanguage       a text in a language that is not read yet
└── NotReady              models are still being loaded, or the store is not there
KeepingError
├── VersionConflict       an article is kept with another text of the same time
├── NotKept               nothing with that id is kept
├── Removed               it was kept and has been removed
├── Moved                 an event has become part of another
├── SnapshotGone          what a report was given on cannot be had any more
├── NothingToEdit         an edit of events would leave them as they are, or leave none
├── JobFinished           a job has ended and cannot be cancelled any more
├── UnusableModel         a version of the model was altered, or is not for what this service reads with
├── FetchingOff           what is asked for would have to be fetched, and nothing is
├── CannotLearn           what is to be learnt from, or tested on, cannot be read or does not suffice
├── OtherRequest          another request was made under the same idempotency key
└── StillAnswering        the request under that idempotency key is still being answered
AccessError
├── Unauthenticated       nobody who is known here asks
├── Forbidden             who asks may not do that
└── Forged                a browser sent a person's session along with what the person may not have meant
AccountError
├── NotRecognised         a key, a session or a password is nobody's
├── TooManyTries          too many failed sign-ins under one name
├── NameTaken             another person has that name
└── Unfit                 a name, a password or a key cannot be as it was asked for
StoreError                the database cannot be reached or used
├── StoreAway             it cannot be reached now
└── OutcomeUnknown        the connection was lost while a change was being committed
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
    title = "The service is not ready yet."


class KeepingError(Exception):
    """A request about what is kept that cannot be answered; ``slug`` and ``title`` as in ScoringError."""

    slug = "keeping"
    title = "What is kept does not allow it."


class VersionConflict(KeepingError):
    """Articles that are kept with another text of the same time; ``places`` are their positions in the request."""

    slug = "version-conflict"
    title = "An article is kept with another text of the same time."

    def __init__(self, detail: str, places: tuple[int, ...]) -> None:
        super().__init__(detail)
        self.places = places


class NotKept(KeepingError):
    """Nothing with that id is kept."""

    slug = "not-kept"
    title = "Nothing with that id is kept."


class Removed(KeepingError):
    """It was kept and has been removed."""

    slug = "removed"
    title = "It has been removed."


class Moved(KeepingError):
    """An event has become part of another, whose id is ``to``."""

    slug = "moved"
    title = "The event has become part of another."

    def __init__(self, detail: str, to: str) -> None:
        super().__init__(detail)
        self.to = to


class SnapshotGone(KeepingError):
    """What a report was given on cannot be had any more."""

    slug = "snapshot-gone"
    title = "What the report was given on cannot be had any more."


class NothingToEdit(KeepingError):
    """An edit would join what is one event, or take all claims out of one."""

    slug = "nothing-to-edit"
    title = "The edit would change no event."


class JobFinished(KeepingError):
    """A job has ended and cannot be cancelled any more."""

    slug = "job-finished"
    title = "The job has ended."


class UnusableModel(KeepingError):
    """A version of the model cannot answer: it was altered, or it weighs what other models measure."""

    slug = "unusable-model"
    title = "The version of the model cannot be used."


class FetchingOff(KeepingError):
    """What is asked for would have to be fetched, and this service fetches nothing."""

    slug = "fetching-off"
    title = "Nothing is fetched here."


class CannotLearn(KeepingError):
    """What a head is to be learnt from, or tested on, cannot be read or does not suffice."""

    slug = "cannot-learn"
    title = "There is nothing that could be learnt from."


class OtherRequest(KeepingError):
    """Another request was made under the same idempotency key."""

    slug = "idempotency-mismatch"
    title = "The idempotency key belongs to another request."


class StillAnswering(KeepingError):
    """The request under that idempotency key is still being answered."""

    slug = "idempotency-in-progress"
    title = "The request under that idempotency key is still being answered."


class AccessError(Exception):
    """A request that is not let through; ``slug`` and ``title`` as in ScoringError."""

    slug = "access"
    title = "That is not allowed."


class Unauthenticated(AccessError):
    """Nobody who is known here asks; ``given`` tells whether a key was shown that is no good."""

    slug = "unauthenticated"
    title = "A key is needed."

    def __init__(self, detail: str = "", *, given: bool = False) -> None:
        super().__init__(detail)
        self.given = given


class Forbidden(AccessError):
    """Who asks may not do that; ``scope`` is what it lacks, '' where no scope would do."""

    slug = "forbidden"
    title = "The key or the person may not do that."

    def __init__(self, detail: str = "", scope: str = "") -> None:
        super().__init__(detail)
        self.scope = scope


class Forged(AccessError):
    """A change asked for with a session, without the token that this service's own pages send along."""

    slug = "csrf"
    title = "The request does not come from a page of this service."


class AccountError(Exception):
    """Something about people, keys or secrets that cannot be; the message says what."""


class NotRecognised(AccountError):
    """A key, a session or a password is nobody's, or no longer; the message says only what its holder may know."""


class TooManyTries(AccountError):
    """Too many failed sign-ins under one name; the next is looked at in ``seconds``."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many failed sign-ins under that name. Try again in {seconds} seconds.")
        self.seconds = seconds


class NameTaken(AccountError):
    """Another person has that name."""


class Unfit(AccountError):
    """A name, a password or a key cannot be as it was asked for."""


class StoreError(Exception):
    """The database cannot be reached or used; the message says why and what to do, and never holds a password."""


class StoreAway(StoreError):
    """The database cannot be reached, now."""


class OutcomeUnknown(StoreError):
    """The connection was lost in a commit: the change is kept whole or not at all, and which is unknown."""


class ArtefactError(Exception):
    """A trained artefact or seed file is missing, altered or malformed."""
