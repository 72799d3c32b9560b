"""Weights of several subnets, or several reveals, in one call (transitions.md 1.9, 1.10)."""

from collections.abc import Sequence

from taox.economy.accounts import Hotkey
from taox.economy.chain_calls import Integers
from taox.economy.chain_errors import ChainError
from taox.economy.chain_part import ChainPart, signer, u16_array
from taox.economy.chain_weights import hash_bytes
from taox.economy.gate import integer, integers, items, pairs

__all__ = ["ChainWeightBatches"]


class ChainWeightBatches(ChainPart):
    """Batches of weights; all of them concern mechanism 0."""

    __slots__ = ()

    def batch_set_weights(
        self,
        hotkey: Hotkey,
        netuids: Sequence[int],
        weights: Sequence[Sequence[tuple[int, int]]],
        version_keys: Sequence[int],
    ) -> list[ChainError | None]:
        """Set weights on several subnets; each item is refused or stored alone.

        Args:
            hotkey: Who signs.
            netuids: The subnets.
            weights: For each of them pairs of uid and weight.
            version_keys: For each of them the version of the validator's code.

        Returns:
            What each item was refused with; ``None`` where it was stored.

        Raises:
            InputLengthsUnequal: The lists differ in length.
            NotEnoughStakeToSetWeights: The stake weight on one of the subnets is below the
                network's threshold.
            InputError: An entry is no integer of its range.
        """
        rows = [
            [
                (integer(f"weights[{i}]", uid, 16), integer(f"weights[{i}]", value, 16))
                for uid, value in pairs(f"weights[{i}]", row, "uid and weight")
            ]
            for i, row in enumerate(items("weights", weights, "lists"))
        ]
        return self._core.batch_set_weights(
            signer("hotkey", hotkey, Hotkey),
            integers("netuids", netuids, 16),
            rows,
            integers("version_keys", version_keys),
        )

    def batch_commit_weights(
        self, hotkey: Hotkey, netuids: Sequence[int], commit_hashes: Sequence[bytes]
    ) -> list[ChainError | None]:
        """Commit weights on several subnets; each item is refused or queued alone.

        Args:
            hotkey: Who signs.
            netuids: The subnets.
            commit_hashes: For each of them 32 bytes of `weights_hash`.

        Returns:
            What each item was refused with; ``None`` where it was queued.

        Raises:
            InputLengthsUnequal: The lists differ in length.
            NotEnoughStakeToSetWeights: The stake weight on one of the subnets is below the
                network's threshold.
        """
        return self._core.batch_commit_weights(
            signer("hotkey", hotkey, Hotkey),
            integers("netuids", netuids, 16),
            [
                hash_bytes(f"commit_hashes[{i}]", one)
                for i, one in enumerate(items("commit_hashes", commit_hashes, "hashes"))
            ],
        )

    def batch_reveal_weights(
        self,
        hotkey: Hotkey,
        netuid: int,
        uids_list: Sequence[Integers],
        values_list: Sequence[Integers],
        salts_list: Sequence[Integers],
        *,
        version_keys: Sequence[int],
    ) -> None:
        """Reveal several commits of one subnet in the order given, all or none.

        Args:
            hotkey: Who signs.
            netuid: The subnet.
            uids_list: For each commit whom the weights are for.
            values_list: For each commit the weights.
            salts_list: For each commit what was hashed with them.
            version_keys: For each commit the version of the validator's code.

        Raises:
            InputLengthsUnequal: The lists differ in length.
            ChainError: As `Chain.reveal_weights`, for the first that cannot be revealed.
        """
        self._core.batch_reveal_weights(
            signer("hotkey", hotkey, Hotkey),
            integer("netuid", netuid, 16),
            _vectors("uids_list", uids_list),
            _vectors("values_list", values_list),
            _vectors("salts_list", salts_list),
            integers("version_keys", version_keys),
        )


def _vectors(argument: str, vectors: Sequence[Integers]) -> list[list[int]]:
    found = items(argument, vectors, "lists of integers")
    return [u16_array(f"{argument}[{i}]", one).tolist() for i, one in enumerate(found)]
