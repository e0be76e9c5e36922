"""What the rules can refuse. `http.problems` turns each into problem details (RFC 9457), in one place."""

from typing import ClassVar


class Refusal(Exception):
    """A rule said no. `key` finds the sentence in the reader's language; `facts` fill its blanks.

    `fields` maps a field of the input to the key of its own sentence.
    """

    status: ClassVar[int] = 409
    key: ClassVar[str]

    def __init__(self, fields: dict[str, str] | None = None, **facts: object) -> None:
        super().__init__(self.key, facts)
        self.fields = fields or {}
        self.facts = facts


class NotFound(Refusal):
    """It is not there, or not for this person: we do not say which."""

    status = 404
    key = "not-found"


class Invalid(Refusal):
    """A field's value cannot be; `fields` says which and why."""

    status = 422
    key = "invalid"


class NotSignedIn(Refusal):
    """This needs somebody who is signed in."""

    status = 401
    key = "not-signed-in"


class WrongCode(Refusal):
    """Not the code of this challenge, or too late, or tried too often: we do not say which."""

    status = 422
    key = "wrong-code"


class WrongPassword(Refusal):
    """No such name, or not its password: we do not say which."""

    status = 422
    key = "wrong-password"


class WrongFactor(WrongPassword):
    """Not the code of now, or used before: the second factor."""

    key = "wrong-otp"


class FactorNeeded(Refusal):
    """The password is right, the second factor is missing."""

    status = 401
    key = "factor-needed"


class FactorToSetUp(Refusal):
    """The password is right, and whoever has this role needs a second factor."""

    status = 401
    key = "factor-to-set-up"


class FactorThere(Refusal):
    """There is one in use; only a manager takes it away."""

    key = "factor-there"


class StepUpNeeded(Refusal):
    """This asks for the second factor once more."""

    status = 403
    key = "step-up-needed"


class NotAllowed(Refusal):
    """Signed in, but without the grant for it."""

    status = 403
    key = "not-allowed"


class StepNotAllowed(Refusal):
    """The lifecycle has no such step from here for this person."""

    key = "step-not-allowed"


class ConfirmNeeded(Refusal):
    """It can be done, but somebody must have read what it means; `fields` say what."""

    key = "confirm-needed"


class ChangedMeanwhile(Refusal):
    """Somebody else moved it first."""

    key = "changed-meanwhile"


class ChangedSince(Refusal):
    """Somebody published another version than the one that this change began from."""

    status = 412
    key = "changed-since"


class DraftOfAnother(Refusal):
    """Somebody else is writing it; who takes over says so."""

    status = 412
    key = "draft-of-another"


class VersionNeeded(Refusal):
    """A change says which version it began from (If-Match)."""

    status = 428
    key = "version-needed"


class StillUsed(Refusal):
    """Services need it: it cannot be deleted."""

    key = "still-used"


class SheetNotReady(Refusal):
    """A sheet with bad rows, or one that is still looked through, is not carried out."""

    key = "sheet-not-ready"


class SentOtherwise(Refusal):
    """This id came before with other bytes, or from somebody else: we do not say which."""

    key = "sent-otherwise"


class CodeUsed(Refusal):
    """One answer a household: this invitation's has come."""

    key = "code-used"


class QuestionnaireFrozen(Refusal):
    """The survey has begun: what it asks stays as it is."""

    key = "questionnaire-frozen"


class NotDrawn(Refusal):
    """There is no sampled unit in it."""

    key = "not-drawn"


class LettersPrinted(Refusal):
    """Their codes have left Linli; they can only be replaced."""

    key = "letters-printed"


class NothingLeft(Refusal):
    """Every dwelling of the stratum is in the sample."""

    key = "nothing-left"


class SurveyOver(Refusal):
    """It takes no more answers."""

    status = 410
    key = "survey-over"


class ServiceOver(Refusal):
    """It is not given any more. Facts: `name`, and `alike`, what can stand in for it."""

    status = 410
    key = "service-over"


class BadRow(Refusal):
    """A file's row breaks a rule; nothing of the file was taken."""

    status = 422
    key = "bad-row"


class TooMany(Refusal):
    """Over a limit; `retry_after` seconds says when to come back."""

    status = 429
    key = "too-many"


class StorageFull(Refusal):
    """The disk is full: nothing was stored, everything stored before is safe."""

    status = 507
    key = "storage-full"


class Unavailable(Refusal):
    """Not now: a queue is full, or the server is stopping."""

    status = 503
    key = "unavailable"


class NoKey(Refusal):
    """Another program's write without its key, or with one that is wrong or over: we do not say which."""

    status = 403
    key = "no-key"


class BeyondKey(Refusal):
    """The key is good, but not for this category or this part of the city."""

    status = 403
    key = "beyond-key"


class RatedAlready(Refusal):
    """This result has their rating, or is not to be rated (any more)."""

    key = "rated-already"


class TaskOver(Refusal):
    """Somebody ended the task before, with other words."""

    key = "task-over"


class NotForFirms(Refusal):
    """Firms are sent to homes and for care, not for what this request is about."""

    key = "not-for-firms"


class FirmHasIt(Refusal):
    """One firm at a time: another one has it."""

    key = "firm-has-it"


class DispatchOver(Refusal):
    """It was refused, taken back, agreed or not agreed to meanwhile: what was asked of it is no more."""

    key = "dispatch-over"


class NotOneself(Refusal):
    """Nobody changes or ends their own roles."""

    key = "not-oneself"


class PersonEnded(Refusal):
    """They work here no more: nothing of them changes."""

    key = "person-ended"


class WorksElsewhere(Refusal):
    """They have a role that this manager cannot end; theirs alone can."""

    key = "works-elsewhere"


class LastManager(Refusal):
    """The city would have no manager."""

    key = "last-manager"


class LastRole(Refusal):
    """Their only role: then they are to be ended."""

    key = "last-role"


class PictureUnknown(Refusal):
    """The bytes are no picture that we take, or not the kind that they are called."""

    status = 415
    key = "picture-unknown"


class PictureBroken(Refusal):
    """It cannot be read, or was built to keep a reader busy."""

    status = 422
    key = "picture-broken"


class PictureTooLarge(Refusal):
    """More pixels than we decode."""

    status = 422
    key = "picture-too-large"


class PhotosEnough(Refusal):
    """As many photos as one request may have are here."""

    key = "photos-enough"
