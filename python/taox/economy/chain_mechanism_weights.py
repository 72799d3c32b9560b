"""The calls of `chain_weights` under the chain's second names, which name a mechanism."""

from taox.economy.accounts import Hotkey
from taox.economy.chain_calls import Integers
from taox.economy.chain_weights import ChainWeights
from taox.economy.commits import SealedWeights

__all__ = ["ChainMechanismWeights"]

#: The version of the time-locked form that `commit_crv3_mechanism_weights` stands for.
CRV3_VERSION = 4


class ChainMechanismWeights(ChainWeights):
    """`ChainWeights` with the mechanism among the arguments, as the chain has it."""

    __slots__ = ()

    def set_mechanism_weights(
        self,
        hotkey: Hotkey,
        netuid: int,
        mecid: int,
        uids: Integers,
        weights: Integers,
        *,
        version_key: int = 0,
    ) -> None:
        """`set_weights` with ``mechanism=mecid``.

        Args:
            hotkey: Who signs.
            netuid: The subnet.
            mecid: Which of the subnet's mechanisms.
            uids: Whom the weights are for.
            weights: One per uid.
            version_key: Version of the validator's code.

        Raises:
            ChainError: As `set_weights`.
        """
        self.set_weights(hotkey, netuid, uids, weights, version_key=version_key, mechanism=mecid)

    def commit_mechanism_weights(
        self,
        hotkey: Hotkey,
        netuid: int,
        mecid: int,
        hash: bytes,  # noqa: A002 - the chain's own word
    ) -> None:
        """`commit_weights` with ``mechanism=mecid``.

        Args:
            hotkey: Who signs.
            netuid: The subnet.
            mecid: Which of the subnet's mechanisms.
            hash: 32 bytes of `weights_hash`.

        Raises:
            ChainError: As `commit_weights`.
        """
        self.commit_weights(hotkey, netuid, hash, mechanism=mecid)

    def reveal_mechanism_weights(
        self,
        hotkey: Hotkey,
        netuid: int,
        mecid: int,
        uids: Integers,
        values: Integers,
        *,
        salt: Integers,
        version_key: int = 0,
    ) -> None:
        """`reveal_weights` with ``mechanism=mecid``.

        Args:
            hotkey: Who signs.
            netuid: The subnet.
            mecid: Which of the subnet's mechanisms.
            uids: Whom the weights are for.
            values: One per uid.
            salt: What was hashed with them.
            version_key: Version of the validator's code.

        Raises:
            ChainError: As `reveal_weights`.
        """
        self.reveal_weights(
            hotkey, netuid, uids, values, salt, version_key=version_key, mechanism=mecid
        )

    def commit_timelocked_mechanism_weights(
        self,
        hotkey: Hotkey,
        netuid: int,
        mecid: int,
        ciphertext: SealedWeights | bytes,
        reveal_round: int | None = None,
        *,
        commit_reveal_version: int | None = None,
    ) -> None:
        """`commit_timelocked_weights` with ``mechanism=mecid``.

        Args:
            hotkey: Who signs.
            netuid: The subnet.
            mecid: Which of the subnet's mechanisms.
            ciphertext: The sealed weights.
            reveal_round: From which round on they open.
            commit_reveal_version: Version of the form.

        Raises:
            ChainError: As `commit_timelocked_weights`.
        """
        self.commit_timelocked_weights(
            hotkey, netuid, ciphertext, reveal_round, commit_reveal_version, mechanism=mecid
        )

    def commit_crv3_mechanism_weights(
        self,
        hotkey: Hotkey,
        netuid: int,
        mecid: int,
        ciphertext: SealedWeights | bytes,
        reveal_round: int | None = None,
    ) -> None:
        """`commit_timelocked_weights` with ``mechanism=mecid``, always in version 4 of the form.

        Args:
            hotkey: Who signs.
            netuid: The subnet.
            mecid: Which of the subnet's mechanisms.
            ciphertext: The sealed weights.
            reveal_round: From which round on they open.

        Raises:
            ChainError: As `commit_timelocked_weights`.
        """
        self.commit_timelocked_weights(
            hotkey, netuid, ciphertext, reveal_round, CRV3_VERSION, mechanism=mecid
        )
