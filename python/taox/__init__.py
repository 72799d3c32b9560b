"""taox: run a whole Bittensor on your laptop in seconds.

Rooms, from the ground up; each imports only those it stands on:

* `taox.actors`: an actor runtime on Trio: messages, deadlines, mailboxes, seeded virtual time
* `taox.economy`: the chain and its arithmetic, exact, in Rust
* `taox.wire`: actors behind a socket (not built yet)
* `taox.neurons`: :class:`Miner`, :class:`Validator`, scores, :class:`Wallet`
* `taox.sim`: :class:`Network`, :func:`simulate`, :class:`Scenario`, :class:`Record`
* `taox.report`: tables, pictures, explanations
* `taox.cli`: the command ``taox``

What most programs need is here; the rest is in its room.

Names are loaded from their rooms when first used: `import taox` alone costs nearly nothing.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from taox.actors import (
        Actor,
        Mailbox,
        Message,
        Ref,
        Refused,
        Reply,
        Request,
        StopReason,
        StreamRequest,
        Supervisor,
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
        Csr,
        EpochParams,
        EpochResult,
        Hotkey,
        InputError,
        Metagraph,
        Preset,
        Rows,
        bonds_ema,
        clip_columns,
        epoch,
        epoch_from_floats,
        epochs,
        format_tao,
        from_bits,
        liquid_alpha,
        normalize_columns,
        normalize_rows,
        set_threads,
        split_emission,
        threads,
        to_bits,
        to_rao,
        to_tao,
        upscale_weights,
        weighted_median,
    )
    from taox.economy import VERSION as __version__  # noqa: N811 - its name at the top
    from taox.neurons import Caller, EmaScores, Miner, Neuron, SubnetView, Validator, Wallet
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
    "Csr",
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
    "StreamRequest",
    "Subnet",
    "SubnetSpec",
    "SubnetView",
    "Supervisor",
    "System",
    "Validator",
    "Wallet",
    "__version__",
    "ask_many",
    "blocking",
    "bonds_ema",
    "clip_columns",
    "epoch",
    "epoch_from_floats",
    "epochs",
    "format_tao",
    "from_bits",
    "handles",
    "liquid_alpha",
    "normalize_columns",
    "normalize_rows",
    "run",
    "set_threads",
    "simulate",
    "simulate_async",
    "split_emission",
    "threads",
    "to_bits",
    "to_rao",
    "to_tao",
    "upscale_weights",
    "weighted_median",
]

_ROOMS = {
    "taox.actors": (
        "Actor",
        "Mailbox",
        "Message",
        "Ref",
        "Refused",
        "Reply",
        "Request",
        "StopReason",
        "StreamRequest",
        "Supervisor",
        "System",
        "ask_many",
        "blocking",
        "handles",
        "run",
    ),
    "taox.economy": (
        "CHAIN",
        "Chain",
        "ChainError",
        "Coldkey",
        "Csr",
        "EpochParams",
        "EpochResult",
        "Hotkey",
        "InputError",
        "LOCAL",
        "Metagraph",
        "Preset",
        "RAO_PER_TAO",
        "Rows",
        "bonds_ema",
        "clip_columns",
        "epoch",
        "epoch_from_floats",
        "epochs",
        "format_tao",
        "from_bits",
        "liquid_alpha",
        "normalize_columns",
        "normalize_rows",
        "set_threads",
        "split_emission",
        "threads",
        "to_bits",
        "to_rao",
        "to_tao",
        "upscale_weights",
        "weighted_median",
    ),
    "taox.neurons": (
        "Caller",
        "EmaScores",
        "Miner",
        "Neuron",
        "SubnetView",
        "Validator",
        "Wallet",
    ),
    "taox.sim": (
        "Network",
        "Population",
        "Record",
        "Scenario",
        "Subnet",
        "SubnetSpec",
        "simulate",
        "simulate_async",
    ),
}
_MODULES = frozenset(
    {"actors", "cli", "economy", "errors", "neurons", "report", "sim", "testing", "wire"}
)
_HOME = {name: room for room, names in _ROOMS.items() for name in names}

if not TYPE_CHECKING:  # or mypy would believe in every name

    def __getattr__(name: str) -> Any:
        if name == "__version__":
            value = importlib.import_module("taox.economy").VERSION
        elif name in _MODULES:
            return importlib.import_module(f"taox.{name}")
        elif name in _HOME:
            value = getattr(importlib.import_module(_HOME[name]), name)
        else:
            raise AttributeError(f"module 'taox' has no attribute {name!r}")
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted(__all__)
