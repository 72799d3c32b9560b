"""Every error that taox raises on purpose, in one place.

Refusals of the chain are `ChainError`, with one class per name the chain gives them; bad arguments
are `InputError`; what goes wrong between actors is `ActorError`.
"""

from taox.actors import (
    ActorError,
    ActorFault,
    ActorStopped,
    CallCycle,
    CodecError,
    DeadlineExceeded,
    Deadlock,
    HandlerError,
    MailboxFull,
    MessageError,
    NoHandler,
    Refused,
    Restarted,
    RestartsExhausted,
)
from taox.economy import InputError, InputTypeError, ParamError, chain_errors
from taox.economy.chain_errors import *  # noqa: F403 - one class per error name, declared there
from taox.sim.errors import (
    NotARecord,
    NotRecorded,
    RecordDamaged,
    RecordError,
    RecordTooNew,
    ScenarioError,
)

__all__ = [
    "ActorError",
    "ActorFault",
    "ActorStopped",
    "CallCycle",
    "CodecError",
    "DeadlineExceeded",
    "Deadlock",
    "HandlerError",
    "InputError",
    "InputTypeError",
    "MailboxFull",
    "MessageError",
    "NoHandler",
    "NotARecord",
    "NotRecorded",
    "ParamError",
    "RecordDamaged",
    "RecordError",
    "RecordTooNew",
    "Refused",
    "Restarted",
    "RestartsExhausted",
    "ScenarioError",
]
__all__ += chain_errors.__all__
