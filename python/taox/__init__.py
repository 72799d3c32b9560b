"""taox: run a whole Bittensor on your laptop in seconds.

Rooms, from the ground up; each imports only those it stands on:

* `taox.actors`: an actor runtime on Trio: messages, deadlines, mailboxes, seeded virtual time
* `taox.economy`: the chain and its arithmetic, exact, in Rust
* `taox.wire`: actors behind a socket (not built yet)
* `taox.neurons`: :class:`Miner`, :class:`Validator`, scores
* `taox.sim`: :class:`Network`, :func:`simulate`, :class:`Scenario`, :class:`Record`
* `taox.report`: tables, pictures, explanations
* `taox.cli`: the command ``taox``

What most programs need is here; the rest is in its room.
"""

from taox.actors import (
    Actor,
    Mailbox,
    Message,
    Ref,
    Refused,
    Reply,
    Request,
    StopReason,
    System,
    ask_many,
    blocking,
    handles,
    run,
)
from taox.economy import (
    CHAIN,
    LOCAL,
    RAO_PER_TAO,
    Chain,
    ChainError,
    Coldkey,
    EpochParams,
    EpochResult,
    Hotkey,
    InputError,
    Metagraph,
    Preset,
    Rows,
    epoch,
    format_tao,
    to_rao,
    to_tao,
)
from taox.economy import VERSION as __version__  # noqa: N811 - its name at the top
from taox.neurons import Caller, EmaScores, Miner, Neuron, SubnetView, Validator
from taox.sim import (
    Network,
    Population,
    Record,
    Scenario,
    Subnet,
    SubnetSpec,
    simulate,
    simulate_async,
)

__all__ = [
    "CHAIN",
    "LOCAL",
    "RAO_PER_TAO",
    "Actor",
    "Caller",
    "Chain",
    "ChainError",
    "Coldkey",
    "EmaScores",
    "EpochParams",
    "EpochResult",
    "Hotkey",
    "InputError",
    "Mailbox",
    "Message",
    "Metagraph",
    "Miner",
    "Network",
    "Neuron",
    "Population",
    "Preset",
    "Record",
    "Ref",
    "Refused",
    "Reply",
    "Request",
    "Rows",
    "Scenario",
    "StopReason",
    "Subnet",
    "SubnetSpec",
    "SubnetView",
    "System",
    "Validator",
    "__version__",
    "ask_many",
    "blocking",
    "epoch",
    "format_tao",
    "handles",
    "run",
    "simulate",
    "simulate_async",
    "to_rao",
    "to_tao",
]
