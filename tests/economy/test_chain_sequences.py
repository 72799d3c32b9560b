"""Ten thousand random sequences of calls and blocks keep what a chain promises.

After every call: TAO and alpha are conserved and the tables fit together (`check_invariants`), and
a refused call has left no trace. After every sequence: uids are unique, permits within the limit.
"""

import random
from collections import Counter
from collections.abc import Callable

from taox.economy import Chain, ChainError
from worlds import ALICE, BOB, TAO, World, hotkey

SEQUENCES = 10_000
LENGTH = 10
COLDKEYS = (ALICE, BOB)
LIMIT = 3


def world() -> World:
    made = World(
        neurons=3,
        settings={
            "tempo": 4,
            "max_allowed_uids": 5,
            "max_allowed_validators": LIMIT,
            "immunity_period": 6,
            "weights_set_rate_limit": 3,
        },
    )
    made.stake(1, 100)
    made.chain.run(4)
    return made


def register(chain: Chain, draw: random.Random) -> None:
    chain.register(draw.choice(COLDKEYS), draw.choice((1, 1, 1, 2)), hotkey(draw.randrange(9)))


def add_stake(chain: Chain, draw: random.Random) -> None:
    amount = draw.choice((1, 2_000_000, 7 * TAO + 3, 99_999 * TAO, 10**15))
    chain.add_stake(draw.choice(COLDKEYS), hotkey(draw.randrange(9)), 1, amount)


def remove_stake(chain: Chain, draw: random.Random) -> None:
    alpha = draw.choice((1, 2_000_000, 3 * TAO + 1, 2**63))
    chain.remove_stake(draw.choice(COLDKEYS), hotkey(draw.randrange(9)), 1, alpha)


def set_weights(chain: Chain, draw: random.Random) -> None:
    uids = [draw.randrange(6) for _ in range(draw.randrange(5))]
    weights = [draw.choice((0, 1, 400, 65_535)) for _ in uids]
    chain.set_weights(hotkey(draw.randrange(9)), 1, uids, weights)


def step(chain: Chain, draw: random.Random) -> None:
    chain.run(draw.randrange(1, 4))


CALLS: tuple[Callable[[Chain, random.Random], None], ...] = (
    register,
    add_stake,
    remove_stake,
    set_weights,
    step,
)


def try_call(chain: Chain, draw: random.Random) -> str:
    """Make one random call. Returns what came of it: its name, or the chain's error name."""
    call = draw.choice(CALLS)
    before = chain.state_hash(), chain.event_log_hash
    outcome = call.__name__
    try:
        call(chain, draw)
    except ChainError as refusal:
        outcome = refusal.name
    if outcome != call.__name__:
        assert (chain.state_hash(), chain.event_log_hash) == before, outcome
    chain.check_invariants()
    return outcome


def test_random_sequences_keep_the_invariants() -> None:
    start = world().chain
    seen: Counter[str] = Counter()
    for seed in range(SEQUENCES):
        draw = random.Random(seed)
        chain = start.fork()
        seen.update(try_call(chain, draw) for _ in range(LENGTH))
        metagraph = chain.metagraph(1)
        assert len(set(metagraph.hotkeys)) == metagraph.n <= 5
        # The owner's hotkey may hold a permit beyond the limit (epoch.md 8.4).
        assert int(metagraph.validator_permit.sum()) <= LIMIT + 1
        assert Chain.restore(chain.snapshot()).state_hash() == chain.state_hash()
    # Random calls that are all refused for one reason would prove little.
    assert {call.__name__ for call in CALLS} <= seen.keys()
    refusals = set(seen) - {call.__name__ for call in CALLS}
    assert len(refusals) >= 12, refusals
    assert all(seen[call.__name__] > SEQUENCES // 20 for call in CALLS), seen
