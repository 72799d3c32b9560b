"""Weights: set in plain form, or committed and revealed (transitions.md 1.8, 1.10, 1.11)."""

from taox.economy.accounts import Hotkey
from taox.economy.chain_calls import Integers
from taox.economy.chain_part import ChainPart, signer, u16_array
from taox.economy.commits import PendingCommit, SealedWeights
from taox.economy.errors import InputError, InputTypeError
from taox.economy.gate import describe, integer

__all__ = ["ChainWeights", "hash_bytes"]


class ChainWeights(ChainPart):
    """The calls of `Chain` that concern the weights of one mechanism."""

    __slots__ = ()

    def set_weights(
        self,
        hotkey: Hotkey,
        netuid: int,
        uids: Integers,
        weights: Integers,
        *,
        version_key: int = 0,
        mechanism: int = 0,
    ) -> None:
        """Store a hotkey's weights (transitions.md 1.8).

        They are scaled so that the largest is 65535, and replace the whole row in the order
        given. The next epoch uses them.

        Args:
            hotkey: Who signs.
            netuid: The subnet.
            uids: Whom the weights are for, no uid twice.
            weights: One per uid, 0 to 65535.
            version_key: Version of the validator's code, against ``weights_version_key``.
            mechanism: Which of the subnet's mechanisms.

        Raises:
            NotEnoughStakeToSetWeights: The stake weight is below the network's threshold.
            SettingWeightsTooFast: Too few blocks since the last weights or the registration.
            CommitRevealEnabled: The subnet takes weights only by commit and reveal.
            CanNotSetRootNetworkWeights: The netuid is 0.
            WeightVecNotEqualSize: The vectors differ in length.
            MechanismDoesNotExist: There is no such subnet or mechanism.
            UidsLengthExceedUidsInSubNet: More entries than neurons.
            HotKeyNotRegisteredInSubNet: The hotkey holds no uid.
            IncorrectWeightVersionKey: The version is too old.
            NeuronNoValidatorPermit: No permit, and not only a weight on itself.
            DuplicateUids: A uid is named twice.
            UidVecContainInvalidOne: A uid that nobody holds.
            WeightVecLengthIsLow: Fewer entries than ``min_allowed_weights``.
            InputError: An entry is no integer of 0 to 65535.
        """
        self._core.set_weights(
            signer("hotkey", hotkey, Hotkey),
            integer("netuid", netuid, 16),
            u16_array("uids", uids),
            u16_array("weights", weights),
            integer("version_key", version_key),
            integer("mechanism", mechanism, 8),
        )

    def commit_weights(
        self,
        hotkey: Hotkey,
        netuid: int,
        hash: bytes,  # noqa: A002 - the chain's own word
        *,
        mechanism: int = 0,
    ) -> None:
        """Commit weights by their hash; `reveal_weights` tells them later (transitions.md 1.10).

        The commit counts as this hotkey's last update, its reveal does not. It can be revealed in
        one epoch alone, ``reveal_period_epochs`` after this one.

        Args:
            hotkey: Who signs.
            netuid: The subnet.
            hash: 32 bytes of `weights_hash`.
            mechanism: Which of the subnet's mechanisms.

        Raises:
            NotEnoughStakeToSetWeights: The stake weight is below the network's threshold.
            CommittingWeightsTooFast: Too few blocks since the last update.
            MechanismDoesNotExist: There is no such subnet or mechanism.
            CommitRevealDisabled: The subnet takes plain weights.
            HotKeyNotRegisteredInSubNet: The hotkey holds no uid.
            TooManyUnrevealedCommits: Ten commits wait.
        """
        self._core.commit_weights(
            signer("hotkey", hotkey, Hotkey),
            integer("netuid", netuid, 16),
            hash_bytes("hash", hash),
            integer("mechanism", mechanism, 8),
        )

    def reveal_weights(
        self,
        hotkey: Hotkey,
        netuid: int,
        uids: Integers,
        values: Integers,
        salt: Integers,
        *,
        version_key: int = 0,
        mechanism: int = 0,
    ) -> None:
        """Tell weights that were committed by their hash, and store them (transitions.md 1.10).

        The commit and all older ones of this hotkey are gone then.

        Args:
            hotkey: Who signs.
            netuid: The subnet.
            uids: Whom the weights are for.
            values: One per uid.
            salt: What was hashed with them.
            version_key: Version of the validator's code.
            mechanism: Which of the subnet's mechanisms.

        Raises:
            NotEnoughStakeToSetWeights: The stake weight is below the network's threshold.
            NoWeightsCommitFound: No commit of this hotkey has this hash.
            RevealTooEarly: The epoch of the reveal has not come, or is over.
            CommitRevealDisabled: The subnet takes plain weights.
            ChainError: What `set_weights` refuses weights for, but for its rate limit.
            InputError: An entry is no integer of 0 to 65535.
        """
        self._core.reveal_weights(
            signer("hotkey", hotkey, Hotkey),
            integer("netuid", netuid, 16),
            u16_array("uids", uids),
            u16_array("values", values),
            u16_array("salt", salt),
            integer("version_key", version_key),
            integer("mechanism", mechanism, 8),
        )

    def commit_timelocked_weights(
        self,
        hotkey: Hotkey,
        netuid: int,
        ciphertext: SealedWeights | bytes,
        reveal_round: int | None = None,
        commit_reveal_version: int | None = None,
        *,
        mechanism: int = 0,
    ) -> None:
        """Commit sealed weights, which the block step opens and stores (transitions.md 1.11).

        They are opened at the start of the block in which the subnet's epoch is due,
        ``reveal_period_epochs`` epochs from now, just before that epoch; under the rules of that
        moment, and silently dropped if one of them refuses. The commit counts as this hotkey's last
        update.

        Args:
            hotkey: Who signs.
            netuid: The subnet.
            ciphertext: `SealedWeights.of` the weights. Other bytes are taken, and dropped when
                they are opened.
            reveal_round: From which round of the beacon on they open; when absent that of the block
                which opens them (`reveal_round`). An epoch later than theirs they are dropped.
            commit_reveal_version: Version of the form; the chain's when absent.
            mechanism: Which of the subnet's mechanisms.

        Raises:
            NotEnoughStakeToSetWeights: The stake weight is below the network's threshold.
            InvalidRevealRound: The round is over.
            MechanismDoesNotExist: There is no such subnet or mechanism.
            CommitRevealDisabled: The subnet takes plain weights.
            IncorrectCommitRevealVersion: The version is not the chain's.
            HotKeyNotRegisteredInSubNet: The hotkey holds no uid.
            CommittingWeightsTooFast: Too few blocks since the last update.
            TooManyUnrevealedCommits: Ten commits of this epoch wait.
        """
        signed, netuid = signer("hotkey", hotkey, Hotkey), integer("netuid", netuid, 16)
        if not isinstance(ciphertext, SealedWeights):
            ciphertext = SealedWeights(ciphertext)
        if reveal_round is None:
            reveal_round = self.reveal_round(netuid) if netuid in self._core.netuids else 2**64 - 1
        if commit_reveal_version is None:
            commit_reveal_version = self._core.network_parameters()["commit_reveal_weights_version"]
        self._core.commit_timelocked_weights(
            signed,
            netuid,
            ciphertext.ciphertext,
            integer("reveal_round", reveal_round),
            integer("commit_reveal_version", commit_reveal_version, 16),
            integer("mechanism", mechanism, 8),
        )

    def pending_commits(self, netuid: int, *, mechanism: int = 0) -> list[PendingCommit]:
        """What was committed and not revealed yet: hashes by hotkey, then sealed weights.

        Args:
            netuid: The subnet.
            mechanism: Which of the subnet's mechanisms.

        Raises:
            MechanismDoesNotExist: There is no such subnet or mechanism.
        """
        pending = self._core.pending_commits(
            integer("netuid", netuid, 16), integer("mechanism", mechanism, 8)
        )
        return [
            PendingCommit(Hotkey(who), epoch, block, hashed, reveal_round)
            for who, epoch, block, hashed, reveal_round in pending
        ]

    @property
    def drand_round(self) -> int:
        """The last round of the public beacon that the chain knows.

        A chain that began here knows ``drand_rounds_per_block`` times its block, four rounds in a
        block as on the live chain. With that parameter at 0, as after `from_storage`, it knows the
        rounds that `drand_pulse` made known.
        """
        return self._core.drand_round

    def drand_pulse(self, round: int) -> None:  # noqa: A002 - the vectors' own word
        """Make a round of the beacon known; it is the last one from here on.

        Args:
            round: Its number.
        """
        self._core.drand_pulse(integer("round", round))

    def reveal_round(self, netuid: int) -> int:
        """The round to seal weights to that are committed now.

        It is the round of the block that opens them, as far as the tempo tells; where rounds do not
        follow blocks, the round after the last.

        Args:
            netuid: The subnet.

        Raises:
            SubnetNotExists: There is no such subnet.
        """
        return self._core.reveal_round(integer("netuid", netuid, 16))


def hash_bytes(argument: str, value: object) -> bytes:
    """The 32 bytes of a hash.

    Raises:
        InputTypeError: It is not bytes.
        InputError: It has another length.
    """
    if not isinstance(value, bytes):
        raise InputTypeError(argument, "32 bytes", describe(value))
    if len(value) != 32:
        raise InputError(argument, "32 bytes", f"{len(value)} bytes")
    return value
