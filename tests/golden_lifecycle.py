"""The worlds of ``economy/lifecycle.jsonl.gz`` as public calls of `taox.economy.Chain`.

`lifecycle_output` takes a record whose results are blanked and returns them. A call of the vectors
is the method of `Chain` with the same name and arguments; `CALLS` holds those that are named or
shaped otherwise. Nothing is computed: numbers become accounts, and hashes that cover accounts are
taken over taox's bytes of them.

While building, ``python tests/golden_lifecycle.py moves-basic`` (worlds or topics) plays worlds
beside their results and tells where each first differs.
"""

import gzip
import json
import os
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from golden_commits import Bytes
from golden_compare import differences
from golden_life import LIFE
from golden_settings import SETTINGS
from taox.economy import CHAIN, Chain, ChainError, Coldkey, Hotkey

SHARED = Path(os.environ.get("TAOX_SHARED", Path(__file__).parents[1].parent / "shared"))

Record = dict[str, Any]

COLDKEYS = {"coldkey", "destination_coldkey", "new_coldkey"}
"""Arguments that are coldkeys; the signers ``coldkey`` and ``origin`` may also be ``"root"``."""

HOTKEYS = {"hotkey", "origin_hotkey", "destination_hotkey", "old_hotkey", "new_hotkey"}
"""Arguments that are hotkeys."""


def coldkey(number: int) -> Coldkey:
    """The coldkey of a vector's account."""
    return Coldkey(number.to_bytes(32, "big"))


def hotkey(number: int) -> Hotkey:
    """The hotkey of a vector's account; accounts of subnets are 2^40 + netuid there."""
    if number >> 40:
        return Hotkey(b"modlsubtensr" + (number - 2**40).to_bytes(2, "little") + bytes(18))
    return Hotkey(number.to_bytes(32, "big"))


def argument(name: str, value: Any) -> Any:
    """An argument of a call as `Chain` takes it."""
    if value == "root":
        return value
    if name == "origin" or name in COLDKEYS:
        return coldkey(value)
    return hotkey(value) if name in HOTKEYS else value


def arguments(call: Record) -> Record:
    """The arguments of a call."""
    return {name: argument(name, value) for name, value in call["args"].items()}


def _set_children(chain: Chain, children: list[list[int]], **args: Any) -> None:
    chain.set_children(children=[(share, hotkey(child)) for share, child in children], **args)


def _claim_root(chain: Chain, coldkey: Coldkey, subnets: list[int]) -> None:
    chain.claim_root(coldkey, subnets)


def _set_weights(chain: Chain, dests: list[int], **args: Any) -> None:
    chain.set_weights(uids=dests, **args)


def _set_mechanism_weights(chain: Chain, dests: list[int], **args: Any) -> None:
    chain.set_mechanism_weights(uids=dests, **args)


def _commit_weights(chain: Chain, hash: str, **args: Any) -> None:  # noqa: A002 - the vectors' word
    chain.commit_weights(hash=bytes.fromhex(hash), **args)


def _commit_mechanism_weights(
    chain: Chain,
    hash: str,  # noqa: A002 - the vectors' word
    **args: Any,
) -> None:
    chain.commit_mechanism_weights(hash=bytes.fromhex(hash), **args)


def _batch_commit_weights(chain: Chain, commit_hashes: list[str], **args: Any) -> None:
    chain.batch_commit_weights(commit_hashes=list(map(bytes.fromhex, commit_hashes)), **args)


def _sealed(method: Callable[..., None]) -> Callable[..., None]:
    def call(chain: Chain, ciphertext: str, plaintext: object, **args: Any) -> None:
        method(chain, ciphertext=bytes.fromhex(ciphertext), **args)

    return call


def _set_root_claim_type(
    chain: Chain, coldkey: Coldkey, new_root_claim_type: str | list[int]
) -> None:
    kind = new_root_claim_type
    chain.set_root_claim_type(coldkey, kind.lower() if isinstance(kind, str) else kind)


CALLS: dict[str, Callable[..., object]] = {
    "batch_commit_weights": _batch_commit_weights,
    "claim_root": _claim_root,
    "commit_crv3_mechanism_weights": _sealed(Chain.commit_crv3_mechanism_weights),
    "commit_mechanism_weights": _commit_mechanism_weights,
    "commit_timelocked_mechanism_weights": _sealed(Chain.commit_timelocked_mechanism_weights),
    "commit_timelocked_weights": _sealed(Chain.commit_timelocked_weights),
    "commit_weights": _commit_weights,
    "set_children": _set_children,
    "set_mechanism_weights": _set_mechanism_weights,
    "set_root_claim_type": _set_root_claim_type,
    "set_weights": _set_weights,
}
"""Calls that `Chain` names or shapes otherwise."""
CALLS |= LIFE | SETTINGS


LEFT_OUT = {
    "announce_coldkey_swap",
    "clear_coldkey_swap_announcement",
    "disable_voting_power_tracking",
    "dispute_coldkey_swap",
    "enable_voting_power_tracking",
    "reset_coldkey_swap",
    "sudo_set_voting_power_ema_alpha",
    "swap_coldkey",
    "swap_coldkey_announced",
}
"""Calls of the vectors that taox does not have: swaps of coldkeys, voting power."""


def perform(chain: Chain, call: Record, taox_bytes: Bytes) -> str:
    """Send one call; ``ok`` or the error's name."""
    if call["call"] in LEFT_OUT:
        return "left out"
    method = CALLS.get(call["call"]) or getattr(Chain, call["call"])
    try:
        method(chain, **taox_bytes.arguments(arguments(call)))
    except ChainError as error:
        return error.name
    return "ok"


def lifecycle_output(record: Record) -> Record:
    """``lifecycle``: whole blocks and calls with their guards."""
    chain = Chain.from_storage(record["initial"], preset=CHAIN)
    taox_bytes = Bytes(record)
    states: list[Record] = []
    calls: list[Record] = []
    for passed, after_calls in moments(record):
        if after_calls:
            due = [call for call in record["calls"] if call["block"] == chain.block]
            calls += [call | {"result": perform(chain, call, taox_bytes)} for call in due]
        else:
            author = record["block_author"]
            chain.step(None if author is None else coldkey(author), parent_hash(record, chain))
        states += [
            state | taox_bytes.storage(chain.to_storage())
            for state in recorded(record)
            if (state["after_blocks"], state.get("after_calls", False)) == (passed, after_calls)
        ]
    return {"states": states, "calls": calls}


def moments(record: Record) -> Iterator[tuple[int, bool]]:
    """After the step of each block, and after its calls."""
    for passed in range(1, max(state["after_blocks"] for state in record["states"]) + 1):
        yield passed, False
        yield passed, True


def parent_hash(record: Record, chain: Chain) -> bytes:
    """What the next block of a world is built on."""
    return sha256(f"{record['name']}:{chain.block + 1}".encode()).digest()


def recorded(record: Record) -> list[Record]:
    """When the states of a world were taken, in its own words.

    A state after the calls of its block says so. Where that word was blanked too it follows from
    how worlds were recorded: random ones before the calls; scripted ones after those of a block
    with calls (twice if also before), but the last state before.
    """
    given = [
        {name: state[name] for name in ("after_blocks", "after_calls") if state.get(name)}
        for state in record["states"]
    ]
    if "random" in record["name"] or any("after_calls" in state for state in given):
        return given
    taken = [state["after_blocks"] for state in given]
    called = {call["block"] - record["initial"]["block"] for call in record["calls"]}
    return [
        state | ({"after_calls": True} if one in called and one not in taken[i + 1 :] else {})
        for i, (state, one) in enumerate(zip(given[:-1], taken, strict=False))
    ] + given[-1:]


def worlds() -> Iterator[Record]:
    """The records of the file."""
    with gzip.open(SHARED / "golden" / "economy" / "lifecycle.jsonl.gz", "rt") as lines:
        yield from map(json.loads, lines)


def first_difference(record: Record) -> str:
    """Where a world leaves its record; empty if nowhere. Items that exist nowhere are left out."""
    known = set(Chain.storage_items())
    start = {item: value for item, value in record["initial"].items() if item in known}
    chain, taox_bytes = Chain.from_storage(start, preset=CHAIN), Bytes(record)
    states = {(one["after_blocks"], one.get("after_calls", False)): one for one in record["states"]}
    for passed, after_calls in moments(record):
        if after_calls:
            for call in (one for one in record["calls"] if one["block"] == chain.block):
                if call["call"] in LEFT_OUT:
                    return f"block {chain.block}: {call['call']} is left out"
                result = perform(chain, call, taox_bytes)
                if result != call["result"]:
                    return f"block {chain.block}: {call}: {result}"
        else:
            author = record["block_author"]
            chain.step(None if author is None else coldkey(author), parent_hash(record, chain))
        if (passed, after_calls) in states:
            state = states[passed, after_calls]
            expected = {item: value for item, value in state.items() if item in known}
            found = list(differences(taox_bytes.storage(chain.to_storage()), expected))
            if found:
                shown = "\n    ".join(found[:12])
                return f"after {passed} blocks ({after_calls=}): {len(found)} differ\n    {shown}"
    return ""


def main(names: list[str]) -> None:
    """Tell where worlds differ."""
    known = set(Chain.storage_items())
    for record in worlds():
        topic = record["name"].split("-")[0]
        if names and record["name"] not in names and topic not in names:
            continue
        missing = sorted(set(record["initial"]) - known)
        print(record["name"], first_difference(record) or "ok", f"(no item {missing})")


if __name__ == "__main__":
    main(sys.argv[1:])
