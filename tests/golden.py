"""The golden vectors of ``../shared/golden`` put through taox.

`epoch_output` takes a vector's input and returns an object equal to its output; the functions for
``economy/NAME.jsonl.gz`` take a record whose results are blanked and return those fields. Nothing
is computed here: fields are renamed, strings become integers, arrays become lists.
"""

import sys
from collections.abc import Callable
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any, Literal

from taox.economy import (
    EXISTENTIAL_DEPOSIT,
    Chain,
    ChainError,
    Coldkey,
    EpochParams,
    Hotkey,
    Parent,
    Pool,
    PoolCounters,
    Rows,
    SharePool,
    Swap,
    block_emission,
    claim_indices,
    epoch,
    inherit_stake,
    pow_ratio,
    protected_uids,
    prune_choice,
    split_emission,
    upscale_weights,
)

sys.path.append(str(Path(__file__).parent))  # whoever imports this file finds its neighbours

from golden_lifecycle import coldkey as coldkey_of
from golden_lifecycle import hotkey as hotkey_of
from golden_lifecycle import lifecycle_output

__all__ = [
    "claim_indices_output",
    "coinbase_output",
    "dividends_output",
    "emission_output",
    "epoch_output",
    "lifecycle_output",
    "registration_output",
    "stake_pool_output",
    "stake_weight_output",
    "swap_output",
    "weights_output",
]

Record = dict[str, Any]

PAYER = 100
"""The coldkey that registers in ``registration``."""

HOLDERS = (100, 101, 102, 103)
"""The coldkeys that ``stake_pool`` looks at after each step."""

DISTRIBUTED = (
    "alpha_burned",
    "alpha_dividends_per_subnet",
    "alpha_recycled",
    "alpha_v2",
    "miner_burned",
    "root_alpha_dividends_per_subnet",
    "root_claimable",
    "staking_hotkeys",
    "subnet_alpha_out",
    "total_hotkey_alpha",
    "total_hotkey_alpha_last_epoch",
    "total_hotkey_shares_v2",
)
"""What ``state_after`` of a distribution shows."""


def epoch_output(
    input: dict[str, Any],  # noqa: A002 - the vectors' own word
    path: Literal["fast", "reference"] = "fast",
) -> dict[str, Any]:
    """The output of one record of ``epoch/*.jsonl.gz`` from its input."""
    mechanisms = input["mechanisms"]
    result = epoch(
        [Rows.from_lists(mechanism["weights"]) for mechanism in mechanisms],
        stake_bits=[int(bits) for bits in input["total_stake_bits"]],
        bonds=[Rows.from_lists(mechanism["bonds"]) for mechanism in mechanisms],
        params=epoch_params(input),
        block=input["block"],
        block_at_registration=input["block_at_registration"],
        last_update=[mechanism["last_update"] for mechanism in mechanisms],
        validator_permit=input["validator_permit"],
        owner_uid=input["owner_uid"],
        emission=input["emission_rao"],
        last_mechanism_step_block=input["last_mechanism_step_block"],
        mechanism_emission_split=input["mechanism_emission_split"],
        oldest_active_commit_block=[
            mechanism["oldest_active_commit_block"] for mechanism in mechanisms
        ],
        path=path,
    )
    return {
        "server_emission": result.server_emission.tolist(),
        "validator_emission": result.validator_emission.tolist(),
        "emission": result.emission.tolist(),
        "consensus": result.consensus.tolist(),
        "dividends": result.dividends.tolist(),
        "validator_trust": result.validator_trust.tolist(),
        "stake_weight": result.stake_weight.tolist(),
        "active": result.active.tolist(),
        "validator_permit": result.validator_permit.tolist(),
        "mechanisms": [
            {"incentive": incentive.tolist(), "bonds": [list(map(list, row)) for row in rows]}
            for incentive, rows in zip(
                result.incentive, (bonds.to_lists() for bonds in result.bonds), strict=True
            )
        ],
    }


def epoch_params(input: dict[str, Any]) -> EpochParams:  # noqa: A002 - the vectors' own word
    """The hyperparameters among a record's input."""
    return EpochParams(
        kappa=input["kappa"],
        bonds_penalty=input["bonds_penalty"],
        bonds_moving_average=input["bonds_moving_average"],
        yuma="3" if input["yuma3_enabled"] else "2",
        liquid_alpha=input["liquid_alpha_enabled"],
        alpha_low=input["alpha_low"],
        alpha_high=input["alpha_high"],
        alpha_sigmoid_steepness=input["alpha_sigmoid_steepness"],
        max_allowed_validators=input["max_allowed_validators"],
        stake_threshold=input["stake_threshold"],
        tempo=input["tempo"],
        activity_cutoff=input["activity_cutoff_blocks"],
        commit_reveal=input["commit_reveal_enabled"],
    )


def hotkey(number: int | str) -> Hotkey:
    """The hotkey of a vector's account."""
    return hotkey_of(int(number))


def coldkey(number: int | str) -> Coldkey:
    """The coldkey of a vector's account."""
    return coldkey_of(int(number))


def number(account: Hotkey) -> int:
    """The vector's account of a hotkey."""
    return int.from_bytes(bytes(account), "big")


def emission_output(record: Record) -> Record:
    """``emission``: what a block mints."""
    return {"block_emission": block_emission(record["issuance"])}


def claim_indices_output(record: Record) -> Record:
    """``claim_indices``: whose claims a block serves."""
    parent_hash = bytes.fromhex(record["parent_hash"])
    counts = record["num_root_claim"], record["num_staking_coldkeys"]
    return {"indices": claim_indices(parent_hash, *counts)}


def weights_output(record: Record) -> Record:
    """``weights``: splitting emission, scaling submitted weights."""
    if record["kind"] == "max_upscale":
        return {"weights_out": upscale_weights(record["weights_in"]).tolist()}
    split = record["mechanism_emission_split"]
    shares = split_emission(record["emission"], record["mechanism_count"], split)
    return {"result": shares.tolist()}


def stake_weight_output(record: Record) -> Record:
    """``stake_weight``: what an epoch counts as stake, by uid."""
    alpha, root = record["alpha_stake"], record["root_stake"]

    def stake(own: str) -> Any:
        parents = record["parent_keys"].get(own, [])
        return inherit_stake(
            alpha[own],
            root[own],
            children=[proportion for proportion, _ in record["child_keys"].get(own, [])],
            parents=[Parent(share, alpha[str(key)], root[str(key)]) for share, key in parents],
            tao_weight=record["tao_weight"],
        )

    stakes = [stake(str(key)) for key in record["hotkeys"]]
    return {
        "total_stake_bits": [str(one.total_bits) for one in stakes],
        "alpha_stake_bits": [str(one.alpha_bits) for one in stakes],
        "tao_stake_bits": [str(one.tao_bits) for one in stakes],
    }


def registration_output(record: Record) -> Record:
    """``registration``: the price of registration, and who is pruned."""
    return _pruned(record) if record["kind"] == "prune" else _burn_prices(record)


def _pruned(record: Record) -> Record:
    uids = {key: uid for uid, key in enumerate(record["hotkeys"])}
    protected = protected_uids(
        [uids[key] for key in record["owned_hotkeys"] if key in uids],
        record["block_at_registration"],
        owner_uid=uids.get(record["subnet_owner_hotkey"]),
        limit=record["immune_owner_uids_limit"],
    )
    uid = prune_choice(
        record["emission"],
        record["block_at_registration"],
        block=record["block"],
        immunity_period=record["immunity_period"],
        min_non_immune_uids=record["min_non_immune_uids"],
        protected=protected,
    )
    return {"pruned_uid": uid}


def _burn_prices(record: Record) -> Record:
    """The blocks of a subnet on which one new hotkey after another registers."""
    chain, hotkeys = _subnet_at_price(record), count(5_000)
    blocks = []
    for given in record["blocks"]:
        chain.step()
        decayed = chain.burn(1)
        registrations = [_registration(chain, next(hotkeys)) for _ in given["registrations"]]
        blocks.append({"price": decayed, "registrations": registrations})
    return {"blocks": blocks}


def _registration(chain: Chain, newcomer: int) -> Record:
    args = {"coldkey": PAYER, "netuid": 1, "hotkey": newcomer}
    price = chain.burn(1)
    result = _result(chain, {"call": "register", "args": args})
    return {"price": price, "result": result, "price_after": chain.burn(1)}


def _subnet_at_price(record: Record) -> Chain:
    """Subnet 1 with a record's prices, uids for all and a payer who can afford them all."""
    names = {"burn_increase_mult_bits": "burn_increase_mult"}
    given = ("burn", "min_burn", "max_burn", "burn_half_life", "burn_increase_mult_bits")
    storage = {names.get(name, name): {"1": record[name]} for name in given}
    # The payer has all TAO; without a deposit the subnet's account could not take a payment.
    balances = {str(PAYER): 2 * 10**16, "subnet:1": EXISTENTIAL_DEPOSIT}
    world = {
        "block": record["start_block"],
        "networks_added": {"0": True, "1": True},
        "max_allowed_uids": {"1": 4_096},
        "free_balance": balances,
    }
    return Chain.from_storage(storage | world)


def stake_pool_output(record: Record) -> Record:
    """``stake_pool``: shares of one hotkey's stake, step by step."""
    pool = SharePool()
    return {"steps": [step | _stake_step(pool, step) for step in record["steps"]]}


def _stake_step(pool: SharePool, step: Record) -> Record:
    if step["op"] == "all":
        pool.raise_all(step["amount"])
    else:
        change = pool.credit if step["op"] == "credit" else pool.debit
        change(coldkey(step["coldkey"]), step["amount"])
    shares = pool.shares()
    return {
        "total": pool.total,
        "denominator": _decimal(pool.denominator),
        "shares": {str(who): _decimal(shares.get(coldkey(who), (0, 0))) for who in HOLDERS},
        "values": {str(who): pool.value(coldkey(who)) for who in HOLDERS},
    }


def _decimal(value: tuple[int, int]) -> list[Any]:
    mantissa, exponent = value
    return [str(mantissa), exponent]


def swap_output(record: Record) -> Record:
    """``swap``: trades, protocol liquidity, powers."""
    kinds: dict[str, Callable[[Record], Record]] = {
        "swap": _trade,
        "adjust_protocol_liquidity": _adjustment,
        "pow_ratio": _power,
    }
    return kinds[record["kind"]](record)


def _trade(record: Record) -> Record:
    pool, call = Pool(**record["pool"]), record["call"]
    order = call["side"], call["amount"], call["limit_price"]
    try:
        simulated = _swap(pool.quote(*order, drop_fees=call["drop_fees"]))
    except ChainError as error:
        simulated = {"error": error.name}
    after, counters = pool, PoolCounters()
    try:
        swap, after, counters = pool.trade(*order, drop_fees=call["drop_fees"])
        executed = _swap(swap)
    except ChainError as error:
        executed = {"error": error.name}
    return {
        "price_before_bits": str(pool.price_bits),
        "simulated": simulated,
        "executed": executed,
        "after": {
            "tao_reserve": after.tao_reserve,
            "alpha_reserve": after.alpha_reserve,
            "alpha_out_added": counters.alpha_out,
            "quote_weight": after.quote_weight,
            "initialized": after.initialized,
            "total_stake": counters.total_stake,
            "volume": str(counters.volume),
        },
        "price_after_bits": str(after.price_bits),
    }


def _swap(swap: Swap) -> Record:
    return {
        "paid_in": swap.paid_in,
        "paid_out": swap.paid_out,
        "fee_paid": swap.fee_paid,
        "fee_to_block_author": swap.fee_to_block_author,
    }


def _adjustment(record: Record) -> Record:
    call = record["call"]
    tao, alpha, after = Pool(**record["pool"]).adjust(call["tao_delta"], call["alpha_delta"])
    return {
        "accepted": {"tao": tao, "alpha": alpha},
        "after": {"quote_weight": after.quote_weight},
    }


def _power(record: Record) -> Record:
    power = pow_ratio(
        (int(record["base_numerator"]), int(record["base_denominator"])),
        (record["exponent_numerator"], record["exponent_denominator"]),
        scale=int(record["scale"]),
        precision_bits=record["precision_bits"],
    )
    return {"result": str(power)}


def dividends_output(record: Record) -> Record:
    """``dividends``: one distribution and the state after it."""
    chain, netuid = Chain.from_storage(record["state"] | record["params"]), record["netuid"]
    shares = record["epoch_output"]
    parents = {
        str(key): [
            [number(who), amount]
            for who, amount in chain.bodies.parent_distribution(netuid, hotkey(key), dividend)
        ]
        for key, _, dividend in shares
    }
    alpha, root = chain.bodies.pay_epoch(
        netuid,
        [(hotkey(key), incentive, dividend) for key, incentive, dividend in shares],
        validator_alpha=record["validator_alpha"],
        root_alpha=record["root_alpha"],
        owner_cut=record["owner_cut"],
    )
    storage = chain.to_storage()
    return {
        "parent_distribution": parents,
        "result": {
            # An echo by definition: the README has "list of [hotkey, incentive, dividend]" go in
            # and "`incentives` [hotkey, amount]" come out, and "miners are paid the epoch's
            # `incentive_h` directly" (coinbase.md 10). What became of them is in `state_after`.
            "incentives": [[key, incentive] for key, incentive, _ in shares],
            "alpha_dividends_bits": [[number(key), str(bits)] for key, bits in alpha],
            "root_alpha_dividends_bits": [[number(key), str(bits)] for key, bits in root],
        },
        "state_after": {name: storage[name] for name in DISTRIBUTED if name in storage},
    }


def coinbase_output(record: Record) -> Record:
    """``coinbase``: whole blocks and the bodies of calls."""
    chain = Chain.from_storage(record["initial"])
    first, author = chain.block, record["block_author"]
    wanted = [state["after_blocks"] for state in record["states"]]
    states, calls = [], []
    for passed in range(1, max(wanted) + 1):
        parent_hash = sha256(f"{record['name']}:{first + passed}".encode()).digest()
        block = chain.step(None if author is None else coldkey(author), parent_hash)
        if passed in wanted:
            states.append({"after_blocks": passed} | chain.to_storage())
        due = (call for call in record["calls"] if call["block"] == block)
        calls += [call | {"result": _result(chain, call)} for call in due]
    return {"states": states, "calls": calls}


def _result(chain: Chain, call: Record) -> str:
    try:
        CALLS[call["call"]](chain, **call["args"])
    except ChainError as error:
        return error.name
    return "ok"


def _keys(args: Record) -> Record:
    kinds = {"coldkey": coldkey, "hotkey": hotkey}
    return {name: kinds[name](value) if name in kinds else value for name, value in args.items()}


CALLS: dict[str, Callable[..., object]] = {
    "add_stake": lambda chain, **args: chain.add_stake(**_keys(args)),
    "add_stake_limit": lambda chain, **args: chain.add_stake_limit(**_keys(args)),
    "remove_stake": lambda chain, **args: chain.remove_stake(**_keys(args)),
    "remove_stake_limit": lambda chain, **args: chain.remove_stake_limit(**_keys(args)),
    "register": lambda chain, **args: chain.register(**_keys(args)),
    "claim": lambda chain, **args: chain.bodies.claim_root(**_keys(args)),
    "set_weights": lambda chain, dests, **args: chain.bodies.set_weights(uids=dests, **_keys(args)),
    "set_children": lambda chain, children, **args: chain.set_children(
        children=[(proportion, hotkey(child)) for proportion, child in children], **_keys(args)
    ),
}
"""Calls of ``coinbase``, which have no guard in front."""
