"""Any signed call of the chain as a message: what travels, who signs, what is refused."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

import taox
from taox.economy import SIGNED_CALLS, InputError, SealedWeights, SubnetIdentity
from taox.economy.chain_errors import BadOrigin, HotKeyNotRegisteredInSubNet, SubnetNotExists
from taox.neurons import ChainClient
from taox.neurons.calls import Call, CallOutcome, pack, result_of, unpack

KEY, COLD = taox.Hotkey.from_name("judge"), taox.Coldkey.from_name("alice")
INTENDED = Path(__file__).parents[1] / "signed_calls.txt"


def test_the_calls_that_a_message_can_make_are_the_intended_ones() -> None:
    names = [f"{call.signer} {call.name}" for call in SIGNED_CALLS.values()]
    assert names == INTENDED.read_text().splitlines(), "if it is meant, edit signed_calls.txt"


@pytest.mark.parametrize(
    "value",
    [
        7,
        2**100,
        "root",
        None,
        True,
        b"\x00\xff",
        KEY,
        [COLD, [1, KEY]],
        {"name": "x", "owner": COLD},
        SealedWeights.of(KEY, [1], [2]),
        SubnetIdentity(b"name"),
    ],
)
def test_values_arrive_as_they_were(value: object) -> None:
    back = unpack(pack(value))
    assert back == value
    assert type(back) is type(value)


def test_an_error_travels_as_a_value() -> None:
    (back,) = unpack(pack([SubnetNotExists({"netuid": 9})]))
    assert isinstance(back, SubnetNotExists)
    assert back.values == {"netuid": 9}


def test_what_no_call_takes_does_not_travel() -> None:
    with pytest.raises(InputError, match="arguments: expected numbers"):
        pack(object())


@pytest.mark.parametrize("data", [{"$hotkey": 5}, {"$coldkey": b"short"}, {"$refused": [1]}])
def test_a_false_tag_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        unpack(data)


async def as_neuron(ask: Callable[[taox.Neuron], Awaitable[Any]]) -> Any:
    """What a neuron gets that asks its chain, in a network of its own."""
    got: list[Any] = []

    class Asker(taox.Validator):
        async def step(self, subnet: taox.SubnetView) -> None:
            got.append(await ask(self))

    async with taox.Network() as net:
        subnet = await net.create_subnet()
        (seat,) = await subnet.add(Asker)
        net.chain.set_balance(seat.coldkey, 5_000_000_000)
        await net.run(blocks=2)
        return got[0], net.chain, seat


def test_a_coldkey_signs_what_moves_tao_and_a_hotkey_what_concerns_weights() -> None:
    async def ask(neuron: taox.Neuron) -> tuple[Any, str]:
        await neuron.chain.call("transfer", receiver=COLD, amount=1_000_000)
        alpha = await neuron.chain.call(
            "add_stake", hotkey=neuron.hotkey, netuid=1, amount=2_000_000_000
        )
        try:
            await neuron.chain.set_weights(9, [0], [1])
        except taox.ChainError as error:
            return alpha, error.name
        return alpha, ""

    (alpha, error), chain, seat = taox.run(as_neuron, ask, seed=1)
    assert chain.balance(COLD) == 1_000_000
    assert chain.balance(seat.coldkey) == 5_000_000_000 - 1_000_000 - 2_000_000_000
    assert alpha > 1_900_000_000
    assert error == "CommitRevealEnabled"


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("set_balance", {"coldkey": COLD, "rao": 1}),
        ("set_weights", {"netuid": 1}),
        ("set_weights", {"netuid": 1, "uids": [0], "weights": [1], "hotkey": KEY}),
        ("set_weights", {"netuid": 1, "uids": [0], "weights": [70_000]}),
        ("set_weights", {"netuid": "one", "uids": [0], "weights": [1]}),
        ("batch_set_weights", {"netuids": 5, "weights": [], "version_keys": []}),
        ("batch_set_weights", {"netuids": [1], "weights": [[3]], "version_keys": [0]}),
    ],
)
def test_what_is_no_call_is_told_and_the_chain_lives(name: str, arguments: dict[str, Any]) -> None:
    async def ask(neuron: taox.Neuron) -> int:
        with pytest.raises(InputError):
            await neuron.chain.call(name, **arguments)
        return (await neuron.chain.metagraph(1)).n

    assert taox.run(as_neuron, ask, seed=1)[0] == 1


def test_a_client_without_a_wallet_signs_by_hotkey_alone() -> None:
    async def ask(neuron: taox.Neuron) -> None:
        poor = ChainClient(neuron.context.chain)
        with pytest.raises(BadOrigin):
            await poor.call("transfer", receiver=COLD, amount=1_000_000)

    taox.run(as_neuron, ask, seed=1)


def test_a_name_that_is_no_signed_call_is_refused_by_the_chain_too() -> None:
    async def ask(neuron: taox.Neuron) -> CallOutcome:
        arguments = {"coldkey": pack(COLD), "rao": 10**15}
        return await neuron.context.chain.ask(Call(name="set_balance", arguments=arguments))

    outcome, chain, _ = taox.run(as_neuron, ask, seed=1)
    assert outcome.error == "BadOrigin"
    assert chain.balance(COLD) == 0


def test_batches_tell_of_each_item() -> None:
    async def ask(neuron: taox.Neuron) -> list[Any]:
        rows = [[(0, 1)], [(0, 1)]]
        return await neuron.chain.batch_set_weights([1, 9], rows, [0, 0])

    (first, second), *_ = taox.run(as_neuron, ask, seed=1)
    assert first is None
    assert second.name == "CommitRevealEnabled"


def test_hyperparameters_can_be_asked_for() -> None:
    async def ask(neuron: taox.Neuron) -> dict[str, Any]:
        with pytest.raises(SubnetNotExists):
            await neuron.chain.hyperparameters(9)
        return await neuron.chain.hyperparameters(1)

    values, chain, _ = taox.run(as_neuron, ask, seed=1)
    assert values == chain.hyperparameters(1)


def test_results_of_refusals_are_exceptions() -> None:
    refused = CallOutcome(
        error="HotKeyNotRegisteredInSubNet", values={"hotkey": str(KEY), "netuid": 1}
    )
    with pytest.raises(HotKeyNotRegisteredInSubNet, match="subnet 1"):
        result_of(refused)
