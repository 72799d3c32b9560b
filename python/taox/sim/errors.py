"""What can go wrong with a record or a scenario: few errors, each with the data that failed."""

from pathlib import Path

from taox.economy import InputError


class RecordError(Exception):
    """A record could not be built, asked or read; base of the errors below."""


class NotARecord(RecordError):
    """The path holds no record (`record.json` is missing, or it is something else).

    Attributes:
        path: The directory that was asked for.
    """

    def __init__(self, path: Path, reason: str = "there is no record.json in it") -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path} is not a record: {reason}")


class RecordTooNew(RecordError):
    """The record was written in a newer format than this taox reads.

    Attributes:
        path: The directory of the record.
        version: The format version found.
        supported: The newest format version this taox reads.
    """

    def __init__(self, path: Path, version: int, supported: int) -> None:
        self.path = path
        self.version = version
        self.supported = supported
        super().__init__(
            f"{path} is a record of format {version}; this taox reads formats up to {supported}: "
            "update taox to read it"
        )


class RecordDamaged(RecordError):
    """A file of the record is missing, changed or cut off.

    Attributes:
        path: The damaged file.
        reason: What is wrong with it.
    """

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path} is damaged: {reason}")


class NotRecorded(RecordError, LookupError):
    """A record was asked for a subnet, epoch, uid or role that it does not hold.

    Attributes:
        what: The kind of thing, for example `"role"`.
        asked: What was asked for.
        known: What the record holds, in words.
    """

    def __init__(self, what: str, asked: object, known: str) -> None:
        self.what = what
        self.asked = asked
        self.known = known
        begins = f"no {what} {asked!r} in this record; it holds"
        if asked is None:
            begins = f"which {what}? the record holds"
        super().__init__(f"{begins} {known}")


class ScenarioError(InputError):
    """A scenario is wrong: an unknown key, a value out of range, a class that is not there.

    Attributes:
        argument: Where it stands, for example `"subnet[0].miner[1].count"`.
        expected: What belongs there.
        actual: What was found.
    """
