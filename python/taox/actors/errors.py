"""Every error the runtime raises: few, typed, carrying the values that failed.

Errors a caller should expect derive from `ActorError`; misuse found while a class is being
created is a `MessageError` or a `HandlerError` (both `TypeError`s), because it is a bug in the
program and not a condition to handle.
"""

import trio

__all__ = [
    "ActorError",
    "ActorFault",
    "ActorStopped",
    "CallCycle",
    "CodecError",
    "DeadlineExceeded",
    "Deadlock",
    "HandlerError",
    "MailboxFull",
    "MessageError",
    "NoHandler",
    "Refused",
    "Restarted",
    "RestartsExhausted",
]


class ActorError(Exception):
    """Base of every error that an ask, a tell or a system call may raise."""


class MessageError(TypeError):
    """A message class is declared wrongly, or an object is not a message."""


class HandlerError(TypeError):
    """A handler or an actor class is declared wrongly."""


class Refused(ActorError):
    """Base of the errors a handler raises on purpose: they answer the asker and nothing else.

    Arguments must be encodable as message fields, so that the error survives a wire.

    Example:
        >>> class TooHard(Refused):
        ...     "The puzzle is beyond this miner."
        >>> TooHard("level", 9).args
        ('level', 9)
    """


class DeadlineExceeded(ActorError, trio.TooSlowError):
    """The deadline of an ask passed before its answer came.

    Attributes:
        path: Path of the actor that was asked.
        message: Name of the message class.
        timeout: Seconds that were available when the ask began.
    """

    def __init__(self, path: str, message: str, timeout: float) -> None:
        super().__init__(path, message, timeout)
        self.path = path
        self.message = message
        self.timeout = timeout

    def __str__(self) -> str:
        return f"{self.path} did not answer {self.message} within {self.timeout:g} s"


class MailboxFull(ActorError):
    """A bounded mailbox had no room, and its policy is not to wait.

    It is an expected error: when it escapes from a handler, the handler's actor lives on.

    Attributes:
        path: Path of the actor whose mailbox is full.
        size: Capacity of that mailbox, in messages.
    """

    def __init__(self, path: str, size: int) -> None:
        super().__init__(path, size)
        self.path = path
        self.size = size

    def __str__(self) -> str:
        return f"the mailbox of {self.path} is full ({self.size} messages)"


class ActorStopped(ActorError):
    """The actor is stopped, or stopped before it could answer.

    Attributes:
        path: Path of the actor.
        reason: Why it stopped, in a few words.
    """

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path} is stopped ({self.reason})"


class Restarted(ActorError):
    """A pinned ref was used after its actor had restarted.

    Attributes:
        path: Path of the actor.
        expected: The incarnation the ref was pinned to.
        actual: The incarnation that lives now.
    """

    def __init__(self, path: str, expected: int, actual: int) -> None:
        super().__init__(path, expected, actual)
        self.path = path
        self.expected = expected
        self.actual = actual

    def __str__(self) -> str:
        return f"{self.path} restarted: incarnation {self.actual}, pinned to {self.expected}"


class NoHandler(ActorError):
    """The actor has no handler for this type of message.

    Attributes:
        path: Path of the actor.
        message: Name of the message class.
    """

    def __init__(self, path: str, message: str) -> None:
        super().__init__(path, message)
        self.path = path
        self.message = message

    def __str__(self) -> str:
        return f"{self.path} has no handler for {self.message}"


class ActorFault(ActorError):
    """A handler or a hook failed with an error it had not declared: the actor crashed.

    In process the original exception is the `__cause__`; over a wire only the text travels.

    Attributes:
        path: Path of the actor that crashed.
        doing: What it was doing: the name of a message class, ``started``, ``stopping`` …
        error: Class name of the exception, then its text.
        traceback: The traceback, as text.
        fatal: The error was no `Exception`, such as a panic in Rust: no policy restarts the actor.
    """

    fatal: bool = False

    def __init__(self, path: str, doing: str, error: str, traceback: str) -> None:
        super().__init__(path, doing, error, traceback)
        self.path = path
        self.doing = doing
        self.error = error
        self.traceback = traceback

    def __str__(self) -> str:
        return f"{self.path} crashed in {self.doing}: {self.error}"


class CallCycle(ActorError):
    """An actor asked one that is already waiting for its answer.

    Attributes:
        paths: The cycle, from the actor that closed it back to itself.
    """

    def __init__(self, paths: tuple[str, ...]) -> None:
        super().__init__(paths)
        self.paths = paths

    def __str__(self) -> str:
        return "call cycle: " + " → ".join(self.paths)


class RestartsExhausted(ActorError):
    """A supervisor's children failed more often than its restart intensity allows.

    Its `__cause__` is the first failure of the burst.

    Attributes:
        path: Path of the supervisor.
        child: Path of the child whose failure was one too many.
        intensity: Restarts allowed in `period`.
        period: Seconds.
    """

    def __init__(self, path: str, child: str, intensity: int, period: float) -> None:
        super().__init__(path, child, intensity, period)
        self.path = path
        self.child = child
        self.intensity = intensity
        self.period = period

    def __str__(self) -> str:
        return (
            f"{self.path} gives up: {self.child} failed after "
            f"{self.intensity} restarts in {self.period:g} s"
        )


class Deadlock(ActorError):
    """Under virtual time nothing can ever happen again: every task waits and no deadline exists.

    Attributes:
        report: One line per actor, with the message it is working on.
    """

    def __init__(self, report: str) -> None:
        super().__init__(report)
        self.report = report

    def __str__(self) -> str:
        return "every actor waits and no deadline is set:\n" + self.report


class CodecError(ActorError, ValueError):
    """Bytes that are not a well-formed, permitted message, or a value that cannot be encoded."""
