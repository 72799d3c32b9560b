"""Actors on Trio: typed messages, deadlines that travel, bounded mailboxes, supervision.

The map, from the outside in; every module may import those below it:

===================  ============================================================
system               `System`: a nursery tree of actors
run                  `run`: seeded virtual time
actor, nursery       `Actor` and its background work
family, incarnation  children and their restarts; one life of an actor
ask_many, ref, watch `ask_many`, `Ref`, `Watch`: how to talk to an actor
turn                 `Turn`: what a handler knows about its message
cell, worker, call   mailbox and state; the loop over turns; one message in flight
engine, timers       what the cells of a system share; one heap of deadlines
handlers, mailbox    `handles`, `blocking`, `Mailbox`: what an actor class declares
message, codec,      `Message`, `Request`; their bytes; the frame around them
envelope
errors, faults       every error; from exceptions to crash reports
trio_internals       the private names of Trio, checked at import
===================  ============================================================

Example:
    >>> class Add(Request[int]):
    ...     number: int
    >>> class Counter(Actor):
    ...     def __init__(self, start: int) -> None:
    ...         self.total = start
    ...     @handles
    ...     def add(self, message: Add) -> int:
    ...         self.total += message.number
    ...         return self.total
    >>> async def main() -> int:
    ...     async with System() as system:
    ...         counter = await system.start(Counter, 10)
    ...         return await counter.ask(Add(number=5), timeout=1)
    >>> run(main, seed=1)
    15
"""

from taox.actors.actor import Actor
from taox.actors.ask_many import AskMany, Reply, ask_many
from taox.actors.clock import Clock
from taox.actors.dead_letters import DeadLetter, DeadLetters
from taox.actors.errors import (
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
from taox.actors.explore import explore
from taox.actors.flow import Stream
from taox.actors.handlers import blocking, handles
from taox.actors.mailbox import Mailbox, Overflow
from taox.actors.message import Message, Request, StreamRequest
from taox.actors.policy import Policy
from taox.actors.reasons import Down, StopReason
from taox.actors.ref import Ref
from taox.actors.run import run
from taox.actors.statistics import ActorStatistics, SystemStatistics
from taox.actors.supervisor import Supervisor
from taox.actors.system import System
from taox.actors.trace import TraceEntry
from taox.actors.turn import Turn

__all__ = [
    "Actor",
    "ActorError",
    "ActorFault",
    "ActorStatistics",
    "ActorStopped",
    "AskMany",
    "CallCycle",
    "Clock",
    "CodecError",
    "DeadLetter",
    "DeadLetters",
    "DeadlineExceeded",
    "Deadlock",
    "Down",
    "HandlerError",
    "Mailbox",
    "MailboxFull",
    "Message",
    "MessageError",
    "NoHandler",
    "Overflow",
    "Policy",
    "Ref",
    "Refused",
    "Reply",
    "Request",
    "Restarted",
    "RestartsExhausted",
    "StopReason",
    "Stream",
    "StreamRequest",
    "Supervisor",
    "System",
    "SystemStatistics",
    "TraceEntry",
    "Turn",
    "ask_many",
    "blocking",
    "explore",
    "handles",
    "run",
]
