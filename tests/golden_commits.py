"""What the worlds of ``lifecycle`` hash and seal, in taox's bytes of accounts and back.

The vectors have accounts in little endian there, taox in big endian, which keeps their order. A
hash is taken anew over the arguments of the reveal that it is of; one that no reveal of the record
explains stays as it is, and so does a ciphertext without plaintext.
"""

from collections.abc import Callable, Iterator
from typing import Any

from taox.economy import Hotkey, SealedWeights, weights_hash

Record = dict[str, Any]


class Bytes:
    """The hashes and ciphertexts of one world, and what stands for them in taox.

    Args:
        record: The world.
    """

    def __init__(self, record: Record) -> None:
        self._taox: dict[str, str] = {}
        for call in record["calls"]:
            for encode in _encodings(call["call"], call["args"]):
                self._taox[encode("little")] = encode("big")
        self._vectors = {ours: theirs for theirs, ours in self._taox.items()}

    def arguments(self, args: Record) -> Record:
        """The arguments of a call, as taox would have been given them."""
        return {name: self._replace(value, self._taox) for name, value in args.items()}

    def storage(self, items: Record) -> Record:
        """A state of taox, as the vectors write it."""
        names = ("weight_commits", "timelocked_weight_commits")
        return items | {
            name: {key: self._replace(queue, self._vectors) for key, queue in items[name].items()}
            for name in names
            if name in items
        }

    def _replace(self, value: Any, others: dict[str, str]) -> Any:
        if isinstance(value, list):
            return [self._replace(one, others) for one in value]
        return others.get(value, value) if isinstance(value, str) else value


Encoding = Callable[[str], str]


def _encodings(call: str, args: Record) -> Iterator[Encoding]:
    """For each hash or ciphertext in a call: its text under a byte order of accounts."""
    if args.get("plaintext"):
        yield _sealed(**args["plaintext"])
    if call in {"reveal_weights", "reveal_mechanism_weights"}:
        yield _hash(**args)
    if call == "batch_reveal_weights":
        lists = args["uids_list"], args["values_list"], args["salts_list"], args["version_keys"]
        for uids, values, salt, version_key in zip(*lists, strict=False):
            row = {"uids": uids, "values": values, "salt": salt, "version_key": version_key}
            yield _hash(args["hotkey"], args["netuid"], **row)


def _account(number: int, order: Any) -> Hotkey:
    return Hotkey(number.to_bytes(32, order))


def _hash(hotkey: int, netuid: int, *, mecid: int = 0, **row: Any) -> Encoding:
    def encode(order: str) -> str:
        return weights_hash(_account(hotkey, order), netuid, mechanism=mecid, **row).hex()

    return encode


def _sealed(hotkey: int | None, uids: list[int], values: list[int], version_key: int) -> Encoding:
    def encode(order: str) -> str:
        named = None if hotkey is None else _account(hotkey, order)
        return SealedWeights.of(named, uids, values, version_key).ciphertext.hex()

    return encode
