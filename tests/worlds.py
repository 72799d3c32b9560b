"""Small chains that several tests of the economy start from."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from taox.economy import LOCAL, Chain, ChainError, Coldkey, Hotkey, Preset

TAO = 1_000_000_000
TEMPO = 20

OWNER = Coldkey.from_name("owner")
ALICE = Coldkey.from_name("alice")
BOB = Coldkey.from_name("bob")


def hotkey(number: int) -> Hotkey:
    return Hotkey.from_name(f"hotkey-{number}")


@dataclass
class World:
    """A chain with one subnet; uid 0 is the owner's, the others belong to Alice.

    Neurons are registered in block 0, so that they may set weights at once. A registration always
    costs the same, the least.
    """

    neurons: int = 4
    preset: Preset = LOCAL
    settings: dict[str, Any] = field(default_factory=dict)
    netuid: int = 1

    def __post_init__(self) -> None:
        balances = {ALICE: 100_000 * TAO, BOB: 100_000 * TAO}
        self.chain = Chain(self.preset, balances=balances, genesis="test")
        self.chain.keep_epoch_inputs = True
        values = {"tempo": TEMPO, "max_burn": 500_000} | self.settings
        self.chain.create_subnet(OWNER, hotkey(0), netuid=self.netuid, **values)
        for number in range(1, self.neurons):
            self.register(number)

    def register(self, number: int) -> int:
        return self.chain.register(ALICE, self.netuid, hotkey(number))

    def stake(self, number: int, tao: int) -> None:
        self.chain.add_stake(ALICE, hotkey(number), self.netuid, tao * TAO)

    def weigh(self, number: int, weights: dict[int, int], **options: int) -> None:
        uids, values = list(weights), list(weights.values())
        self.chain.set_weights(hotkey(number), self.netuid, uids, values, **options)

    def set(self, **values: Any) -> None:
        self.chain.set_hyperparameters(self.netuid, **values)


def two_pools(
    first: tuple[int, int] = (1_000, 1_000), second: tuple[int, int] = (1_000, 1_000)
) -> Chain:
    """Subnets 1 and 2 with these reserves; Alice has 100 alpha on hotkey 1 on each, and on root."""
    chain = World().chain
    chain.create_subnet(OWNER, hotkey(9), netuid=2, tempo=20)
    for netuid, (tao, alpha) in ((1, first), (2, second)):
        chain.set_pool(netuid, tao * TAO, alpha * TAO)
        chain.set_stake(ALICE, hotkey(1), netuid, 100 * TAO)
    chain.add_stake(ALICE, hotkey(1), 0, 100 * TAO)
    return chain


def refuses(chain: Chain, call: Any, *arguments: Any, **options: Any) -> ChainError:
    """The error of a call that must be refused and leave no trace."""
    before = chain.state_hash(), chain.event_count, chain.event_log_hash
    with pytest.raises(ChainError) as caught:
        call(*arguments, **options)
    assert (chain.state_hash(), chain.event_count, chain.event_log_hash) == before
    return caught.value
