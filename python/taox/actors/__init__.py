"""Actors on Trio: typed messages, deadlines that travel, bounded mailboxes, supervision.

The map, from the outside in:

=====================  ==========================================================
system, run            `System`, a tree of actors; `run`, seeded virtual time
actor, supervisor      `Actor`, `Supervisor`: what users write
nursery, turn          what an actor has: background work; the turn under way
ref, ask_many, flow,   how to talk to an actor: `Ref`, `ask_many`, `Stream`,
watch                  `Watch`
family, incarnation,   children and who restarts them; one life of an actor;
policy, reasons        when and how often; why it ended
cell, worker, call,    mailbox and state; the loop over turns; a message in
sending, parking       flight; how it gets there; sleeping cheaply
engine, timers,        what all cells share; one heap of deadlines; honest
instrument             virtual time, deadlocks
handlers, mailbox      what a class declares, checked when it is created
message, codec,        messages; their bytes; the frame around them
envelope
errors, faults,        every error; crash reports; what nobody handled
dead_letters
statistics, tree,      seeing inside
trace
testing, explore       fixtures; schedule fuzzing
clock, trio_internals  the clock; the private names of Trio, checked at import
=====================  ==========================================================

The runtime imports nothing else of taox. `docs/actors.md` says what users may rely on.

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
from taox.actors.policy import Policy, Restart, Strategy
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
    "Restart",
    "Restarted",
    "RestartsExhausted",
    "StopReason",
    "Strategy",
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
