"""How a chain begins: `empty_chain`, `local_chain`, and `finney_like_chain` from a record of pools.

The last one is as large as the main network: root and 128 subnets whose pools hold what the record
says, at the recorded prices, with populations drawn from the stakes of a real genesis by a seed. It
is no copy of the network: who holds what, and every weight, is made up.
"""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from os import PathLike
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from taox._core import EXISTENTIAL_DEPOSIT, MIN_STAKE
from taox.economy.accounts import Coldkey, Hotkey
from taox.economy.chain import Chain
from taox.economy.errors import InputError
from taox.economy.gate import integer
from taox.economy.presets import CHAIN, LOCAL, Preset
from taox.economy.units import RAO_PER_TAO

__all__ = ["SubnetRecord", "empty_chain", "finney_like_chain", "local_chain", "read_pools"]

ROOT_VALIDATORS: Final = 64
COLUMNS: Final = ("netuid", "tau_in", "alpha_in", "alpha_out", "price_tao", "moving_price", "tempo")


@dataclass(frozen=True, slots=True)
class SubnetRecord:
    """What is known of one subnet's pool; all amounts in rao.

    Attributes:
        netuid: The subnet; 0 is root, whose TAO is its stake.
        tao: TAO in the pool.
        alpha: Alpha in the pool.
        alpha_out: Alpha outside the pool.
        price_bits: Spot price, TAO per alpha, U64F64 bits.
        moving_price_bits: Moving price, I96F32 bits.
        tempo: Blocks from epoch to epoch.
    """

    netuid: int
    tao: int
    alpha: int
    alpha_out: int
    price_bits: int
    moving_price_bits: int
    tempo: int


def empty_chain(
    *, preset: Preset = CHAIN, balances: Mapping[Coldkey, int] | None = None, genesis: str = "taox"
) -> Chain:
    """A chain with root and nothing else; new subnets are created as on the chain.

    Args:
        preset: What new subnets are created with.
        balances: Free TAO at genesis, rao by coldkey.
        genesis: Name of the chain.

    Example:
        >>> empty_chain()
        <Chain block=0 subnets=0 issuance=0 TAO>
    """
    return Chain(preset, balances=balances, genesis=genesis)


def local_chain(
    *, subnets: int = 1, balances: Mapping[Coldkey, int] | None = None, genesis: str = "taox"
) -> Chain:
    """A chain with subnets that have started, each with a pool of 1,000 TAO and 1,000 alpha.

    Args:
        subnets: How many; netuids from 1.
        balances: Free TAO at genesis, rao by coldkey.
        genesis: Name of the chain.

    Example:
        >>> local_chain(subnets=2).netuids
        [1, 2]
    """
    chain = Chain(LOCAL, balances=balances, genesis=genesis)
    for number in range(1, integer("subnets", subnets, 12) + 1):
        label = f"owner-{number}"
        chain.create_subnet(Coldkey.from_name(label), Hotkey.from_name(label))
    return chain


def read_pools(path: str | PathLike[str]) -> list[SubnetRecord]:
    """Read a record of all pools, root included.

    Decimal fractions become integers without floating point. A missing moving price is the spot
    price, also where that is above 1 TAO, which the moving prices of a chain never reach
    (coinbase.md 14).

    Args:
        path: JSON with ``columns``: netuid, tau_in, alpha_in, alpha_out, price_tao, moving_price,
            tempo.

    Raises:
        InputError: It is no such file, or holds no root.
        FileNotFoundError: It is absent.
    """
    try:
        columns = json.loads(Path(path).read_text("utf-8"), parse_float=Decimal)["columns"]
        rows = list(zip(*(columns[name] for name in COLUMNS), strict=True))
        records = [_record(dict(zip(COLUMNS, row, strict=True))) for row in rows]
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        expected = f"JSON with the columns {', '.join(COLUMNS)}"
        raise InputError("path", expected, str(error)) from None
    if not any(record.netuid == 0 for record in records):
        raise InputError("path", "a record that holds root, netuid 0", f"{len(records)} subnets")
    return records


def _record(row: Mapping[str, Any]) -> SubnetRecord:
    price_bits, moving = _scaled(row["price_tao"], 1 << 64), row["moving_price"]
    return SubnetRecord(
        netuid=integer("netuid", row["netuid"], 16),
        tao=_scaled(row["tau_in"], RAO_PER_TAO),
        alpha=_scaled(row["alpha_in"], RAO_PER_TAO),
        alpha_out=_scaled(row["alpha_out"], RAO_PER_TAO),
        price_bits=price_bits,
        moving_price_bits=price_bits >> 32 if moving is None else _scaled(moving, 1 << 32),
        tempo=integer("tempo", row["tempo"], 16),
    )


def _scaled(value: Decimal | int, scale: int) -> int:
    """⌊value · scale⌋, exact."""
    numerator, denominator = value.as_integer_ratio()
    return numerator * scale // denominator


def finney_like_chain(
    path: str | PathLike[str],
    *,
    stakes: Sequence[int] | NDArray[np.uint64] | None = None,
    seed: int = 0,
    neurons: int = 256,
    validators: int = 64,
    preset: Preset = LOCAL,
) -> Chain:
    """A chain of the main network's size: root and every priced subnet of a record.

    Each subnet has its recorded reserves, spot price and moving price, and ``neurons`` uids. The
    alpha outside the pool is split over the validators in the proportions of stakes drawn from
    ``stakes``; root's TAO likewise over at most 64 validators, who sit on every subnet. Every
    validator holds a permit and has published weights, which count for 50 tempos.

    The chain stands at block 1, in which nothing was emitted: weights count only for neurons that
    registered in an earlier block.

    Args:
        path: The record, see `read_pools`.
        stakes: Stakes to draw from, rao, such as ``stake_rao`` of a real genesis; absent = a heavy
            tail that is made up.
        seed: Who gets which stake, and every weight.
        neurons: Uids per subnet, 2 to 256.
        validators: How many of them validate, at least 1, fewer than ``neurons``.
        preset: What subnets are created with.

    Raises:
        InputError: A count is out of range, no stake is above 0, or the record is not one.
        FileNotFoundError: The record is absent.
    """
    if not 1 <= integer("validators", validators, 16) < integer("neurons", neurons, 16) <= 256:
        expected = "1 or more validators among at most 256 neurons"
        raise InputError("validators, neurons", expected, f"{validators}, {neurons}")
    records = read_pools(path)
    dice = random.Random(integer("seed", seed))
    drawn = _usable(stakes)
    names = [f"validator-{i}" for i in range(validators)]
    chain = Chain(preset, genesis=f"finney-like {seed}")
    chain.set_network_parameters(subnet_limit=max(128, len(records)))
    subnets = [record for record in records if record.netuid]
    for record in subnets:
        _populate(chain, record, names, neurons)
    chain.step()
    for record in subnets:
        _share_out(chain, record, names, _drawn(dice, drawn, validators))
        _publish(chain, record.netuid, names, dice)
        chain.set_hyperparameters(record.netuid, subtoken_enabled=True)
    root = next(record for record in records if record.netuid == 0)
    count = min(ROOT_VALIDATORS, validators)
    _stake_root(chain, root.tao, names[:count], _drawn(dice, drawn, count))
    return chain


def _usable(stakes: Any) -> list[int]:
    if stakes is None:
        return [10**15 // (rank * rank) for rank in range(1, 1_001)]
    usable = [stake for stake in map(int, stakes) if stake > 0]
    if not usable:
        raise InputError("stakes", "at least one above 0", f"{len(stakes)} of them")
    return usable


def _drawn(dice: random.Random, stakes: Sequence[int], count: int) -> list[int]:
    return [stakes[dice.randrange(len(stakes))] for _ in range(count)]


def _split(amount: int, parts: Sequence[int]) -> list[int]:
    """An amount in proportion to parts; what rounding leaves goes to the first."""
    whole = sum(parts)
    split = [amount * part // whole for part in parts]
    split[0] += amount - sum(split)
    return split


def _populate(
    chain: Chain,
    record: SubnetRecord,
    names: Sequence[str],
    neurons: int,
) -> None:
    """The subnet with its neurons, not started yet."""
    label = f"owner-{record.netuid}"
    owner = Coldkey.from_name(label), Hotkey.from_name(label)
    netuid = chain.create_subnet(
        *owner,
        netuid=record.netuid,
        seat_owner=False,
        tempo=record.tempo,
        max_allowed_uids=256,
        min_allowed_weights=1,
        # Nobody renews the weights: they count for 50 tempos instead of 14.
        activity_cutoff_factor=50_000,
        subtoken_enabled=False,
    )
    miners = [f"miner-{netuid}-{i}" for i in range(neurons - len(names))]
    for name in (*names, *miners):
        chain.seat_neuron(Coldkey.from_name(name), netuid, Hotkey.from_name(name))


def _share_out(
    chain: Chain, record: SubnetRecord, names: Sequence[str], parts: Sequence[int]
) -> None:
    netuid = record.netuid
    for name, alpha in zip(names, _split(record.alpha_out, parts), strict=True):
        chain.set_stake(Coldkey.from_name(name), Hotkey.from_name(name), netuid, alpha)
    chain.set_pool(
        netuid,
        record.tao,
        record.alpha,
        price_bits=record.price_bits,
        moving_price_bits=record.moving_price_bits,
    )


def _publish(chain: Chain, netuid: int, names: Sequence[str], dice: random.Random) -> None:
    """Validators agree on who is how good, each with a little noise."""
    miners = np.arange(len(names), chain.metagraph(netuid).n, dtype=np.uint16)
    quality = [dice.randrange(1, 60_000) for _ in miners]
    chain.grant_permits(netuid, np.arange(len(names), dtype=np.uint16))
    for name in names:
        weights = [each + dice.randrange(5_000) for each in quality]
        chain.bodies.set_weights(Hotkey.from_name(name), netuid, miners, weights)


def _stake_root(chain: Chain, tao: int, names: Sequence[str], parts: Sequence[int]) -> None:
    for name, amount in zip(names, _split(tao, parts), strict=True):
        if amount < MIN_STAKE:
            continue
        coldkey, hotkey = Coldkey.from_name(name), Hotkey.from_name(name)
        chain.set_balance(coldkey, chain.balance(coldkey) + amount + EXISTENTIAL_DEPOSIT)
        chain.add_stake(coldkey, hotkey, 0, amount)
