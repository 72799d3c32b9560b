"""The calls of :class:`taox.neurons.ChainClient` that concern weights, typed."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from taox.economy import ChainError, SealedWeights


class WeightCalls(ABC):
    """Weights as a neuron sends them, signed by its hotkey.

    Every method raises :class:`taox.ChainError` when the chain refuses, under the chain's own error
    name. When one is cancelled, the call may or may not have been made.
    """

    @abstractmethod
    async def call(self, name: str, /, **arguments: object) -> Any:
        """Send any call that a key signs."""

    async def set_weights(
        self,
        netuid: int,
        uids: Sequence[int],
        weights: Sequence[int],
        *,
        version_key: int = 0,
        mechanism: int = 0,
    ) -> None:
        """Set this hotkey's weight row (transitions.md 1.8).

        Args:
            netuid: The subnet.
            uids: Whom the weights are for, no uid twice.
            weights: u16 weights, as many as uids; the chain scales the largest to 65535.
            version_key: The version claimed, against ``WeightsVersionKey``.
            mechanism: The subnet's mechanism.
        """
        await self.call(
            "set_weights",
            netuid=netuid,
            uids=uids,
            weights=weights,
            version_key=version_key,
            mechanism=mechanism,
        )

    async def commit_weights(self, netuid: int, commit_hash: bytes, *, mechanism: int = 0) -> None:
        """Commit weights by their hash (transitions.md 1.10).

        Args:
            netuid: The subnet.
            commit_hash: 32 bytes of `taox.economy.weights_hash`.
            mechanism: The subnet's mechanism.
        """
        await self.call("commit_weights", netuid=netuid, hash=commit_hash, mechanism=mechanism)

    async def reveal_weights(
        self,
        netuid: int,
        uids: Sequence[int],
        values: Sequence[int],
        salt: Sequence[int],
        *,
        version_key: int = 0,
        mechanism: int = 0,
    ) -> None:
        """Tell weights that were committed by their hash (transitions.md 1.10).

        Args:
            netuid: The subnet.
            uids: Whom the weights are for.
            values: One per uid.
            salt: What was hashed with them.
            version_key: The version that was hashed with them.
            mechanism: The subnet's mechanism.
        """
        await self.call(
            "reveal_weights",
            netuid=netuid,
            uids=uids,
            values=values,
            salt=salt,
            version_key=version_key,
            mechanism=mechanism,
        )

    async def commit_timelocked_weights(
        self,
        netuid: int,
        sealed: SealedWeights,
        *,
        reveal_round: int | None = None,
        mechanism: int = 0,
    ) -> None:
        """Commit sealed weights, which the chain opens by itself (transitions.md 1.11).

        Args:
            netuid: The subnet.
            sealed: The weights, sealed for this hotkey.
            reveal_round: From which round of the beacon on they open; absent = when due.
            mechanism: The subnet's mechanism.
        """
        await self.call(
            "commit_timelocked_weights",
            netuid=netuid,
            ciphertext=sealed,
            reveal_round=reveal_round,
            mechanism=mechanism,
        )

    async def batch_set_weights(
        self,
        netuids: Sequence[int],
        weights: Sequence[Sequence[tuple[int, int]]],
        version_keys: Sequence[int],
    ) -> list[ChainError | None]:
        """Set weights on several subnets (transitions.md 1.9).

        Args:
            netuids: The subnets.
            weights: For each of them pairs of uid and weight.
            version_keys: For each of them the version claimed.

        Returns:
            What each item was refused with, ``None`` where it was stored.
        """
        refusals: list[ChainError | None] = await self.call(
            "batch_set_weights", netuids=netuids, weights=weights, version_keys=version_keys
        )
        return refusals

    async def batch_commit_weights(
        self, netuids: Sequence[int], commit_hashes: Sequence[bytes]
    ) -> list[ChainError | None]:
        """Commit weights on several subnets (transitions.md 1.9).

        Args:
            netuids: The subnets.
            commit_hashes: For each of them 32 bytes of `taox.economy.weights_hash`.

        Returns:
            What each item was refused with, ``None`` where it was queued.
        """
        refusals: list[ChainError | None] = await self.call(
            "batch_commit_weights", netuids=netuids, commit_hashes=commit_hashes
        )
        return refusals

    async def batch_reveal_weights(
        self,
        netuid: int,
        uids_list: Sequence[Sequence[int]],
        values_list: Sequence[Sequence[int]],
        salts_list: Sequence[Sequence[int]],
        version_keys: Sequence[int],
    ) -> None:
        """Tell several commits of one subnet, all or none (transitions.md 1.10).

        Args:
            netuid: The subnet.
            uids_list: For each commit whom the weights are for.
            values_list: For each commit the weights.
            salts_list: For each commit what was hashed with them.
            version_keys: For each commit the version that was hashed with them.
        """
        await self.call(
            "batch_reveal_weights",
            netuid=netuid,
            uids_list=uids_list,
            values_list=values_list,
            salts_list=salts_list,
            version_keys=version_keys,
        )
