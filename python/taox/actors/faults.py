"""From an exception to an `ActorFault`, and which exceptions are failures of an actor at all."""

import logging
import traceback
from typing import Any

import trio

from taox.actors import codec
from taox.actors.errors import ActorFault, CodecError, Refused

__all__ = ["copied_error", "fault_from", "is_failure", "is_panic", "report"]

_LOG = logging.getLogger("taox.actors")

# Different tracebacks of one system that are told apart; those beyond are printed in full.
_REMEMBERED = 100

_CONTROL = (trio.Cancelled, KeyboardInterrupt, SystemExit, GeneratorExit)


def is_failure(error: BaseException) -> bool:
    """Whether the error is an actor's own, and not a signal that passes through it."""
    if isinstance(error, Exception):
        return True
    if isinstance(error, BaseExceptionGroup):
        return False
    return is_panic(error)


def is_panic(error: BaseException) -> bool:
    """Whether the error is fatal: a `BaseException` that is no signal, such as a Rust panic."""
    return not isinstance(error, (Exception, BaseExceptionGroup, *_CONTROL))


def fault_from(path: str, doing: str, error: BaseException) -> ActorFault:
    """Describe a crash; the traceback becomes text that can travel."""
    text = "".join(traceback.format_exception(error))
    fault = ActorFault(path, doing, f"{type(error).__name__}: {error}", text)
    fault.__cause__ = error
    fault.fatal = is_panic(error) or (isinstance(error, ActorFault) and error.fatal)
    return fault


def copied_error(error: BaseException) -> BaseException:
    """The error as it would arrive over a wire: of a refusal its class and encoded arguments.

    A refusal whose arguments cannot be encoded becomes the `CodecError` that says so.
    """
    if not isinstance(error, Refused):
        return error
    try:
        return type(error)(*codec.copy(list(error.args), list[Any], "error"))
    except CodecError as problem:
        return problem


def report(fault: ActorFault, known: set[str]) -> None:
    """Log a crash under the actor's name; the traceback only when it is not yet `known`."""
    if fault.traceback in known:
        _LOG.error("%s (as before)", fault, extra={"actor": fault.path})
        return
    if len(known) < _REMEMBERED:
        known.add(fault.traceback)
    _LOG.error("%s\n%s", fault, fault.traceback, extra={"actor": fault.path})
