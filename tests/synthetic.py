"""A record without a network: real epochs over made-up weights, for tests of what shows them."""

import random
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from taox.economy import Coldkey, EpochParams, Hotkey, Metagraph, Rows, epoch
from taox.sim.record import Record
from taox.sim.record_builder import RecordBuilder

TAO = 1_000_000_000
TEMPO = 360


@dataclass
class Toy:
    """A subnet of an owner, validators, honest and lazy miners; uids in this order."""

    netuid: int = 1
    stakes: tuple[int, ...] = (500, 300, 200)
    honest: int = 12
    lazy: int = 4
    seed: int = 7
    params: EpochParams = field(default_factory=lambda: EpochParams(commit_reveal=False))

    def __post_init__(self) -> None:
        roles = ["", *["Judge"] * len(self.stakes), *["Honest"] * self.honest]
        self.roles = roles + ["Lazy"] * self.lazy
        kind = {"": "", "Judge": "validator", "Honest": "miner", "Lazy": "miner"}
        self.kinds = [kind[role] for role in self.roles]
        count: dict[str, int] = {}
        self.names = []
        for role in self.roles:
            count[role] = count.get(role, -1) + 1
            self.names.append(f"{role.lower()}-{count[role]}" if role else "owner")
        self.n = len(self.roles)
        self.random = random.Random(self.seed)
        self.stake = [0, *(tao * TAO for tao in self.stakes)] + [0] * (self.honest + self.lazy)
        self.permit = [False] * self.n
        self.bonds = Rows.from_lists([[] for _ in range(self.n)])
        self.block = 0

    @property
    def miners(self) -> range:
        return range(1 + len(self.stakes), self.n)

    def weights(self, number: int) -> Rows:
        """Every validator sees honest work with noise, and unmasks the lazy after some epochs."""
        rows: list[list[tuple[int, int]]] = [[] for _ in range(self.n)]
        for validator in range(1, 1 + len(self.stakes)):
            for uid in self.miners:
                good = self.roles[uid] == "Honest"
                value = self.random.randrange(48_000, 65_536) if good else 20_000 >> (2 * number)
                rows[validator].append((uid, value))
        return Rows.from_lists(rows)

    def inputs(self, number: int) -> dict[str, Any]:
        self.block = (number + 1) * TEMPO
        return {
            "weights": [self.weights(number)],
            "bonds": [self.bonds],
            "stake_bits": [stake << 64 for stake in self.stake],
            "params": self.params,
            "block": self.block,
            "block_at_registration": np.zeros(self.n, np.uint64),
            "last_update": [np.full(self.n, self.block - 100, np.uint64)],
            "validator_permit": np.array(self.permit),
            "owner_uid": 0,
            "emission": TEMPO * TAO,
            "last_mechanism_step_block": number * TEMPO,
        }

    def step(self, number: int) -> tuple[dict[str, Any], Metagraph]:
        """Run one epoch; its inputs, and the metagraph after it."""
        inputs = self.inputs(number)
        out = epoch(**inputs)
        self.bonds = out.bonds[0]
        self.permit = out.validator_permit.tolist()
        metagraph = self.metagraph(inputs, out)
        amounts = zip(self.stake, out.emission.tolist(), strict=True)
        self.stake = [stake + amount for stake, amount in amounts]
        return inputs, metagraph

    def metagraph(self, inputs: dict[str, Any], out: Any) -> Metagraph:
        wide = {name: getattr(out, name).astype(np.int64) for name in _U16}
        hotkeys = [Hotkey.from_name(f"{self.netuid}/{name}") for name in self.names]
        return Metagraph(
            netuid=self.netuid,
            block=self.block,
            n=self.n,
            uids=np.arange(self.n, dtype=np.int64),
            hotkeys=hotkeys,
            coldkeys=[Coldkey.from_name(name) for name in self.names],
            stake=np.array(self.stake, np.uint64),
            alpha_stake=np.array(self.stake, np.uint64),
            incentives=out.incentive.astype(np.int64),
            emission=out.emission,
            validator_permit=out.validator_permit,
            active=out.active,
            last_update=inputs["last_update"][0],
            block_at_registration=inputs["block_at_registration"],
            weights=inputs["weights"][0],
            bonds=out.bonds[0],
            tempo=TEMPO,
            owner_uid=0,
            **wide,
        )


_U16 = ("stake_weight", "consensus", "dividends", "validator_trust")


def build(*toys: Toy, epochs: int = 20, **meta: object) -> Record:
    """Run toys for some epochs and record them as a network would."""
    builder = RecordBuilder()
    for toy in toys or (Toy(),):
        waiting = [
            pair[0] for pair in zip(toy.names, toy.kinds, strict=True) if pair[1] == "validator"
        ]
        for name in waiting:
            key = Hotkey.from_name(f"{toy.netuid}/{name}").ss58
            error = "NeuronNoValidatorPermit"
            builder.add_refusal(
                100, toy.netuid, hotkey=key, name=name, call="set_weights", error=error
            )
        for number in range(epochs):
            inputs, metagraph = toy.step(number)
            labels = {"names": toy.names, "roles": toy.roles, "kinds": toy.kinds}
            builder.add_epoch(toy.netuid, number, metagraph, **labels)
            builder.set_epoch_input(toy.netuid, inputs)
    builder.add_events([{"block": 0, "kind": "NetworkAdded", "netuid": 1}])
    known = {
        "seed": 7,
        "blocks": epochs * TEMPO,
        "epochs": epochs,
        "state_hash": "5f" * 32,
        "event_log_hash": "a1" * 32,
        "messages": 4_321,
        "virtual_seconds": epochs * TEMPO * 12.0,
        "wall_seconds": 1.25,
        "interrupted": False,
    }
    return builder.finish(**known | meta)


@cache
def hello() -> Record:
    """The record most tests look at: 3 validators, 12 honest and 4 lazy miners, 20 epochs."""
    return build(subnets={"1": "hello"})
