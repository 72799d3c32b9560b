"""Neurons: what a user of taox writes.

* `miner`: :class:`Miner`, which answers requests and sees who asks as ``self.caller``
* `validator`: :class:`Validator`, which asks miners once per tempo and publishes weights
* `publishing`: how weights reach the chain: set, or committed and revealed
* `scores`: :class:`EmaScores`, a validator's opinions, kept by hotkey
* `weights`: scores become u16 weights
* `view`: :class:`SubnetView`, what a validator sees during a step
* `calls`: any signed call as a message; `weight_calls`: those of weights, typed
* `chain`: what else neurons and owners of coldkeys ask a chain, and what it tells them
* `clients`: :class:`ChainClient` signs calls with a neuron's keys, :class:`Wallet` with a coldkey
* `neuron`: what miners and validators share

Imports `actors` and `economy`; nothing here knows whether the chain is local or time is virtual.
"""

from taox.neurons.clients import ChainClient, ChainReader, Wallet
from taox.neurons.miner import Miner
from taox.neurons.neuron import Caller, Neuron, NeuronContext
from taox.neurons.scores import EmaScores, ScoreTable
from taox.neurons.validator import Validator
from taox.neurons.view import Directory, MinerReply, SubnetView
from taox.neurons.weights import to_weights

__all__ = [
    "Caller",
    "ChainClient",
    "ChainReader",
    "Directory",
    "EmaScores",
    "Miner",
    "MinerReply",
    "Neuron",
    "NeuronContext",
    "ScoreTable",
    "SubnetView",
    "Validator",
    "Wallet",
    "to_weights",
]
