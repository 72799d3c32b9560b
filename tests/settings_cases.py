"""What the tests of settings share: a subnet with an owner, and values that limits allow."""

from collections.abc import Iterator

from taox.economy import (
    CHAIN,
    HYPERPARAMETERS,
    NETWORK_PARAMETERS,
    Chain,
    Coldkey,
    Hotkey,
    Hyperparameter,
    Limit,
    Setter,
)

OWNER, STRANGER = Coldkey.from_name("owner"), Coldkey.from_name("stranger")
SEAT = Hotkey.from_name("seat")
NETUID, NOWHERE = 1, 9

TYPES = {
    "bool": (0, 1), "u8": (0, 2**8 - 1), "u16": (0, 2**16 - 1), "u32": (0, 2**32 - 1),
    "u64": (0, 2**64 - 1), "i16": (-(2**15), 2**15 - 1), "i128": (0, 2**100), "u128": (0, 2**100),
}  # fmt: skip
"""What each type of parameter can hold."""

CHOICES: dict[str, tuple[bool | str, ...]] = {
    "bool": (False, True),
    "yuma": ("2", "3"),
    "recycle_or_burn": ("burn", "recycle"),
}

SUBNET = [row for row in HYPERPARAMETERS if row.setter]
"""Parameters of a subnet that a call sets."""
NETWORK = [row for row in NETWORK_PARAMETERS if row.setter]
"""Parameters of the network that a call sets."""


def settled(neurons: int = 4) -> Chain:
    """A chain with one subnet of a few neurons, in block 5, without a freeze window."""
    chain = Chain(CHAIN, balances={STRANGER: 10**15, OWNER: 10**12})
    chain.create_subnet(
        OWNER, SEAT, netuid=NETUID, max_allowed_uids=64, min_allowed_uids=2, liquid_alpha=True,
        commit_reveal=False, subtoken_enabled=True,
    )  # fmt: skip
    for number in range(1, neurons):
        chain.register(STRANGER, NETUID, Hotkey.from_name(f"miner {number}"))
    chain.set_network_parameters(admin_freeze_window=0)
    chain.run(5)
    return chain


def setter(row: Hyperparameter) -> Setter:
    """How a parameter that a call sets is set."""
    assert row.setter is not None
    return row.setter


def value_of(chain: Chain, row: Hyperparameter, netuid: int = NETUID) -> object:
    """What a parameter is now."""
    if row in NETWORK:
        return chain.network_parameters()[row.name]
    return chain.hyperparameters(netuid)[row.name]


def edge(chain: Chain, limit: Limit) -> int:
    """The number of a limit as things stand."""
    params = chain.hyperparameters(NETUID) | chain.network_parameters()
    if limit.edge == "uids taken":
        return len(chain.metagraph(NETUID).hotkeys)
    if limit.edge == "256 / mechanism_count":
        return int(256 // params["mechanism_count"])
    return limit.edge if isinstance(limit.edge, int) else int(params[limit.edge])


def beyond(chain: Chain, limit: Limit) -> int:
    """The first value that a limit refuses."""
    return edge(chain, limit) + {">=": -1, "<=": 1, ">": 0, "<": 0}[limit.relation]


def just_within(chain: Chain, limit: Limit) -> int:
    """The last value that a limit takes."""
    return edge(chain, limit) + {">=": 0, "<=": 0, ">": 1, "<": -1}[limit.relation]


def takes(chain: Chain, limit: Limit, value: int) -> bool:
    """Whether a value passes a limit."""
    end = edge(chain, limit)
    return {">=": value >= end, "<=": value <= end, ">": value > end, "<": value < end}[
        limit.relation
    ]


def candidates(chain: Chain, row: Hyperparameter) -> Iterator[int | bool | str]:
    """Values that a call takes, other than today's."""
    now = value_of(chain, row)
    if row.type in CHOICES:
        yield from (choice for choice in CHOICES[row.type] if choice != now)
        return
    scale, limits = setter(row).scale, setter(row).limits
    assert isinstance(now, int)
    tried = [now // scale + 1, now // scale - 1, *(just_within(chain, one) for one in limits)]
    low, high = TYPES[row.type]
    for value in tried:
        fits = low <= value * scale <= high and value * scale != now
        if fits and all(takes(chain, limit, value) for limit in limits):
            yield value


def legal(chain: Chain, row: Hyperparameter) -> int | bool | str:
    """One of them."""
    return next(candidates(chain, row))
